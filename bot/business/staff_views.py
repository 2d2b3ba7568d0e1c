"""Inquiries, bookings, conversations and what belongs to them as staff's agents are told of them:
small dictionaries with public ids, ready to read out. What is not known is left out."""

from datetime import datetime
from typing import Any

from bot.business.attachments import with_files
from bot.business.dates import date_text
from bot.business.money import format_cents
from bot.business.profile import Profile
from bot.business.reservations import party_of, price_of, still_due
from bot.business.staff_words import age_text, cut, event_text, moment_text
from bot.errors import CommandRefused
from storage.customer_cards import Line
from storage.leads import OPEN
from storage.notes import Note
from storage.reservations import Booking
from storage.staff_conversations import Listed
from storage.staff_leads import StaffLead
from storage.todos import Todo

Told = dict[str, Any]
_WHO = {"customer": "Customer", "agent": "Assistant", "staff": "Team"}
NAMELESS = "somebody who gave no name"
_LONGEST_LINE, _LONGEST_MESSAGE = 120, 600


class View:
    """What the views go by: the profile, and the moment."""

    def __init__(self, profile: Profile, now: datetime) -> None:
        self.profile, self.now = profile, now
        self.today = profile.local(now).date()

    def at(self, moment: datetime | None) -> str | None:
        return None if moment is None else moment_text(self.profile, moment, self.now)

    def lead(self, lead: StaffLead) -> Told:
        """An inquiry in a list."""
        day = lead.event_date
        return known(
            id=lead.public_id,
            status=lead.status,
            name=lead.name,
            phone=lead.phone,
            date=day and day.isoformat(),
            when=day and event_text(day, lead.event_time, self.today),
            guests=lead.guest_count,
            place=lead.place,
            estimate=_range(lead.estimate_low_cents, lead.estimate_high_cents),
            needs_person=lead.needs_person,
            reason=lead.reason,
            assigned_to=lead.assigned_name,
            untouched=lead.touched_at is None and lead.status in OPEN,
            age=age_text(lead.created_at, self.now),
            at=self.at(lead.created_at),
            source=lead.source,
        )

    def lead_in_full(self, lead: StaffLead) -> Told:
        """An inquiry with all that it says."""
        return self.lead(lead) | known(
            email=lead.email,
            adults=lead.adults,
            children=lead.children,
            dietary=lead.dietary,
            message=lead.message,
            lost_reason=lead.lost_reason,
        )

    def booking(self, booking: Booking) -> Told:
        """A booking in a list."""
        paid = booking.deposit_paid_cents
        return known(
            id=booking.public_id,
            status=booking.status,
            name=booking.name,
            phone=booking.phone,
            date=booking.event_date.isoformat(),
            when=event_text(booking.event_date, booking.event_time, self.today),
            guests=booking.guest_count,
            place=booking.place,
            total=self.total(booking),
            deposit_due=_money(booking.deposit_cents),
            deposit_paid=_money(paid),
        )

    def booking_in_full(self, booking: Booking) -> Told:
        """A booking with all that it says."""
        due = still_due(booking)
        return self.booking(booking) | known(
            email=booking.email,
            adults=booking.adults,
            children=booking.children,
            dishes=booking.dishes,
            dietary=booking.dietary,
            message=booking.message,
            deposit_still_due=_money(due) if due and booking.stands else None,
            deposit_paid_at=self.at(booking.deposit_paid_at),
            cancelled_reason=booking.cancelled_reason,
            source=booking.source,
            made_at=self.at(booking.created_at),
        )

    def total(self, booking: Booking) -> str | None:
        """What it costs; a range by today's prices while the dishes are open."""
        if booking.total_cents is not None or booking.source == "import":
            return _money(booking.total_cents)
        try:
            return price_of(self.profile, party_of(booking)).text
        except CommandRefused:
            return None

    def conversation(self, listed: Listed) -> Told:
        """A conversation in a list, with its last line."""
        line = Line(listed.at, listed.channel, listed.author, listed.text, (), None)
        return known(
            id=listed.thread_id,
            status=listed.status,
            customer=listed.customer,
            name=name_in(listed) or NAMELESS,
            phone=phone_in(listed),
            channel=listed.channel,
            last={**self.message(line), "text": cut(listed.text, _LONGEST_LINE)},
            waiting_since=self.at(listed.waiting_since),
            held_by=listed.held_by,
        )

    def message(self, line: Line) -> Told:
        who = line.name or _WHO.get(line.author.partition(":")[0], line.author)
        text = with_files(line.text, line.media)
        shown = text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}…"
        return {"at": self.at(line.at), "channel": line.channel, "who": who, "text": shown}

    def note(self, note: Note) -> Told:
        return {"at": self.at(note.created_at), "by": note.author_name, "text": note.text}

    def todo(self, todo: Todo) -> Told:
        return known(
            id=todo.public_id,
            text=todo.text,
            due=self.at(todo.due_at),
            overdue=bool(todo.due_at and todo.done_at is None and todo.due_at <= self.now),
            assigned_to=todo.assigned_name,
            about=todo.about,
            done_at=self.at(todo.done_at),
        )

    def day(self, day: Any) -> str:
        return date_text(day, self.today)


def known(**values: Any) -> Told:
    """Only what is known."""
    return {name: value for name, value in values.items() if value is not None}


def name_in(listed: Listed) -> str | None:
    """What the customer of a conversation is called, by themselves if nobody proved it."""
    return listed.name or noted(listed, "name")


def phone_in(listed: Listed) -> str | None:
    """The phone of a conversation: by which they text, else the one they named."""
    if listed.mailbox_channel in ("sms", "customer") and listed.address:
        return listed.address
    return noted(listed, "phone")


def noted(listed: Listed, slot: str) -> str | None:
    """A slot's value in a conversation."""
    value = (listed.details.get(slot) or {}).get("value")
    return None if value is None else str(value)


def _money(cents: int | None) -> str | None:
    return None if cents is None else format_cents(cents)


def _range(low: int | None, high: int | None) -> str | None:
    if low is None or high is None:
        return None
    return format_cents(low) if low == high else f"{format_cents(low)} to {format_cents(high)}"
