"""Datasette on the file that PEER_DATABASE names, as an application that a server can be given."""

# mypy: ignore-errors
# The package lies in the environment of the bench alone.

import os

from datasette.app import Datasette

application = Datasette([os.environ["PEER_DATABASE"]]).app()
