"""The words that pass between doors, engine and agents. They hold facts and do nothing."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

import msgspec
from msgspec import Struct

from bot.business.profile import Profile
from bot.errors import BotError

Kind = Literal["message", "timer", "staff"]
Role = Literal["staff", "admin", "analytics"]
Purpose = Literal["chat", "summary", "embedding", "routing", "simulation"]
"""What a call to a model is for."""


class LaneAddress(Struct, frozen=True):
    """Where somebody talks: a phone and the business number it texted, a web thread, a Slack
    channel and thread. Known before anybody knows who it is."""

    channel: str
    address: str
    ours: str = ""

    @property
    def key(self) -> str:
        return f"{self.channel}:{self.ours}:{self.address}"


class Media(Struct, frozen=True):
    """A file a message came with, not fetched yet. url: the vendor's."""

    url: str
    content_type: str


class File(Struct, frozen=True):
    """A file as it was fetched. content_type: its server's word, in lower case, without
    parameters."""

    content_type: str
    content: bytes


class FetchError(BotError):
    """A file did not come. again: it may, later."""

    def __init__(self, why: str, *, again: bool = False):
        super().__init__(f"not fetched: {why}")
        self.again = again


class Inbound(Struct, frozen=True):
    """What came in by one door, translated and verified, not yet understood.

    event_id: the vendor's own (MessageSid, client_message_id); unique in its channel.
    received_at: aware; relative dates are resolved from it. phone: E.164, proved by the channel
    (the network delivered the text from it), else None. keyword: the vendor's word on consent
    (STOP, START or HELP as Twilio's OptOutType says), else None. meta: what only this channel
    knows and its replies need."""

    lane: LaneAddress
    event_id: str
    text: str
    received_at: datetime
    kind: Kind = "message"
    phone: str | None = None
    keyword: str | None = None
    media: tuple[Media, ...] = ()
    meta: dict[str, Any] = {}


class DeliveryStatus(StrEnum):
    """What a vendor says became of a message; later in this list is later in life."""

    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"


class Delivery(Struct, frozen=True):
    """A vendor's word on a message that went out. outbox_id: the public id that the callback's
    address carried, which settles a send in doubt. provider_status: the vendor's own word."""

    channel: str
    provider_id: str
    status: DeliveryStatus | None
    provider_status: str
    outbox_id: str | None = None
    error_code: int | None = None


class Outbound(Struct, frozen=True):
    """What is to go out by a door. public_id: the outbox row's. payload: what a door may show
    better than text (a lead's fields). written_at: UTC. in_reply_to: the turn that it is from."""

    public_id: str
    lane: LaneAddress
    kind: str
    body: str
    written_at: datetime
    attempts: int = 0
    payload: dict[str, Any] | None = None
    in_reply_to: int | None = None


class Sent(Struct, frozen=True):
    """A vendor took it. provider_id: the vendor's id of it."""

    provider_id: str
    provider_status: str = "sent"
    segments: int | None = None


class SendTrouble(StrEnum):
    """What the engine does about a send that failed; each door maps its vendor's codes to it."""

    RETRY = "retry"  # back off and try again
    RETRY_ONCE = "retry_once"  # one delayed retry
    LATER = "later"  # quiet hours at the recipient's: when they end
    OPTED_OUT = "opted_out"  # mark it; never retry
    BAD_ADDRESS = "bad_address"  # no such number, or a landline: flag it, ask for a mobile
    BLOCKED = "blocked"  # filtered: no retry, alert
    UNREGISTERED = "unregistered"  # the owner must act at the vendor's: alert
    TOO_LONG = "too_long"  # send it in parts
    REFUSED = "refused"  # anything else a retry cannot mend
    DOUBT = "doubt"  # it may have been taken: ask the vendor before trying again


class SendError(BotError):
    """A vendor did not take a message. after: seconds to wait, where the vendor said."""

    def __init__(self, trouble: SendTrouble, code: int | None = None, after: float | None = None):
        super().__init__(f"not sent: {trouble.value} (code {code})")
        self.trouble, self.code, self.after = trouble, code, after


class Colleague(Struct, frozen=True):
    """A member of staff, or a program of theirs. id: their desk's and their own there (slack:U…,
    token:…). name: what customers see. role: what they may do."""

    id: str
    name: str
    role: Role = "staff"


class Forged(BotError):
    """A request's signature does not hold: 403, and nothing of it is stored."""


class Unreadable(BotError):
    """A request that is signed and cannot be read; the text says what is wrong with it: 400."""


class ToolCall(Struct, frozen=True):
    """A tool as a model called it; arguments: the JSON text as the model wrote it."""

    id: str
    name: str
    arguments: str


class Message(Struct, frozen=True):
    """One line of a conversation as agents see it, oldest first.

    id: the message row's (0 while it is not stored). author: customer | agent:name | staff:id |
    tool. tool_calls: of an assistant's step. tool_call_id: which call a tool's line answers.
    channel: the door it came by or went out by. media: the content types of the files it came
    with, as the vendor announced them."""

    role: Literal["user", "assistant", "system", "tool"]
    content: str
    author: str
    channel: str
    created_at: datetime
    id: int = 0
    turn_id: int | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
    media: tuple[str, ...] = ()


class Picture(Struct, frozen=True):
    """A picture that a message came with. position: its place among the message's files, from
    0."""

    message_id: int
    position: int
    file: File


class Event(Struct, frozen=True, omit_defaults=True):
    """Something a watcher of a thread sees live: start, token, replace, tool, done, error…"""

    type: str
    data: dict[str, Any]


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


class Scope(Struct, frozen=True):
    """For whom and about what a turn acts: what the channel proved and the engine decided, never
    what a model said.

    phone: E.164, proved. received_at: aware, of the newest message; relative dates count from it.
    name: as the customer gave it before, if ever. staff: who of them asks; None: a customer."""

    conversation_id: int
    thread_id: str
    lane_id: int
    turn_id: int
    channel: str
    agent: str
    customer_id: int | None
    phone: str | None
    name: str | None
    received_at: datetime
    profile: Profile
    profile_version: int
    staff: Colleague | None = None


class Usage(Struct, frozen=True):
    """Tokens of one call; cached and written (which the server keeps for later; None: it does not
    say) are among tokens_in."""

    tokens_in: int
    tokens_out: int
    tokens_cached: int = 0
    tokens_written: int | None = None


class PromptVersion(Struct, frozen=True):
    """What a model was told before the conversation, as it was worded. version: a hash of it.
    text, without_tools: not filled from the profile yet. tools: as JSON. author: of the words."""

    agent: str
    version: str
    text: str
    without_tools: str
    tools: str
    author: str


class Reply(Struct, frozen=True):
    """What an agent says in the end. read_back: the details' versions that the text reads back
    to the customer, where it does; a yes to it confirms just these. transfer: the agent that is to
    answer in its place; then the text is not said. prompt: what prompt_version stands for."""

    text: str
    author: str
    prompt_version: str
    read_back: dict[str, int] | None = None
    metadata: dict[str, Any] = {}
    transfer: str | None = None
    prompt: PromptVersion | None = None


class Summary(Struct, frozen=True):
    """What an untrusted model, or code, wrote down of a conversation's older messages. reach: the
    id of the last message it tells of."""

    text: str
    reach: int


class Superseded(BotError):
    """The customer wrote again before an effect: it was not carried out. Look again first."""
