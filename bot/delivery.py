"""What goes out by a door, and what becomes of it. These hold facts and do nothing."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct

from bot.errors import BotError
from bot.messages import LaneAddress


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
