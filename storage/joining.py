"""One person, one mailbox: the lanes of a customer who proved a phone on the website deliver into
one mailbox, which belongs to the customer, and what was going on in them becomes one conversation.

The customer's mailbox is a lane that nobody writes to. So every lane can be joined to it, and
leave it again when its phone changes hands, and no lane is special."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Select, case, func, null, select, update

from storage import lanes as all_lanes
from storage.merging import Merged, merge
from storage.tables import (
    ai_conversations,
    bookings,
    customer_phones,
    customers,
    inbox,
    lanes,
    leads,
)
from storage.types import database_now, stated

CHANNEL = "customer"


class Joined(Struct, frozen=True):
    """Where lanes deliver now. left: the mailboxes that they delivered to before. merged: the
    conversation that goes on there, and those that went into it."""

    mailbox_id: int
    left: Sequence[int]
    merged: Merged = Merged(None)


class _Lane(Struct, frozen=True):
    id: int
    joined_to: int | None
    conversation_id: int | None

    @property
    def mailbox_id(self) -> int:
        return self.joined_to or self.id


def mailbox_of(tx: Connection, customer_id: int, *, hold: bool = False) -> int | None:
    """The customer's mailbox; None: they proved no phone on the website yet. hold: that stays so
    until the transaction ends."""
    if hold:
        kept = select(customers.c.id).where(customers.c.id == customer_id)
        tx.execute(kept.with_for_update(read=True, key_share=True))
    found = all_lanes.mailboxes(tx, [_key(customer_id)])
    return found[_key(customer_id)][0] if found else None


def customer_of(tx: Connection, mailbox_id: int) -> int | None:
    """Whose mailbox it is; None: it is that of one lane alone."""
    of = select(lanes.c.key).where(lanes.c.id == mailbox_id, lanes.c.channel == CHANNEL)
    key = tx.execute(of).scalar()
    return None if key is None else int(key.removeprefix(_key("")))


def _key(customer_id: int | str) -> str:
    return f"{CHANNEL}::{customer_id}"


def _ensure_mailbox(tx: Connection, customer_id: int, now: datetime) -> int:
    """The customer's mailbox; its address, for whoever looks at it, is a phone of theirs."""
    if (known := mailbox_of(tx, customer_id)) is not None:
        return known
    phone = tx.execute(_phones(customer_id).limit(1)).scalar() or ""
    row = {"key": _key(customer_id), "channel": CHANNEL, "address": phone, "ours": ""}
    all_lanes.add(tx, [{**row, "created_at": now}])
    return all_lanes.mailboxes(tx, [_key(customer_id)])[_key(customer_id)][0]


def join(
    tx: Connection,
    customer_id: int,
    lane_ids: Iterable[int],
    now: datetime,
    fresh_since: datetime,
) -> Joined:
    """Lets these lanes, and those that the customer's phones text by, deliver into the customer's
    mailbox; and makes one of the conversations that were under way, as merging.merge does.

    Whoever is at work in one of the mailboxes is fenced off; what they had not ended is begun
    again from where it was written down, each turn by itself, in the order it came in."""
    # Conversations name their customer: nobody begins one of this customer's meanwhile.
    tx.execute(select(customers.c.id).where(customers.c.id == customer_id).with_for_update())
    hub_id = _ensure_mailbox(tx, customer_id, now)
    wanted = {*lane_ids, *_texting(tx, customer_id)}
    held = _hold(tx, wanted, hub_id)
    moving = [lane for lane in held if lane.id in wanted and lane.mailbox_id != hub_id]
    if not moving:
        return Joined(hub_id, ())
    [hub] = [lane for lane in held if lane.id == hub_id]
    current = [hub.conversation_id] + [_move(tx, lane, hub_id, customer_id) for lane in moving]
    merged = merge(tx, customer_id, [id_ for id_ in current if id_], now, fresh_since)
    into = update(lanes).where(lanes.c.id == hub_id)
    tx.execute(into.values(conversation_id=merged.conversation_id))
    left = sorted({lane.mailbox_id for lane in moving})
    for mailbox_id in (*left, hub_id):
        _fence(tx, mailbox_id)
    return Joined(hub_id, left, merged)


def leave(tx: Connection, lane_id: int) -> Joined:
    """Lets a lane whose phone changed hands deliver into its own mailbox again. What was said
    stays where it was said; what nobody has answered comes along."""
    [lane] = [each for each in _hold(tx, [lane_id]) if each.id == lane_id]
    tx.execute(update(lanes).where(lanes.c.id == lane_id).values(joined_to=null()))
    _move_events(tx, lane.mailbox_id, lane_id, lane_id)
    for mailbox_id in sorted({lane.mailbox_id, lane_id}):
        _fence(tx, mailbox_id)
    return Joined(lane_id, (lane.mailbox_id,))


def _phones(customer_id: int) -> Select[str]:
    """The customer's phones, as proved and not given up."""
    return select(customer_phones.c.phone).where(
        customer_phones.c.customer_id == customer_id,
        customer_phones.c.proved_at.is_not(None),
        customer_phones.c.valid_until.is_(None),
    )


def _texting(tx: Connection, customer_id: int) -> list[int]:
    """The lanes that the customer's phones have texted by."""
    talked = select(ai_conversations.c.mailbox_id).where(
        ai_conversations.c.customer_id == customer_id
    )
    query = select(lanes.c.id).where(
        lanes.c.id.in_(talked), lanes.c.channel == "sms", lanes.c.address.in_(_phones(customer_id))
    )
    return list(tx.execute(query).scalars())


def _hold(tx: Connection, lane_ids: Iterable[int], *more: int) -> list[_Lane]:
    """These lanes and their mailboxes, kept still; in one order, or two of us deadlock."""
    first = select(lanes.c.joined_to).where(
        lanes.c.id.in_(lane_ids), lanes.c.joined_to.is_not(None)
    )
    ids = {*lane_ids, *more, *tx.execute(first).scalars()}
    query = select(lanes.c.id, lanes.c.joined_to, lanes.c.conversation_id)
    rows = tx.execute(query.where(lanes.c.id.in_(ids)).order_by(lanes.c.id).with_for_update())
    return [_Lane(*row) for row in rows]


def _move(tx: Connection, lane: _Lane, hub_id: int, customer_id: int) -> int | None:
    """Lets a lane deliver into another mailbox; the conversation that was current in its own.

    What was said under another customer's name (the phone's former owner, somebody else who used
    this browser) stays out."""
    tx.execute(
        update(lanes).where(lanes.c.id == lane.id).values(joined_to=hub_id, conversation_id=null())
    )
    _move_events(tx, lane.mailbox_id, lane.id, hub_id)
    if lane.joined_to is not None:
        return None
    tx.execute(
        update(ai_conversations)
        .where(
            ai_conversations.c.mailbox_id == lane.id,
            func.coalesce(ai_conversations.c.customer_id, customer_id) == customer_id,
        )
        .values(mailbox_id=hub_id, customer_id=customer_id)
    )
    _name_customer(tx, hub_id, customer_id)
    return lane.conversation_id


def _move_events(tx: Connection, from_id: int, lane_id: int, to_id: int) -> None:
    tx.execute(
        update(inbox)
        .where(
            inbox.c.mailbox_id == from_id,
            inbox.c.lane_id == lane_id,
            stated(inbox.c.status, "pending", "open"),
        )
        .values(mailbox_id=to_id)
    )


def _name_customer(tx: Connection, mailbox_id: int, customer_id: int) -> None:
    """The inquiries and bookings that came of these conversations are the customer's."""
    said: dict[str, Any] = {"customer_id": customer_id}
    there = select(ai_conversations.c.id).where(ai_conversations.c.mailbox_id == mailbox_id)
    of_leads = leads.c.conversation_id.in_(there) & leads.c.customer_id.is_(None)
    tx.execute(update(leads).where(of_leads).values(said))
    theirs = select(leads.c.id).where(leads.c.customer_id == customer_id)
    of_bookings = bookings.c.lead_id.in_(theirs) & bookings.c.customer_id.is_(None)
    tx.execute(update(bookings).where(of_bookings).values(said))


def _fence(tx: Connection, mailbox_id: int) -> None:
    """Whoever holds a mailbox holds it no more; it is due where it holds anything unfinished."""
    unfinished = select(inbox.c.id).where(
        inbox.c.mailbox_id == mailbox_id, stated(inbox.c.status, "pending", "open")
    )
    tx.execute(
        update(lanes)
        .where(lanes.c.id == mailbox_id)
        .values(
            gen=lanes.c.gen + 1,
            fence=lanes.c.fence + 1,
            owner=null(),
            attempts=0,
            pending_since=null(),
            ready_at=case((unfinished.exists(), database_now()), else_=null()),
        )
    )
