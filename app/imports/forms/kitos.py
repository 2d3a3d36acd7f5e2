"""The Excel exports of KITOS: its overviews of systems in use and of contracts, under the titles of their columns.

Source: the columns that KITOS's own pages declare for the two overviews (github.com/os2kitos/kitos_frontend), which are
what it exports. A municipality hides some and adds one for each of its roles. docs/kitos.md says what is not confirmed.
"""

from app.imports.choices import FileForm, ImportKind
from app.imports.forms.arranging import filled_from, index_of, united, with_cells
from app.imports.forms.form import KnownForm
from app.imports.mapping import FieldMapping
from app.imports.problems import Concerned, Problems
from app.tabular.cells import shown
from app.tabular.several import split
from app.tabular.table import Cell, Table, is_empty
from app.vocabulary import ContractKind

#: What the types of contracts, which each municipality names itself, are called by.
CONTRACT_KINDS = {
    "drift": ContractKind.OPERATION,
    "hosting": ContractKind.OPERATION,
    "licens": ContractKind.LICENCE,
    "vedligehold": ContractKind.MAINTENANCE,
    "support": ContractKind.MAINTENANCE,
    "udvikling": ContractKind.DEVELOPMENT,
}
_OWNER, MAIL = "Systemejer", " Email#"
_OWNER_MAIL = f"{_OWNER}{MAIL}"
#: The column that every overview of systems has.
SYSTEM = "IT System"
_NAMES = ("Lokal kaldenavn", "Tidligere systemnavn")
_DESCRIPTION, _PURPOSE = "IT-System (Beskrivelse)", "Systemets overordnede formål"
_SUPPLIER, _RIGHTS = "Leverandør", "Rettighedshaver"
_TYPE, _ENDS, _TERMINATED = "Kontrakttype", "Gyldig til", "Opsagt"


def _systems(table: Table, problems: Problems) -> Table:
    """The first owner of several; what the catalogue calls a system is one of its other names."""
    table = filled_from(filled_from(table, _DESCRIPTION, _PURPOSE), _SUPPLIER, _RIGHTS)
    return _one_owner(united(table, _NAMES), problems)


def _one_owner(table: Table, problems: Problems) -> Table:
    places = (index_of(table, heading) for heading in (_OWNER, _OWNER_MAIL))
    index = next((place for place in places if place is not None), None)
    if index is None:
        return table
    cells: list[Cell] = []
    for row, people in zip(table.rows, people_in(table, _OWNER), strict=True):
        cells.append(next(iter(people), None))
        if len(people) > 1:
            detail = "Systemet har flere systemejere i KITOS. Den første er læst."
            concerned = Concerned(table.headers[index], index, shown(row.cells[index]))
            problems.add(row.number, concerned, "several-owners", detail, "warning")
    return with_cells(table, index, cells)


def people_in(table: Table, role: str) -> list[list[str]]:
    """Of each row, who has the role: by mail address where the file has it, since several can be called the same."""
    places = [at for heading in (f"{role}{MAIL}", role) if (at := index_of(table, heading)) is not None]
    said = [[split(shown(row.cells[at])) for at in places if not is_empty(row.cells[at])] for row in table.rows]
    return [next(iter(people), []) for people in said]


def _contracts(table: Table, problems: Problems) -> Table:
    """What is terminated is in force until then; types are the municipality's own words."""
    table = filled_from(table, _ENDS, _TERMINATED)
    index, terminated = index_of(table, _TYPE), index_of(table, _TERMINATED)
    if index is not None:
        table = with_cells(table, index, [_kind(row.cells[index]) for row in table.rows])
    if terminated is not None:
        said = [None if is_empty(row.cells[terminated]) else "ja" for row in table.rows]
        if index_of(table, _ENDS) is None and any(said):
            detail = "Dagen for opsigelsen er ikke læst som slutdato. Tag kolonnen »Gyldig til« med i eksporten."
            problems.add(table.header_row, Concerned(_TERMINATED, terminated), "unread-cell", detail, "warning")
        table = with_cells(table, terminated, said)
    return table


def _kind(cell: Cell) -> Cell:
    """One that is several things is another."""
    if is_empty(cell):
        return None
    found = {kind for word, kind in CONTRACT_KINDS.items() if word in shown(cell).casefold()}
    return None if not found else found.pop().value if len(found) == 1 else ContractKind.OTHER.value


def _field(field: str, **words: str) -> FieldMapping:
    return FieldMapping(field=field, values={word.replace("_", " "): code for word, code in words.items()})


_NO_PLACE_FOR_SYSTEMS = (
    *("Status", "Status (Datofelter)", "Status (Livscyklus)", "Status (Markeret kontrakt)", "Lokal System ID"),
    *("IT-System (UUID)", "IT-System (Externt UUID)", "Overordnet IT System", "Forretningstype", "KLE navn"),
    *("Lokal Reference", "Dokument ID / Sagsnr.", "Taget i anvendelse af", "Sidst redigeret: Bruger"),
    *("Sidst redigeret: Dato", "Arkiveringspligt", "Er dokumentbærende", "Journalperiode slutdato"),
    *("Risikovurdering", "Fortegnelse", "IT systemet driftes", "Databehandleraftale er indgået", "Databehandling"),
    *("Anvendte systemer", "Anvendte snitflader", "Systemer der anvender systemet", "IT Kontrakter"),
    *("Dato for seneste risikovurdering", "Dato for planlagt risikovurdering", "Antal brugere"),
    *("Klassifikation af data i systemet", "DPIA gennemført", "Indeholder AI-teknologi", "Webtilgængelighed"),
)

KITOS_SYSTEMS = KnownForm(
    name=FileForm.KITOS_SYSTEMS,
    kind=ImportKind.SYSTEMS,
    called="KITOS' eksport af systemer",
    columns={
        **dict.fromkeys((*_NO_PLACE_FOR_SYSTEMS, _PURPOSE, _RIGHTS, _OWNER_MAIL)),
        SYSTEM: _field("name"),
        **{name: _field("alternativeNames") for name in _NAMES},
        _DESCRIPTION: _field("description"),
        "Version": _field("version"),
        "Ansv. organisationsenhed": _field("unit"),
        "Relevante organisationsenheder": _field("usingUnits"),
        "KLE ID": _field("kle"),
        "DataType": _field(
            "personalData",
            Ingen_personoplysninger="none",
            Almindelige_personoplysninger="ordinary",
            Følsomme_personoplysninger="sensitive",
            Straffedomme_og_lovovertrædelser="criminal",
        ),
        _SUPPLIER: _field("supplier"),
        "Ibrugtagningsdato": _field("takenIntoUseOn"),
        "Slutdato for anvendelse": _field("phasedOutOn"),
        "Livscyklus": _field(
            "lifecycle",
            Under_indfasning="phasingIn",
            Pilot="phasingIn",
            I_drift="inOperation",
            Under_udfasning="phasingOut",
            Ikke_i_drift="retired",
        ),
        # No: it may still be critical for society, of which the overview says nothing.
        "Forretningskritisk": _field("criticality", Ja="businessCritical", Nej="", Ved_ikke=""),
        "Noter": _field("notes"),
        "Note": _field("notes"),
        _OWNER: _field("owner"),
    },
    needed=(SYSTEM,),
    telling=(
        *("IT-System (UUID)", "Ansv. organisationsenhed", "Tidligere systemnavn", "KLE navn", "DataType", "Livscyklus"),
        *("Slutdato for anvendelse", "Status (Datofelter)", "Status (Livscyklus)", "Status (Markeret kontrakt)"),
        *("IT systemet driftes", "Taget i anvendelse af", "Lokal kaldenavn", "Lokal System ID"),
    ),
    enough=3,
    arrange=_systems,
    used=(_PURPOSE, _RIGHTS, _OWNER_MAIL),
    instead={_DESCRIPTION: _PURPOSE, _SUPPLIER: _RIGHTS, _OWNER: _OWNER_MAIL},
)

KITOS_CONTRACTS = KnownForm(
    name=FileForm.KITOS_CONTRACTS,
    kind=ImportKind.CONTRACTS,
    called="KITOS' eksport af kontrakter",
    columns={
        **dict.fromkeys(
            (
                *("Gyldig/Ikke Gyldig", "Kontrakt ID", "Overordnet kontrakt", "Kritikalitet", "Ansvarlig org. enhed"),
                *("Kontraktunderskriver", "Kontraktskabelon", "Indkøbsform", "Genanskaffelsesstrategi"),
                *("Genanskaffelsesplan", "Genanskaffelse igangsat", "Databehandleraftaler", "IT Systemer (UUID)"),
                *("Antal relationer", "Reference", "Dokument ID/Sagsnr.", "Anskaffelse.", "Drift/år", "Andet"),
                *("Driftsvederlag begyndt", "Betalingsmodel", "Betalingsfrekvens", "Audit dato", "Varighed", "Option"),
                *("Uopsigelig til", "Sidst redigeret: Bruger", "Sidst redigeret: Dato"),
            )
        ),
        "IT Kontrakt": _field("name"),
        "Gyldig fra": _field("startsOn"),
        _ENDS: _field("endsOn"),
        _SUPPLIER: _field("supplier"),
        _TYPE: _field("kind"),
        "IT Systemer": _field("systems"),
        "Opsigelse (måneder)": _field("noticeMonths"),
        _TERMINATED: _field("discontinued"),
    },
    needed=("IT Kontrakt",),
    telling=(
        *("Kontrakt ID", "Gyldig/Ikke Gyldig", "Overordnet kontrakt", "Ansvarlig org. enhed", "Kontraktunderskriver"),
        *("Kontraktskabelon", "Genanskaffelsesplan", "IT Systemer (UUID)", "Opsigelse (måneder)", "Uopsigelig til"),
    ),
    enough=3,
    arrange=_contracts,
)
