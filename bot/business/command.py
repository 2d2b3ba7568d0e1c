"""A command: something that staff do to the business, from whatever desk.

An agent only asks for it. Where it needs a yes it becomes a proposal, whose card shows what would
change; the yes runs it in code, with everything checked anew.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from msgspec import Struct
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from bot.business.profile import Profile
from bot.messages import Colleague, Role


class Arguments(BaseModel):
    """The arguments of a tool or a command; also what its schema and its form are made of. null is
    as good as nothing."""

    # Built where first used: there are many, and a process seldom needs them all.
    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True
    )


A = TypeVar("A", bound=Arguments)


class Context(Struct, frozen=True):
    """For whom and when a command runs. after: what is to be called once it is durable."""

    who: Colleague
    profile: Profile
    profile_version: int
    now: datetime
    after: list[Callable[[], None]]


class Fact(Struct, frozen=True):
    """A line of a card: what it is about, how it would be, and how it is; None: not at all."""

    label: str
    after: str | None
    before: str | None = None


class Preview(Struct, frozen=True):
    """What a command would do, in words for the card. title: with its verb ("Cancel the booking of
    Ann Lee")."""

    title: str
    facts: tuple[Fact, ...] = ()


class Done(Struct, frozen=True):
    """What a command did. say: in a sentence. subject: what it did it to, for the audit log
    (booking:PUBLIC_ID). before, after: its values there, as JSON. told: more for the agent."""

    say: str
    subject: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    told: dict[str, Any] = {}


class Heard(Struct, frozen=True):
    """Of the one who asks an agent: what they wrote in this turn by themselves, and the answer
    before it, to which they wrote it."""

    words: tuple[str, ...] = ()
    before: str = ""


class Command(Struct, Generic[A], frozen=True):
    """role: the least that may run it. approved: whether it needs a yes on a card; what changes
    money, bookings or settings, what a customer feels, or what may lose one, does. in_words: of
    such a one, how it sounds where somebody asks for it with these arguments, as patterns that all
    must be heard; with the name of what it is done to, these words are a yes too. None: only a card
    is enough.

    preview and run check everything themselves and raise CommandRefused; then nothing is kept."""

    name: str
    description: str
    arguments: type[A]
    preview: Callable[[Connection, Context, A], Preview]
    run: Callable[[Connection, Context, A], Done]
    role: Role = "staff"
    approved: bool = True
    in_words: Callable[[A], tuple[str, ...]] | None = None
