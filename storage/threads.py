"""Web threads: lanes that belong to the visitor who began them."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from storage import joining, visitors
from storage.database import upsert
from storage.statement import Statement
from storage.tables import keys, lanes


def begin(tx: Connection, thread_id: str, visitor: str, now: datetime) -> int | None:
    """Makes a thread; its mailbox id, None where there is one of this id. The thread of somebody
    who proved a phone is born joined."""
    known = visitors.of(tx, visitor).customer_id
    home = None if known is None else joining.mailbox_of(tx, known)
    row = {
        "key": f"web::{thread_id}",
        "channel": "web",
        "address": thread_id,
        "ours": "",
        "visitor": visitor,
        "joined_to": home,
        "created_at": now,
    }
    new = upsert(tx, lanes).values(row).on_conflict_do_nothing(index_elements=["key"])
    lane_id: int | None = tx.execute(new.returning(lanes.c.id)).scalar()
    return None if lane_id is None else home or lane_id


_mailbox_of = Statement(
    select(func.coalesce(lanes.c.joined_to, lanes.c.id)).where(
        lanes.c.key == bindparam("lane"), lanes.c.visitor == bindparam("whose")
    )
)


def mailbox_of(tx: Connection, thread_id: str, visitor: str) -> int | None:
    """The mailbox of a visitor's thread; None: there is no such thread, for this visitor."""
    mailbox: int | None = _mailbox_of.value(tx, lane=f"web::{thread_id}", whose=visitor)
    return mailbox


def own_key(tx: Connection, name: str, fresh: str) -> str:
    """A secret of this installation: the one that is kept, else fresh, kept from now on."""
    new = upsert(tx, keys).values(name=name, value=fresh)
    tx.execute(new.on_conflict_do_nothing(index_elements=["name"]))
    return str(tx.execute(select(keys.c.value).where(keys.c.name == name)).scalar_one())
