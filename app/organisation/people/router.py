"""Routes of people."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.organisation.people import queries, service
from app.organisation.people.schemas import ErasureView, PersonList, PersonPatch, PersonView, PersonWrite
from app.vocabulary import Permission

router = APIRouter(prefix="/people")
_WRITE = [needs(Permission.WRITE_ORGANISATION)]


@router.get("", response_model=Listing[PersonView])
async def list_people(read: Read, query: Annotated[PersonList, Query()]) -> Response:
    """The people whom the register knows, those who have left too."""
    return await read.page(query, PersonView, lambda reader: queries.people(reader, query))


@router.post("", response_model=PersonView, status_code=201, dependencies=_WRITE)
async def create_person(write: Write, body: PersonWrite) -> Response:
    """Register a person."""
    return await write.create(lambda session: service.create_person(session, body), queries.person, "/v1/people")


@router.get("/{id}", response_model=PersonView)
async def get_person(read: Read, id: Identifier) -> Response:
    """One person."""
    return await read.one(lambda reader: queries.person(reader, id))


@router.patch("/{id}", response_model=PersonView, dependencies=_WRITE)
async def change_person(write: Write, id: Identifier, body: PersonPatch) -> Response:
    """Change a person's name, contact details or last day of work."""
    return await write.change(
        lambda session: service.change_person(session, id, body, write.today), lambda reader: queries.person(reader, id)
    )


@router.delete("/{id}", status_code=204, response_class=Response, dependencies=_WRITE)
async def delete_person(write: Write, id: Identifier) -> Response:
    """Delete a person whom nothing refers to, and forget the name; erase one who has held a position."""
    return await write.remove(
        lambda session: service.delete_person(session, id), lambda reader: queries.person(reader, id)
    )


@router.post("/{id}/erasure", response_model=ErasureView, dependencies=_WRITE)
async def erase_person(read: Read, write: Write, id: Identifier) -> Response:
    """Forget the name and contact details of someone who has left; the history stays, under the position's name.

    The answer lists where they stand in free text, which is for people to correct.
    """
    # Before the write, which forgets what to look for; and outside it, since the journal may be long.
    places, keys = await read.aside(lambda reader: queries.remains(reader, id))
    return await write.act(
        lambda session: service.erase_person(session, id, write.today),
        lambda reader, _: queries.erased(reader, id, places, keys),
    )
