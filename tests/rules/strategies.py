"""Any facts and any policy that the types allow, for property tests."""

from hypothesis import strategies as st

from app.rules.facts import (
    AttestationFacts,
    BudgetHolderFacts,
    BudgetLineFacts,
    ContractFacts,
    DisputeFacts,
    DutyFacts,
    DutyHolder,
    HolderFacts,
    OwnerFacts,
    OwnershipFacts,
    Period,
    PositionRef,
    ResponderFacts,
    SystemFacts,
    YearSums,
)
from app.rules.policy import AdoptionDate, Policy, RequiredLevels, RuleSetting
from app.vocabulary import (
    DUTIES,
    Acquisition,
    Answer,
    BudgetKind,
    ContractKind,
    Criticality,
    Duty,
    Lifecycle,
    Severity,
    SupportHours,
)
from tests.rules.builders import TODAY

IDS = st.sampled_from(["a", "b", "c"])
TEXTS = st.text(min_size=1, max_size=10)
LEVELS = st.integers(0, 5)
AMOUNTS = st.none() | st.sampled_from([0, 1]) | st.integers(0, 10**12)
NEAR_DATES = st.dates(TODAY.replace(year=TODAY.year - 3), TODAY.replace(year=TODAY.year + 3))
DATES = NEAR_DATES | st.dates()
YEARS = st.integers(TODAY.year - 1, TODAY.year + 2)

PERIODS = st.builds(Period, DATES, st.none() | DATES)
PEOPLE = st.builds(HolderFacts, IDS, TEXTS, DATES, st.none() | DATES, st.none() | PERIODS, st.booleans())
SUPERIORS = st.builds(PositionRef, IDS, TEXTS, LEVELS)
OWNERS = st.builds(
    OwnerFacts,
    position_id=IDS,
    title=TEXTS,
    management_level=LEVELS,
    unit_id=IDS,
    unit_name=TEXTS,
    budget_authority=st.sampled_from(Answer),
    budget_limit_dkk=AMOUNTS,
    since=DATES,
    holder=st.none() | PEOPLE,
    has_successor=st.booleans(),
    deputised=st.booleans(),
    superiors=st.lists(SUPERIORS, max_size=3).map(tuple),
    systems_owned=st.integers(0, 60),
)
DUTY_HOLDERS = st.lists(
    st.builds(DutyHolder, IDS, TEXTS, st.none() | IDS, st.none() | TEXTS),
    max_size=3,
    unique_by=lambda holder: holder.position_id,
).map(tuple)
DUTY_FACTS = st.lists(
    st.builds(DutyFacts, st.sampled_from(DUTIES), DUTY_HOLDERS, DUTY_HOLDERS),
    max_size=len(DUTIES),
    unique_by=lambda facts: facts.duty,
).map(tuple)
BUDGET_HOLDERS = st.builds(BudgetHolderFacts, IDS, TEXTS, st.sampled_from(Answer), st.booleans())
LINES = st.builds(BudgetLineFacts, YEARS, st.sampled_from(BudgetKind), AMOUNTS, AMOUNTS, st.none() | BUDGET_HOLDERS)
CONTRACTS = st.builds(
    ContractFacts,
    IDS,
    TEXTS,
    st.sampled_from(ContractKind),
    st.none() | DATES,
    st.none() | DATES,
    st.none() | st.integers(0, 120),
    st.booleans(),
    st.booleans(),
)
OWNERSHIPS = st.builds(OwnershipFacts, PERIODS, st.lists(PERIODS, max_size=2).map(tuple))
RESPONDERS = st.builds(ResponderFacts, IDS, TEXTS, st.booleans())
ATTESTATIONS = st.builds(
    AttestationFacts,
    attested_on=DATES,
    confirms_ownership=st.booleans(),
    insight=st.sampled_from(Answer),
    time=st.sampled_from(Answer),
    money=st.sampled_from(Answer),
    owner_position_id=st.none() | IDS,
    owner_person_id=st.none() | IDS,
    criticality=st.none() | st.sampled_from(Criticality),
    sums=st.lists(st.tuples(YEARS, st.builds(YearSums, AMOUNTS, AMOUNTS)), max_size=2).map(tuple),
    asked=st.none() | SUPERIORS,
)
DISPUTES = st.builds(
    DisputeFacts,
    id=IDS,
    duty=st.sampled_from(Duty),
    holder=SUPERIORS,
    named=SUPERIORS,
    deadline=DATES,
    interim=st.none() | SUPERIORS,
)
SYSTEMS = st.builds(
    SystemFacts,
    id=IDS,
    name=TEXTS,
    criticality=st.sampled_from(Criticality),
    lifecycle=st.sampled_from(Lifecycle),
    taken_into_use_on=st.none() | DATES,
    phased_out_on=st.none() | DATES,
    acquisition=st.sampled_from(Acquisition),
    operation_supplier=st.none() | TEXTS,
    support_hours=st.sampled_from(SupportHours),
    has_emergency_plan=st.booleans(),
    confirmed_on=st.none() | DATES,
    registered_on=DATES,
    owner=st.none() | OWNERS,
    ownerships=st.lists(OWNERSHIPS, max_size=3).map(tuple),
    ownership=st.builds(DutyFacts, st.just(Duty.OWNER), DUTY_HOLDERS, DUTY_HOLDERS),
    duties=DUTY_FACTS,
    responders=st.lists(RESPONDERS, max_size=2).map(tuple),
    on_call=st.booleans(),
    budget_lines=st.lists(LINES, max_size=4).map(tuple),
    contracts=st.lists(CONTRACTS, max_size=3).map(tuple),
    attestation=st.none() | ATTESTATIONS,
    disputes=st.lists(DISPUTES, max_size=2).map(tuple),
    today=NEAR_DATES | DATES,
)
POLICIES = st.builds(
    Policy,
    required_level=st.builds(RequiredLevels, society_critical=LEVELS, business_critical=LEVELS, not_critical=LEVELS),
    direct_report_counts=st.booleans(),
    leaving_within_days=st.integers(1, 3650),
    max_systems_per_position=st.integers(1, 50),
    funding_tolerance_percent=st.integers(0, 100),
    budget_adoption=st.builds(AdoptionDate, month=st.integers(1, 12), day=st.integers(1, 28)),
    decommission_within_months=st.integers(1, 120),
    confirmed_within_months=st.integers(1, 120),
    contract_ends_within_days=st.integers(1, 3650),
    attestation_within_months=st.integers(1, 120),
    contract_notice_within_days=st.integers(1, 3650),
    ownership_ends_within_days=st.integers(1, 3650),
    absent_beyond_days=st.integers(1, 3650),
    seal_tolerance_percent=st.integers(0, 100),
    rules=st.dictionaries(
        st.sampled_from(["OWN001", "LIF004", "CON001"]),
        st.builds(RuleSetting, enabled=st.booleans(), severity=st.none() | st.sampled_from(Severity)),
        max_size=2,
    ),
)
