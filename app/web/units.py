"""The units as pages name them and let people choose among them."""

from typing import Any

from app.web.asking import PageRequest


async def unit_rows(page: PageRequest) -> list[dict[str, Any]]:
    """A row for each with its figures, and one without an id for systems of no unit."""
    return list((await page.interior.get("/v1/dashboard/units"))["items"])


async def unit_names(page: PageRequest) -> dict[str, str]:
    """By id."""
    return {row["unitId"]: row["name"] for row in await unit_rows(page)}


async def unit_choices(page: PageRequest) -> list[tuple[str, str]]:
    """Id and name, by name."""
    found = [(row["unitId"], row["name"]) for row in await unit_rows(page) if row["unitId"]]
    return sorted(found, key=lambda unit: unit[1].casefold())
