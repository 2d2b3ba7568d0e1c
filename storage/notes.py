"""What staff wrote down about a customer, an inquiry or a booking. Rows are only ever added."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, insert, or_, select

from storage.tables import notes


class About(Struct, frozen=True):
    """What something is about. An inquiry's or a booking's customer is named too."""

    customer_id: int | None = None
    lead_id: int | None = None
    booking_id: int | None = None


class Note(Struct, frozen=True):
    """A note, and who wrote it."""

    author_name: str
    text: str
    created_at: datetime


_COLUMNS = [notes.c[field] for field in Note.__struct_fields__]


def add(
    tx: Connection, about: About, author: str, author_name: str, text: str, now: datetime
) -> None:
    """Writes down what staff said about somebody or something. author: their id."""
    row = {"author": author, "author_name": author_name, "text": text, "created_at": now}
    tx.execute(insert(notes).values(**row, **columns_of(about)))


def on(tx: Connection, about: About, most: int = 20) -> list[Note]:
    """The notes about any of these, the newest first."""
    fits = or_(*(notes.c[name] == id_ for name, id_ in columns_of(about).items()))
    query = select(*_COLUMNS).where(fits).order_by(notes.c.id.desc()).limit(most)
    return [Note(*row) for row in tx.execute(query)]


def columns_of(about: About) -> dict[str, int]:
    """{column: id} of what is named."""
    named = {name: getattr(about, name) for name in About.__struct_fields__}
    return {name: id_ for name, id_ in named.items() if id_ is not None}
