"""One conversation of several: of one person, who talked by several lanes at the same time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, bindparam, null, select, update

from storage import budgets
from storage.memory import drop_summaries
from storage.tables import ai_conversations as conversations
from storage.tables import ai_messages as messages
from storage.tables import bridges, drafts, leads, model_calls, outbox

Slots = Mapping[str, Mapping[str, Any]]


class Merged(Struct, frozen=True):
    """The conversation that goes on, if there is one, and those that went into it."""

    conversation_id: int | None
    gone: Sequence[int] = ()


class _One(Struct, frozen=True):
    id: int
    status: str
    channel: str
    claimed_by: str | None
    claimed_at: datetime | None
    person_asked_at: datetime | None
    updated_at: datetime
    details: dict[str, dict[str, Any]]

    def goes_on_before(self) -> tuple[bool, float, bool, datetime]:
        """What is in a person's hands stays there; else the website's is gone on with."""
        claimed = self.claimed_at.timestamp() if self.claimed_by and self.claimed_at else 0.0
        return self.claimed_by is not None, claimed, self.channel == "web", self.updated_at


_COLUMNS = [conversations.c[field] for field in _One.__struct_fields__]


def merge(
    tx: Connection, customer_id: int, ids: Iterable[int], now: datetime, fresh_since: datetime
) -> Merged:
    """Makes one of the customer's conversations among these that are not over: all that was said
    is in it, in the order it was said. fresh_since: before it, silence ended a conversation."""
    wanted = conversations.c.id.in_(set(ids)) & (conversations.c.customer_id == customer_id)
    query = select(*_COLUMNS).where(wanted).order_by(conversations.c.id).with_for_update()
    found = [_One(*row) for row in tx.execute(query)]
    fresh = [
        one
        for one in found
        if one.status == "active" and (one.claimed_by or one.updated_at >= fresh_since)
    ]
    if not fresh:
        return Merged(max((one.id for one in found), default=None))
    stays = max(fresh, key=_One.goes_on_before)
    others = [one for one in fresh if one.id != stays.id]
    if others:
        _absorb(tx, stays, others, now)
    return Merged(stays.id, [one.id for one in others])


def _absorb(tx: Connection, stays: _One, others: Sequence[_One], now: datetime) -> None:
    gone = [one.id for one in others]
    last_seq = _renumber(tx, stays.id, gone)
    for table in (leads, outbox, model_calls, bridges, drafts):
        there = table.c.conversation_id.in_(gone)
        tx.execute(update(table).where(there).values(conversation_id=stays.id))
    budgets.join(tx, stays.id, gone)
    details: Slots = stays.details
    for one in others:
        details = _both(details, one.details)
    asked = [one.person_asked_at for one in (stays, *others) if one.person_asked_at]
    _change(
        tx,
        [stays.id],
        details=details,
        read_back=null(),
        last_seq=last_seq,
        person_asked_at=max(asked, default=None),
        updated_at=max(one.updated_at for one in (stays, *others)),
    )
    drop_summaries(tx, [stays.id, *gone])
    ended = {"status": "closed", "closed_at": now, "claimed_by": null(), "claimed_name": null()}
    nothing = {"details": {}, "read_back": null(), "last_seq": 0, "person_asked_at": null()}
    _change(tx, gone, **ended, **nothing)


def _change(tx: Connection, ids: Sequence[int], **values: Any) -> None:
    tx.execute(update(conversations).where(conversations.c.id.in_(ids)).values(**values))


_renumbered = (
    update(messages)
    .where(messages.c.id == bindparam("message"))
    .values(conversation_id=bindparam("into"), seq=bindparam("number"))
)


def _renumber(tx: Connection, into: int, gone: Sequence[int]) -> int:
    """Puts all messages into one conversation, in the order they were said; how many there are."""
    query = select(messages.c.id, messages.c.conversation_id, messages.c.seq)
    ours = query.where(messages.c.conversation_id.in_([into, *gone])).order_by(messages.c.id)
    rows = tx.execute(ours).all()
    changed = [
        {"message": id_, "into": into, "number": number}
        for number, (id_, conversation_id, seq) in enumerate(rows, 1)
        if (conversation_id, seq) != (into, number)
    ]
    # From the last on: each finds its new number free.
    for values in reversed(changed):
        tx.execute(_renumbered, values)
    return len(rows)


def _both(one: Slots, other: Slots) -> Slots:
    """What was said last of each slot, in versions that were never read back."""
    merged = dict(one)
    for slot, noted in other.items():
        known = one.get(slot, {"version": 0, "message_id": -1})
        newer = noted if noted["message_id"] > known["message_id"] else known
        merged[slot] = {**newer, "version": max(noted["version"], known["version"]) + 1}
    return merged
