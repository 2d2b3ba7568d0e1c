"""Who wants to hear from us. A history by phone; its newest row is in force."""

from datetime import datetime
from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection, bindparam, insert, select

from storage.statement import Statement
from storage.tables import consent

PLAIN_WORDS = "plain words"
State = Literal["out", "in"]


class Word(Struct, frozen=True):
    """Something said of consent. source: keyword, vendor, plain words, error code."""

    phone: str
    state: State
    source: str
    words: str | None = None


class Standing(Struct, frozen=True):
    """What is in force for a phone, and by which inbox event it came to be."""

    state: State
    source: str
    inbox_id: int | None


_newest = Statement(
    select(consent.c.state, consent.c.source, consent.c.inbox_id)
    .where(consent.c.phone == bindparam("phone"))
    .order_by(consent.c.id.desc())
    .limit(1)
)


def newest(tx: Connection, phone: str) -> Standing | None:
    """What is in force for a phone; None: nothing was ever said."""
    row = _newest.row(tx, phone=phone)
    return None if row is None else Standing(*row)


def opted_out(tx: Connection, phone: str) -> bool:
    """Whether the newest word from this phone is that it wants no texts."""
    standing = newest(tx, phone)
    return standing is not None and standing.state == "out"


def record(tx: Connection, word: Word, at: datetime, inbox_id: int | None = None) -> bool:
    """Writes it down where it changes something; whether it did. A YES from somebody who never
    opted out changes nothing: it is an ordinary answer."""
    if opted_out(tx, word.phone) == (word.state == "out"):
        return False
    row = {
        "phone": word.phone,
        "state": word.state,
        "source": word.source,
        "words": word.words,
        "inbox_id": inbox_id,
        "at": at,
    }
    tx.execute(insert(consent).values(row))
    return True
