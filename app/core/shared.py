"""A question that many ask at once, and that is asked once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """Whoever comes before it is asked gets the answer: to each, what it says was so after they came.

    One is under way at a time, and those who come meanwhile share the next. One that takes longer than `patience`
    seconds holds up nobody: the next is asked beside it.
    """

    def __init__(self, ask: Callable[[], Awaitable[T]], patience: float = 0.05) -> None:
        self._ask = ask
        self._patience = patience
        self._under_way: asyncio.Task[T] | None = None
        self._next: asyncio.Task[T] | None = None

    async def answer(self) -> T:
        """Raises what asking raises."""
        if self._next is None:
            self._next = asyncio.create_task(self._asked())
            # Where everybody has gone, nobody misses a failure.
            self._next.add_done_callback(_heard)
        # One who goes leaves the others their answer.
        return await asyncio.shield(self._next)

    async def _asked(self) -> T:
        before, mine = self._under_way, self._next
        if before is not None and not before.done():
            await asyncio.wait((before,), timeout=self._patience)
        self._under_way, self._next = mine, None
        return await self._ask()


def _heard(task: asyncio.Task[T]) -> None:
    if not task.cancelled():
        task.exception()
