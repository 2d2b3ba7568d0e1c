"""Delivery: what the outbox holds goes out, once, in order, and is followed to its end."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.claim_loop import ClaimLoop
from bot.delivery import Delivery, Outbound, SendError, SendTrouble, Sent
from bot.desk.notices import Desk
from bot.messages import LaneAddress
from bot.ports import Carrier, Clock, Sender
from bot.receipts import take_in, tried_ids
from bot.remedies import MOST_ATTEMPTS, Remedies
from bot.wake import Bell
from storage import consent, outbox, sending
from storage.database import Database
from storage.outbox import OutboxRow
from storage.pace import Pace
from storage.sending import Due

LEASE_SECONDS = 10.0
ASK_AFTER_SECONDS = 5.0
_A_PERSON_IS_ASKED_AFTER = timedelta(minutes=15)


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
        self._loop = ClaimLoop("deliveries", bell, self._look, self._keep)

    async def run(self) -> None:
        """Delivers until told to stop. A database that is away is waited for."""
        await self._loop.run()

    async def stop(self, within: float) -> None:
        """Takes up nothing more and lets the sends under way end; one cut off is in doubt, and
        whoever comes after asks the vendor."""
        await self._loop.stop(within)
        for sender in self._senders.values():
            await sender.close()

    async def _look(self) -> bool:
        claimed = await self._claim()
        for row in claimed.lost:
            self._loop.begin(row, self._settle(row), f"delivery of {row.public_id}")
        for row in claimed.rows:
            self._loop.begin(row, self._deliver(row), f"delivery of {row.public_id}")
        return bool(claimed.lost or claimed.rows)

    async def _keep(self, rows: list[OutboxRow]) -> None:
        under_way = [row.id for row in rows]
        await self._database.write(outbox.keep, self._me, under_way, LEASE_SECONDS)

    async def _claim(self) -> Due:
        free = self._room - len(self._loop)
        if free <= 0:
            return Due([], [])
        who = sending.Sending(self._me, list(self._senders), free, LEASE_SECONDS, self._paces)
        claimed = await self._database.write(sending.claim, who, self._clock.now())
        if claimed.wait is not None:
            self._bell.ring_in(claimed.wait)
        return claimed

    async def _deliver(self, row: OutboxRow) -> None:
        if row.kind != "consent" and await self._database.read(_is_out, row):
            await self._end(row, status="refused")
            return
        try:
            sent = await self._senders[row.channel].send(await self._outbound(row))
        except SendError as error:
            if error.trouble is SendTrouble.DOUBT:
                await self._ask_later(row)
            else:
                await self._database.write(self._failed, row, error)
            return
        await self._sent(row, sent)

    async def _settle(self, row: OutboxRow) -> None:
        """A send whose end nobody saw: the vendor is asked, and only then it is sent again."""
        claimed = await self._database.read(outbox.claimed_ids, row) | set(tried_ids(row))
        try:
            found = self._senders[row.channel].find_sent(await self._outbound(row), claimed)
            sent = await found
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

    async def _outbound(self, row: OutboxRow) -> Outbound:
        """A row as its sender takes it. What belongs under another message is told where that one
        is: it went out before, since both are of one lane."""
        payload = row.payload
        if payload is not None and "under" in payload:
            place = await self._database.read(outbox.provider_id_of, payload["under"])
            payload = payload | {"under_at": place}
        return Outbound(
            public_id=row.public_id,
            lane=LaneAddress(row.channel, row.address, row.ours),
            kind=row.kind,
            body=row.body,
            written_at=row.created_at,
            attempts=row.attempts,
            payload=payload,
            in_reply_to=row.in_reply_to,
        )

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
            sent_at=self._clock.now(),
            **self._remedies.charged(row, sent.segments, 1 + len(tried_ids(row))),
        )

    async def _end(self, row: OutboxRow, **values: Any) -> None:
        await self._database.write(lambda tx: outbox.finish(tx, row, self._me, **values))

    def _undecided(self, tx: Connection, row: OutboxRow, error: SendError) -> None:
        """The vendor cannot tell: asked again when the lease is over, and then a person is. One
        that refuses to tell is not waited for as one that is down is."""
        now = self._clock.now()
        is_down = error.trouble is not SendTrouble.REFUSED
        awaited = is_down and self._remedies.is_awaited(row, now)
        if now - row.created_at < _A_PERSON_IS_ASKED_AFTER or awaited:
            return
        if outbox.finish(tx, row, self._me, status="doubt", error_code=error.code):
            self._remedies.tell(tx, row, "in_doubt", error.code)

    def _failed(self, tx: Connection, row: OutboxRow, error: SendError) -> None:
        values = self._remedies.next_step(row, error.trouble, error.after)
        if outbox.finish(tx, row, self._me, error_code=error.code, **values):
            self._remedies.follow_up(tx, row, error.trouble, error.code, values["status"])

    async def follow(self, delivery: Delivery) -> None:
        """Takes in a vendor's word on a message. One that is unknown or behind changes nothing."""
        if await self._database.write(take_in, delivery, self._remedies):
            self._bell.ring()


def _is_out(tx: Connection, row: OutboxRow) -> bool:
    return row.channel == "sms" and consent.opted_out(tx, row.address)
