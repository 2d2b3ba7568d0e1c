"""Staff are told of what became of a booking, in the thread of its customer where there is one."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from bot.business.command import Context
from bot.business.dates import clock_text, date_text
from bot.business.staff_words import guests_text
from storage import staff_conversations, staff_leads
from storage.reservations import Booking

Tell = Callable[..., None]
"""bot.desk.notices.Desk.notify: (tx, now, kind, fields, conversation_id=…)."""


def announce(
    tell: Tell, tx: Connection, context: Context, kind: str, booking: Booking, **more: Any
) -> None:
    """Tells of a booking as it stands. more: further fields of the notice."""
    today = context.profile.local(context.now).date()
    start = booking.event_time
    fields = {
        "name": booking.name,
        "phone": booking.phone,
        "date": date_text(booking.event_date, today),
        "time": clock_text(start) if start else None,
        "guests": guests_text(booking.guest_count, booking.children),
        "place": booking.place,
        "booking": booking.public_id,
        "by": context.who.name,
        **more,
    }
    about = _conversation_of(tx, booking)
    tell(tx, context.now, kind, fields, conversation_id=about)


def _conversation_of(tx: Connection, booking: Booking) -> int | None:
    lead = staff_leads.by_id(tx, booking.lead_id) if booking.lead_id else None
    if lead is not None and lead.conversation_id is not None:
        return lead.conversation_id
    if booking.customer_id is None:
        return None
    newest = staff_conversations.newest_of(tx, booking.customer_id)
    return newest.id if newest else None
