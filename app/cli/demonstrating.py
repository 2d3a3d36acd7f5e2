"""Loading the demonstration for the command line: the whole of it, or nothing that is in the way of a second try."""

from pathlib import Path

from app.cli.console import fail, say, working
from app.cli.opening import described, follow_the_day, open_register
from app.core.config import Settings
from app.core.engines import normalise_url, remove_file
from app.demonstration.loading import holds_demonstration, is_empty, is_whole, load_demonstration
from app.register.register import Register


def load_whole(chosen: Settings) -> None:
    """Load the demonstration into the empty register of the settings, unless it is there."""
    file = _new_file(chosen)
    if file is None:
        with open_register(chosen, migrating=True) as opened:
            _load(opened, chosen)
        return
    # Beside the file first: what breaks on the way leaves no half of a municipality.
    unfinished = file.with_name(f"{file.name}.loading")
    remove_file(unfinished)
    with open_register(chosen.model_copy(update={"database_url": f"sqlite:///{unfinished}"})) as opened:
        _load(opened, chosen)
    unfinished.replace(file)
    remove_file(unfinished)


def _new_file(chosen: Settings) -> Path | None:
    """The database file that is still to be made; None where there is one already, and on PostgreSQL."""
    url = normalise_url(chosen.database_url)
    if url.get_backend_name() != "sqlite" or not url.database or Path(url.database).exists():
        return None
    return Path(url.database)


def _load(opened: Register, chosen: Settings) -> None:
    if is_whole(opened):
        say(f"The demonstration is loaded already ({described(chosen)}); delete the database to load it anew.")
    elif is_empty(opened) or holds_demonstration(opened):
        with working("Loading the demonstration municipality") as progress:
            load_demonstration(opened, progress)
    else:
        fail(
            f"{described(chosen)} is not empty, and the demonstration goes into an empty register only. "
            "Unset DATABASE_URL, or point it to a new database."
        )
    follow_the_day(opened)
