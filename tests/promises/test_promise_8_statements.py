"""Query counts of lists, dashboards and the commit gate are pinned and constant."""

from tests.support.api import Api
from tests.support.statements import counted

# What the layers around an answer ask for, whatever the answer is.
AROUND = ("BEGIN", "FROM access_token", "SELECT revision, evaluated_on", "SELECT organisation_revision")


def own(statements: list[str]) -> int:
    """How many are the answer's own."""
    return sum(not any(part in statement for part in AROUND) for statement in statements)


def fill(api: Api, count: int) -> str:
    unit = api.unit()
    system = api.system(unitId=unit["id"])
    for _ in range(count):
        position = api.position(unit=unit)
        system = api.system(unitId=unit["id"])
        api.assign(system, position)
        api.budget(system, estimatedDkk=1, allocatedDkk=1)
    return str(system["id"])


READS = [
    ("/v1/systems?limit=100", 1),
    ("/v1/systems?rule=OWN002&hasOwner=true&fundingState=funded&q=system", 0),
    ("/v1/findings?minSeverity=medium", 2),
    ("/v1/dashboard/summary", 0),
    ("/v1/dashboard/heatmap", 0),
    ("/v1/dashboard/units", 0),
    ("/v1/dashboard/findings-series?by=unit", 1),
    ("/v1/positions?limit=60", 3),
    ("/v1/units", 2),
    ("/v1/changes?limit=5", 1),
]


def test_promise_8_reads_take_as_many_statements_for_few_as_for_many(api: Api) -> None:
    counts: dict[str, list[int]] = {path: [] for path, _most in READS}
    for more in (2, 10):
        fill(api, more)
        # The organisation and the columns of cards are kept in memory; what is counted is the answer, not its loading.
        api.read("/v1/positions")
        api.read("/v1/systems", limit=1)
        for path, of_path in counts.items():
            with counted(api) as statements:
                api.read(path)
            of_path.append(own(statements))
    wrong = {path: counts[path] for path, most in READS if not counts[path][0] == counts[path][1] <= most}
    assert wrong == {}


def test_promise_8_memory_catches_up_with_as_many_statements_for_few_as_for_many(api: Api) -> None:
    counts = []
    for more in (2, 12):
        fill(api, more)
        with counted(api) as statements:
            api.read("/v1/dashboard/heatmap")
        counts.append(own(statements))
    # Everything the first time: which, and what goes with them. Then, on SQLite after how many changed, whether the
    # journal is the same, with what was deleted, and what changed.
    assert counts == [4, 4 + api.register.database.local]


def test_promise_8_write_takes_as_many_statements_for_few_as_for_many(api: Api) -> None:
    counts = []
    for more in (2, 12):
        system_id = fill(api, more)
        with counted(api) as statements:
            assert api.client.patch(
                f"/v1/systems/{system_id}", json={"name": f"Ny {more}"}, headers={"If-Match": "*"}
            ).is_success
        counts.append(own(statements))
    assert counts[0] == counts[1] <= 22
