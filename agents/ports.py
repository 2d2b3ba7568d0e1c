"""What an agent needs of the turn it runs in, of a model, and of the budget.

The engine implements Turn and Meter; agents/models implements Model. A turn is resumed by
calling the agent again: all that was recorded is in turn.messages.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal, Protocol

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Heard
from bot.business.scope import Scope
from bot.errors import BotError
from bot.messages import (
    Event,
    Message,
    Picture,
    PlannedCall,
    Reply,
    Summary,
    ToolCall,
    Usage,
)


class Turn(Protocol):
    """One piece of the engine's work, held by one worker."""

    @property
    def scope(self) -> Scope:
        """For whom and about what."""

    @property
    def messages(self) -> list[Message]:
        """The conversation, oldest first; it grows with steps and joined texts."""

    async def look_again(self) -> bool:
        """Takes in what the customer wrote meanwhile. True: there is something new, answer that
        too. After two times it is always False: the rest is the next turn's."""

    async def record(self, step: Message) -> None:
        """Writes a step without an effect down, as it ends: an assistant's step with its tool
        calls, or a tool's result."""

    async def act(self, call: ToolCall, work: "Effect") -> str:
        """Runs work in a transaction, with the record of its result (its text) in the same:
        exactly once, also over a crash. Raises Superseded, then nothing was done."""

    async def read(self, work: "Effect") -> str:
        """Runs work in a read-only view; nothing is recorded."""

    async def recall(self, work: "Effect") -> str:
        """As read, of what only effects change: right after, what was read is still good."""

    async def pictures(self) -> tuple[Picture, ...]:
        """The pictures that this turn's messages came with, as far as they are there; waits a few
        seconds, once a turn, for those that are on their way."""

    def emit(self, event: Event) -> None:
        """Shows something to whoever watches the thread; nobody may, and it is never waited for."""


Effect = Callable[[Connection, Scope], str]
"""Database work of a tool: its answer is the JSON text that the model gets to read."""


class Answer(Struct, frozen=True):
    """What a model answered: words, or tools to call, or both. usage None: it did not say."""

    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    usage: Usage | None = None


class ToolSpec(Struct, frozen=True):
    """A tool as a model sees it. parameters: a JSON schema."""

    name: str
    description: str
    parameters: dict[str, Any]


class Situation(Struct, frozen=True):
    """The state of the dialogue, which lives on the server: a remote model reads it as text, the
    embedded one as it is.

    details: {slot: value as JSON} of what is noted. missing: slots an inquiry still needs, in the
    order to ask for them. read_back: none (not yet read back), waiting (read back as it stands,
    no yes yet), confirmed (a yes to just these values came). lead: none | open (an inquiry is
    made). person_asked: a person was called and has not come yet. ask_for: who the customer is,
    which is to be asked in passing, once the question is answered. summary: of the messages that
    a remote model is not shown any more. remembered: {kind: values}, facts that the customer told
    in other conversations; none of them is noted here. unasked: of these the dietary needs that
    were not spoken of here yet."""

    scope: Scope
    details: dict[str, Any]
    missing: tuple[str, ...]
    read_back: Literal["none", "waiting", "confirmed"]
    lead: Literal["none", "open"]
    person_asked: bool
    ask_for: Literal["name", "phone"] | None = None
    summary: Summary | None = None
    remembered: Mapping[str, Sequence[str]] = {}
    unasked: tuple[str, ...] = ()


class ModelRequest(Struct, frozen=True):
    """One question to a model. The stable parts come first: system, tools, then the history.
    pictures: of the newest messages, for a model that can see. faults: why its last answer was not
    said. hidden: how many of the oldest messages a remote model is not shown. signals: what the
    newest ones show signs of, as agents.guardrails.signals has it."""

    agent: str
    system: str
    tools: tuple[ToolSpec, ...]
    messages: tuple[Message, ...]
    situation: Situation
    pictures: tuple[Picture, ...] = ()
    faults: tuple[str, ...] = ()
    hidden: int = 0
    signals: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[Message, ...]:
        """The messages that a remote model is shown."""
        return self.messages[self.hidden :]


class Model(Protocol):
    """A model, remote or embedded."""

    @property
    def name(self) -> str:
        """As its server knows it."""

    async def answer(self, request: ModelRequest, say: Callable[[str], None]) -> Answer:
        """Answers; each piece of text goes to say() as it comes. Raises ModelError."""


class RemoteModel(Model, Protocol):
    """A model behind a server."""

    @property
    def sees(self) -> bool:
        """Whether pictures may be shown to it, as far as is known."""


class ModelError(BotError):
    """A model did not answer as it should. again: whether the same question may be put again.
    sent: whether it may have cost something all the same."""

    def __init__(self, what: str, *, again: bool = False, sent: bool = True):
        super().__init__(what)
        self.again, self.sent = again, sent


class Meter(Protocol):
    """The budgets for model calls, which are walls: the day's, an agent's share of it, and a
    conversation's."""

    async def reserve(self, call: PlannedCall) -> int:
        """Holds what a call may cost at most; returns the reservation's id.
        Raises bot.errors.BudgetExhausted where a budget does not hold it."""

    async def settle(
        self, reservation: int, usage: Usage | None, failed: str | None = None
    ) -> None:
        """Puts the true cost in place of the reservation; without usage the reservation stands.
        A call that surely was never made: Usage(0, 0). failed: why no good answer came, in words
        of ours."""


Counter = Callable[[str], int]
"""Counts a text's tokens."""

Notify = Callable[[Connection, Scope, str, dict[str, Any]], None]
"""Tells staff, within the effect's transaction: (tx, scope, kind of notice, its fields)."""


class Commands(Protocol):
    """What staff can have done."""

    def offered(self) -> tuple[Command[Any], ...]:
        """All of them, in a fixed order."""

    def call(
        self,
        tx: Connection,
        scope: Scope,
        command: Command[Any],
        arguments: Arguments,
        heard: Heard,
        after: list[Callable[[], None]],
    ) -> dict[str, Any]:
        """Does it, or proposes it; what the model is told. heard: of the one who asks. after: gets
        what is to be called once it is durable. Raises bot.errors.CommandRefused."""


Run = Callable[[Turn], Awaitable[Reply]]
