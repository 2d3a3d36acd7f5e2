"""The rules that look at the organisation, the contracts and the calendar, worked out by walking from day to day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.promises.oracle import Oracle

IN_USE = {"phasingIn", "inOperation", "phasingOut"}
USED = {"inOperation", "phasingOut", "retired"}
DAY = timedelta(days=1)
#: Without which no system can run for long.
NEEDED = ("licence", "operation", "maintenance")
Broken = Callable[[Oracle, Any, Any], bool]


def flagged(oracle: Oracle, system: Any) -> set[str]:
    """The worked-out rules that the system breaks today, but for those that are switched off."""
    broken = {"LIF006"} if _contradicts(oracle, system) else set()
    if system.lifecycle in IN_USE:
        broken |= {rule for rule, breaks in RULES.items() if breaks(oracle, system)}
        owner = oracle.owner(system.id)
        if owner is None:
            broken.add("OWN001")
        else:
            broken |= {rule for rule, breaks in OWNER_RULES.items() if breaks(oracle, system, owner)}
    off = {rule for rule, setting in oracle.policy.rules.items() if not setting.enabled}
    return broken - off


# --------------------------------------------------------------------- owners
def _too_low(oracle: Oracle, system: Any, owner: Any) -> bool:
    required = oracle.policy.required_level.for_criticality(system.criticality)
    if required is None or owner.management_level <= required:
        return False
    above = oracle.above(owner)
    return not (oracle.policy.direct_report_counts and above is not None and above.management_level <= required)


def _leaves(oracle: Oracle, system: Any, owner: Any) -> bool:
    tenure = oracle.holding(owner)
    if tenure is None:
        return False
    last = _last_day_in_a_row(oracle, owner, tenure)
    if last > oracle.today + timedelta(days=oracle.policy.leaving_within_days):
        return False
    return not any(oracle.is_held(position, last + DAY) for position in oracle.owners_on(system.id, last + DAY))


def _last_day_in_a_row(oracle: Oracle, position: Any, tenure: Any) -> date:
    """Of the tenures of one person in the position, each of which begins on the day after another at the latest."""
    last = oracle.last_day(tenure)
    same = [
        other
        for other in oracle.tenures
        if (other.position_id, other.role, other.person_id) == (position.id, "holder", tenure.person_id)
    ]
    while last < date.max and (
        next_one := [one for one in same if one.valid_from <= last + DAY < oracle.last_day(one)]
    ):
        last = max(oracle.last_day(one) for one in next_one)
    return last


def _is_owned_by_too_busy(oracle: Oracle, _system: Any, owner: Any) -> bool:
    owned = sum(other.lifecycle in IN_USE and (oracle.owner(other.id) is owner) for other in oracle.systems.values())
    return owned > oracle.policy.max_systems_per_position


def _ends(oracle: Oracle, system: Any, _owner: Any) -> bool:
    """Some day of the period from tomorrow on has no owner."""
    days = range(1, oracle.policy.ownership_ends_within_days + 2)
    return not all(oracle.owners_on(system.id, oracle.today + timedelta(days=number)) for number in days)


def _is_away_alone(oracle: Oracle, _system: Any, owner: Any) -> bool:
    tenure = oracle.holding(owner)
    if tenure is None or not oracle.is_away(tenure.person_id, oracle.today):
        return False
    if any(not oracle.is_away(person, oracle.today) for person in oracle.deputies(owner)):
        return False
    days, day = 1, oracle.today
    while days <= oracle.policy.absent_beyond_days and oracle.is_away(tenure.person_id, day - DAY):
        days, day = days + 1, day - DAY
    day = oracle.today
    while days <= oracle.policy.absent_beyond_days and oracle.is_away(tenure.person_id, day + DAY):
        days, day = days + 1, day + DAY
    return days > oracle.policy.absent_beyond_days


def _misplaced(oracle: Oracle, system: Any, owner: Any) -> bool:
    return any(
        _is_misplaced(oracle, line, owner)
        for line in oracle.lines
        if line.system_id == system.id and line.fiscal_year == oracle.today.year
    )


def _is_misplaced(oracle: Oracle, line: Any, owner: Any) -> bool:
    if not (line.estimated_dkk or line.allocated_dkk) or line.holder_position_id is None:
        return False
    holder = oracle.positions[line.holder_position_id]
    over = holder is owner or holder in oracle.line(owner)
    under = owner in oracle.line(holder) and owner.unit_id in oracle.units_above(holder.unit_id)
    return holder.budget_authority == "no" or not (over or under)


# -------------------------------------------------------------------- systems
def _is_nobodys_duty(oracle: Oracle, system: Any) -> bool:
    held = {
        row.duty
        for row in oracle.responsibilities
        if (row.system_id, row.basis) == (system.id, "formal")
        and oracle.in_force(row)
        and oracle.holding(oracle.positions[row.position_id]) is not None
    }
    return not {"monitor", "fix", "develop", "retire"} <= held


def _covers(contract: Any, day: date) -> bool:
    return (contract.starts_on or date.min) <= day <= (contract.ends_on or date.max)


def _contracts_end(oracle: Oracle, system: Any) -> bool:
    every = oracle.contracts[system.id]
    for kind in (*NEEDED, "unknown"):
        own = [contract for contract in every if contract.kind == kind]
        among = every if kind == "unknown" else own
        if own and _has_hole(oracle, kind, among):
            return True
        if any(_notice_is_due(oracle, contract) for contract in own):
            return True
    return False


def _has_hole(oracle: Oracle, kind: str, contracts: list[Any]) -> bool:
    """Some day that none covers, but for those that follow what was ended on purpose for good, or another kind."""
    days = range(oracle.policy.contract_ends_within_days + 1)
    return any(_is_a_fault(kind, contracts, oracle.today + timedelta(days=number)) for number in days)


def _is_a_fault(kind: str, contracts: list[Any], day: date) -> bool:
    if any(_covers(contract, day) for contract in contracts):
        return False
    before = [contract for contract in contracts if (contract.ends_on or date.max) < day]
    if not before:
        return True
    newest = max(contract.ends_on for contract in before)
    ended = [contract for contract in before if contract.ends_on == newest]
    wanted = max(ended, key=lambda contract: (not contract.discontinued, contract.id))
    for_good = all((contract.starts_on or date.min) <= day for contract in contracts)
    return wanted.kind == kind and not (wanted.discontinued and for_good)


def _notice_is_due(oracle: Oracle, contract: Any) -> bool:
    if contract.discontinued or contract.notice_months is None or contract.ends_on is None:
        return False
    by = _months_before(contract.ends_on, contract.notice_months)
    return oracle.today <= by <= oracle.today + timedelta(days=oracle.policy.contract_notice_within_days)


def _months_before(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def _contradicts(oracle: Oracle, system: Any) -> bool:
    used_from, used_until = system.taken_into_use_on, system.phased_out_on
    return (
        (system.lifecycle == "planned" and used_from is not None and used_from < oracle.today)
        or (system.lifecycle in USED and used_from is not None and used_from > oracle.today)
        or (system.lifecycle == "retired" and used_until is not None and used_until > oracle.today)
    )


def _lacks_a_contract(oracle: Oracle, system: Any) -> bool:
    outside = system.acquisition == "commercial" or system.operation_supplier is not None
    return outside and not oracle.contracts[system.id]


def _is_unprepared(oracle: Oracle, system: Any) -> bool:
    if system.criticality == "societyCritical" and system.emergency_plan_url is None:
        return True
    if system.support_hours != "aroundTheClock":
        return False
    on_call = any(oracle.units[unit_id].on_call_phone for unit_id in oracle.units_above(system.unit_id))
    hotline = any(contract.hotline and _covers(contract, oracle.today) for contract in oracle.contracts[system.id])
    return not (on_call or hotline)


OWNER_RULES: dict[str, Broken] = {
    "OWN002": lambda oracle, _system, owner: oracle.holding(owner) is None,
    "OWN003": _too_low,
    "OWN004": _leaves,
    "OWN007": _is_owned_by_too_busy,
    "OWN008": _ends,
    "OWN009": _is_away_alone,
    "FUN003": _misplaced,
}
RULES: dict[str, Callable[[Oracle, Any], bool]] = {
    "DUT001": _is_nobodys_duty,
    "LIF004": _contracts_end,
    "LIF005": lambda _oracle, system: system.criticality == "unknown",
    "LIF007": _lacks_a_contract,
    "EMP001": _is_unprepared,
}
WORKED_OUT = {"OWN001", "LIF006", *OWNER_RULES, *RULES}
