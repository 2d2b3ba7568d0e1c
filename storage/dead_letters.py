"""Dead letters: what came in and was given up, and what was to go out and did not arrive."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from storage import lanes
from storage.tables import ai_conversations, ai_messages, customers, inbox, outbox
from storage.tables import lanes as lanes_table
from storage.types import new_public_id

ENDED_BADLY = ("undelivered", "failed", "refused", "expired", "doubt")
NOT_TRIED_AGAIN = "dropped"  # of a row that went out anew as another one, or by nobody's wish


class DeadLetter(Struct, frozen=True):
    """id: an outbox row's public id, or channel:event id of what came in. name: the customer's,
    where known. kind: message, timer or staff of what came in; the outbox's of what was to go out.
    text: its words. taken: whether the vendor took it, as far as is known."""

    id: str
    row: int
    direction: str
    channel: str
    address: str
    lane_id: int
    name: str | None
    kind: str
    text: str
    status: str
    error_code: int | None
    at: datetime
    taken: bool = False

    @property
    def may_have_arrived(self) -> bool:
        """Whether a second try may be a second message to its recipient."""
        return self.direction == "out" and self.status == "doubt"


_out = (
    select(outbox, customers.c.name.label("customer"))
    .outerjoin(ai_conversations, ai_conversations.c.id == outbox.c.conversation_id)
    .outerjoin(customers, customers.c.id == ai_conversations.c.customer_id)
)
_in = (
    select(inbox, lanes_table.c.address, customers.c.name.label("customer"))
    .join(lanes_table, lanes_table.c.id == inbox.c.lane_id)
    .outerjoin(ai_conversations, ai_conversations.c.id == lanes_table.c.conversation_id)
    .outerjoin(customers, customers.c.id == ai_conversations.c.customer_id)
)


def listed(tx: Connection, most: int) -> list[DeadLetter]:
    """The newest of each direction, the newest first."""
    out = _out.where(outbox.c.status.in_(ENDED_BADLY)).order_by(outbox.c.id.desc()).limit(most)
    came = _in.where(inbox.c.status == "dead").order_by(inbox.c.id.desc()).limit(most)
    found = [*map(_of_outbox, tx.execute(out)), *map(_of_inbox, tx.execute(came))]
    return sorted(found, key=lambda letter: letter.at, reverse=True)[:most]


def count(tx: Connection) -> int:
    """How many there are."""
    out = select(func.count()).where(outbox.c.status.in_(ENDED_BADLY))
    came = select(func.count()).where(inbox.c.status == "dead")
    return int(tx.execute(out).scalar_one() + tx.execute(came).scalar_one())


def find(tx: Connection, id: str) -> DeadLetter | None:
    """The dead letter of this id, kept still until the transaction ends."""
    channel, _, event_id = id.partition(":")
    if event_id:
        query = _in.where(inbox.c.channel == channel, inbox.c.event_id == event_id)
        row = tx.execute(query.where(inbox.c.status == "dead").with_for_update(of=inbox)).first()
        return None if row is None else _of_inbox(row)
    ended = _out.where(outbox.c.public_id == id, outbox.c.status.in_(ENDED_BADLY))
    row = tx.execute(ended.with_for_update(of=outbox)).first()
    return None if row is None else _of_outbox(row)


def _of_outbox(row: Row[Any]) -> DeadLetter:
    return DeadLetter(
        id=row.public_id,
        row=row.id,
        direction="out",
        channel=row.channel,
        address=row.address,
        lane_id=row.lane_id,
        name=row.customer,
        kind=row.kind,
        text=row.body,
        status=row.status,
        error_code=row.error_code,
        at=row.created_at,
        taken=row.provider_id is not None,
    )


def _of_inbox(row: Row[Any]) -> DeadLetter:
    return DeadLetter(
        id=f"{row.channel}:{row.event_id}",
        row=row.id,
        direction="in",
        channel=row.channel,
        address=row.address,
        lane_id=row.lane_id,
        name=row.customer,
        kind=row.kind,
        text=row.payload.get("text") or row.payload.get("timer") or "",
        status=row.status,
        error_code=None,
        at=row.received_at,
    )


def drop(tx: Connection, letter: DeadLetter) -> None:
    """Nothing looks at it again."""
    if letter.direction == "in":
        _change_event(tx, letter, status="done")
    else:
        _change_row(tx, letter, status=NOT_TRIED_AGAIN)


def retry(tx: Connection, letter: DeadLetter, now: datetime) -> None:
    """It is worked through, or sent, once more."""
    if letter.direction == "in":
        _take_up(tx, letter)
    elif letter.taken or letter.may_have_arrived:
        _send_anew(tx, letter, now)
    else:
        again = {"status": "pending", "attempts": 0, "not_before": now, "expires_at": None}
        _change_row(tx, letter, **again, error_code=None, provider_status=None)


def _take_up(tx: Connection, letter: DeadLetter) -> None:
    """Its words are said anew, below the apology: above it they would pass for answered."""
    lane = lanes.by_id(tx, letter.lane_id)
    mailbox_id = lane.joined_to or lane.id
    tx.execute(delete(ai_messages).where(ai_messages.c.inbox_id == letter.row))
    _change_event(tx, letter, mailbox_id=mailbox_id, status="pending", turn_id=None)
    lanes.arrive(tx, [{"mailbox": mailbox_id, "more": 1, "quiet": 0.0, "longest": 0.0}])


_COPIED = (
    "lane_id", "conversation_id", "message_id", "channel", "address", "ours", "kind", "body",
    "payload", "in_reply_to",
)  # fmt: skip


def _send_anew(tx: Connection, letter: DeadLetter, now: datetime) -> None:
    """As a row of its own: what its vendor says of the first one is about that one."""
    query = select(*(outbox.c[name] for name in _COPIED)).where(outbox.c.id == letter.row)
    row = dict(tx.execute(query).mappings().one())
    kept = {key: value for key, value in (row["payload"] or {}).items() if key != "tried"}
    row |= {"public_id": new_public_id(), "payload": kept or None, "status": "pending"}
    tx.execute(insert(outbox).values(**row, attempts=0, not_before=now, created_at=now))
    _change_row(tx, letter, status=NOT_TRIED_AGAIN)


def _change_event(tx: Connection, letter: DeadLetter, **values: Any) -> None:
    tx.execute(update(inbox).where(inbox.c.id == letter.row).values(**values))


def _change_row(tx: Connection, letter: DeadLetter, **values: Any) -> None:
    tx.execute(update(outbox).where(outbox.c.id == letter.row).values(**values))
