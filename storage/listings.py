"""Lists for people to read: every inquiry, newest first."""

from collections.abc import Collection
from datetime import date, datetime, time

from msgspec import Struct
from sqlalchemy import Connection, select

from storage.tables import leads


class ListedLead(Struct, frozen=True):
    """An inquiry as it stands. phone: a claim. estimates in cents. touched_at: when staff first
    did anything about it."""

    public_id: str
    created_at: datetime
    status: str
    source: str
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
    needs_person: bool
    reason: str | None
    estimate_low_cents: int | None
    estimate_high_cents: int | None
    touched_at: datetime | None


_listed = select(*(leads.c[name] for name in ListedLead.__struct_fields__)).order_by(
    leads.c.created_at.desc(), leads.c.id.desc()
)


def list_leads(
    tx: Connection, statuses: Collection[str] = (), since: datetime | None = None
) -> list[ListedLead]:
    """Inquiries, newest first. statuses: only of these, none for all. since: made then or later."""
    query = _listed
    if statuses:
        query = query.where(leads.c.status.in_(statuses))
    if since is not None:
        query = query.where(leads.c.created_at >= since)
    return [ListedLead(*row) for row in tx.execute(query)]
