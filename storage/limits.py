"""How fast anybody may go: the generic cell rate algorithm, one row a person, exact."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from storage.database import upsert
from storage.tables import limits


def take(tx: Connection, key: str, now: datetime, per_minute: int, burst: int) -> float:
    """Takes one from a person's allowance: 0 where there was one, else the seconds to wait,
    and nothing was taken."""
    one = timedelta(minutes=1) / per_minute
    tx.execute(
        upsert(tx, limits)
        .values(key=key, full_at=now)
        .on_conflict_do_nothing(index_elements=["key"])
    )
    query = select(limits.c.full_at).where(limits.c.key == key).with_for_update()
    full_at: datetime = max(tx.execute(query).scalar_one(), now)
    wait = (full_at + one - now - burst * one).total_seconds()
    if wait > 0:
        return wait
    tx.execute(limits.update().where(limits.c.key == key).values(full_at=full_at + one))
    return 0.0
