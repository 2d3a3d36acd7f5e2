"""The surface: one line per feature."""

from fastapi import APIRouter

from app.access.reads.router import router as reads
from app.access.router import router as access
from app.budgets.router import router as budgets
from app.changes.router import router as changes
from app.contracts.router import router as contracts
from app.dashboards.router import router as dashboards
from app.exports.router import router as exports
from app.findings.router import router as findings
from app.imports.jobs.router import router as jobs
from app.imports.router import router as imports
from app.kitos.router import router as kitos
from app.organisation.router import router as organisation
from app.policy.router import router as policy
from app.responsibility.router import router as responsibility
from app.systems.router import router as systems

api = APIRouter(prefix="/v1")
api.include_router(organisation)
api.include_router(systems)
api.include_router(responsibility)
api.include_router(budgets)
api.include_router(contracts)
api.include_router(findings)
api.include_router(policy)
api.include_router(dashboards)
api.include_router(imports)
api.include_router(jobs)
api.include_router(kitos)
api.include_router(exports)
api.include_router(changes)
api.include_router(access)
api.include_router(reads)
