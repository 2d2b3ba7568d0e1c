"""Numbers that take no texts, as the network said."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from storage.database import upsert
from storage.tables import bad_numbers

_flagged = select(bad_numbers.c.phone).where(bad_numbers.c.phone == bindparam("number"))
_clear = delete(bad_numbers).where(bad_numbers.c.phone == bindparam("number"))


def flag(tx: Connection, phone: str, code: int | None, now: datetime) -> bool:
    """This number takes no texts: it is none, or a landline. False: that was known."""
    row = {"phone": phone, "code": code, "since": now}
    new = upsert(tx, bad_numbers).values(row).on_conflict_do_nothing(index_elements=["phone"])
    return tx.execute(new).rowcount == 1


def is_flagged(tx: Connection, phone: str) -> bool:
    """Whether this number is known to take no texts."""
    return tx.execute(_flagged, {"number": phone}).first() is not None


def clear(tx: Connection, phone: str) -> None:
    """A text reached it after all."""
    tx.execute(_clear, {"number": phone})
