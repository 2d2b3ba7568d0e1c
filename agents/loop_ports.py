"""What the loop asks of whoever puts it together."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from msgspec import Struct

from agents.ports import Model, Situation, Turn
from agents.voice import Through
from bot.messages import Message, ToolCall

SituationOf = Callable[[Turn], Awaitable[Situation]]
"""The state of a turn's dialogue, as it stands now."""

WindowOf = Callable[[Sequence[Message], Situation], int]
"""How many of the oldest messages a remote model is not shown."""

Heed = Callable[[Sequence[Message], Situation], ToolCall | None]
"""What code has to note of a turn that no model noted."""

ReadBackOf = Callable[[str, Situation], dict[str, int] | None]
"""The versions of the details that a text reads back to the customer, where it does."""


class Account(Struct, frozen=True):
    """What code tells whoever asked where no answer held. acted: whether anything was done or
    proposed, which no other model may do again."""

    text: str
    acted: bool


class Check(Protocol):
    """Holds one answer against what is known."""

    def faults(self, text: str) -> list[str]:
        """What must not be said of a reply, in words for the model; none: it may be said."""

    def through(self) -> Through:
        """Lets the pieces of the answer through as far as they are proved."""


class TurnModel(Model, Protocol):
    """The models of an agent as one turn asks them."""

    @property
    def sees(self) -> bool:
        """Whether the model that is asked next may be shown pictures."""

    def give_up(self) -> None:
        """The remote models led nowhere: the embedded one ends the turn."""


class Models(Protocol):
    """The models of an agent."""

    def begin(self) -> TurnModel:
        """For one turn."""
