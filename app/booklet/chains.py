"""The chains that a booklet holds, in the order of the systems' names."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from app.responsibility.escalation.queries import escalation
from app.responsibility.escalation.schemas import EscalationQuery
from app.security.reader import Reader
from app.systems.queries import ids_in_use
from app.vocabulary import Criticality

#: As the API answers it.
ChainBody = dict[str, Any]


def chain_of(reader: Reader, system_id: str, query: EscalationQuery) -> ChainBody:
    """As whoever reads may see it. Raises as the API's question does."""
    chain: ChainBody = orjson.loads(escalation(reader, system_id, query))
    return chain


def chains(reader: Reader, criticality: Sequence[Criticality], query: EscalationQuery) -> Iterator[ChainBody]:
    """Of the systems in use; of the criticalities, or of all where none is named."""
    for system_id in ids_in_use(reader.session, criticality):
        yield chain_of(reader, system_id, query)
