"""Where in an XLSX the sheets lie: through the workbook and its relations, as the reader of the cells looks."""

import zipfile
from collections.abc import Iterator, Mapping

from app.tabular.xml_stream import local, parse

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


class SheetParts:
    """The archive's parts by what the workbook calls them. Raises XmlError as `xml_stream.parse` does."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        # The reader of the cells does not mind case, nor which way the strokes lean.
        self._entries = {_plain(entry.filename): entry for entry in archive.infolist()}
        self._sheets = list(self._declared())

    def has_workbook(self) -> bool:
        return _WORKBOOK in self._entries

    def __len__(self) -> int:
        return len(self._sheets)

    def part(self, index: int) -> zipfile.ZipInfo | None:
        """The part of the workbook's n-th sheet; None where the workbook names none that is there."""
        target = self._sheets[index] if index < len(self._sheets) else None
        return None if target is None else self._entries.get(_plain(_from_root(target)))

    def _declared(self) -> Iterator[str | None]:
        """The target of each sheet, in the workbook's order."""
        targets: dict[str, str] = {}
        for name, attributes in self._elements(_RELATIONS):
            if name == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")
        for name, attributes in self._elements(_WORKBOOK):
            if name == "sheet":
                identity = next((said for key, said in attributes.items() if local(key) == "id"), "")
                yield targets.get(identity)

    def _elements(self, part: str) -> list[tuple[str, Mapping[str, str]]]:
        found: list[tuple[str, Mapping[str, str]]] = []
        entry = self._entries.get(part)
        if entry is not None:
            with self._archive.open(entry) as stream:
                parse(stream, lambda name, attributes: found.append((local(name), attributes)))
        return found


def _plain(name: str) -> str:
    return name.replace("\\", "/").lower()


def _from_root(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"
