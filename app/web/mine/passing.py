"""What a departure leaves behind, in words: the positions that were held, the deputising, and each duty once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.vocabulary import TenureRole
from app.web.asking import Json
from app.web.words import PageWords


@dataclass(frozen=True, slots=True)
class LeftDuty:
    """`fates`: what becomes of it, formally and in practice: `tilbydes Socialchef (formelt)`."""

    system_id: str
    system_name: str
    duty: str
    fates: Sequence[str]


@dataclass(frozen=True, slots=True)
class LeavingPlan:
    """`following`: the duties that stay with a position that somebody takes over; nothing passes."""

    person_id: str
    person_name: str
    on: str
    vacant: int
    held: Sequence[Json]
    deputised: Sequence[Json]
    passing: Sequence[LeftDuty]
    following: Sequence[LeftDuty]


def planned(words: PageWords, answer: Json) -> LeavingPlan:
    """`answer`: the interface's, of a dry run."""
    held = [vacated for vacated in answer["vacated"] if vacated["role"] == TenureRole.HOLDER]
    takers = {vacated["positionId"]: vacated["heir"]["personName"] for vacated in held if _is_taken(vacated)}
    found: dict[tuple[str, str, str], list[Json]] = {}
    for duty in answer["duties"]:
        found.setdefault((duty["systemId"], duty["duty"], duty["fromPositionId"]), []).append(duty)
    stays = [rows for (_, _, position), rows in found.items() if position in takers]
    goes = [rows for (_, _, position), rows in found.items() if position not in takers]
    return LeavingPlan(
        answer["personId"],
        answer["personName"],
        answer["on"],
        len({vacated["positionId"] for vacated in held} - takers.keys()),
        held,
        [vacated for vacated in answer["vacated"] if vacated["role"] != TenureRole.HOLDER],
        [_left(words, rows, takers) for rows in goes],
        [_left(words, rows, takers) for rows in stays],
    )


def _is_taken(vacated: Json) -> bool:
    """Whether a person takes the position itself, and not a position its duties."""
    return bool(vacated["heir"] and vacated["heir"]["personName"])


def _left(words: PageWords, rows: Sequence[Json], takers: Mapping[str, str]) -> LeftDuty:
    bases: dict[str, list[str]] = {}
    for row in rows:
        bases.setdefault(_fate(words, row, takers), []).append(words.word("basis", row["basis"]))
    fates = [f"{fate} ({words.list_of(list(dict.fromkeys(names)))})" for fate, names in bases.items()]
    return LeftDuty(rows[0]["systemId"], rows[0]["systemName"], words.word("duty", rows[0]["duty"]), fates)


def _fate(words: PageWords, row: Json, takers: Mapping[str, str]) -> str:
    if row["fromPositionId"] in takers:
        return words.say("følger stillingen til %(name)s", name=takers[row["fromPositionId"]])
    if row["toPositionId"] is None:
        return words.say("ingen tager over")
    if row["means"] == "handover":
        return words.say("tilbydes %(title)s", title=row["toTitle"])
    if row["means"] == "move":
        return words.say("går til %(title)s", title=row["toTitle"])
    if row["handoverId"] is not None:
        return words.say("er allerede tilbudt en anden")
    return words.say("tilbydes ikke, aftal med %(title)s, hvem der gør det", title=row["toTitle"])
