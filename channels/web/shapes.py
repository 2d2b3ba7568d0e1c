"""What the API answers, as it goes over the wire."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from bot.chat_messages import Line


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
    agent: who answered; null where no agent did. tool_calls: the tools that it used.
    visitor_token: on a new thread of a visitor's. sources: as a Line has them."""

    response: str | None
    thread_id: str
    message_id: str | None
    handoff: bool
    agent: str | None
    tool_calls: list[str]
    usage: TokenUsage | None
    visitor_token: str | UnsetType = UNSET
    sources: list[dict[str, str]] = []


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


class VisitorLeft(Struct, frozen=True):
    """No token of this visitor's opens anything any more."""

    ended: bool


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
    """visitor_token: from now on the visitor's; earlier ones open nothing any more. name: what the
    customer is called, where that is known."""

    proved: bool
    visitor_token: str
    name: str | UnsetType = UNSET


class TextSent(Struct, frozen=True):
    """The conversation goes on by text."""

    sent: bool


class ProposalFact(Struct, frozen=True):
    """What a proposal is about, how it would be, and how it is; null: not at all."""

    label: str
    after: str | None
    before: str | None


class ProposalField(Struct, frozen=True):
    """A field that can be edited: its present value, and what it means (hint)."""

    name: str
    label: str
    hint: str
    value: str
    required: bool


class ProposalShown(Struct, frozen=True):
    """Something that waits for a yes, or did. role: of whoever may decide on it. result: what came
    of it; failed: there was a yes, and it could not be done. proposed_by, decided_by: names.
    fields: what can be edited while it is open. revision: counts its changes; a decision may
    name the one it is about."""

    id: str
    command: str
    title: str
    facts: list[ProposalFact]
    fields: list[ProposalField]
    role: Literal["staff", "admin"]
    status: Literal["open", "approved", "cancelled", "expired", "failed"]
    result: str | None
    proposed_by: str
    decided_by: str | None
    created_at: datetime
    expires_at: datetime
    revision: int


class ProposalList(Struct, frozen=True):
    """The oldest first."""

    proposals: list[ProposalShown]


class Status(Struct, frozen=True):
    """ok, ready, or not ready."""

    status: str
