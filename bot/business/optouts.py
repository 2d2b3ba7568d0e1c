"""Somebody opted out who has something open with us: a customer who texts "Cancel" to cancel a
booking has just opted out."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.business.dates import date_text
from bot.business.phones import phone_text
from storage import leads, lookups, people
from storage.lookups import Event


def still_open(
    tx: Connection, phone: str, conversation_id: int | None, now: datetime
) -> tuple[str, dict[str, Any]] | None:
    """The kind of notice and its fields; None: they have neither inquiry nor booking."""
    known = people.by_phone(tx, phone)
    today = now.date()
    booked = lookups.bookings_of(tx, known[0], today) if known else []
    asked = lookups.inquiries_of(tx, known[0]) if known else []
    lead = leads.open_of(tx, conversation_id) if conversation_id else None
    if not (booked or asked or lead):
        return None
    email = lead.wish.email if lead else None
    first = booked or asked
    fields = {
        "name": (lead.wish.name if lead else None) or (known[1] if known else None),
        "phone": phone,
        "booking": "; ".join(_told(event, now) for event in first) or None,
        "lead_id": lead.public_id if lead else None,
        "reach": f"a call to {phone_text(phone)}" + (f", {email}" if email else ""),
    }
    return ("opted_out_booked" if booked else "opted_out"), fields


def _told(event: Event, now: datetime) -> str:
    day = date_text(event.event_date, now.date()) if event.event_date else "no date yet"
    guests = f"{event.guest_count} guests" if event.guest_count else "guests not known"
    return f"{day}, {guests}, {event.place or 'place not known'} ({event.status})"
