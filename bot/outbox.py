"""Delivery: what the outbox holds goes out, once, in order, and is followed to its end."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.messages import (
    Delivery,
    DeliveryStatus,
    LaneAddress,
    Outbound,
    SendError,
    SendTrouble,
    Sent,
)
from bot.notices import Desk
from bot.ports import Clock, Sender
from bot.wake import Bell
from storage import consent, outbox
from storage.consent import Word
from storage.database import Database
from storage.outbox import OutboxRow

LEASE_SECONDS = 10.0
HEARTBEAT_SECONDS = 3.0
ASK_AFTER_SECONDS = 5.0
MOST_ATTEMPTS = 8
_LONGEST_BACKOFF = timedelta(minutes=10)
_ONE_RETRY_AFTER = timedelta(minutes=2)
_LATER = timedelta(minutes=30)

# A callback may come before the answer of the call that it is about, and out of order: what is
# further on stays.
_RANK = {"pending": 0, "sending": 1, "sent": 2, "delivered": 3, "undelivered": 3, "failed": 3}
_ENDS = {
    SendTrouble.OPTED_OUT: "refused",
    SendTrouble.BAD_ADDRESS: "failed",
    SendTrouble.BLOCKED: "failed",
    SendTrouble.UNREGISTERED: "failed",
    SendTrouble.REFUSED: "failed",
}

TroubleOf = Callable[[int], SendTrouble]

log = structlog.get_logger(__name__)


class Outbox:
    """Delivers. senders: by channel. trouble_of: what a vendor's error code means, by channel."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bell: Bell,
        desk: Desk,
        senders: Mapping[str, Sender],
        trouble_of: Mapping[str, TroubleOf],
        me: str,
        room: int,
        settled_after: float = 16.0,
    ) -> None:
        self._database, self._clock, self._bell, self._desk = database, clock, bell, desk
        self._senders, self._trouble_of = senders, trouble_of
        self._me, self._room = me, room
        # Seconds after which a vendor that lists no such message surely never got it.
        self._settled_after = settled_after
        self._sends: dict[asyncio.Task[None], int] = {}
        self._stopping = False

    async def run(self) -> None:
        """Delivers until told to stop. A database that is away is waited for."""
        heart = asyncio.create_task(self._beat(), name="outbox heartbeat")
        try:
            while not self._stopping:
                await self._look()
        finally:
            heart.cancel()

    async def _look(self) -> None:
        try:
            lost, due = await self._claim()
        except Exception as error:
            log.error("cannot claim deliveries", error=type(error).__name__)
            await asyncio.sleep(1)
            return
        for row in lost:
            self._begin(row, self._settle(row))
        for row in due:
            self._begin(row, self._deliver(row))
        if not lost and not due:
            await self._bell.wait()

    def _begin(self, row: OutboxRow, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=f"delivery of {row.public_id}")
        self._sends[task] = row.id
        task.add_done_callback(self._ended)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            if not self._sends:
                continue
            under_way = list(self._sends.values())
            try:
                await self._database.write(outbox.keep, self._me, under_way, LEASE_SECONDS)
            except Exception as error:
                log.error("heartbeat failed", error=type(error).__name__)

    async def stop(self, within: float) -> None:
        """Takes up nothing more and lets the sends under way end; one cut off is in doubt, and
        whoever comes after asks the vendor."""
        self._stopping = True
        self._bell.ring_here()
        if self._sends:
            await asyncio.wait(self._sends, timeout=within)
        for task in list(self._sends):
            task.cancel()
        await asyncio.gather(*self._sends, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._sends[task]
        self._bell.ring_here()
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery not written down", error=type(error).__name__)

    async def _claim(self) -> tuple[list[OutboxRow], list[OutboxRow]]:
        free = self._room - len(self._sends)
        if free <= 0:
            return [], []
        who = outbox.Sending(self._me, list(self._senders), free, LEASE_SECONDS)
        lost = await self._database.write(outbox.claim_lost, who)
        due = await self._database.write(outbox.claim_due, who, self._clock.now())
        return lost, due

    async def _deliver(self, row: OutboxRow) -> None:
        if row.kind != "consent" and await self._database.read(_is_out, row):
            await self._end(row, status="refused")
            return
        try:
            sent = await self._senders[row.channel].send(_outbound(row))
        except SendError as error:
            if error.trouble is SendTrouble.DOUBT:
                await self._ask_later(row)
            else:
                await self._database.write(self._failed, row, error)
            return
        await self._sent(row, sent)

    async def _settle(self, row: OutboxRow) -> None:
        """A send whose end nobody saw: the vendor is asked, and only then it is sent again."""
        claimed = await self._database.read(outbox.claimed_ids, row)
        try:
            sent = await self._senders[row.channel].find_sent(_outbound(row), claimed)
        except SendError as error:
            await self._database.write(self._undecided, row, error)
            return
        if sent is not None:
            await self._sent(row, sent)
        elif await self._database.read(outbox.tried_ago, row) < self._settled_after:
            await self._ask_later(row)
        elif row.attempts >= MOST_ATTEMPTS:
            await self._database.write(self._failed, row, SendError(SendTrouble.REFUSED))
        else:
            await self._end(row, status="pending", not_before=self._later(row))

    async def _ask_later(self, row: OutboxRow) -> None:
        """Not at once: what is still on its way to the vendor is not listed yet."""
        await self._database.write(outbox.hold_for, row, self._me, ASK_AFTER_SECONDS)
        self._bell.ring_in(ASK_AFTER_SECONDS)

    async def _sent(self, row: OutboxRow, sent: Sent) -> None:
        await self._end(
            row,
            status="sent",
            provider_id=sent.provider_id,
            provider_status=sent.provider_status,
            segments=sent.segments,
            sent_at=self._clock.now(),
        )

    async def _end(self, row: OutboxRow, **values: Any) -> None:
        await self._database.write(lambda tx: outbox.finish(tx, row, self._me, **values))

    def _undecided(self, tx: Connection, row: OutboxRow, error: SendError) -> None:
        """The vendor cannot tell: asked again when the lease is over, and then a person is."""
        age = self._clock.now() - row.created_at
        if age < timedelta(minutes=15):
            return
        if outbox.finish(tx, row, self._me, status="doubt", error_code=error.code):
            self._tell(tx, row, "in_doubt", error.code)

    def _failed(self, tx: Connection, row: OutboxRow, error: SendError) -> None:
        values = self._what_next(row, error.trouble, error.after)
        changed = outbox.finish(tx, row, self._me, error_code=error.code, **values)
        if changed:
            self._react(tx, row, error.trouble, error.code, values["status"])

    def _what_next(
        self, row: OutboxRow, trouble: SendTrouble, after: float | None
    ) -> dict[str, Any]:
        now = self._clock.now()
        if trouble is SendTrouble.LATER:
            return {"status": "pending", "not_before": now + _LATER}
        if trouble is SendTrouble.RETRY_ONCE and row.attempts < 2:
            return {"status": "pending", "not_before": now + _ONE_RETRY_AFTER}
        if trouble is SendTrouble.RETRY and row.attempts < MOST_ATTEMPTS:
            soonest = now + timedelta(seconds=after or 0)
            return {"status": "pending", "not_before": max(soonest, self._later(row))}
        return {"status": _ENDS.get(trouble, "failed")}

    def _later(self, row: OutboxRow) -> datetime:
        backoff = min(timedelta(seconds=2.0 ** min(row.attempts, 12)), _LONGEST_BACKOFF)
        return self._clock.now() + backoff * random.uniform(0.5, 1)

    def _react(
        self, tx: Connection, row: OutboxRow, trouble: SendTrouble, code: int | None, status: str
    ) -> None:
        """What follows from an end that is not good."""
        if status == "pending":
            return
        if trouble is SendTrouble.OPTED_OUT:
            word = Word(row.address, "out", "vendor refused")
            consent.record(tx, word, self._clock.now())
            return
        kind = "not_registered" if trouble is SendTrouble.UNREGISTERED else "not_delivered"
        self._tell(tx, row, kind, code)

    def _tell(self, tx: Connection, row: OutboxRow, kind: str, code: int | None) -> None:
        lane = LaneAddress(row.channel, row.address, row.ours)
        if lane == self._desk.lane:
            # Staff cannot be told by the way that just failed.
            log.error("a notice to staff was not delivered", outbox=row.public_id, code=code)
            return
        reason = f"error {code}" if code else "no answer from the provider"
        fields = {"phone": row.address, "error": reason, "message": row.body}
        self._desk.notify(
            tx,
            self._clock.now(),
            kind,
            fields,
            conversation_id=row.conversation_id,
            key=f"{kind}:{row.id}",
        )
        self._bell.ring_here()

    async def follow(self, delivery: Delivery) -> None:
        """Takes in a vendor's word on a message. One that is unknown or behind changes nothing."""
        await self._database.write(self._follow, delivery)

    def _follow(self, tx: Connection, delivery: Delivery) -> None:
        row = outbox.by_delivery(tx, delivery.channel, delivery.provider_id, delivery.outbox_id)
        if row is None:
            log.warning("a delivery status of a message we do not know")
            return
        tried = (row.payload or {}).get("tried", [])
        if row.provider_id not in (None, delivery.provider_id) or delivery.provider_id in tried:
            return  # of an earlier try, which does not count any more
        # The callback itself proves that the vendor took it: that settles a send in doubt.
        status = delivery.status or DeliveryStatus.SENT
        if _RANK[status] <= _RANK.get(row.status, 3) and row.status != "doubt":
            return
        values: dict[str, Any] = {
            "status": status.value,
            "provider_id": delivery.provider_id,
            "provider_status": delivery.provider_status,
            "error_code": delivery.error_code,
            "owner": None,
            "leased_until": None,
        }
        trouble = self._trouble(delivery)
        if trouble is not None:
            values |= self._what_next(row, trouble, None)
            if values["status"] == "pending":
                # The next try gets an id of its own.
                payload = (row.payload or {}) | {"tried": [*tried, delivery.provider_id]}
                values |= {"provider_id": None, "payload": payload}
        outbox.change(tx, row.id, **values)
        if trouble is not None:
            self._react(tx, row, trouble, delivery.error_code, values["status"])

    def _trouble(self, delivery: Delivery) -> SendTrouble | None:
        if delivery.status not in (DeliveryStatus.UNDELIVERED, DeliveryStatus.FAILED):
            return None
        if delivery.error_code is None:
            return SendTrouble.REFUSED
        return self._trouble_of[delivery.channel](delivery.error_code)


def _is_out(tx: Connection, row: OutboxRow) -> bool:
    return row.channel == "sms" and consent.opted_out(tx, row.address)


def _outbound(row: OutboxRow) -> Outbound:
    return Outbound(
        public_id=row.public_id,
        lane=LaneAddress(row.channel, row.address, row.ours),
        kind=row.kind,
        body=row.body,
        written_at=row.created_at,
        attempts=row.attempts,
        payload=row.payload,
    )
