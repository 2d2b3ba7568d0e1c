"""What was spent: on models, and how many texts went out, by day."""

from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import Connection, func, select

from storage.tables import model_calls, outbox

_cost = func.coalesce(func.sum(func.coalesce(model_calls.c.settled, model_calls.c.reserved)), 0)


class Sum(Struct, frozen=True):
    """Calls to models, and their cost in micro-dollars. of: an agent, a model or a day."""

    of: str
    micros: int
    calls: int


class Texts(Struct, frozen=True):
    """Texts that were sent, and their segments, which are what a carrier charges."""

    texts: int
    segments: int


def by(tx: Connection, what: str, since: date) -> list[Sum]:
    """Sums by a column (agent, model or day) since a business day, the dearest first."""
    column = model_calls.c[what]
    query = select(column, _cost, func.count()).where(model_calls.c.day >= since)
    rows = tx.execute(query.group_by(column)).all()
    found = [Sum(str(of), int(micros), calls) for of, micros, calls in rows]
    return sorted(found, key=lambda one: -one.micros)


def texts(tx: Connection, since: datetime, until: datetime) -> Texts:
    """The texts sent in a span of time."""
    sent = (outbox.c.channel == "sms") & (outbox.c.sent_at >= since) & (outbox.c.sent_at < until)
    counted = select(func.count(), func.coalesce(func.sum(outbox.c.segments), 0)).where(sent)
    row = tx.execute(counted).one()
    return Texts(row[0], int(row[1]))
