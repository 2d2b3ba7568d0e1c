"""What is done about a message that was not sent, or not delivered."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import uniform
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.business.optouts import still_open
from bot.delivery import Delivery, DeliveryStatus, SendTrouble
from bot.desk.notices import Desk
from bot.messages import LaneAddress
from bot.ports import Carrier, Clock
from storage import consent, outbox, phones
from storage.consent import Word
from storage.outbox import OutboxRow

MOST_ATTEMPTS = 8
_LONGEST_BACKOFF = timedelta(minutes=10)
_ONE_RETRY_AFTER = timedelta(minutes=2)
_LATER = timedelta(minutes=30)
# What staff are told has no other way to them: their desk is waited for, and looked at often.
_STAFFS_OWN = "slack"  # the channel where only staff are
_DESK_TRIED_FOR, _DESK_BACKOFF = timedelta(hours=24), timedelta(seconds=30)

log = structlog.get_logger(__name__)


class Remedies:
    """One for each trouble. carriers: what is known of the vendors, by channel."""

    def __init__(self, clock: Clock, desk: Desk, carriers: Mapping[str, Carrier]) -> None:
        self._clock, self._desk, self._carriers = clock, desk, carriers

    def trouble_of(self, delivery: Delivery) -> SendTrouble | None:
        """What a vendor's later word on a message calls for; None: nothing is wrong."""
        if delivery.status not in (DeliveryStatus.UNDELIVERED, DeliveryStatus.FAILED):
            return None
        if delivery.error_code is None:
            return SendTrouble.REFUSED
        return self._carriers[delivery.channel].trouble_of(delivery.error_code)

    def charged(self, row: OutboxRow, segments: int | None, tries: int) -> dict[str, Any]:
        """What a message cost that its vendor took, all tries together. segments: where the
        vendor said."""
        carrier = self._carriers.get(row.channel)
        if carrier is None or carrier.charge is None:
            return {"segments": segments}
        charge = carrier.charge(row.body, segments)
        return {"segments": charge.segments, "cost": charge.micros * tries}

    def taken(self, row: OutboxRow, tries: int) -> dict[str, Any]:
        """What is written down of a message that its vendor took, where only its later word tells
        so."""
        return {"sent_at": self._clock.now(), **self.charged(row, None, tries)}

    def next_step(
        self, row: OutboxRow, trouble: SendTrouble, after: float | None = None
    ) -> dict[str, Any]:
        """How the row goes on: pending, and when; or how it ends. after: seconds that the vendor
        asked for."""
        now = self._clock.now()
        match trouble:
            case SendTrouble.LATER:
                return _pending(self._open_again(row, now))
            case SendTrouble.RETRY_ONCE if row.attempts < 2:
                return _pending(now + _ONE_RETRY_AFTER)
            case SendTrouble.RETRY if row.attempts < MOST_ATTEMPTS or self.is_awaited(row, now):
                return _pending(max(now + timedelta(seconds=after or 0), self.backoff(row)))
            case SendTrouble.TOO_LONG if len(parts := self._parts(row)) > 1:
                return _pending(now) | {"body": parts[0]}
            case SendTrouble.OPTED_OUT:
                return {"status": "refused"}
        return {"status": "failed"}

    def backoff(self, row: OutboxRow) -> datetime:
        """When to try again, by how often it was tried."""
        longest = _DESK_BACKOFF if self._is_the_desks(row) else _LONGEST_BACKOFF
        pause = min(timedelta(seconds=2.0 ** min(row.attempts, 12)), longest)
        return self._clock.now() + pause * uniform(0.5, 1)

    def follow_up(
        self, tx: Connection, row: OutboxRow, trouble: SendTrouble, code: int | None, status: str
    ) -> None:
        """What else follows, in the transaction that wrote the row's next step down."""
        if status == "pending":
            if trouble is SendTrouble.TOO_LONG:
                outbox.add_parts(tx, row, self._parts(row)[1:])
        elif trouble is SendTrouble.OPTED_OUT:
            self._opted_out(tx, row)
        elif trouble is SendTrouble.BAD_ADDRESS:
            # Staff are told once of a number, not of each message to it.
            if phones.flag(tx, row.address, code, self._clock.now()):
                self.tell(tx, row, "bad_number", code)
        elif trouble is SendTrouble.UNREGISTERED:
            self.tell(tx, row, "not_registered", code, key=f"{self._clock.now():%Y-%m-%d}")
        else:
            self.tell(tx, row, "not_delivered", code)

    def tell(
        self, tx: Connection, row: OutboxRow, kind: str, code: int | None, key: str = ""
    ) -> None:
        """Tells staff of a message that did not reach its recipient. key: what they are told of
        once; by default each message."""
        if self._is_the_desks(row):
            # Staff cannot be told by the way that just failed.
            log.error("a notice to staff was not delivered", outbox=row.public_id, code=code)
            return
        if row.kind == "code" and kind != "not_registered":
            return  # staff can do nothing about a number that somebody typed on the website
        reason = f"error {code}" if code else "no answer from the provider"
        message = None if row.kind == "code" else row.body
        fields = {"phone": row.address, "error": reason, "message": message}
        self._desk.notify(
            tx,
            self._clock.now(),
            kind,
            fields,
            conversation_id=row.conversation_id,
            key=f"{kind}:{key or row.id}",
        )

    def _opted_out(self, tx: Connection, row: OutboxRow) -> None:
        """The network knew before us; staff hear of it where something is open."""
        now = self._clock.now()
        consent.record(tx, Word(row.address, "out", "vendor refused"), now)
        if told := still_open(tx, row.address, row.conversation_id, now):
            kind, fields = told
            key = f"opted_out:{row.id}"
            self._desk.notify(tx, now, kind, fields, conversation_id=row.conversation_id, key=key)

    def _is_the_desks(self, row: OutboxRow) -> bool:
        """What is for staff: at their desk, or to one of them where they talk with us."""
        if row.channel == _STAFFS_OWN:
            return True
        return LaneAddress(row.channel, row.address, row.ours) == self._desk.lane

    def is_awaited(self, row: OutboxRow, now: datetime) -> bool:
        """Whether a message is for the staff's desk, and still worth trying."""
        return self._is_the_desks(row) and now - row.created_at < _DESK_TRIED_FOR

    def _open_again(self, row: OutboxRow, now: datetime) -> datetime:
        opens = self._carriers[row.channel].opens
        return opens(row.address, now) if opens else now + _LATER

    def _parts(self, row: OutboxRow) -> list[str]:
        carrier = self._carriers.get(row.channel)
        return carrier.split(row.body) if carrier else [row.body]


def _pending(when: datetime) -> dict[str, Any]:
    return {"status": "pending", "not_before": when}
