"""Taking over what KITOS says of one thing that the register says otherwise."""

from typing import Any

import orjson

from app.core.errors import Conflict
from app.core.languages import Text
from app.imports.choices import ImportKind
from app.imports.keyed import ID
from app.kitos import queries
from app.kitos.contents import Contents
from app.kitos.duty_rows import rows_towards
from app.kitos.fields import FOLLOWED, REFERS
from app.kitos.ledger import Ledger, body_of
from app.kitos.seats import seats_of
from app.kitos.writing import KitosRefused, Writer
from app.models import OutsideDifference
from app.vocabulary import Duty

_THEN = Text("Then resolve this with `register`.", da="Afslut derefter med `register`.")
_GONE_HERE = Text(
    f"The register does not have it any more, so that there is nothing to write it into. {_THEN.en}",
    da=f"Det findes ikke længere i registret, så der er intet at rette. {_THEN.da}",
)
_REFUSED = Text(
    "The register refuses it as KITOS has it. Correct it in KITOS; the next run takes it in.",
    da="Registret afviser det, som det står i KITOS. Ret det i KITOS, så kommer det med næste gang.",
)
#: What is gone in KITOS is not deleted here, since more than KITOS ever said goes with it.
_DELETED = {
    ImportKind.SYSTEMS: Text(
        "KITOS does not have the system any more. It is not deleted here for that: its responsibilities, budget and "
        f"contracts would go with it. Retire it in the register, or delete it there. {_THEN.en}",
        da="KITOS har ikke længere systemet. Det slettes ikke her af den grund, for så forsvinder ansvar, budget og "
        f"kontrakter også. Sæt det til udfaset i registret, eller slet det dér. {_THEN.da}",
    ),
    ImportKind.PEOPLE: Text(
        "KITOS does not have the user any more. People are not deleted for that: they may hold positions. Give the "
        f"person a last day in the register where they have left. {_THEN.en}",
        da="KITOS har ikke længere brugeren. Personen slettes ikke af den grund, for den kan have stillinger. Er "
        f"personen fratrådt, så skriv den sidste dag i registret. {_THEN.da}",
    ),
}
_DELETED_OTHERWISE = Text(
    "KITOS does not have it any more. It is not deleted here for that, since others may refer to it. Delete it in the "
    f"register where it is to go. {_THEN.en}",
    da="KITOS har det ikke længere. Det slettes ikke her af den grund, for andet kan henvise til det. Skal det væk, så "
    f"slet det i registret. {_THEN.da}",
)
_DELETED_HERE = Text(
    f"Somebody has deleted it in the register. Undo that, or register it anew, where it is to be there. {_THEN.en}",
    da=f"Det er slettet i registret. Fortryd sletningen, eller opret det igen, hvis det skal være der. {_THEN.da}",
)


def take_over(writer: Writer, ledger: Ledger, difference: OutsideDifference) -> None:
    """Write what KITOS says; raises Conflict, with what to do instead, where that would delete or is refused."""
    kind = ImportKind(difference.kind)
    if kind is ImportKind.RESPONSIBILITIES:
        rows = _rows_of_duty(writer, ledger, difference)
    elif difference.field in FOLLOWED[kind]:
        rows = [_row_of_field(ledger, kind, difference)]
    else:
        raise Conflict(_why_not(kind, difference.reason))
    try:
        writer.write(kind, rows)
    except KitosRefused as refused:
        said = " ".join(problem.detail for problem in refused.report.problems if problem.severity == "error")
        raise Conflict(
            Text(f"The register does not take it: {said}", da=f"Registret kan ikke tage det over: {said}")
        ) from refused


def _why_not(kind: ImportKind, reason: str) -> Text:
    match reason:
        case "deleted":
            return _DELETED.get(kind, _DELETED_OTHERWISE)
        case "deletedHere":
            return _DELETED_HERE
        case _:
            return _REFUSED


def _row_of_field(ledger: Ledger, kind: ImportKind, difference: OutsideDifference) -> dict[str, Any]:
    register_id = ledger.ids[kind].get(difference.external_id)
    if register_id is None:
        raise Conflict(_GONE_HERE)
    value = orjson.loads(difference.outside)
    if difference.field in REFERS:
        ids = ledger.ids[REFERS[difference.field]]
        value = [ids[each] for each in value if each in ids] if isinstance(value, list) else ids.get(value or "")
    return {ID: register_id, difference.field: value}


def _rows_of_duty(writer: Writer, ledger: Ledger, difference: OutsideDifference) -> list[dict[str, Any]]:
    """The rows; keeps with what KITOS said which position each user was given."""
    system_id = ledger.ids[ImportKind.SYSTEMS].get(difference.external_id)
    if system_id is None:
        raise Conflict(_GONE_HERE)
    today, duty = writer.register.clock.today(), Duty(difference.field)
    record = ledger.record(ImportKind.RESPONSIBILITIES, difference.external_id)
    body = body_of(record) if record else {}
    before = body.get(duty, {})
    seats = seats_of(ledger, Contents("", whole=False), today)
    given = {
        user: before.get(user) or next(iter(seats.of(user)), None) or _no_seat(ledger, user)
        for user in orjson.loads(difference.outside)
    }
    standing = [row for row in queries.responsibilities(ledger.session, [system_id], today) if row.duty == duty]
    rows = rows_towards(system_id, duty, set(given.values()), standing, today)
    if rows is None:
        raise Conflict(
            Text(
                "Somebody has registered the duty here from a later day on. Delete that in the register, and resolve "
                "this again.",
                da="Ansvaret er i registret givet fra en senere dag. Slet det dér, og afslut så forskellen igen.",
            )
        )
    ledger.keep(ImportKind.RESPONSIBILITIES, difference.external_id, {**body, duty.value: given}, None)
    return rows


def _no_seat(ledger: Ledger, user: str) -> str:
    """Never gives one: raises Conflict."""
    record = ledger.record(ImportKind.PEOPLE, user)
    name = str((body_of(record) if record else {}).get("name") or "")
    raise Conflict(
        Text(
            f"{name or 'Whom KITOS names'} holds no position in the register, and duties are those of positions. "
            "Register it, and resolve this again.",
            da=f"{name or 'Den, KITOS nævner,'} har ingen stilling i registret, og ansvar er stillingers. Opret "
            "stillingen, og afslut så forskellen igen.",
        )
    )
