"""Timers are rows with a due time, in business time. A due row becomes an inbox event."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select, update

from storage import inbox
from storage.statement import Statement, upserting
from storage.tables import lanes, timers


def _moving(insert: Callable[[Table], Any]) -> Any:
    new = insert(timers)
    moved = ("kind", "lane_id", "due_at", "payload", "status")
    set_ = {name: new.excluded[name] for name in moved}
    return new.on_conflict_do_update(index_elements=["key"], set_=set_)


_set = upserting(_moving)
_cancel = Statement(
    update(timers)
    .where(timers.c.key == bindparam("whose"), timers.c.status == "waiting")
    .values(status="cancelled")
)


def schedule(
    tx: Connection, key: str, kind: str, lane_id: int, due_at: datetime, payload: dict[str, Any]
) -> None:
    """Sets a timer; one of the same key is moved, also when it has fired already."""
    _set.run(
        tx,
        key=key,
        kind=kind,
        lane_id=lane_id,
        due_at=due_at,
        payload=payload,
        status="waiting",
    )


def cancel(tx: Connection, key: str) -> None:
    """Stops a timer that has not fired."""
    _cancel.run(tx, whose=key)


def fire(tx: Connection, now: datetime, most: int) -> int:
    """Turns due timers into inbox events of their lanes; how many were due. The event's id holds
    the timer and its time: fired twice, it is dropped once."""
    query = (
        select(timers, lanes.c.key.label("lane_key"), lanes.c.address, lanes.c.ours)
        .join(lanes, lanes.c.id == timers.c.lane_id)
        .where(timers.c.status == "waiting", timers.c.due_at <= now)
        .order_by(timers.c.due_at)
        .limit(most)
        .with_for_update(skip_locked=True, of=timers)
    )
    due = tx.execute(query).all()
    if not due:
        return 0
    inbox.ingest(tx, [_event(row, now) for row in due])
    fired = [row.id for row in due]
    tx.execute(update(timers).where(timers.c.id.in_(fired)).values(status="fired"))
    return len(due)


def _event(row: Any, now: datetime) -> inbox.Arrival:
    return inbox.Arrival(
        channel="timer",
        event_id=f"sched:{row.id}:{row.due_at.isoformat()}",
        address=row.address,
        ours=row.ours,
        lane_key=row.lane_key,
        kind="timer",
        payload={"timer": row.kind, **row.payload},
        received_at=now,
    )
