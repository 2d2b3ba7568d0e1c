"""Timers are rows with a due time, in business time. A due row becomes an inbox event."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from storage import inbox
from storage.database import upsert
from storage.tables import lanes, timers


def schedule(
    tx: Connection, key: str, kind: str, lane_id: int, due_at: datetime, payload: dict[str, Any]
) -> None:
    """Sets a timer; one of the same key is moved, also when it has fired already."""
    new = {"kind": kind, "lane_id": lane_id, "due_at": due_at, "payload": payload}
    new["status"] = "waiting"
    tx.execute(
        upsert(tx, timers)
        .values(key=key, **new)
        .on_conflict_do_update(index_elements=["key"], set_=new)
    )


def cancel(tx: Connection, key: str) -> None:
    """Stops a timer that has not fired."""
    waiting = (timers.c.key == key) & (timers.c.status == "waiting")
    tx.execute(update(timers).where(waiting).values(status="cancelled"))


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
