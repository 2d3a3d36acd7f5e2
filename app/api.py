"""The surface: one line per feature."""

from fastapi import APIRouter

from app.access.router import router as access
from app.organisation.router import router as organisation
from app.systems.router import router as systems

api = APIRouter(prefix="/v1")
api.include_router(organisation)
api.include_router(systems)
api.include_router(access)
