"""Other registers on the command line: KITOS in, every night, and what it says differently."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import program, say, working, write_out
from app.cli.data import imports

if TYPE_CHECKING:
    from app.kitos.following import KitosReport

_SHOWN = 20
#: Reasons of differences whose detail is the name of what they are about.
_NAMED_ALREADY = ("deleted", "deletedHere")
KitosUrl = Annotated[str, typer.Argument(metavar="URL", help="Where KITOS is, e.g. https://kitos.dk")]
OrganisationUuid = Annotated[str | None, typer.Option(help="Uuid in KITOS; needed where the user sees several.")]
RolesJson = Annotated[
    str | None, typer.Option(help="JSON object: role in KITOS → duty, or null for none; before the policy's.")
]
DryKitos = Annotated[bool, typer.Option("--dry-run", help="Say what would happen.")]
ReportAsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]

syncs = typer.Typer(help="Take over what has changed elsewhere since the last time.", no_args_is_help=True)
kitos = typer.Typer(help="What KITOS and the register say differently.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(syncs, name="sync")
    app.add_typer(kitos, name="kitos")


@imports.command("kitos")
def import_kitos(
    url: KitosUrl,
    *,
    organisation: OrganisationUuid = None,
    roles: RolesJson = None,
    dry_run: DryKitos = False,
    partial: Annotated[bool, typer.Option("--partial", help="Keep what is not refused.")] = False,
    as_json: ReportAsJson = False,
) -> None:
    """Take in all of KITOS. KITOS_TOKEN, or KITOS_USER and KITOS_PASSWORD, come from the environment.

    Exit status: 0 all in, 1 with refused rows, 2 not usable.
    """
    _run(url, organisation, roles, as_json=as_json, dry_run=dry_run, partial=partial, changes_only=False)


@syncs.command("kitos")
def sync_kitos(
    url: KitosUrl,
    *,
    organisation: OrganisationUuid = None,
    roles: RolesJson = None,
    dry_run: DryKitos = False,
    as_json: ReportAsJson = False,
) -> None:
    """Take over what has changed in KITOS, for every night. What was changed here as well is listed, not overwritten.

    Exit status: 0 all in, 1 with refused rows, 2 not usable.
    """
    _run(url, organisation, roles, as_json=as_json, dry_run=dry_run, partial=True, changes_only=True)


def _run(url: str, organisation: str | None, roles: str | None, *, as_json: bool, **wanted: bool) -> None:
    from app.cli.opening import OPERATOR, open_register
    from app.kitos.client import Credentials, Kitos
    from app.kitos.following import KitosRun, follow
    from app.kitos.roles import read_roles

    said = read_roles(roles)
    credentials = Credentials(*map(os.environ.get, ("KITOS_TOKEN", "KITOS_USER", "KITOS_PASSWORD")))
    source = Kitos(url, credentials)
    with open_register() as opened, working("Reading KITOS"):
        report = follow(opened, OPERATOR, source, KitosRun(organisation, said, **wanted))
    if as_json:
        write_out(report.model_dump_json(by_alias=True, indent=2))
    _tell(report)
    sys.exit(1 if report.rejected else 0)


@kitos.command("differences")
def differences(*, as_json: ReportAsJson = False) -> None:
    """List what a person has to decide on, the oldest first."""
    from app.cli.opening import open_existing
    from app.kitos.differences import list_differences

    with open_existing() as opened:
        found = list_differences(opened)
    if as_json:
        write_out("[" + ",\n".join(each.model_dump_json(by_alias=True) for each in found) + "]")
        return
    for each in found:
        what = each.name + (f", {each.header}" if each.header else "")
        why = f" {' '.join(each.detail.split())}" if each.detail and each.reason not in _NAMED_ALREADY else ""
        write_out(f"{each.id}  {each.reason}: {what}: KITOS {each.outside_words}; register {each.here_words}.{why}")
    say(f"{len(found)} differences." + (f" Decide: {program()} kitos resolve ID outside|register" if found else ""))


@kitos.command("resolve")
def resolve_difference(
    difference: Annotated[str, typer.Argument(metavar="ID", help="Of the difference.")],
    take: Annotated[str, typer.Argument(metavar="outside|register", help="Whose word counts.")],
) -> None:
    """Decide on a difference: take over what KITOS says (outside), or let the register stand (register)."""
    from app.cli.console import fail
    from app.cli.opening import OPERATOR, open_existing
    from app.kitos.differences import resolve

    if take not in {"outside", "register"}:
        fail("Say outside, to take over what KITOS says, or register, to let the register stand.")
    with open_existing() as opened:
        resolve(opened, OPERATOR, difference, "outside" if take == "outside" else "register")
    say("Decided.")


def _tell(report: "KitosReport") -> None:
    said = [
        *report.left_out,
        *report.warnings,
        *(f"{each.kind}: {problem.detail}" for each in report.reports for problem in each.problems),
    ]
    for sentence in said[:_SHOWN]:
        say(sentence)
    if len(said) > _SHOWN:
        say(f"… and {len(said) - _SHOWN} more; --json prints the report.")
    for each in report.reports:
        say(f"{each.kind}: {each.created} created, {each.updated} updated, {each.rejected} refused.")
    if report.left_out:
        say(f"{len(report.left_out)} left out, which counts as refused.")
    if not report.reports:
        say("Nothing has changed.")
    say(f"{report.new_differences} new differences, {report.open_differences} open.")
    if report.dry_run:
        say("This was a dry run: nothing is written.")
