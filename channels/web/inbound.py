"""A visitor's request, verified and read."""

from collections.abc import Mapping

import msgspec

from bot.messages import Unreadable
from channels.web.visitors import Visitors

COOKIE = "visitor"
MOST_CHARACTERS = 4000
_MOST_ID = 100


class ChatRequest(msgspec.Struct, frozen=True):
    """The JSON body. client_message_id: the client's own id of the message, which makes it safe
    to send again. agent: any but customer needs a staff token."""

    message: str
    thread_id: str | None = None
    client_message_id: str | None = None
    agent: str = "customer"


class WebInbound:
    """Reads what the website's visitors send."""

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors

    def receive(
        self, body: bytes, headers: Mapping[str, str], cookies: Mapping[str, str]
    ) -> tuple[ChatRequest, str | None]:
        """The request and the visitor its token names, None without one.

        Raises Forged for a token that is not ours, Unreadable with what to mend."""
        token = _token_of(headers, cookies)
        visitor = self._visitors.read(token) if token else None
        return read_chat(body), visitor


def read_chat(body: bytes) -> ChatRequest:
    """Raises Unreadable with what to mend."""
    try:
        chat = msgspec.json.decode(body, type=ChatRequest)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"the body must be JSON with a message: {error}") from error
    message = chat.message.replace("\x00", "").strip()
    if not message:
        raise Unreadable("message must not be empty")
    if len(message) > MOST_CHARACTERS:
        raise Unreadable(f"message may have {MOST_CHARACTERS} characters at the most")
    for id_ in (chat.thread_id, chat.client_message_id):
        if id_ is not None and (not 0 < len(id_) <= _MOST_ID or "\x00" in id_):
            raise Unreadable(f"an id has 1 to {_MOST_ID} characters")
    return msgspec.structs.replace(chat, message=message)


def _token_of(headers: Mapping[str, str], cookies: Mapping[str, str]) -> str | None:
    """From the Authorization header, else from the cookie."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return cookies.get(COOKIE)
