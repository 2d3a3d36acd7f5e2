"""A value is worked out once for each object, and objects do not wait for each other."""

from threading import Barrier, Thread

from app.core.lazy import lazy

#: For a thread that would never get on.
SECONDS = 10


class Place:
    def __init__(self, meeting: Barrier | None = None) -> None:
        self.meeting = meeting
        self.times = 0

    @lazy
    def value(self) -> int:
        """What it is worth."""
        self.times += 1
        if self.meeting:
            self.meeting.wait(SECONDS)
        return self.times


def test_value_is_worked_out_once() -> None:
    place = Place()
    assert (place.value, place.value, place.times) == (1, 1, 1)
    assert Place.value.__doc__ == "What it is worth."


def test_one_object_does_not_wait_for_another() -> None:
    meeting = Barrier(2)
    places = [Place(meeting), Place(meeting)]
    threads = [Thread(target=lambda place=place: place.value) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert [place.__dict__.get("value") for place in places] == [1, 1]
