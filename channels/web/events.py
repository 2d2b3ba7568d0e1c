"""The events of a thread, as streams and WebSockets show them."""

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from bot.chat_messages import Line


class Start(Struct, frozen=True, tag="start", forbid_unknown_fields=True):
    """A turn begins. visitor_token: on a new thread."""

    thread_id: str
    visitor_token: str | UnsetType = UNSET


class Token(Struct, frozen=True, tag="token", forbid_unknown_fields=True):
    """More of the reply."""

    content: str


class Replace(Struct, frozen=True, tag="replace", forbid_unknown_fields=True):
    """The reply so far is this instead; empty: forget it."""

    content: str
    message_id: str | UnsetType | None = UNSET


class Tool(Struct, frozen=True, tag="tool", forbid_unknown_fields=True):
    """A tool is at work, or has done its work; failed: it was refused, or did not work."""

    name: str
    status: Literal["running", "done", "failed"]


class Done(Struct, frozen=True, tag="done", forbid_unknown_fields=True):
    """The turn is over. content: the whole reply; null where nothing was said, because a person
    has the conversation (handoff). metadata: the model, the tools it used, tokens."""

    message_id: str | None
    content: str | None
    handoff: bool
    metadata: dict[str, Any]


class Said(Struct, frozen=True, tag="message", forbid_unknown_fields=True):
    """Something was said by staff, in another tab, by text; or the history that was missed."""

    message: Line


class ContactRequest(Struct, frozen=True, tag="contact_request", forbid_unknown_fields=True):
    """The form is wanted, for these."""

    fields: list[Literal["name", "phone"]]


class HandoffChange(Struct, frozen=True, tag="handoff", forbid_unknown_fields=True):
    """A person took the conversation (name), or gave it back."""

    active: bool
    name: str | UnsetType = UNSET


class Typing(Struct, frozen=True, tag="typing", forbid_unknown_fields=True):
    """Somebody writes."""

    who: Literal["staff"]


class Trouble(Struct, frozen=True, tag="error", forbid_unknown_fields=True):
    """What went wrong; retry_after: seconds. client_message_id: of the message it is about."""

    error: str
    retry_after: float | UnsetType = UNSET
    client_message_id: str | UnsetType = UNSET


class Ready(Struct, frozen=True, tag="ready", forbid_unknown_fields=True):
    """WebSocket: the first frame. name: of the person who has the conversation (handoff)."""

    thread_id: str
    handoff: bool
    visitor_token: str | UnsetType = UNSET
    name: str | UnsetType = UNSET


class Accepted(Struct, frozen=True, tag="accepted", forbid_unknown_fields=True):
    """WebSocket: a message is stored."""

    client_message_id: str


class Pong(Struct, frozen=True, tag="pong", forbid_unknown_fields=True):
    """WebSocket: the answer to a ping."""


StreamEvent = (
    Start | Token | Replace | Tool | Done | Said | ContactRequest | HandoffChange | Typing | Trouble
)
SocketEvent = StreamEvent | Ready | Accepted | Pong
