"""Delivery: what the outbox holds goes out, once, in order, and is followed to its end."""

import asyncio
from collections.abc import Coroutine, Mapping
from datetime import timedelta
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
from bot.ports import Carrier, Clock, Sender
from bot.remedies import MOST_ATTEMPTS, Remedies
from bot.wake import Bell
from storage import consent, outbox, phones
from storage.database import Database
from storage.outbox import OutboxRow
from storage.pace import Pace

LEASE_SECONDS = 10.0
HEARTBEAT_SECONDS = 3.0
ASK_AFTER_SECONDS = 5.0
_A_PERSON_IS_ASKED_AFTER = timedelta(minutes=15)

# A callback may come before the answer of the call that it is about, and out of order: what is
# further on stays.
_RANK = {"pending": 0, "sending": 1, "sent": 2, "delivered": 3, "undelivered": 3, "failed": 3}

log = structlog.get_logger(__name__)


class Outbox:
    """Delivers. senders, carriers: by channel."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bell: Bell,
        desk: Desk,
        senders: Mapping[str, Sender],
        carriers: Mapping[str, Carrier],
        me: str,
        room: int,
        settled_after: float = 16.0,
    ) -> None:
        self._database, self._clock, self._bell = database, clock, bell
        self._senders = senders
        self._remedies = Remedies(clock, desk, carriers)
        self._paces = {
            channel: Pace(carrier.per_second, carrier.number)
            for channel, carrier in carriers.items()
            if carrier.per_second
        }
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
        who = outbox.Sending(self._me, list(self._senders), free, LEASE_SECONDS, self._paces)
        lost = await self._database.write(outbox.claim_lost, who)
        due = await self._database.write(outbox.claim_due, who, self._clock.now())
        if due.wait is not None:
            self._bell.ring_in(due.wait)
        return lost, due.rows

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
        claimed = await self._database.read(outbox.claimed_ids, row) | set(_tried(row))
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
            await self._end(row, status="pending", not_before=self._remedies.backoff(row))

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
        if self._clock.now() - row.created_at < _A_PERSON_IS_ASKED_AFTER:
            return
        if outbox.finish(tx, row, self._me, status="doubt", error_code=error.code):
            self._remedies.tell(tx, row, "in_doubt", error.code)

    def _failed(self, tx: Connection, row: OutboxRow, error: SendError) -> None:
        values = self._remedies.next_step(row, error.trouble, error.after)
        if outbox.finish(tx, row, self._me, error_code=error.code, **values):
            self._remedies.follow_up(tx, row, error.trouble, error.code, values["status"])

    async def follow(self, delivery: Delivery) -> None:
        """Takes in a vendor's word on a message. One that is unknown or behind changes nothing."""
        if await self._database.write(self._follow, delivery):
            self._bell.ring()

    def _follow(self, tx: Connection, delivery: Delivery) -> bool:
        """Whether there may be something to send."""
        row = outbox.by_delivery(tx, delivery.channel, delivery.provider_id, delivery.outbox_id)
        if row is None:
            log.warning("a delivery status of a message we do not know")
            return False
        tried = _tried(row)
        if row.provider_id not in (None, delivery.provider_id) or delivery.provider_id in tried:
            return False  # of an earlier try, which does not count any more
        # The callback itself proves that the vendor took it: that settles a send in doubt.
        status = delivery.status or DeliveryStatus.SENT
        if _RANK[status] <= _RANK.get(row.status, 3) and row.status != "doubt":
            return False
        values: dict[str, Any] = {
            "status": status.value,
            "provider_id": delivery.provider_id,
            "provider_status": delivery.provider_status,
            "error_code": delivery.error_code,
            "owner": None,
            "leased_until": None,
        }
        trouble = self._remedies.trouble_of(delivery)
        if trouble is not None:
            values |= self._remedies.next_step(row, trouble)
            if values["status"] == "pending":
                # The next try gets an id of its own.
                payload = (row.payload or {}) | {"tried": [*tried, delivery.provider_id]}
                values |= {"provider_id": None, "payload": payload}
        outbox.change(tx, row.id, **values)
        if trouble is not None:
            code = delivery.error_code
            self._remedies.follow_up(tx, row, trouble, code, values["status"])
        elif status is DeliveryStatus.DELIVERED:
            phones.clear(tx, row.address)
        return trouble is not None


def _tried(row: OutboxRow) -> list[str]:
    """The vendor's ids of the row's earlier tries."""
    tried: list[str] = (row.payload or {}).get("tried", [])
    return tried


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
