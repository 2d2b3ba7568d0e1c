"""What the two databases' read-only connections have in common."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

Row = Sequence[Any]


class Rows(Protocol):
    """The rows of a statement that runs. columns: their names."""

    columns: list[str]

    async def some(self, most: int) -> list[Row]:
        """The next rows, at most so many; none: that was all. Raises QueryRefused."""


class Reader(Protocol):
    """Runs statements that passed the guard, so that nothing can be changed by them."""

    dialect: str

    def run(
        self, statement: str, seconds: float, zone: str, *, personal: bool
    ) -> AbstractAsyncContextManager[Rows]:
        """Starts a statement, which is stopped after so many seconds. Raises QueryRefused."""


def too_slow(seconds: float) -> str:
    """What to do about a query that takes too long."""
    return (
        f"the query took longer than {seconds:g} seconds and was stopped: ask for fewer days, "
        "filter before joining, join on equal ids"
    )
