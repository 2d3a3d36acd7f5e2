"""All forms that are known."""

from collections.abc import Collection, Iterator

from app.imports.choices import ImportKind
from app.imports.forms.form import KnownForm
from app.imports.forms.kitos import KITOS_CONTRACTS, KITOS_SYSTEMS
from app.imports.forms.kitos_roles import KITOS_ROLES
from app.imports.forms.sysap import SYS_AP

FORMS = (SYS_AP, KITOS_SYSTEMS, KITOS_CONTRACTS, KITOS_ROLES)


def recognised(kind: ImportKind, headers: Collection[str]) -> KnownForm | None:
    """The form in which a file of the kind with these headers is kept; None: none that is known."""
    return next((form for form in FORMS if form.kind is kind and form.fits(headers)), None)


def headings_of(kind: ImportKind) -> Iterator[str]:
    """The headings by which a sheet of a known form is found."""
    for form in FORMS:
        if form.kind is kind:
            yield from form.needed
            yield from form.telling
