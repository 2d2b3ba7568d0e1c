"""What the playground needs of the bot behind it. bot.app implements it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from msgspec import Struct


class Business(Struct, frozen=True):
    """The caterer, as a website of theirs would tell of them."""

    name: str
    description: str
    phone: str
    event_types: tuple[str, ...]
    included: tuple[str, ...]


class Talk(Struct, frozen=True, omit_defaults=True):
    """A conversation, as staff see it in a list.

    id: public. phone: E.164, where it is a text conversation. seq: grows with each message.
    waits: a person was asked for, and nobody came yet. held_by: the person's name; ours:
    whether that is the playground's member of staff. inquiry: whether an open one stands."""

    id: str
    channel: str
    words: str
    author: str
    at: datetime
    seq: int
    name: str | None = None
    phone: str | None = None
    waits: bool = False
    held_by: str | None = None
    ours: bool = False
    inquiry: bool = False


class Said(Struct, frozen=True, omit_defaults=True):
    """A line of a conversation. author: customer, assistant, staff or note ("joined", "left").
    name: the member of staff's."""

    id: str
    author: str
    words: str
    channel: str
    at: datetime
    name: str | None = None


class House(Protocol):
    """The bot, as a desk works with it. Where a conversation is named, NoSuchConversation is
    raised for one that is not there."""

    business: Business

    def now(self) -> datetime:
        """The business's time, aware, UTC."""

    def today(self) -> date:
        """The day it is for the business."""

    async def known(self, phones: Collection[str]) -> set[str]:
        """Those that the bot has ever had to do with."""

    async def talks(self, since: datetime) -> list[Talk]:
        """Conversations with something said since then, newest first."""

    async def said(self, conversation: str) -> list[Said]:
        """What was said in a conversation, oldest first."""

    async def claim(self, conversation: str) -> bool:
        """Takes it into the hands of the playground's member of staff; False: another has it."""

    async def say(self, conversation: str, words: str, event_id: str) -> str:
        """Says something as staff, once for each event_id. Raises OptedOut."""

    async def give_back(self, conversation: str) -> bool:
        """Gives it back to the assistant; False: nobody had it."""

    async def typing(self, conversation: str) -> None:
        """Lets the customer see that a person writes."""

    async def is_settled(self, phone: str) -> bool:
        """Whether nothing more is under way with a phone: no turn, no text."""

    async def talk_of(self, outbox_id: str) -> str | None:
        """The conversation that a message to staff tells of."""
