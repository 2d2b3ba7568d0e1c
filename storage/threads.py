"""Web threads: lanes that belong to the visitor who began them."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage.database import upsert
from storage.tables import keys, lanes


def begin(tx: Connection, thread_id: str, visitor: str, now: datetime) -> int:
    """Makes a thread; its mailbox id."""
    row = {
        "key": f"web::{thread_id}",
        "channel": "web",
        "address": thread_id,
        "ours": "",
        "visitor": visitor,
        "created_at": now,
    }
    return int(tx.execute(insert(lanes).values(row).returning(lanes.c.id)).scalar_one())


def mailbox_of(tx: Connection, thread_id: str, visitor: str) -> int | None:
    """The mailbox of a visitor's thread; None: there is no such thread, for this visitor."""
    query = select(lanes.c.id, lanes.c.joined_to).where(
        lanes.c.key == f"web::{thread_id}", lanes.c.visitor == visitor
    )
    row = tx.execute(query).first()
    return None if row is None else row.joined_to or row.id


def own_key(tx: Connection, name: str, fresh: str) -> str:
    """A secret of this installation: the one that is kept, else fresh, kept from now on."""
    new = upsert(tx, keys).values(name=name, value=fresh)
    tx.execute(new.on_conflict_do_nothing(index_elements=["name"]))
    return str(tx.execute(select(keys.c.value).where(keys.c.name == name)).scalar_one())
