"""What the cells of an export call the rows of the register, table by table."""

from app.core.lazy import lazy
from app.exports import queries
from app.exports.references import Directory
from app.register.known import Known


class Directories:
    """For one export. Each is read when it is first asked for."""

    def __init__(self, known: Known) -> None:
        self._known = known

    @lazy
    def units(self) -> Directory:
        return Directory(queries.units(self._known))

    @lazy
    def positions(self) -> Directory:
        return Directory(queries.positions(self._known))

    @lazy
    def people(self) -> Directory:
        return Directory(queries.people(self._known))

    @lazy
    def systems(self) -> Directory:
        return Directory(queries.systems(self._known))
