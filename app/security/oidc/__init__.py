"""Access tokens of an OpenID Connect provider, beside the register's own tokens."""
