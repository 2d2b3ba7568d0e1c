"""A conversation in a person's hands: who holds it, and where what they say goes."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, bindparam, func, null, select, update

from storage import conversations, inbox, lanes
from storage.conversations import Conversation
from storage.tables import ai_conversations, ai_messages, leads
from storage.tables import inbox as inbox_table
from storage.tables import lanes as lanes_table


class Held(Struct, frozen=True):
    """A mailbox kept still until the transaction ends, and the conversation that is current in
    it."""

    mailbox_id: int
    conversation: Conversation


class Place(Struct, frozen=True):
    """Where the customer wrote last. phone: E.164, proved."""

    lane_id: int
    channel: str
    address: str
    ours: str
    phone: str | None


_lane = (
    select(lanes_table.c.id, lanes_table.c.joined_to, lanes_table.c.conversation_id)
    .where(lanes_table.c.id == bindparam("lane"))
    .with_for_update()
)


def hold(tx: Connection, thread_id: str) -> Held | None:
    """The conversation of this public id, or the one its mailbox went on with, which is opened
    again where it was over. None: there is none.

    Whoever works on the mailbox at this moment finds out before its next effect."""
    row, named = None, conversations.by_thread(tx, thread_id)
    while named is not None and (row is None or named.mailbox_id != row.id):
        # It may have moved to another mailbox while this one was waited for.
        row = tx.execute(_lane, {"lane": named.mailbox_id}).one()
        named = conversations.by_thread(tx, thread_id)
    if row is None or named is None or row.joined_to is not None:
        return None  # a lane that was joined and left this behind changed hands
    current = row.conversation_id or named.id
    tx.execute(update(lanes_table).where(lanes_table.c.id == row.id).values(gen=_MORE))
    if current == named.id and named.status == "closed":
        again = {"status": "active", "closed_at": None, "resolved": None}
        conversations.set_fields(tx, current, **again)
    return Held(row.id, conversations.by_id(tx, current))


_MORE = lanes_table.c.gen + 1


def claim(tx: Connection, conversation_id: int, staff: str, name: str, now: datetime) -> None:
    """Puts a conversation into a person's hands; its inquiries count as touched."""
    conversations.set_fields(
        tx, conversation_id, claimed_by=staff, claimed_name=name, claimed_at=now
    )
    untouched = (leads.c.conversation_id == conversation_id) & leads.c.touched_at.is_(None)
    tx.execute(update(leads).where(untouched).values(touched_at=now))


def let_go(tx: Connection, conversation_id: int) -> None:
    """Gives a conversation back to the agent."""
    values = {"claimed_by": null(), "claimed_name": null()}
    tx.execute(
        update(ai_conversations).where(ai_conversations.c.id == conversation_id).values(values)
    )


_newest_by = select(func.max(ai_messages.c.seq)).where(
    ai_messages.c.conversation_id == bindparam("conversation"),
    ai_messages.c.author == bindparam("whose"),
)


def has_spoken(tx: Connection, conversation_id: int, staff: str) -> bool:
    """Whether somebody has said anything to the customer since a conversation was taken last."""
    joined, said = (
        tx.execute(_newest_by, {"conversation": conversation_id, "whose": whose}).scalar() or 0
        for whose in ("note:joined", f"staff:{staff}")
    )
    return said > joined


_left = select(func.max(ai_messages.c.created_at)).where(
    ai_messages.c.conversation_id == bindparam("conversation"), ai_messages.c.author == "note:left"
)


def given_back_at(tx: Connection, conversation_id: int) -> datetime | None:
    """When a person last gave a conversation back; None: never."""
    found: datetime | None = tx.execute(_left, {"conversation": conversation_id}).scalar()
    return found


_place = (
    select(
        lanes_table.c.id,
        lanes_table.c.channel,
        lanes_table.c.address,
        lanes_table.c.ours,
        inbox_table.c.payload,
    )
    .join(inbox_table, inbox_table.c.lane_id == lanes_table.c.id)
    .join(ai_messages, ai_messages.c.inbox_id == inbox_table.c.id)
    .where(ai_messages.c.conversation_id == bindparam("conversation"))
    .order_by(ai_messages.c.seq.desc())
    .limit(1)
)


def place(tx: Connection, conversation_id: int) -> Place | None:
    """Where a conversation's customer wrote last; None: they never wrote."""
    row = tx.execute(_place, {"conversation": conversation_id}).first()
    if row is None:
        return None
    return Place(row.id, row.channel, row.address, row.ours, row.payload.get("phone"))


_answered = (
    select(ai_messages.c.seq)
    .where(
        ai_messages.c.conversation_id == bindparam("conversation"),
        ai_messages.c.role == "assistant",
        ai_messages.c.visibility == "customer",
    )
    .order_by(ai_messages.c.seq.desc())
    .limit(1)
)
_asked = (
    select(ai_messages.c.inbox_id)
    .where(
        ai_messages.c.conversation_id == bindparam("conversation"),
        ai_messages.c.inbox_id.is_not(None),
        ai_messages.c.seq > bindparam("answered"),
    )
    .order_by(ai_messages.c.seq)
)


_again = (
    update(ai_messages)
    .where(ai_messages.c.inbox_id.in_(bindparam("events", expanding=True)))
    .values(turn_id=bindparam("turn"))
)


def ask_again(tx: Connection, held: Held) -> bool:
    """Gives what nobody has answered to the agent again; whether there was something."""
    values = {"conversation": held.conversation.id}
    answered = tx.execute(_answered, values).scalar() or 0
    asked = list(tx.execute(_asked, values | {"answered": answered}).scalars())
    if not asked:
        return False
    inbox.open_events(tx, asked, asked[0], None)
    tx.execute(_again, {"events": asked, "turn": asked[0]})
    lanes.arrive(
        tx, [{"mailbox": held.mailbox_id, "more": len(asked), "quiet": 0.0, "longest": 0.0}]
    )
    return True
