"""A system of no unit is one system: it gives no name to the municipality, to a unit or to an access."""

import pytest

from app.vocabulary import Role
from tests.web.borough import Borough

pytestmark = pytest.mark.one_database("the names are the interface's own")
NOWHERE = "Uden enhed"


@pytest.fixture
def town_with_a_stray(town: Borough) -> Borough:
    town.systems["Løst system"] = town.api.system("Løst system", lifecycle="inOperation")
    rows = town.api.read("/v1/dashboard/units")["items"]
    assert [row["name"] for row in rows if row["unitId"] is None] == [NOWHERE]
    return town


def test_a_system_without_a_unit_is_not_the_whole_municipality(town_with_a_stray: Borough) -> None:
    page = town_with_a_stray.tab(Role.READER).open("/")
    assert page.heading.startswith("9 systemer er i brug.")
    assert NOWHERE not in page.text


def test_a_unit_lies_below_units_alone(town_with_a_stray: Borough) -> None:
    tab = town_with_a_stray.tab(Role.READER)
    for unit, above in (("Byrådet", "Organisation"), ("Social", "Organisation › Byrådet › Kommunen")):
        page = tab.open(f"/organisation/enhed/{town_with_a_stray.units[unit]['id']}")
        assert page.main.one("p", class_="crumbs").text == above


def test_an_access_to_everything_is_of_no_unit(town_with_a_stray: Borough) -> None:
    assert NOWHERE not in town_with_a_stray.tab(Role.ADMIN).open("/administration").text


def test_a_system_without_a_unit_has_none(town_with_a_stray: Borough) -> None:
    tab = town_with_a_stray.tab(Role.READER)
    assert NOWHERE not in tab.open(town_with_a_stray.at("Løst system")).text
    assert NOWHERE not in tab.open("/systemer?kolonner=unit").text
