"""What was said in a mailbox, as its customer sees it: all of one person's conversations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select, update

from storage.statement import Statement
from storage.tables import ai_conversations, ai_messages, inbox, lanes, media
from storage.types import stated

_SHOWN = ("customer", "note")


class Said(Struct, frozen=True):
    """One line of it. role and author: as in ai_messages. event_id: the inbox's, of what the
    customer said. files: [(public id, content type)]."""

    id: int
    public_id: str
    role: str
    author: str
    channel: str
    content: str
    created_at: datetime
    rating: int | None
    metadata: dict[str, Any] | None
    turn_id: int | None
    inbox_id: int | None
    event_id: str | None
    files: Sequence[tuple[str, str]] = ()


class Standing(Struct, frozen=True):
    """Where a visitor's thread delivers, and the member of staff who has the conversation there,
    if one has. newest: the id of the last line, 0 where nothing was said."""

    mailbox_id: int
    claimed: bool
    staff_name: str | None
    newest: int


_mailbox = func.coalesce(lanes.c.joined_to, lanes.c.id)
_claimed = (
    select(ai_conversations.c.claimed_name)
    .where(
        ai_conversations.c.mailbox_id == _mailbox,
        ai_conversations.c.claimed_by.is_not(None),
        ai_conversations.c.status == "active",
    )
    .order_by(ai_conversations.c.id.desc())
    .limit(1)
)
_held = (
    select(ai_conversations.c.id)
    .where(
        ai_conversations.c.mailbox_id == _mailbox,
        ai_conversations.c.claimed_by.is_not(None),
        ai_conversations.c.status == "active",
    )
    .exists()
)
_last = (
    select(func.max(ai_messages.c.id))
    .join(ai_conversations, ai_conversations.c.id == ai_messages.c.conversation_id)
    .where(ai_conversations.c.mailbox_id == _mailbox)
)
_standing = Statement(
    select(
        _mailbox,
        _held,
        _claimed.correlate(lanes).scalar_subquery(),
        func.coalesce(_last.correlate(lanes).scalar_subquery(), 0),
    ).where(lanes.c.key == bindparam("lane"), lanes.c.visitor == bindparam("whose"))
)

_own = select(ai_conversations.c.id).where(ai_conversations.c.mailbox_id == bindparam("mailbox"))
_COLUMNS = [ai_messages.c[name] for name in Said.__struct_fields__[:-2]]
_lines = (
    select(*_COLUMNS, inbox.c.event_id)
    .outerjoin(inbox, inbox.c.id == ai_messages.c.inbox_id)
    .where(ai_messages.c.conversation_id.in_(_own), stated(ai_messages.c.visibility, *_SHOWN))
    .limit(bindparam("most"))
)
_after = Statement(_lines.where(ai_messages.c.id > bindparam("line")).order_by(ai_messages.c.id))
_before = Statement(
    _lines.where(ai_messages.c.id < bindparam("line")).order_by(ai_messages.c.id.desc())
)
_line = Statement(
    select(ai_messages.c.id).where(
        ai_messages.c.public_id == bindparam("public"), ai_messages.c.conversation_id.in_(_own)
    )
)
_files = (
    select(media.c.inbox_id, media.c.public_id, media.c.content_type)
    .where(media.c.inbox_id.in_(bindparam("events", expanding=True)), media.c.status != "failed")
    .order_by(media.c.inbox_id, media.c.position)
)
_INBOX_ID = Said.__struct_fields__.index("inbox_id")
_NO_END = 2**62  # above every id


def standing(tx: Connection, thread_id: str, visitor: str) -> Standing | None:
    """None: there is no such thread, for this visitor."""
    row = _standing.row(tx, lane=f"web::{thread_id}", whose=visitor)
    return None if row is None else Standing(row[0], bool(row[1]), row[2], row[3])


def place_of(tx: Connection, mailbox_id: int, public_id: str) -> int | None:
    """A line's id for `after` and `before`; None: there is no such line in this mailbox."""
    place: int | None = _line.value(tx, mailbox=mailbox_id, public=public_id)
    return place


def after(tx: Connection, mailbox_id: int, line: int, most: int) -> list[Said]:
    """The lines after this one, oldest first."""
    return _read(tx, _after, mailbox_id, line, most)


def before(tx: Connection, mailbox_id: int, line: int | None, most: int) -> list[Said]:
    """The last lines before this one (None: of all), oldest of them first."""
    return _read(tx, _before, mailbox_id, _NO_END if line is None else line, most)[::-1]


def _read(tx: Connection, query: Statement, mailbox_id: int, line: int, most: int) -> list[Said]:
    rows = query.rows(tx, mailbox=mailbox_id, line=line, most=most)
    came = [row[_INBOX_ID] for row in rows if row[_INBOX_ID] is not None]
    files = _files_of(tx, came)
    return [_said(*row, tuple(files.get(row[_INBOX_ID], ()))) for row in rows]


def _said(*fields: Any) -> Said:
    return Said(*fields)


def _files_of(tx: Connection, events: list[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    if events:
        for inbox_id, public_id, content_type in tx.execute(_files, {"events": events}):
            found.setdefault(inbox_id, []).append((public_id, content_type))
    return found


def _of_visitor(visitor: str) -> ColumnElement[bool]:
    """That a conversation is in a mailbox which a thread of the visitor's delivers to."""
    own = select(lanes.c.id).where(
        lanes.c.visitor == visitor,
        lanes.c.channel == "web",
        or_(
            lanes.c.joined_to == ai_conversations.c.mailbox_id,
            lanes.c.id == ai_conversations.c.mailbox_id,
        ),
    )
    return own.exists()


class Held(Struct, frozen=True):
    """A file of somebody's history. content None: it is still on its way."""

    content_type: str
    content: bytes | None


def file_for(tx: Connection, public_id: str, visitor: str) -> Held | None:
    """A file that came with a message of the visitor's history; None: there is none for them."""
    query = (
        select(media.c.content_type, media.c.bytes)
        .join(ai_messages, ai_messages.c.inbox_id == media.c.inbox_id)
        .join(ai_conversations, ai_conversations.c.id == ai_messages.c.conversation_id)
        .where(media.c.public_id == public_id, media.c.status != "failed", _of_visitor(visitor))
    )
    row = tx.execute(query).first()
    return None if row is None else Held(*row)


def rate_message(tx: Connection, public_id: str, visitor: str, rating: int) -> bool:
    """Keeps a visitor's thumb on what was said to them; False: it was not, or not to them."""
    query = (
        select(ai_messages.c.id)
        .join(ai_conversations, ai_conversations.c.id == ai_messages.c.conversation_id)
        .where(
            ai_messages.c.public_id == public_id,
            ai_messages.c.role == "assistant",
            ai_messages.c.visibility == "customer",
            _of_visitor(visitor),
        )
    )
    id_ = tx.execute(query).scalar()
    if id_ is None:
        return False
    tx.execute(update(ai_messages).where(ai_messages.c.id == id_).values(rating=rating))
    return True


def rate_answer(tx: Connection, public_id: str, rating: int) -> None:
    """Keeps a member of staff's thumb on what an agent answered."""
    said = (ai_messages.c.public_id == public_id) & (ai_messages.c.role == "assistant")
    tx.execute(update(ai_messages).where(said).values(rating=rating))


def rate_conversation(tx: Connection, mailbox_id: int, rating: int) -> bool:
    """Keeps a customer's rating of the newest conversation; False: there is none yet."""
    newest = (
        select(ai_conversations.c.id)
        .where(ai_conversations.c.mailbox_id == mailbox_id)
        .order_by(ai_conversations.c.id.desc())
        .limit(1)
    )
    id_ = tx.execute(newest).scalar()
    if id_ is None:
        return False
    tx.execute(update(ai_conversations).where(ai_conversations.c.id == id_).values(rating=rating))
    return True
