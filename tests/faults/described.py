"""The OpenAPI document, made in the process from which services are forked: each would take a second to make it."""

from app.cli.documents import NO_DATABASE
from app.core.config import Settings
from app.main import create_app

create_app(Settings(database_url=NO_DATABASE)).openapi()
