"""The deployment files name commands and settings that exist."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_group

from app.cli import app
from app.core.config import Settings

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = sorted(name for name, service in SERVICES.items() if "build" in service)


def parse(arguments: list[str]) -> None:
    """Have the command line read the arguments without running the command; raises what it raises."""
    group = get_group(app)
    name, *rest = arguments
    group.commands[name].make_context(name, list(rest)).close()


def test_the_application_is_migrated_before_it_serves() -> None:
    assert OURS == ["api", "migrate"]
    assert SERVICES["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert SERVICES["api"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("service", OURS)
def test_the_command_of_a_service_exists(service: str) -> None:
    parse(SERVICES[service]["command"])


def test_the_command_of_the_image_exists() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^ENTRYPOINT (.*)$", dockerfile, re.MULTILINE) == ['["python", "-m", "app"]']
    (command,) = re.findall(r"^CMD (.*)$", dockerfile, re.MULTILINE)
    parse(yaml.safe_load(command))


@pytest.mark.parametrize("service", OURS)
def test_the_environment_of_a_service_names_settings(service: str) -> None:
    settings = {name.upper() for name in Settings.model_fields}
    environment = SERVICES[service]["environment"]
    assert set(environment) <= settings
    assert environment["DATABASE_URL"].startswith("postgresql://")


@pytest.mark.parametrize("service", OURS)
def test_a_service_runs_with_few_rights(service: str) -> None:
    limits = SERVICES[service]
    assert limits["read_only"] is True
    assert limits["cap_drop"] == ["ALL"]
    assert limits["security_opt"] == ["no-new-privileges:true"]


def test_no_password_is_written_down() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    assert set(re.findall(r"\$\{POSTGRES_PASSWORD[^}]*\}", text)) == {"${POSTGRES_PASSWORD:?Set POSTGRES_PASSWORD}"}
    assert SERVICES["db"]["environment"]["POSTGRES_PASSWORD"] == "${POSTGRES_PASSWORD:?Set POSTGRES_PASSWORD}"


def test_the_service_answers_on_this_machine_only_unless_told_otherwise() -> None:
    assert SERVICES["api"]["ports"] == ["${BIND_ADDRESS:-127.0.0.1}:${PORT:-8000}:8000"]
    assert "ports" not in SERVICES["db"]


def test_the_health_checks_ask_paths_that_exist() -> None:
    asked = re.findall(r"http://127\.0\.0\.1:8000(/[a-z/]+)", (ROOT / "Dockerfile").read_text())
    asked += re.findall(r"http://127\.0\.0\.1:8000(/[a-z/]+)", SERVICES["api"]["healthcheck"]["test"][-1])
    assert asked == ["/health/live", "/health/ready"]
