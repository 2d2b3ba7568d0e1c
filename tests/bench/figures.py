"""What a row measures, and how its rounds become one figure."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import median

from msgspec import Struct, field


class BenchError(Exception):
    """A row could not be measured; the text says why."""


@asynccontextmanager
async def patience(seconds: float, what: str) -> AsyncIterator[None]:
    """Waits no longer than so. Raises BenchError, saying what did not come."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise BenchError(f"{what}, within {seconds:.0f} s") from error


class Line(Struct):
    """One contestant: what each round measured, by the figure's name. wanted: what it is to
    reach, or what was measured of others, as text."""

    name: str
    wanted: str = ""
    rounds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, figures: dict[str, float]) -> None:
        """Takes in a round."""
        for name, value in figures.items():
            self.rounds.setdefault(name, []).append(value)

    def median(self, figure: str) -> float | None:
        values = self.rounds.get(figure)
        return median(values) if values else None

    def ratio(self, figure: str, limit: "Line") -> float | None:
        """The median of each round's ratio to the limit in that round."""
        own, bare = self.rounds.get(figure), limit.rounds.get(figure)
        if not own or not bare:
            return None
        return median(mine / theirs for mine, theirs in zip(own, bare, strict=True))


class Row(Struct):
    """One question, asked of all lines in turn, again and again. The first line is the limit;
    compared: the figure by which the others are held against it."""

    name: str
    title: str
    compared: str
    lines: list[Line]
    notes: tuple[str, ...] = ()

    def line(self, name: str) -> Line:
        return next(line for line in self.lines if line.name == name)

    def figures(self) -> list[str]:
        """The names of all figures, in the order in which they were first measured."""
        return list({name: None for line in self.lines for name in line.rounds})
