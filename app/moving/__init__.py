"""A whole register that moves to another place: out as readable files, and into an empty one."""
