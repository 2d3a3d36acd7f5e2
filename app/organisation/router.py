"""Routes of the organisation."""

from fastapi import APIRouter

from app.http.access import needs
from app.organisation.absences.router import router as absences
from app.organisation.people.router import router as people
from app.organisation.positions.router import router as positions
from app.organisation.tenures.router import router as tenures
from app.organisation.units.router import router as units
from app.vocabulary import Permission

router = APIRouter(tags=["organisation"], dependencies=[needs(Permission.READ)])
router.include_router(units)
router.include_router(positions)
router.include_router(tenures)
router.include_router(people)
router.include_router(absences)
