"""SYS-AP 1.0.1, the Danish public standard for describing IT systems: systems as its Turtle, out and in."""
