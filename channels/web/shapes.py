"""What the API answers, as it goes over the wire."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from bot.messages import Line


class Problem(Struct, frozen=True):
    """What went wrong, and what to do about it."""

    error: str


class WrongCodeProblem(Problem, frozen=True):
    """tries_left: how often this code may still be tried; absent where it is not about a code."""

    tries_left: int | UnsetType = UNSET


class TokenUsage(Struct, frozen=True):
    """Tokens of the model calls of a turn; cached are among tokens_in."""

    tokens_in: int
    tokens_out: int
    tokens_cached: int


class ChatAnswer(Struct, frozen=True):
    """response: null where nothing was said, because a person has the conversation (handoff).
    tool_calls: the tools that the agent used. visitor_token: on a new thread."""

    response: str | None
    thread_id: str
    message_id: str | None
    handoff: bool
    tool_calls: list[str]
    usage: TokenUsage | None
    visitor_token: str | UnsetType = UNSET


class HistoryPage(Struct, frozen=True):
    """A part of a thread's history, oldest message first. more: there is more of it in the
    direction that was asked for. handoff: a person has the conversation; staff_name: who."""

    thread_id: str
    messages: list[Line]
    handoff: bool
    staff_name: str | None
    more: bool


class Rated(Struct, frozen=True):
    """It is kept."""

    rating: Annotated[int, Meta(ge=-1, le=5)]


class Uploaded(Struct, frozen=True):
    """id: for a message's attachments."""

    id: str


class VisitorAnswer(Struct, frozen=True):
    """visitor_token: for the Authorization header, good for 90 days; pages of the bot's own have
    it as a cookie too. name: what the visitor is called, where that is known."""

    visitor_token: str
    name: str | UnsetType = UNSET


class ContactAnswer(Struct, frozen=True):
    """phone: E.164. phone_national: as people there write it. proved: whether a code proved it."""

    name: str | None
    phone: str | None
    phone_national: str | None
    proved: bool


class CodeSent(Struct, frozen=True):
    """The same whatever the number is. expires_in: seconds."""

    sent: bool
    expires_in: int


class PhoneProved(Struct, frozen=True):
    """name: what the customer is called, where that is known."""

    proved: bool
    name: str | UnsetType = UNSET


class TextSent(Struct, frozen=True):
    """The conversation goes on by text."""

    sent: bool


class Status(Struct, frozen=True):
    """ok, ready, or not ready."""

    status: str
