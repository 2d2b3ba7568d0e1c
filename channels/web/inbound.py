"""What visitors' requests say, read and checked."""

from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from bot.chat_messages import Saying
from bot.messages import Unreadable

COOKIE = "visitor"
MOST_CHARACTERS = 4000
MOST_ATTACHMENTS = 10
_MOST_ID = 100

T = TypeVar("T")

Id = Annotated[str, Meta(min_length=1, max_length=_MOST_ID, pattern=r"^[\x21-\x7e]+$")]
"""An id of ours, or of a client's own making: printable ASCII without spaces."""

Agent = Literal["customer", "staff", "admin", "analytics"]

Text = Annotated[str, Meta(max_length=MOST_CHARACTERS)]


class ChatRequest(Struct, frozen=True):
    """A message. thread_id: None begins a thread. client_message_id: the client's own id of the
    message, which makes it safe to send again. agent: any but customer needs a staff token.
    attachments: ids of uploaded pictures; the message may be empty where there are some."""

    message: Text
    thread_id: Id | None = None
    client_message_id: Id | None = None
    agent: Agent = "customer"
    attachments: Annotated[tuple[Id, ...], Meta(max_length=MOST_ATTACHMENTS)] = ()

    def saying(self) -> Saying:
        """What is said. Raises Unreadable where it is nothing."""
        text = self.message.replace("\x00", "").strip()
        if not (text or self.attachments):
            raise Unreadable("message must not be empty")
        return Saying(text, self.thread_id, self.client_message_id, self.attachments, self.agent)


def read_body(body: bytes, kind: type[T]) -> T:
    """A JSON body. Raises Unreadable with what to mend."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"the body must be JSON as described in /openapi.json: {error}") from error


def read_query(query: Any, kind: type[T]) -> T:
    """A query's parameters. Raises Unreadable with what to mend."""
    try:
        return msgspec.convert(dict(query), kind, strict=False)
    except msgspec.ValidationError as error:
        raise Unreadable(f"the query cannot be read: {error}") from error


def read_id(text: str) -> str:
    """An id in a path or a header. Raises Unreadable."""
    try:
        return msgspec.convert(text, Id)
    except msgspec.ValidationError as error:
        raise Unreadable(f"an id has 1 to {_MOST_ID} characters") from error
