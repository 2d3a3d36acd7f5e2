"""The units as pages name them and let people choose among them."""

from typing import Any

from app.web.asking import PageRequest


async def unit_rows(page: PageRequest) -> list[dict[str, Any]]:
    """A row for each with its figures.

    The interface has one more, without an id, for the systems of no unit. It is no unit: whatever has none, such as
    the whole municipality, would be called by its name.
    """
    return [row for row in (await page.interior.get("/v1/dashboard/units"))["items"] if row["unitId"] is not None]


async def unit_names(page: PageRequest) -> dict[str, str]:
    """By id."""
    return {row["unitId"]: row["name"] for row in await unit_rows(page)}


async def unit_choices(page: PageRequest) -> list[tuple[str, str]]:
    """Id and name, by name."""
    found = await unit_names(page)
    return sorted(found.items(), key=lambda unit: unit[1].casefold())
