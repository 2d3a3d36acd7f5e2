"""What a file can hold, as the pages call it."""

from app.imports.choices import FileForm, ImportKind, UploadKind
from app.vocabulary import Permission
from app.web.asking import PageRequest


def kinds(page: PageRequest) -> list[tuple[str, str]]:
    """Code and name; a whole register for those who may move one."""
    say = page.words.say
    names = {
        UploadKind.SYSTEMS: say("Systemer"),
        UploadKind.RESPONSIBILITIES: say("Ansvar"),
        UploadKind.BUDGETS: say("Budgetter"),
        UploadKind.CONTRACTS: say("Kontrakter"),
        UploadKind.UNITS: say("Enheder"),
        UploadKind.POSITIONS: say("Stillinger"),
        UploadKind.PEOPLE: say("Personer"),
    }
    if page.may(Permission.MOVE_REGISTER):
        names[UploadKind.REGISTER] = say("Et helt register (register.zip)")
    return [(kind.value, name) for kind, name in names.items()]


def sent_kind(page: PageRequest) -> ImportKind:
    """What the form says that the rows are; systems where it says nothing that there is."""
    said = page.text("slags") or ""
    return ImportKind(said) if said in list(ImportKind) else ImportKind.SYSTEMS


def form_name(page: PageRequest, form: str | None) -> str | None:
    """What a sentence calls a known form of files."""
    say = page.words.say
    names = {
        FileForm.SYS_AP: say("skemaet i SYS-AP"),
        FileForm.KITOS_SYSTEMS: say("KITOS' eksport af systemer"),
        FileForm.KITOS_CONTRACTS: say("KITOS' eksport af kontrakter"),
        FileForm.KITOS_ROLES: say("rollerne i KITOS' eksport af systemer"),
    }
    return None if form is None else names[FileForm(form)]
