"""What a note or a to-do is about: a customer, an inquiry or a booking, as staff name it."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.naming import booking_named, customer_named, is_customer, lead_named
from bot.business.profile import Profile
from storage import reservations, staff_leads
from storage.customer_cards import Customer
from storage.notes import About
from storage.reservations import Booking
from storage.staff_leads import StaffLead

_KINDS = ("customer", "inquiry", "lead", "booking")


class Subject(Struct, frozen=True):
    """What something is about. said: in words. key: as the audit log names it."""

    about: About
    said: str
    key: str


def subject_named(tx: Connection, profile: Profile, said: str, now: datetime) -> Subject:
    """A booking, an inquiry or a customer. A word before it ("booking Ann Lee") says which.

    Raises CommandRefused."""
    kind, _, rest = said.replace(":", " ", 1).partition(" ")
    if kind.lower() in _KINDS and rest.strip():
        return _of_kind(tx, profile, kind.lower(), rest.strip(), now)
    if (booking := reservations.by_public_id(tx, said)) is not None:
        return _about_booking(booking)
    if (lead := staff_leads.by_public_id(tx, said)) is not None:
        return _about_lead(lead)
    if is_customer(tx, profile, said):
        return _about_customer(customer_named(tx, profile, said))
    return _about_lead(lead_named(tx, profile, said, now))


def _of_kind(tx: Connection, profile: Profile, kind: str, said: str, now: datetime) -> Subject:
    if kind == "booking":
        return _about_booking(booking_named(tx, profile, said, now))
    if kind == "customer":
        return _about_customer(customer_named(tx, profile, said))
    return _about_lead(lead_named(tx, profile, said, now))


def _about_booking(booking: Booking) -> Subject:
    about = About(booking.customer_id, booking.lead_id, booking.id)
    said = f"the booking of {booking.name or 'somebody without a name'}"
    return Subject(about, said, f"booking:{booking.public_id}")


def _about_lead(lead: StaffLead) -> Subject:
    said = f"the inquiry of {lead.name or 'somebody without a name'}"
    return Subject(About(lead.customer_id, lead.id), said, f"lead:{lead.public_id}")


def _about_customer(customer: Customer) -> Subject:
    said = customer.name or "a customer without a name"
    return Subject(About(customer.id), said, f"customer:{customer.public_id}")
