"""Who did what to what, when, and how it was before and after. Rows are only ever added."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, insert, select

from storage.tables import audit


class Entry(Struct, frozen=True):
    """A row. actor: a member of staff (slack:U…), a program's token, or a part of the bot.
    action: a command's name. subject: kind:public id. before, after: the values that changed."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


_COLUMNS = [audit.c[field] for field in Entry.__struct_fields__]


def add(
    tx: Connection,
    now: datetime,
    actor: str,
    action: str,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Writes an entry, within the transaction of what it tells of."""
    row = {"at": now, "actor": actor, "action": action, "subject": subject[:80]}
    tx.execute(insert(audit).values(**row, before=before, after=after))


def listed(
    tx: Connection,
    *,
    subject: str | None = None,
    actor: str | None = None,
    action: str | None = None,
    since: datetime | None = None,
    most: int = 50,
) -> list[Entry]:
    """Entries, the newest first. subject: this one, or all of a kind ("booking:")."""
    query = select(*_COLUMNS).order_by(audit.c.id.desc()).limit(most)
    if subject is not None:
        whole = not subject.endswith(":")
        fits = audit.c.subject == subject if whole else audit.c.subject.startswith(subject)
        query = query.where(fits)
    if actor is not None:
        query = query.where(audit.c.actor == actor)
    if action is not None:
        query = query.where(audit.c.action == action)
    if since is not None:
        query = query.where(audit.c.at >= since)
    return [Entry(*row) for row in tx.execute(query)]
