"""What came of scenarios: what was said, done, spent, and what was wrong with it. Kept as JSON."""

from datetime import datetime
from typing import Any

from msgspec import Struct


class Use(Struct, frozen=True):
    """A tool that was called. arguments, result: the JSON texts."""

    name: str
    arguments: str
    result: str = ""


class Exchange(Struct, frozen=True):
    """What was said, and what came of it. reply None: nothing. expected: what the scenario wanted
    of it, in words. model: which one answered. seconds: from the message to the reply. calls: to
    the model. held_back: why answers were not said. faults: what was wrong."""

    said: tuple[str, ...]
    reply: str | None
    uses: tuple[Use, ...] = ()
    expected: tuple[str, ...] = ()
    at: str = ""
    model: str = ""
    seconds: float = 0.0
    calls: int = 0
    held_back: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


class Spent(Struct, frozen=True):
    """Tokens and money of model calls. cached are among tokens_in; micros: 10^-6 dollars."""

    calls: int = 0
    tokens_in: int = 0
    tokens_cached: int = 0
    tokens_out: int = 0
    micros: int = 0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(
            self.calls + other.calls,
            self.tokens_in + other.tokens_in,
            self.tokens_cached + other.tokens_cached,
            self.tokens_out + other.tokens_out,
            self.micros + other.micros,
        )


class Result(Struct, frozen=True):
    """One scenario, held once with one model. faults: of the whole; each exchange has its own.
    after: rows of the database in the end, as far as they matter. acted: what playing the customer
    took. error: it could not be held to its end."""

    name: str
    about: str
    file: str
    model: str
    attempt: int = 1
    channel: str = "text"
    agent: str = "customer"
    persona: str = ""
    goal: str = ""
    exchanges: tuple[Exchange, ...] = ()
    expected: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    spent: Spent = Spent()
    acted: Spent = Spent()
    error: str | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        return self.name, self.model, self.attempt

    @property
    def all_faults(self) -> tuple[str, ...]:
        """Each once, with the turns that it is of."""
        turns: dict[str, list[str]] = {}
        for number, each in enumerate(self.exchanges, 1):
            for fault in each.faults:
                turns.setdefault(fault, []).append(str(number))
        of_turns = (
            f"{'turns' if len(numbers) > 1 else 'turn'} {', '.join(numbers)}: {fault}"
            for fault, numbers in turns.items()
        )
        error = (self.error,) if self.error else ()
        return (*error, *of_turns, *self.faults)

    @property
    def passed(self) -> bool:
        return not self.all_faults

    @property
    def calls(self) -> int:
        return sum(each.calls for each in self.exchanges)

    @property
    def seconds(self) -> list[float]:
        """Of each reply."""
        return [each.seconds for each in self.exchanges if each.reply is not None]


class Run(Struct, frozen=True):
    """One evaluation. seconds: by the wall's clock. version: of this format."""

    at: datetime
    seconds: float
    results: tuple[Result, ...]
    version: int = 1
    notes: tuple[str, ...] = ()
    settings: dict[str, Any] = {}

    @property
    def passed(self) -> int:
        return sum(each.passed for each in self.results)

    @property
    def spent(self) -> Spent:
        return sum((each.spent + each.acted for each in self.results), Spent())


def share(values: list[float], part: float) -> float:
    """The value below which such a part of the values lies: nearest rank; 0 of none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
