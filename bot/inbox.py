"""The inbox: what came in is stored, in groups, before anybody acknowledges it."""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace
from sqlalchemy.exc import InterfaceError, OperationalError, StatementError

from bot.business.cards import mask_cards
from bot.consent import ReadsAsOptOut, word_of
from bot.messages import Inbound
from bot.ports import Door
from bot.wake import Bells
from storage import inbox
from storage.database import Database

_GROUP = 256


class Inbox:
    """Takes Inbounds of every door. One group is under way at a time; what arrives meanwhile is
    the next group, so a busy hour costs fewer commits, and a quiet one no waiting."""

    def __init__(
        self,
        database: Database,
        bells: Bells,
        doors: Mapping[str, Door],
        reads_as_opt_out: ReadsAsOptOut,
    ) -> None:
        self._database, self._bells, self._doors = database, bells, doors
        self._reads_as_opt_out = reads_as_opt_out
        self._waiting: deque[tuple[inbox.Arrival, asyncio.Future[int | None]]] = deque()
        self._group: asyncio.Task[None] | None = None

    async def accept(self, inbound: Inbound) -> int | None:
        """Stores an event durably; its inbox id, None where it was stored before."""
        future: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((self._arrival(inbound), future))
        if self._group is None:
            self._group = asyncio.create_task(self._store_groups(), name="inbox")
        return await future

    def _arrival(self, inbound: Inbound) -> inbox.Arrival:
        door = self._doors[inbound.lane.channel]
        clean = replace(inbound, text=mask_cards(inbound.text))
        return inbox.Arrival(
            channel=inbound.lane.channel,
            event_id=inbound.event_id,
            address=inbound.lane.address,
            ours=inbound.lane.ours,
            lane_key=inbound.lane.key,
            kind=inbound.kind,
            payload=payload_of(clean),
            received_at=inbound.received_at,
            quiet=door.quiet,
            longest=door.longest,
            word=word_of(clean, self._reads_as_opt_out),
            files=_files(clean) if door.fetcher else (),
            cost=door.cost_of(inbound) if door.cost_of else None,
        )

    async def _store_groups(self) -> None:
        while self._waiting:
            group = [self._waiting.popleft() for _ in range(min(len(self._waiting), _GROUP))]
            await self._store(group)
        self._group = None

    async def _store(
        self, group: Sequence[tuple[inbox.Arrival, asyncio.Future[int | None]]]
    ) -> None:
        try:
            ids = await self._database.write_first(inbox.ingest, [arrival for arrival, _ in group])
        except Exception as error:
            await self._store_alone(group, error)
            return
        self._ring([arrival for arrival, _ in group])
        for (_, future), inbox_id in zip(group, ids, strict=True):
            if not future.done():
                future.set_result(inbox_id)

    async def _store_alone(
        self, group: Sequence[tuple[inbox.Arrival, asyncio.Future[int | None]]], error: Exception
    ) -> None:
        """Each by itself: one that cannot be stored takes no other with it."""
        if len(group) > 1 and _is_of_the_data(error):
            for each in group:
                await self._store([each])
            return
        for _, future in group:
            if not future.done():
                future.set_exception(error)

    def _ring(self, arrivals: Sequence[inbox.Arrival]) -> None:
        waits = [arrival.quiet for arrival in arrivals]
        if min(waits) <= 0:
            self._bells.inbox.ring()
        if max(waits) > 0:
            self._bells.inbox.ring_in(max(waits))
        if any(arrival.files for arrival in arrivals):
            self._bells.media.ring()


def _is_of_the_data(error: Exception) -> bool:
    """Whether it is what was to be stored that is at fault, and not the way to the database."""
    away = isinstance(error, OperationalError | InterfaceError)
    return isinstance(error, StatementError) and not away


def _files(inbound: Inbound) -> list[tuple[str, str]]:
    return [(each.url, each.content_type) for each in inbound.media]


def payload_of(inbound: Inbound) -> dict[str, object]:
    """What of an Inbound is not in the inbox row's own columns, as JSON."""
    return {
        "text": inbound.text,
        "phone": inbound.phone,
        "keyword": inbound.keyword,
        "media": msgspec.to_builtins(inbound.media),
        "meta": inbound.meta,
    }
