"""Routes of responsibility in practice and over time."""

from fastapi import APIRouter

from app.http.access import needs
from app.responsibility.assigning.router import router as assigning
from app.responsibility.attestations.router import router as attestations
from app.responsibility.disputes.router import router as disputes
from app.responsibility.duties.router import router as duties
from app.responsibility.escalation.router import router as escalation
from app.responsibility.handovers.router import router as handovers
from app.responsibility.responsibilities.router import router as responsibilities
from app.responsibility.stretches.router import router as stretches
from app.responsibility.succession.router import router as succession
from app.vocabulary import Permission

router = APIRouter(tags=["responsibility"])
router.include_router(escalation, dependencies=[needs(Permission.SEE_CHAIN)])
for feature in (assigning, responsibilities, stretches, duties, handovers, disputes, attestations, succession):
    router.include_router(feature, dependencies=[needs(Permission.READ)])
