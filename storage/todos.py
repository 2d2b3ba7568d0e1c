"""To-dos of the staff; one with a due time reminds its person."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, func, insert, or_, select, update

from storage.notes import About, columns_of
from storage.tables import bookings, customers, leads, todos
from storage.types import new_public_id


class Todo(Struct, frozen=True):
    """A to-do. assigned_to None: everybody's. about: the name of whom it is about."""

    id: int
    public_id: str
    text: str
    assigned_to: str | None
    assigned_name: str | None
    due_at: datetime | None
    done_at: datetime | None
    created_at: datetime
    about: str | None


_FIELDS = [todos.c[field] for field in Todo.__struct_fields__[:-1]]
_ALL: Any = (
    select(*_FIELDS, func.coalesce(customers.c.name, leads.c.name, bookings.c.name))
    .select_from(todos)
    .outerjoin(bookings, bookings.c.id == todos.c.booking_id)
    .outerjoin(leads, leads.c.id == todos.c.lead_id)
    .outerjoin(customers, customers.c.id == todos.c.customer_id)
    .order_by(todos.c.due_at.is_(None), todos.c.due_at, todos.c.id)
)


def add(
    tx: Connection,
    text: str,
    by: str,
    now: datetime,
    *,
    about: About,
    due_at: datetime | None,
    assigned_to: str | None,
    assigned_name: str | None,
) -> Todo:
    """Writes down what is to be done. by: who wrote it; assigned_to: who is to do it."""
    row: dict[str, Any] = {"public_id": new_public_id(), "text": text, "created_by": by}
    row |= {"due_at": due_at, "assigned_to": assigned_to, "assigned_name": assigned_name}
    added = insert(todos).values(**row, created_at=now, **columns_of(about))
    return by_id(tx, tx.execute(added.returning(todos.c.id)).scalar_one())


def by_id(tx: Connection, todo_id: int) -> Todo:
    """The to-do, which must be there."""
    return Todo(*tx.execute(_ALL.where(todos.c.id == todo_id)).one())


def find(tx: Connection, public_id: str) -> Todo | None:
    """The to-do of a public id."""
    row = tx.execute(_ALL.where(todos.c.public_id == public_id)).first()
    return None if row is None else Todo(*row)


def listed(
    tx: Connection, *, of: str | None = None, done: bool = False, most: int = 40
) -> list[Todo]:
    """To-dos, what is due first; of those that are done, the last. of: of this colleague's, and
    everybody's."""
    query = _ALL.where(todos.c.done_at.is_not(None) if done else todos.c.done_at.is_(None))
    if of is not None:
        query = query.where(or_(todos.c.assigned_to == of, todos.c.assigned_to.is_(None)))
    if done:
        query = query.order_by(None).order_by(todos.c.done_at.desc(), todos.c.id.desc())
    return [Todo(*row) for row in tx.execute(query.limit(most))]


def on(tx: Connection, about: About, most: int = 20) -> list[Todo]:
    """What is still to be done about any of these."""
    fits = or_(*(todos.c[name] == id_ for name, id_ in columns_of(about).items()))
    query = _ALL.where(fits, todos.c.done_at.is_(None)).limit(most)
    return [Todo(*row) for row in tx.execute(query)]


def finish(tx: Connection, todo_id: int, by: str, now: datetime) -> bool:
    """Marks a to-do as done; False: it was."""
    done = update(todos).where(todos.c.id == todo_id, todos.c.done_at.is_(None))
    return bool(tx.execute(done.values(done_at=now, done_by=by)).rowcount)
