"""Every list that a new resource is entered in names whoever is missing from it."""

import json
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path
from types import ModuleType

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from sqlmodel import SQLModel

import app.models
from app.exports.choices import DatasetName, formats_of
from app.exports.dataset import Dataset
from app.exports.service import DATASETS
from app.imports.choices import ImportKind
from app.imports.kind import Kind
from app.imports.kinds import KINDS

ROOT = Path(__file__).parents[1]


def modules(pattern: str) -> list[ModuleType]:
    files = sorted((ROOT / "app").glob(pattern))
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]
    return [import_module(name) for name in names]


def classes_of(pattern: str, base: type) -> set[type]:
    """Those that the modules define themselves."""
    found = ((module, each) for module in modules(pattern) for _, each in getmembers(module, isclass))
    return {each for module, each in found if issubclass(each, base) and each.__module__ == module.__name__}


@pytest.fixture(scope="module")
def paths() -> set[tuple[str, str]]:
    document = json.loads((ROOT / "docs/openapi.json").read_text("utf-8"))
    return {(method.upper(), path) for path, item in document["paths"].items() for method in item}


def test_every_table_is_among_the_models() -> None:
    tables = {table for table in classes_of("models/*.py", SQLModel) if "__tablename__" in table.__dict__}
    assert {table.__name__ for table in tables} - set(app.models.__all__) == set(), "app/models/__init__.py"


def test_every_router_is_in_the_surface(paths: set[tuple[str, str]]) -> None:
    routers = [
        each for module in modules("**/router.py") for each in vars(module).values() if isinstance(each, APIRouter)
    ]
    routes = {
        (method, f"/v1{route.path}")
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    assert len(routes) > len(routers)
    assert routes - paths == set(), "app/api.py"


def test_every_kind_of_file_can_be_chosen() -> None:
    assert classes_of("imports/kinds/*.py", Kind) == set(KINDS.values()), "app/imports/kinds/__init__.py"
    assert set(KINDS) == set(ImportKind), "app/imports/choices.py"


def test_every_table_that_cells_refer_to_has_a_word() -> None:
    for kind in KINDS.values():
        assert all(table.declared.noun for table in kind.refers.values()), "app/models"


def test_every_dataset_can_be_chosen_and_fetched_in_every_format(paths: set[tuple[str, str]]) -> None:
    assert classes_of("exports/*.py", Dataset) - {Dataset} == set(DATASETS.values()), "app/exports/service.py"
    assert set(DATASETS) == set(DatasetName), "app/exports/choices.py"
    wanted = {("GET", f"/v1/exports/{name}.{suffix}") for name in DatasetName for suffix in formats_of(name)}
    assert wanted - paths == set(), "app/exports/router.py"
