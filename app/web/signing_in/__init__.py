"""In and out: by a login provider, an access token, or a code that works once."""
