"""The words that pass between doors, engine and agents. They hold facts and do nothing."""

from datetime import datetime
from typing import Any, Literal, get_args

from msgspec import Struct

from bot.errors import BotError

Kind = Literal["message", "timer", "staff"]
Role = Literal["staff", "admin", "analytics"]
Agent = Literal["customer", "staff", "admin", "analytics"]
AGENTS: tuple[Agent, ...] = get_args(Agent)
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


class Usage(Struct, frozen=True):
    """Tokens of one call; cached and written (which the server keeps for later; None: it does not
    say) are among tokens_in."""

    tokens_in: int
    tokens_out: int
    tokens_cached: int = 0
    tokens_written: int | None = None


class PlannedCall(Struct, frozen=True):
    """A call to a model that is about to be made. agent: on whose share of the day. tokens_in,
    tokens_out: the most it may have. conversation_id: of the one on whose budget it is too.
    turn_id: None where it is no part of a turn."""

    agent: str
    model: str
    tokens_in: int
    tokens_out: int
    purpose: Purpose = "chat"
    conversation_id: int | None = None
    turn_id: int | None = None


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
