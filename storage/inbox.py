"""What came in: stored once, in order, and never lost."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select, update

from storage import consent, lanes, media
from storage.consent import Word
from storage.media import Attachment
from storage.statement import Statement, upserting
from storage.tables import inbox
from storage.tables import lanes as lanes_table
from storage.types import UtcDateTime, stated


class Arrival(Struct, frozen=True):
    """One event on its way in. quiet, longest: seconds to wait for more of a burst.
    word: what it says of consent by itself, in force once stored. files: to be fetched. cost:
    micro-dollars that the carrier takes for it; None: there is none."""

    channel: str
    event_id: str
    address: str
    ours: str
    lane_key: str
    kind: str
    payload: dict[str, Any]
    received_at: datetime
    quiet: float = 0.0
    longest: float = 0.0
    word: Word | None = None
    files: Sequence[Attachment] = ()
    cost: int | None = None


class Stored(Struct, frozen=True):
    """An event that stands in the inbox."""

    id: int
    lane_id: int
    lane_key: str
    channel: str
    address: str
    ours: str
    kind: str
    payload: dict[str, Any]
    received_at: datetime
    status: str
    turn_id: int | None


def ingest(tx: Connection, arrivals: Sequence[Arrival]) -> list[int | None]:
    """Stores events; the inbox id of each, None for one that was there already."""
    known = _lanes_of(tx, arrivals)
    new = _insert(tx, arrivals, known)
    _mark_due(tx, [a for a in arrivals if (a.channel, a.event_id) in new], known)
    for arrival in arrivals:
        if arrival.word and (inbox_id := new.get((arrival.channel, arrival.event_id))):
            consent.record(tx, arrival.word, arrival.received_at, inbox_id)
    _expect_files(tx, arrivals, new)
    # A repeat within the same group was stored once, and is told once.
    return [new.pop((a.channel, a.event_id), None) for a in arrivals]


def _expect_files(
    tx: Connection, arrivals: Sequence[Arrival], new: dict[tuple[str, str], int]
) -> None:
    came = {new.get((a.channel, a.event_id)): a for a in arrivals if a.files}
    media.expect(tx, {i: (a.files, a.received_at) for i, a in came.items() if i is not None})


def _lanes_of(tx: Connection, arrivals: Sequence[Arrival]) -> dict[str, tuple[int, int]]:
    keys = {arrival.lane_key: arrival for arrival in arrivals}
    known = lanes.mailboxes(tx, keys)
    if len(known) < len(keys):
        missing = [a for key, a in keys.items() if key not in known]
        lanes.add(tx, [_lane_row(arrival) for arrival in missing])
        known |= lanes.mailboxes(tx, [a.lane_key for a in missing])
    return known


def _lane_row(arrival: Arrival) -> dict[str, object]:
    return {
        "key": arrival.lane_key,
        "channel": arrival.lane_key.split(":", 1)[0],
        "address": arrival.address,
        "ours": arrival.ours,
        "created_at": arrival.received_at,
    }


_add = upserting(
    lambda insert: (
        insert(inbox)
        .on_conflict_do_nothing(index_elements=["channel", "event_id"])
        .returning(inbox.c.id, inbox.c.channel, inbox.c.event_id)
    )
)


def _insert(
    tx: Connection, arrivals: Sequence[Arrival], known: dict[str, tuple[int, int]]
) -> dict[tuple[str, str], int]:
    rows = {
        (a.channel, a.event_id): {
            "channel": a.channel,
            "event_id": a.event_id,
            "lane_id": known[a.lane_key][0],
            "mailbox_id": known[a.lane_key][1],
            "kind": a.kind,
            "payload": a.payload,
            "received_at": a.received_at,
            "status": "pending",
            "cost": a.cost,
        }
        for a in arrivals
    }
    added = _add.rows_each(tx, list(rows.values()))
    return {(channel, event_id): id_ for id_, channel, event_id in added}


def _mark_due(
    tx: Connection, arrivals: Iterable[Arrival], known: dict[str, tuple[int, int]]
) -> None:
    waits = {known[a.lane_key][1]: (a.quiet, a.longest) for a in arrivals}
    counts = Counter(known[a.lane_key][1] for a in arrivals)
    # Sorted: two processes that update the same mailboxes in two orders deadlock.
    rows: list[dict[str, object]] = [
        {"mailbox": mailbox, "more": counts[mailbox], "quiet": quiet, "longest": longest}
        for mailbox, (quiet, longest) in sorted(waits.items())
    ]
    if rows:
        lanes.arrive(tx, rows)


_unfinished = Statement(
    select(
        inbox.c.id,
        inbox.c.lane_id,
        lanes_table.c.key,
        lanes_table.c.channel,
        lanes_table.c.address,
        lanes_table.c.ours,
        inbox.c.kind,
        inbox.c.payload,
        inbox.c.received_at,
        inbox.c.status,
        inbox.c.turn_id,
    )
    .join(lanes_table, lanes_table.c.id == inbox.c.lane_id)
    .where(inbox.c.mailbox_id == bindparam("mailbox"), stated(inbox.c.status, "pending", "open"))
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)


def unfinished(tx: Connection, mailbox_id: int, most: int) -> list[Stored]:
    """What a mailbox holds that no turn has ended yet, oldest first."""
    return [Stored(*row) for row in _unfinished.rows(tx, mailbox=mailbox_id, most=most)]


_open = Statement(
    update(inbox)
    .where(inbox.c.id == bindparam("event"))
    .values(status="open", turn_id=bindparam("turn"), opened_at=bindparam("now", type_=UtcDateTime))
)
_end = Statement(
    update(inbox)
    .where(inbox.c.id == bindparam("event"))
    .values(
        status=bindparam("how"),
        turn_id=bindparam("turn"),
        ended_at=bindparam("now", type_=UtcDateTime),
    )
)


def open_events(tx: Connection, ids: Iterable[int], turn_id: int, now: datetime | None) -> None:
    """These events are part of a turn from now on; their words stand in the conversation. now:
    None where the turn has not begun yet."""
    _open.run_each(tx, [{"event": id_, "turn": turn_id, "now": now} for id_ in ids])


def end_events(tx: Connection, ids: Iterable[int], turn_id: int, how: str, now: datetime) -> None:
    """The turn of these events ended: how is done or dead."""
    ended = {"turn": turn_id, "how": how, "now": now}
    _end.run_each(tx, [{"event": id_, **ended} for id_ in ids])


_find = Statement(
    select(inbox.c.id, inbox.c.status, inbox.c.turn_id).where(
        inbox.c.channel == bindparam("channel"), inbox.c.event_id == bindparam("event")
    )
)


def find(tx: Connection, channel: str, event_id: str) -> tuple[int, str, int | None] | None:
    """(id, status, turn id) of an event by its vendor's id."""
    row = _find.row(tx, channel=channel, event=event_id)
    return None if row is None else (row[0], row[1], row[2])


def is_known(tx: Connection, channel: str, event_id: str) -> bool:
    """Whether this event came in."""
    return find(tx, channel, event_id) is not None


def tell(tx: Connection, event: Stored, words: str) -> None:
    """Keeps a word for whoever waits for what comes of an event."""
    kept = update(inbox).where(inbox.c.id == event.id)
    tx.execute(kept.values(payload={**event.payload, "told": words}))


def outcome_of(tx: Connection, channel: str, event_id: str) -> tuple[str, str | None] | None:
    """(status, the word that was kept) of an event by its vendor's id."""
    query = select(inbox.c.status, inbox.c.payload)
    found = tx.execute(query.where(inbox.c.channel == channel, inbox.c.event_id == event_id))
    row = found.first()
    return None if row is None else (row.status, row.payload.get("told"))
