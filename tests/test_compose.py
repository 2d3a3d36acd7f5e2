"""The deployment files name commands and settings that exist."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_group

from app.cli import app
from app.core.config import Settings
from app.core.engines import normalise_url

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = sorted(name for name, service in SERVICES.items() if "build" in service)
EARNEST = {"api-1", "api-2", "proxy", "replication", "standby", "synchronous"}
DEPLOY = ROOT / "deploy"


def parse(arguments: list[str]) -> None:
    """Have the command line read the arguments without running the command; raises what it raises."""
    group = get_group(app)
    name, *rest = arguments
    group.commands[name].make_context(name, list(rest)).close()


def test_the_application_is_migrated_before_it_serves() -> None:
    assert OURS == ["api", "api-1", "api-2", "migrate"]
    assert SERVICES["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    for service in ("api", "api-1", "api-2"):
        assert SERVICES[service]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


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
    assert SERVICES["proxy"]["ports"] == ["${BIND_ADDRESS:-127.0.0.1}:${PORT:-8000}:80"]
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"api", "proxy"}


def test_the_health_checks_ask_paths_that_exist() -> None:
    asked = re.findall(r"http://127\.0\.0\.1:8000(/[a-z/]+)", (ROOT / "Dockerfile").read_text())
    asked += re.findall(r"http://127\.0\.0\.1:8000(/[a-z/]+)", SERVICES["api"]["healthcheck"]["test"][-1])
    assert asked == ["/health/live", "/health/ready"]


def test_what_is_run_in_earnest_is_left_out_unless_asked_for() -> None:
    assert {name for name, service in SERVICES.items() if "profiles" in service} == EARNEST
    assert all(SERVICES[name]["profiles"] == ["earnest"] for name in EARNEST)
    for name in SERVICES.keys() - EARNEST:
        assert not EARNEST & set(SERVICES[name].get("depends_on", ())), name


def test_the_proxy_brings_up_all_that_is_run_in_earnest_and_no_other_process() -> None:
    found, left = set(), ["proxy"]
    while left:
        name = left.pop()
        found.add(name)
        left += SERVICES[name].get("depends_on", ())
    assert found == {*EARNEST, "db", "migrate"}


@pytest.mark.parametrize("service", ["api-1", "api-2"])
def test_a_process_goes_to_whichever_server_takes_writes(service: str) -> None:
    url = normalise_url(re.sub(r"\$\{.*?\}", "password", SERVICES[service]["environment"]["DATABASE_URL"]))
    assert url.query == {"host": "db,standby", "port": "5432,5432", "target_session_attrs": "read-write"}
    assert SERVICES.keys() >= {"db", "standby"}


def test_writes_wait_for_the_standby_only_once_it_is_there() -> None:
    assert SERVICES["synchronous"]["depends_on"] == {"standby": {"condition": "service_healthy"}}
    assert "synchronous_standby_names = 'standby'" in " ".join(SERVICES["synchronous"]["entrypoint"])
    assert "application_name=standby" in (DEPLOY / "standby.sh").read_text()
    for name in ("replication", "synchronous"):
        assert SERVICES[name]["restart"] == "no"


def test_the_proxy_passes_requests_to_the_processes_that_there_are() -> None:
    said = (DEPLOY / "Caddyfile").read_text()
    assert set(re.findall(r"([\w-]+):8000", said)) == {"api-1", "api-2"}
    assert re.findall(r"health_uri (\S+)", said) == ["/health/ready"]


def test_files_that_services_use_are_there_and_can_be_run() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", ()):
            place = volume.partition(":")[0]
            assert place in COMPOSE["volumes"] or (ROOT / place).exists(), place
    for script in DEPLOY.glob("*.sh"):
        assert script.stat().st_mode & 0o111, script
        assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
