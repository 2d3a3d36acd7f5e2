"""The kinds of file, one module each."""

from app.imports.choices import ImportKind
from app.imports.kind import Kind
from app.imports.kinds.budgets import Budgets
from app.imports.kinds.contracts import Contracts
from app.imports.kinds.people import People
from app.imports.kinds.positions import Positions
from app.imports.kinds.responsibilities import Responsibilities
from app.imports.kinds.systems import Systems
from app.imports.kinds.units import Units

KINDS: dict[ImportKind, type[Kind]] = {
    kind.name: kind for kind in (Units, People, Positions, Systems, Responsibilities, Budgets, Contracts)
}
