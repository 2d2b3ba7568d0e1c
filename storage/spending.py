"""What was spent, on models and on texts, and what it was spent for. Money in micro-dollars."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import Column, ColumnElement, Connection, Row, Table, and_, func, select

from storage.tables import ai_conversations, bookings, inbox, leads, model_calls, outbox

_calls = model_calls.c
_micros = func.coalesce(func.sum(func.coalesce(_calls.settled, _calls.reserved)), 0)
_CUSTOMERS = "customer"  # the agent that talks to them


class Span(Struct, frozen=True):
    """Business days, both included, and the moments at which they begin and are over."""

    first: date
    last: date
    began: datetime
    ended: datetime


class Sum(Struct, frozen=True):
    """Calls to models, and their cost. of: an agent, a model, a purpose, a channel or a day."""

    of: str
    micros: int
    calls: int


class Texts(Struct, frozen=True):
    """Texts that went out, their segments, which are what a carrier charges, texts that came in,
    and what both cost together."""

    sent: int = 0
    segments: int = 0
    received: int = 0
    micros: int = 0

    def __add__(self, other: "Texts") -> "Texts":
        return Texts(
            self.sent + other.sent,
            self.segments + other.segments,
            self.received + other.received,
            self.micros + other.micros,
        )


class Gained(Struct, frozen=True):
    """What came of it: customers' conversations that began, inquiries and bookings made."""

    conversations: int
    leads: int
    bookings: int


def by(tx: Connection, what: str, span: Span) -> list[Sum]:
    """Calls by a column (agent, model, purpose or day), the dearest first."""
    column = model_calls.c[what]
    query = select(column, _micros, func.count()).where(_in_days(span)).group_by(column)
    return _sums(tx.execute(query).all())


def by_channel(tx: Connection, span: Span) -> list[Sum]:
    """Calls by the channel that their conversation began on, the dearest first; those outside of
    conversations as "none"."""
    channel = func.coalesce(ai_conversations.c.channel, "none")
    query = select(channel, _micros, func.count()).select_from(model_calls)
    query = query.outerjoin(ai_conversations, ai_conversations.c.id == _calls.conversation_id)
    return _sums(tx.execute(query.where(_in_days(span)).group_by(channel)).all())


def on_customers(tx: Connection, span: Span) -> int:
    """What the model calls cost that customers' conversations took; what staff tried out on
    recorded ones is none of it."""
    theirs = (_calls.agent == _CUSTOMERS, _calls.purpose != "simulation")
    query = select(_micros).where(_in_days(span), *theirs)
    return int(tx.execute(query).scalar_one())


def _in_days(span: Span) -> ColumnElement[bool]:
    return _calls.day.between(span.first, span.last)


def _sums(rows: Iterable[Row[str, int, int]]) -> list[Sum]:
    found = [Sum(str(of), int(micros), calls) for of, micros, calls in rows]
    return sorted(found, key=lambda one: -one.micros)


def texts(tx: Connection, span: Span, day_of: Callable[[datetime], date]) -> dict[date, Texts]:
    """{business day: the texts of it}. day_of: of a moment, by the business's zone, which the
    databases do not know alike."""
    found: dict[date, Texts] = {}
    out = select(outbox.c.sent_at, outbox.c.segments, outbox.c.cost)
    for at, segments, cost in tx.execute(out.where(_sent(span))):
        day = day_of(at)
        found[day] = found.get(day, Texts()) + Texts(1, segments or 0, 0, cost or 0)
    came = select(inbox.c.received_at, inbox.c.cost)
    for at, cost in tx.execute(came.where(_within(inbox.c.received_at, span), _is_billed)):
        day = day_of(at)
        found[day] = found.get(day, Texts()) + Texts(received=1, micros=cost)
    return found


_is_billed = inbox.c.cost.is_not(None)


def _sent(span: Span) -> ColumnElement[bool]:
    return and_(outbox.c.channel == "sms", _within(outbox.c.sent_at, span))


def _within(column: Column[datetime], span: Span) -> ColumnElement[bool]:
    return and_(column >= span.began, column < span.ended)


def gained(tx: Connection, span: Span) -> Gained:
    """Begun and made in a span, whatever became of it since."""
    is_a_customer_s = ai_conversations.c.agent_type == _CUSTOMERS
    return Gained(
        conversations=_count(tx, ai_conversations, span, is_a_customer_s),
        leads=_count(tx, leads, span),
        bookings=_count(tx, bookings, span),
    )


def _count(tx: Connection, table: Table, span: Span, *which: ColumnElement[bool]) -> int:
    made = select(func.count()).select_from(table).where(_within(table.c.created_at, span), *which)
    return int(tx.execute(made).scalar_one())
