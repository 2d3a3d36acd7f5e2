"""The files that are brought in, as IT and the finance department would send them."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

_SYSTEM_HEADERS = ["Nøgle", "System", "Beskrivelse", "Kritikalitet", "Status", "KLE", "Leverandør", "Systemejer"]
_BUDGET_HEADERS = ["System", "År", "Art", "Skøn", "Bevilling", "Budgetholder", "Konto", "Varig"]


def systems_csv(rows: int) -> bytes:
    """New systems, each with its owner."""
    return _csv(_SYSTEM_HEADERS, _system_rows(rows))


def _system_rows(rows: int) -> Iterator[Sequence[object]]:
    for number in range(rows):
        yield [
            f"S{number}",
            f"Fagsystem {number:06}",
            f"Understøtter sagsbehandling nummer {number}.",
            "forretningskritisk",
            "i drift",
            "27.00.00",
            f"Leverandør {number % 50}",
            f"Stilling {number // 20:03}",
        ]


def budgets_csv(systems: int, year: int) -> bytes:
    """What each of the systems costs in this fiscal year and the next, with what is set aside for it."""
    return _csv(
        _BUDGET_HEADERS,
        (
            [
                f"S{number}",
                of_year,
                "drift",
                f"{100 + number % 900}.000",
                f"{100 + number % 900}.000",
                f"Stilling {number // 20:03}",
                f"K-{number:06}",
                "ja",
            ]
            for number in range(systems)
            for of_year in (year, year + 1)
        ),
    )


def _csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(headers)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
