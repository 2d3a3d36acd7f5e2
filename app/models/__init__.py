"""The tables, one per file. Rows are built from validated schemas only: a table model does not validate."""

from app.models.absence import Absence
from app.models.access_token import AccessToken
from app.models.attestation import Attestation, AttestationCampaign, AttestationRequest
from app.models.base import RESOURCES, Journaled, Keyed, metadata
from app.models.budget_line import BudgetLine
from app.models.card import Card, CardColumns, CardHolding, CardVersion
from app.models.contract import Contract, contract_system
from app.models.dispute import Dispute
from app.models.finding import Finding, FindingVersion
from app.models.former_login import FormerLogin
from app.models.handover import Handover
from app.models.holder_stretch import HolderStretch
from app.models.idempotency import IdempotentAnswer
from app.models.import_report import AccountShare, ImportedFile, RememberedMapping, StoredProblem, StoredReport
from app.models.job import Job
from app.models.journal import JournalEntry, JournalPersonalValue, RegisterState
from app.models.outside import OutsideDifference, OutsideFeed, OutsideRecord
from app.models.person import Person
from app.models.policy_version import PolicyVersion
from app.models.position import Position
from app.models.read_entry import ReadEntry, ReadSubject, TokenUse
from app.models.responsibility import Responsibility
from app.models.sign_in_code import SignInCode
from app.models.system import System, system_using_unit
from app.models.tenure import Tenure
from app.models.unit import Unit
from app.models.waiver import Waiver
from app.models.web_session import WebSession

__all__ = [
    "RESOURCES",
    "Absence",
    "AccessToken",
    "AccountShare",
    "Attestation",
    "AttestationCampaign",
    "AttestationRequest",
    "BudgetLine",
    "Card",
    "CardColumns",
    "CardHolding",
    "CardVersion",
    "Contract",
    "Dispute",
    "Finding",
    "FindingVersion",
    "FormerLogin",
    "Handover",
    "HolderStretch",
    "IdempotentAnswer",
    "ImportedFile",
    "Job",
    "JournalEntry",
    "JournalPersonalValue",
    "Journaled",
    "Keyed",
    "OutsideDifference",
    "OutsideFeed",
    "OutsideRecord",
    "Person",
    "PolicyVersion",
    "Position",
    "ReadEntry",
    "ReadSubject",
    "RegisterState",
    "RememberedMapping",
    "Responsibility",
    "SignInCode",
    "StoredProblem",
    "StoredReport",
    "System",
    "Tenure",
    "TokenUse",
    "Unit",
    "Waiver",
    "WebSession",
    "contract_system",
    "metadata",
    "system_using_unit",
]
