"""How the house is: what waits, what is late, who is at work."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Table, func, select, text

from storage import dead_letters
from storage.tables import inbox, lanes, leases, media, model_calls, outbox, timers
from storage.types import database_now


class Queue(Struct, frozen=True):
    """What waits in a queue; oldest: since when the oldest does, None: nothing waits."""

    waiting: int
    oldest: datetime | None


class Health(Struct, frozen=True):
    """How it is. size: of the database, in bytes. held: mailboxes that somebody works in, by so
    many processes. clock: whether some process fires timers. late: timers overdue. unsettled:
    calls to models whose end nobody wrote down."""

    dialect: str
    schema: str
    size: int
    inbox: Queue
    outbox: Queue
    timers: int
    late: int
    dead_letters: int
    held: int
    processes: int
    clock: bool
    media_waiting: int
    media_failed: int
    calls: int
    unsettled: int


def look(tx: Connection, now: datetime, late_since: datetime, day_began: datetime) -> Health:
    """late_since: a timer due before it is overdue. day_began: calls to models count from it."""
    owners = select(func.count(), func.count(lanes.c.owner.distinct()))
    held, processes = tx.execute(owners.where(lanes.c.owner.is_not(None))).one()
    waiting = timers.c.status == "waiting"
    since = model_calls.c.created_at >= day_began
    ticks = (leases.c.name == "clock") & (leases.c.until > database_now())
    unsettled = since & model_calls.c.settled.is_(None) & (model_calls.c.created_at < late_since)
    return Health(
        dialect=tx.dialect.name,
        schema=str(tx.execute(text("SELECT version_num FROM alembic_version")).scalar()),
        size=_size(tx),
        inbox=_queue(tx, inbox, inbox.c.status.in_(("pending", "open")), inbox.c.received_at),
        outbox=_queue(
            tx,
            outbox,
            outbox.c.status.in_(("pending", "sending")) & (outbox.c.not_before <= now),
            outbox.c.not_before,
        ),
        timers=_count(tx, timers, waiting),
        late=_count(tx, timers, waiting & (timers.c.due_at < late_since)),
        dead_letters=dead_letters.count(tx),
        held=held,
        processes=processes,
        clock=_count(tx, leases, ticks) > 0,
        media_waiting=_count(tx, media, media.c.status == "waiting"),
        media_failed=_count(tx, media, media.c.status == "failed"),
        calls=_count(tx, model_calls, since),
        unsettled=_count(tx, model_calls, unsettled),
    )


def _count(tx: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    return int(tx.execute(select(func.count()).select_from(table).where(condition)).scalar_one())


def _queue(
    tx: Connection, table: Table, waits: ColumnElement[bool], since: ColumnElement[Any]
) -> Queue:
    row = tx.execute(select(func.count(), func.min(since)).select_from(table).where(waits)).one()
    return Queue(row[0], row[1])


def _size(tx: Connection) -> int:
    if tx.dialect.name == "postgresql":
        asked = "SELECT pg_database_size(current_database())"
    else:
        asked = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    return int(tx.execute(text(asked)).scalar_one())
