"""Replies that the agent suggests to whoever has a conversation: one at a time stands open."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, bindparam, insert, select, update

from storage.tables import ai_messages, drafts
from storage.types import new_public_id


class Draft(Struct, frozen=True):
    """A suggested reply. message_id: the newest message that it knows of. status: open | sent |
    edited | discarded | outdated. card_id: the outbox row that shows it."""

    id: int
    public_id: str
    conversation_id: int
    message_id: int
    text: str
    status: str
    card_id: int | None


_COLUMNS = [drafts.c[field] for field in Draft.__struct_fields__]
_open = select(*_COLUMNS).where(
    drafts.c.conversation_id == bindparam("conversation"), drafts.c.status == "open"
)
_by_public_id = select(*_COLUMNS).where(drafts.c.public_id == bindparam("draft"))
_newest = (
    select(ai_messages.c.id, ai_messages.c.role)
    .where(
        ai_messages.c.conversation_id == bindparam("conversation"),
        ai_messages.c.visibility == "customer",
        ai_messages.c.role.in_(["user", "assistant"]),
    )
    .order_by(ai_messages.c.seq.desc())
    .limit(1)
)


def add(tx: Connection, conversation_id: int, message_id: int, text: str, now: datetime) -> Draft:
    """Keeps a suggested reply, which nothing shows yet."""
    row = {
        "public_id": new_public_id(),
        "conversation_id": conversation_id,
        "message_id": message_id,
        "text": text,
        "status": "open",
        "created_at": now,
    }
    return Draft(*tx.execute(insert(drafts).values(row).returning(*_COLUMNS)).one())


def shown_by(tx: Connection, draft: Draft, card_id: int) -> None:
    """A row of the outbox shows it."""
    tx.execute(update(drafts).where(drafts.c.id == draft.id).values(card_id=card_id))


def open_of(tx: Connection, conversation_id: int) -> list[Draft]:
    """The suggested replies of a conversation that nobody has decided on."""
    return [Draft(*row) for row in tx.execute(_open, {"conversation": conversation_id})]


def by_public_id(tx: Connection, public_id: str) -> Draft | None:
    """None: there is none."""
    row = tx.execute(_by_public_id, {"draft": public_id}).first()
    return None if row is None else Draft(*row)


def hold(tx: Connection, public_id: str) -> Draft | None:
    """As by_public_id, kept still until the transaction ends."""
    row = tx.execute(_by_public_id.with_for_update(), {"draft": public_id}).first()
    return None if row is None else Draft(*row)


def end(tx: Connection, draft: Draft, status: str, now: datetime, by: str | None = None) -> Draft:
    """Somebody decided on it (by), or it is out of date."""
    values: dict[str, Any] = {"status": status, "decided_by": by, "decided_at": now}
    query = update(drafts).where(drafts.c.id == draft.id).values(values)
    return Draft(*tx.execute(query.returning(*_COLUMNS)).one())


def newest_said(tx: Connection, conversation_id: int) -> tuple[int, str] | None:
    """(id, role) of the newest line that the customer wrote or was shown; None: there is none."""
    row = tx.execute(_newest, {"conversation": conversation_id}).first()
    return None if row is None else (row[0], row[1])
