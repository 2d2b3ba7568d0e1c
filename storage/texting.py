"""Where a customer texts, once their lanes are joined."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, select, update

from storage.joining import mailbox_of
from storage.tables import ai_conversations, ai_messages, inbox, lanes


class Place(Struct, frozen=True):
    """Where a customer texts. ours: the number of ours. introduced: whether they were told there
    who we are."""

    lane_id: int
    ours: str
    introduced: bool


_PLACE = (lanes.c.id, lanes.c.ours, lanes.c.introduced_at.is_not(None))


def place(tx: Connection, customer_id: int, phone: str) -> Place | None:
    """The lane by which a phone of the customer's texted last; None: it never did."""
    query = (
        select(*_PLACE)
        .select_from(lanes)
        .join(inbox, inbox.c.lane_id == lanes.c.id)
        .join(ai_messages, ai_messages.c.inbox_id == inbox.c.id)
        .join(ai_conversations, ai_conversations.c.id == ai_messages.c.conversation_id)
        .where(
            ai_conversations.c.mailbox_id == mailbox_of(tx, customer_id),
            lanes.c.channel == "sms",
            lanes.c.address == phone,
        )
        .order_by(ai_messages.c.id.desc())
        .limit(1)
    )
    row = tx.execute(query).first()
    return None if row is None else Place(row[0], row[1], bool(row[2]))


def place_of(tx: Connection, lane_id: int) -> Place:
    """A lane, which must be there, as a place to text."""
    row = tx.execute(select(*_PLACE).where(lanes.c.id == lane_id)).one()
    return Place(row[0], row[1], bool(row[2]))


def introduce(tx: Connection, lane_id: int, now: datetime) -> None:
    """They are told who we are."""
    here = (lanes.c.id == lane_id) & lanes.c.introduced_at.is_(None)
    tx.execute(update(lanes).where(here).values(introduced_at=now))
