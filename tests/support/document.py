"""The OpenAPI document, for tests that go through it."""

from typing import Any

from app.cli.documents import NO_DATABASE
from app.core.config import Settings
from app.main import create_app

DOCUMENT: dict[str, Any] = create_app(Settings(database_url=NO_DATABASE)).openapi()
