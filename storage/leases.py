"""What only one process at a time may do."""

from sqlalchemy import Connection, or_

from storage.database import upsert
from storage.tables import leases
from storage.types import database_now


def take(tx: Connection, name: str, owner: str, seconds: float) -> bool:
    """Takes a lease, or keeps it where it is ours; whether we hold it. A holder that does not
    come back loses it after its seconds, by the database's clock."""
    now = database_now()
    new = {"owner": owner, "until": now + seconds}
    held = tx.execute(
        upsert(tx, leases)
        .values(name=name, **new)
        .on_conflict_do_update(
            index_elements=["name"],
            set_=new,
            where=or_(leases.c.owner == owner, leases.c.until <= now),
        )
        .returning(leases.c.owner)
    ).scalar()
    return held == owner


def drop(tx: Connection, name: str, owner: str) -> None:
    """Gives a lease back, so that the next one need not wait."""
    tx.execute(leases.delete().where(leases.c.name == name, leases.c.owner == owner))
