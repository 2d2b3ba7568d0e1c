"""Inquiries as staff work through them: listed, given to somebody, taken on, won or lost."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, func, select, update

from storage.tables import leads


class StaffLead(Struct, frozen=True):
    """An inquiry as it stands. phone: a claim. estimates in cents. touched_at: when staff first
    did anything about it."""

    id: int
    public_id: str
    conversation_id: int | None
    customer_id: int | None
    source: str
    status: str
    needs_person: bool
    reason: str | None
    name: str | None
    phone: str | None
    email: str | None
    event_date: date | None
    event_time: time | None
    adults: int | None
    children: int | None
    guest_count: int | None
    place: str | None
    dietary: str | None
    message: str | None
    estimate_low_cents: int | None
    estimate_high_cents: int | None
    assigned_to: str | None
    assigned_name: str | None
    lost_reason: str | None
    touched_at: datetime | None
    created_at: datetime


_COLUMNS = [leads.c[field] for field in StaffLead.__struct_fields__]
_ALL = select(*_COLUMNS).order_by(leads.c.needs_person.desc(), leads.c.id.desc())
NOBODY = ""  # who an inquiry is assigned to that is nobody's


def by_public_id(tx: Connection, public_id: str) -> StaffLead | None:
    """The inquiry of a public id, as staff work on it."""
    row = tx.execute(select(*_COLUMNS).where(leads.c.public_id == public_id)).first()
    return None if row is None else StaffLead(*row)


def by_id(tx: Connection, lead_id: int, *, hold: bool = False) -> StaffLead | None:
    """An inquiry. hold: nobody else changes it before this transaction ends."""
    query = select(*_COLUMNS).where(leads.c.id == lead_id)
    row = tx.execute(query.with_for_update() if hold else query).first()
    return None if row is None else StaffLead(*row)


def by_ids(tx: Connection, ids: Collection[int]) -> list[StaffLead]:
    """Inquiries by their rows' ids, in no order."""
    return [StaffLead(*row) for row in tx.execute(_ALL.where(leads.c.id.in_(ids)))]


def of_customers(tx: Connection, ids: Collection[int]) -> list[StaffLead]:
    """The inquiries of these customers, the newest first."""
    query = _ALL.order_by(None).order_by(leads.c.id.desc())
    return [StaffLead(*row) for row in tx.execute(query.where(leads.c.customer_id.in_(ids)))]


def of_conversation(tx: Connection, conversation_id: int) -> StaffLead | None:
    """The newest inquiry that came of a conversation."""
    query = select(*_COLUMNS).where(leads.c.conversation_id == conversation_id)
    row = tx.execute(query.order_by(leads.c.id.desc()).limit(1)).first()
    return None if row is None else StaffLead(*row)


def listed(
    tx: Connection,
    statuses: Collection[str],
    *,
    assigned_to: str | None = None,
    since: datetime | None = None,
    most: int = 25,
) -> tuple[int, list[StaffLead]]:
    """(how many there are, the first of them): what a person must look at comes first, then the
    newest. assigned_to: an id, or NOBODY."""
    query = _ALL.where(leads.c.status.in_(statuses))
    if assigned_to is not None:
        whose = leads.c.assigned_to
        query = query.where(whose.is_(None) if assigned_to == NOBODY else whose == assigned_to)
    if since is not None:
        query = query.where(leads.c.created_at >= since)
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    found = [StaffLead(*row) for row in tx.execute(query.limit(most))]
    return int(tx.execute(counted).scalar_one()), found


def change(tx: Connection, lead: StaffLead, now: datetime, **values: Any) -> StaffLead:
    """Changes columns of an inquiry, which counts as touched from now on; as it stands then."""
    touched = {"touched_at": lead.touched_at or now, "updated_at": now, **values}
    changed = update(leads).where(leads.c.id == lead.id).values(touched).returning(*_COLUMNS)
    return StaffLead(*tx.execute(changed).one())
