"""The list of systems: searched, narrowed, sorted and paged, with an address that can be shared."""
