"""Spreadsheets, and whole registers, in and out on the command line."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.console import fail, say, working, write_out
from app.cli.files import require_place, write_file
from app.cli.moving import move_in, move_out
from app.exports.choices import DatasetName, Format, SystemForm, formats_of
from app.imports.choices import DEFAULT_SOURCE, AmountUnit, Conflicts, ImportKind

if TYPE_CHECKING:
    from app.imports.schemas import ImportReport

#: Rows with problems that are shown; the rest is in the JSON report.
_SHOWN = 20


imports = typer.Typer(help="Import a spreadsheet, or another register.")


def register(app: typer.Typer) -> None:
    for kind in ImportKind:
        imports.command(kind.value)(import_file)
    app.add_typer(imports, name="import")
    app.command("export")(export_dataset)


@imports.callback(invoke_without_command=True)
def import_all(
    context: typer.Context,
    *,
    whole: Annotated[
        Path | None,
        typer.Option("--all", metavar="DIR|FILE.zip", help="A whole register, into an empty one.", exists=True),
    ] = None,
    keep_ids: Annotated[bool, typer.Option("--keep-ids", help="With --all: keep the ids.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --all: say what would happen.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --all: print the report as JSON.")] = False,
) -> None:
    """Import a spreadsheet, or with --all a register."""
    if context.invoked_subcommand is not None:
        if whole is not None or keep_ids or dry_run or as_json:
            fail("--all takes a whole register: leave out KIND. Options of a spreadsheet stand behind KIND.")
        return
    if whole is None:
        fail("Name KIND and FILE, or a whole register with --all.")
    move_in(whole, keep_ids=keep_ids, dry_run=dry_run, as_json=as_json)


def import_file(  # noqa: PLR0913 - the command's options
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV or XLSX.", exists=True, dir_okay=False, readable=True)],
    *,
    mapping: Annotated[str | None, typer.Option(help="JSON object: column header → field.")] = None,
    source: Annotated[str, typer.Option(help="Whose keys the file holds.")] = DEFAULT_SOURCE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen.")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="Keep the good rows.")] = False,
    amount_unit: Annotated[
        AmountUnit | None, typer.Option(help="What amounts are stated in; else what their headers say.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="The sheet, by name or number; else the one that fits best.")
    ] = None,
    conflicts: Annotated[
        Conflicts, typer.Option(help="What counts where file and register have both changed since the export.")
    ] = Conflicts.REFUSE,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Import a spreadsheet. Exit status: 0 all in, 1 with rejected rows, 2 not usable."""
    from app.cli.opening import OPERATOR, open_register
    from app.core.validation import validated
    from app.imports.request import ImportRequest, Sender
    from app.imports.schemas import ImportOptions
    from app.imports.service import run_import

    options = validated(
        ImportOptions,
        {
            "kind": context.info_name,
            "mapping": _mapping(mapping),
            "source": source,
            "dry_run": dry_run,
            "partial": partial,
            "amount_unit": amount_unit,
            "sheet": sheet,
            "conflicts": conflicts,
        },
    )
    with open_register() as opened, working(f"Importing {file.name}") as progress:
        report = run_import(
            opened, Sender(OPERATOR), ImportRequest(file.read_bytes(), options, file.name), progress=progress
        )
    if as_json:
        write_out(report.model_dump_json(by_alias=True, indent=2))
    _tell(report)
    sys.exit(1 if report.rejected else 0)


def export_dataset(
    dataset: Annotated[DatasetName | None, typer.Argument(help="What to export.", show_default=False)] = None,
    *,
    whole: Annotated[
        Path | None,
        typer.Option("--all", metavar="DIR|FILE.zip", help="The whole register, into a new folder or ZIP archive."),
    ] = None,
    format: Annotated[Format, typer.Option(help="csv as Danish Excel wants it; ttl for systems alone.")] = Format.CSV,
    form: Annotated[
        SystemForm, typer.Option(help="Of systems as xlsx: sysAp for the headings of the standard SYS-AP.")
    ] = SystemForm.REGISTER,
    output: Annotated[Path | None, typer.Option(help="The file; without it, standard output.")] = None,
) -> None:
    """Export everything of one kind, or with --all the whole register."""
    if whole is not None:
        if dataset or output or format is not Format.CSV or form is not SystemForm.REGISTER:
            fail("--all takes the whole register: leave out DATASET, --format, --form and --output.")
        move_out(whole)
        return
    if dataset is None:
        fail("Name DATASET, or the whole register with --all.")
    if format not in formats_of(dataset):
        fail(f"{dataset} are not exported as {format}. Choose one of: {', '.join(formats_of(dataset))}.")
    if form is not SystemForm.REGISTER and (dataset, format) != (DatasetName.SYSTEMS, Format.XLSX):
        fail(f"--form {form} is a workbook of systems: export systems --format xlsx --form {form}.")
    from app.cli.opening import open_existing
    from app.exports.schemas import SystemWorkbookQuery
    from app.exports.service import write_export

    query = None if form is SystemForm.REGISTER else SystemWorkbookQuery(form=form)
    if output is not None:
        require_place(output)
    with open_existing() as opened, working(f"Exporting {dataset}"):
        opened.follow_the_day()
        write_file(output, write_export(opened, dataset, format, query=query))


def _mapping(text: str | None) -> Any:  # noqa: ANN401 - JSON, validated with the other options
    from pydantic_core import PydanticCustomError

    from app.core.text import refuse_repeated_keys

    if text is None:
        return None
    try:
        refuse_repeated_keys(text)
        return json.loads(text)
    except PydanticCustomError as error:
        fail(f"--mapping: {error.message()}")
    except json.JSONDecodeError as error:
        fail(f'--mapping is no JSON ({error.msg} at character {error.pos}). Write: --mapping \'{{"Header": "field"}}\'')


def _tell(report: "ImportReport") -> None:
    for problem in report.problems[:_SHOWN]:
        where = (problem.cell or f"row {problem.row}") + (f", {problem.column}" if problem.column else "")
        value = f" »{problem.value}«" if problem.value else ""
        say(f"{problem.severity}: {where}{value}: {problem.detail}")
    hidden = report.problems_total - min(len(report.problems), _SHOWN)
    if hidden > 0:
        say(f"… and {hidden} more; --json prints the report.")
    would = "" if report.applied else "would be "
    say(
        f"{report.rows} rows: {report.created} {would}created, {report.updated} {would}updated, "
        f"{report.unchanged} unchanged, {report.rejected} rejected."
    )
    if report.dry_run:
        say("This was a dry run: nothing is written.")
    elif not report.applied:
        say("Nothing is written, since rows were rejected. Correct them, or keep the good ones with --partial.")
