"""What it costs to find out who asks and what they may: `python -m bench.scenarios`.

The same list of the same service with and without that, from 10,000 systems on SQLite.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure
from bench.load import Load
from bench.portfolio import opened, sqlite_file, token
from bench.reading import warm_up
from bench.serving import ROUNDS, serving, shares_of_static

FEW = "/v1/systems?limit=5"
_STATIC_BYTES = 1000


def doors(folder: Path, systems: int = 10_000) -> Iterator[Figure]:
    url = sqlite_file(folder, systems)
    with opened(url) as register:
        headers = {"Authorization": f"Bearer {token(register)}"}
    ratios = []
    for _ in range(ROUNDS):
        shares = {}
        for open_doors in (True, False):
            with serving(url, {"BENCH_OPEN_DOORS": "yes"} if open_doors else {}) as served:
                warm_up(served, headers)
                shares[open_doors] = max(shares_of_static(Load(served.port, FEW, headers), _STATIC_BYTES))
        ratios.append(shares[False] / shares[True])
    yield Figure.of("doors", "SQLite", ratios)


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(name)
        for figure in doors(folder):
            print(f"Short list, repeated, with authentication, authorisation and quotas / without: {figure.value:.2f}")


if __name__ == "__main__":
    main()
