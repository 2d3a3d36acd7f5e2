"""What rows are called in the sentences of a report."""

from dataclasses import dataclass

from app.models import Contract, Keyed, Person, Position, System, Unit


@dataclass(frozen=True, slots=True)
class Noun:
    """`none` is the word for 'no' that goes with it."""

    singular: str
    plural: str
    definite: str
    none: str = "Ingen"


_NOUNS: dict[type[Keyed], Noun] = {
    Unit: Noun("enhed", "enheder", "enheden"),
    Person: Noun("person", "personer", "personen"),
    Position: Noun("stilling", "stillinger", "stillingen"),
    System: Noun("system", "systemer", "systemet", "Intet"),
    Contract: Noun("kontrakt", "kontrakter", "kontrakten"),
}


def noun(table: type[Keyed]) -> Noun:
    return _NOUNS[table]
