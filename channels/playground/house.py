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


class House(Protocol):
    """The bot, as far as its adapters do not show it."""

    business: Business

    def now(self) -> datetime:
        """The business's time, aware, UTC."""

    def today(self) -> date:
        """The day it is for the business."""

    async def known(self, phones: Collection[str]) -> set[str]:
        """Those that the bot has ever had to do with."""

    async def release(self, since: datetime) -> None:
        """Gives back to the assistant whatever staff hold of the conversations since then."""

    async def is_settled(self, phone: str) -> bool:
        """Whether nothing more is under way with a phone: no turn, no text."""

    async def picture(self, outbox_id: str, newer: int) -> tuple[str, bytes] | None:
        """A customer's picture that a message to staff tells of: its content type, its bytes.
        newer: how many newer ones that message knew of."""
