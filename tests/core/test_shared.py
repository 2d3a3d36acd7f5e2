"""One question for all who ask it at the same time, and never an answer from before one asked."""

import asyncio
from collections.abc import Iterator

import pytest

from app.core.shared import Shared


class Question:
    """Says how often it was asked; each takes until it is let go."""

    def __init__(self) -> None:
        self.gates: list[asyncio.Event] = []
        self._begun = asyncio.Condition()

    @property
    def asked(self) -> int:
        return len(self.gates)

    async def __call__(self) -> int:
        gate = asyncio.Event()
        async with self._begun:
            self.gates.append(gate)
            number = self.asked
            self._begun.notify_all()
        await gate.wait()
        return number

    async def begun(self, number: int) -> None:
        async with self._begun:
            await self._begun.wait_for(lambda: self.asked >= number)


async def come(shared: Shared[int], number: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(shared.answer()) for _ in range(number)]
    await asyncio.sleep(0)
    return tasks


def test_those_who_come_while_it_is_asked_share_the_next_answer() -> None:
    async def scene() -> None:
        question = Question()
        shared = Shared(question, patience=60)
        first = await come(shared, 1)
        await question.begun(1)
        later = await come(shared, 5)
        assert question.asked == 1, "they wait for the one that is under way"
        question.gates[0].set()
        await question.begun(2)
        latest = await come(shared, 2)
        question.gates[1].set()
        await question.begun(3)
        question.gates[2].set()
        assert await asyncio.gather(*first, *later, *latest) == [1, 2, 2, 2, 2, 2, 3, 3]

    asyncio.run(scene())


def test_one_that_takes_long_holds_up_nobody() -> None:
    async def scene() -> None:
        question = Question()
        shared = Shared(question, patience=0.001)
        (hanging,) = await come(shared, 1)
        await question.begun(1)
        (other,) = await come(shared, 1)
        await question.begun(2)
        question.gates[1].set()
        assert await other == 2
        assert not hanging.done()
        question.gates[0].set()
        assert await hanging == 1

    asyncio.run(scene())


def test_a_failure_is_told_to_each_and_asked_again_by_the_next() -> None:
    async def scene() -> None:
        answers: Iterator[str | ValueError] = iter([ValueError("away"), "there"])

        async def ask() -> str:
            await asyncio.sleep(0)
            found = next(answers)
            if isinstance(found, ValueError):
                raise found
            return found

        shared = Shared(ask)
        failed = await asyncio.gather(shared.answer(), shared.answer(), return_exceptions=True)
        assert [str(one) for one in failed] == ["away", "away"]
        assert await shared.answer() == "there"

    asyncio.run(scene())


def test_who_goes_leaves_the_others_their_answer() -> None:
    async def scene() -> None:
        question = Question()
        gone, staying = await come(shared := Shared(question), 2)
        await question.begun(1)
        gone.cancel()
        question.gates[0].set()
        assert await staying == 1
        with pytest.raises(asyncio.CancelledError):
            await gone
        (again,) = await come(shared, 1)
        await question.begun(2)
        question.gates[1].set()
        assert await again == 2

    asyncio.run(scene())
