from datetime import date

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from app.core.identifiers import Identifier, is_id, new_id
from app.core.keyed import KeyedBody
from app.core.periods import refuse_backwards
from app.core.schema import Schema


class Holder(Schema):
    id: Identifier


def test_a_period_may_be_a_single_day_or_open_but_not_backwards() -> None:
    day, before = date(2026, 3, 2), date(2026, 3, 1)
    for begin, end in ((day, day), (before, day), (None, day), (day, None), (None, None)):
        refuse_backwards(begin, end)
    with pytest.raises(PydanticCustomError):
        refuse_backwards(day, before)


def test_ids_are_version_7_and_sort_by_the_time_of_their_making() -> None:
    ids = [new_id() for _ in range(100)]
    assert ids == sorted(ids)
    assert all(is_id(made) and made[14] == "7" for made in ids)


def test_an_id_is_written_in_small_letters() -> None:
    assert Holder(id=new_id().upper()).id.islower()


@pytest.mark.parametrize(
    "text",
    ["", "1", "0" * 32, "01890a5d-ac96-774b-bcce-b302099a805g", " 01890a5d-ac96-774b-bcce-b302099a8057", 5, None],
)
def test_what_is_no_id_is_refused(text: object) -> None:
    with pytest.raises(ValidationError, match="A UUID is expected"):
        Holder.model_validate({"id": text})


def test_a_key_is_whole_or_absent() -> None:
    assert KeyedBody(source="cmdb", external_id="1").external_id == "1"
    assert KeyedBody().source is None
    for half in ({"source": "cmdb"}, {"externalId": "1"}, {"source": "cmdb", "externalId": None}):
        with pytest.raises(ValidationError, match="belong together"):
            KeyedBody.model_validate(half)
