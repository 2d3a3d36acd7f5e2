"""What a file in Turtle says, kept within bounds while it is read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import rdflib
from rdflib import Graph, Literal
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.plugins.stores.memory import Memory
from rdflib.term import Node

from app.core.languages import Text
from app.sysap import terms
from app.sysap.terms import plain
from app.tabular.limits import UnreadableFile

#: What a file may come to: some 10,000 systems with everything that is said of them.
MAX_TRIPLES = 300_000
_FORMER = {plain(former): plain(now) for former, now in terms.FORMER.items()}

#: Property → values, in the order of the file.
Facts = Mapping[str, Sequence[Node]]


def read_statements(content: bytes) -> "Statements":
    """Nothing that the file names is fetched. Raises UnreadableFile."""
    # What is written 007 stays so. This is the only work of the process.
    rdflib.NORMALIZE_LITERALS = False
    graph = Graph(store=_Bounded())
    try:
        graph.parse(data=content.decode("utf-8-sig"), format="turtle", publicID="urn:ansvarsregister:file")
    except BadSyntax as fault:
        raise _broken(fault.lines + 1) from fault
    except UnicodeDecodeError as fault:
        raise _not_utf8() from fault
    except (RecursionError, ValueError, AssertionError, IndexError, KeyError) as fault:
        raise _broken(None) from fault
    return Statements(graph)


class Statements:
    """What the file says."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._written: dict[str, list[Node]] = {}
        """Property → the ways in which the file writes it."""
        for name in graph.predicates(unique=True):
            self._written.setdefault(plain(str(name)), []).append(name)

    def systems(self) -> list[Node]:
        """In the order of the file."""
        wanted = plain(terms.SYSTEM)
        kinds = (kind for kind in self._graph.objects(None, rdflib.RDF.type, unique=True) if plain(str(kind)) == wanted)
        return list(dict.fromkeys(each for kind in kinds for each in self._graph.subjects(rdflib.RDF.type, kind)))

    def facts(self, node: Node) -> Facts:
        """Property, whatever way it was written, → values in the order of the file."""
        found: dict[str, list[Node]] = {}
        for name, value in self._graph.predicate_objects(node):
            called = plain(str(name))
            found.setdefault(_FORMER.get(called, called), []).append(value)
        return found

    def successor(self, system: Node) -> Node | None:
        """The system that says of itself that this one came before it."""
        return next(self._saying(terms.PREDECESSOR, system), None)

    def datasets(self, system: Node, facts: Facts) -> Iterator[Node]:
        """Those that the system says are parts of it, and those that say so themselves."""
        yield from facts.get(plain(terms.PART), ())
        for name in terms.PART_OF:
            yield from self._saying(name, system)

    def _saying(self, name: str, value: Node) -> Iterator[Node]:
        """Those of which the property has this value."""
        for written in self._written.get(plain(name), ()):
            yield from self._graph.subjects(written, value)

    def said(self, value: Node, *names: str) -> str:
        """A text as it stands; of anything else the first of these properties, else where it leads."""
        if isinstance(value, Literal):
            return str(value)
        facts = self.facts(value)
        for name in names:
            if found := facts.get(plain(name)):
                return worded(found)
        return "" if isinstance(value, rdflib.BNode) else str(value).removeprefix("urn:uuid:")


def worded(values: Sequence[Node]) -> str:
    """The Danish text, else one without a language, else the first."""
    ranked = sorted(values, key=lambda value: {"da": 0, None: 1}.get(getattr(value, "language", None), 2))
    return str(ranked[0]) if ranked else ""


class _Bounded(Memory):
    """Keeps so much, and refuses the rest while it is read."""

    added = 0

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:  # noqa: ANN401, FBT001, FBT002 - as rdflib calls it
        self.added += 1
        if self.added > MAX_TRIPLES:
            raise _too_many()
        super().add(triple, context, quoted)


def _broken(line: int | None) -> UnreadableFile:
    return UnreadableFile(
        "broken-turtle",
        Text(
            f"It is no valid Turtle{f': see line {line}' if line else ''}. Correct it, and try again.",
            da=f"Filen er ikke gyldig Turtle{f': se linje {line}' if line else ''}. Ret den, og prøv igen.",
        ),
    )


def _not_utf8() -> UnreadableFile:
    return UnreadableFile(
        "not-utf-8",
        Text(
            "Turtle is written in UTF-8, and this is something else. Save it as UTF-8, and try again.",
            da="Turtle skrives i UTF-8, og det er filen ikke. Gem den som UTF-8, og prøv igen.",
        ),
    )


def _too_many() -> UnreadableFile:
    return UnreadableFile(
        "beyond-limits",
        Text(
            f"It says more than {MAX_TRIPLES} things (triples). Split it, and import each part.",
            da=f"Filen har mere end {MAX_TRIPLES} udsagn (tripler). Del den, og importér delene hver for sig.",
        ),
    )
