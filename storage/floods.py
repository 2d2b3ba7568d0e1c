"""How much of a kind staff were told of lately, so that no outage floods them."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from storage.database import upsert
from storage.tables import notice_floods

_of = (
    select(notice_floods.c.since, notice_floods.c.count)
    .where(notice_floods.c.kind == bindparam("wanted"))
    .with_for_update()
)
_change = update(notice_floods).where(notice_floods.c.kind == bindparam("wanted"))


def count(tx: Connection, kind: str, now: datetime, window: timedelta, most: int) -> int:
    """Counts one more of a kind; the how manieth it is since the window began. One that held more
    than so many lasts until it is ended."""
    row = {"kind": kind, "since": now, "count": 0}
    tx.execute(upsert(tx, notice_floods).values(row).on_conflict_do_nothing())
    since, so_far = tx.execute(_of, {"wanted": kind}).one()
    if now - since >= window and so_far <= most:
        since, so_far = now, 0
    tx.execute(_change.values(since=since, count=so_far + 1), {"wanted": kind})
    return int(so_far) + 1


def end(tx: Connection, kind: str, now: datetime) -> int:
    """Ends the window; how many there were in it."""
    row = tx.execute(_of, {"wanted": kind}).first()
    tx.execute(_change.values(since=now, count=0), {"wanted": kind})
    return 0 if row is None else int(row[1])
