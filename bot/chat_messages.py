"""The words that pass between the website's chat and the engine. They hold facts and do nothing."""

from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct

from bot.messages import Colleague, Event


class Line(Struct, frozen=True, omit_defaults=True):
    """One line of a conversation as its customer sees it, in history and live.

    id: the message's public id. author: customer, assistant, staff, or note (a person joined or
    left). name: of the member of staff. client_message_id: of the customer's own web messages.
    media: [{id, content_type}]. rating: the customer's thumb, 1 or -1. sources: [{page, heading,
    url}], the owner's pages that an answer is from."""

    id: str
    author: Literal["customer", "assistant", "staff", "note"]
    content: str
    created_at: datetime
    channel: str
    name: str | None = None
    client_message_id: str | None = None
    media: tuple[dict[str, str], ...] = ()
    rating: int | None = None
    sources: tuple[dict[str, str], ...] = ()


def message_event(line: Line) -> Event:
    """The event of something that was said."""
    return Event("message", {"message": msgspec.to_builtins(line)})


class Shown(Struct, frozen=True):
    """What a visitor who watches a thread is shown. event: as it is sent. id: the public id of
    the message behind it, from which the visitor can go on later; None where it does not last."""

    event: dict[str, Any]
    id: str | None = None


class Caller(Struct, frozen=True):
    """Who makes a request. visitor: whose threads are theirs, as a token proves it; None without
    one. address: the network address that counts as one caller. staff: who of them it is; then
    visitor is their id."""

    visitor: str | None
    address: str
    staff: Colleague | None = None


class SiteUser(Struct, frozen=True):
    """A user of a website whose own server says who they are. site: its origin. subject: its id
    of them. phone: as it has it; proved: it says that the phone is theirs."""

    site: str
    subject: str
    name: str | None = None
    phone: str | None = None
    phone_proved: bool = False
    email: str | None = None


class Saying(Struct, frozen=True):
    """What a visitor says in a thread; None: in a new one. client_message_id: the client's own,
    by which a repeat is known. attachments: ids of what the visitor uploaded before. agent: whom
    they speak with."""

    text: str
    thread_id: str | None = None
    client_message_id: str | None = None
    attachments: tuple[str, ...] = ()
    agent: str = "customer"
