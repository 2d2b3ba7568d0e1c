"""The parts of a home that are the same for everybody, but for one's own name."""

from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.dates import clock_text, weekday_text
from bot.business.phones import phone_text
from bot.business.profile import Profile
from bot.business.staff_words import age_text, cut, event_text, guests_text, moment_text
from bot.messages import Colleague
from storage import days, home, reservations, staff_conversations, todos
from storage.reservations import Booking
from storage.staff_conversations import Listed
from storage.staff_leads import StaffLead

Section = dict[str, Any]
"""title; lines: plain texts; table: rows, the first its head; buttons: as Button."""

_DAYS, _MOST_BOOKINGS, _MOST_LEADS, _MOST_TALKS, _MOST_TODOS = 7, 20, 8, 10, 8
_LONGEST_LABEL, _LONGEST_LINE = 24, 140


class Button(Struct, frozen=True):
    """act: as in home_act. value: what it is about."""

    act: str
    label: str
    value: str
    primary: bool = False

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__struct_fields__}


class Page:
    """What everybody looks at, as of a moment."""

    def __init__(self, profile: Profile, now: datetime) -> None:
        self._profile, self._now = profile, now
        self._today = profile.local(now).date()

    def today(self, tx: Connection) -> Section:
        found = reservations.between(tx, self._today, self._today)
        day = f"{weekday_text(self._today)}, {self._today:%B} {self._today.day}"
        lines = [self._booking(booking, dated=False) for booking in found[:_MOST_BOOKINGS]]
        return section(f"Today, {day}", lines or ["No bookings today."])

    def week(self, tx: Connection) -> Section:
        """The next seven days: guests, places left, and the bookings after today's."""
        last = self._today + timedelta(days=_DAYS - 1)
        rows = [["Day", "Guests", "Places left"]]
        for day in days.each(tx, self._today, last):
            rows.append([_short(day.day), str(day.booked), self._left(day)])
        coming = reservations.between(tx, self._today + timedelta(days=1), last)
        lines = [self._booking(booking) for booking in coming[:_MOST_BOOKINGS]]
        return section("The next seven days", lines) | {"table": rows}

    def _left(self, day: days.Day) -> str:
        if day.blocked:
            return "blocked"
        if not self._profile.starts_on(day.day):
            return "closed"
        usual = self._profile.guests.capacity_per_day
        return str(max(0, (usual if day.capacity is None else day.capacity) - day.booked))

    def _booking(self, booking: Booking, *, dated: bool = True) -> str:
        start = clock_text(booking.event_time) if booking.event_time else "time open"
        when = event_text(booking.event_date, booking.event_time, self._today) if dated else start
        name = booking.name or "no name"
        guests = guests_text(booking.guest_count, booking.children)
        return _line(f"{when}: {name}, {guests} guests", booking.place, f"({booking.status})")

    def leads(self, tx: Connection) -> Section:
        """Open inquiries, what nobody has touched for longest first."""
        count, found = home.open_leads(tx, _MOST_LEADS)
        buttons: list[Button] = []
        for lead in found:
            name = cut(lead.name or "no name", _LONGEST_LABEL)
            buttons.append(Button("lead", f"Open {name}", lead.public_id))
            if lead.assigned_to is None:
                buttons.append(Button("assign", f"{name}: assign to me", lead.public_id))
        lines = [self._lead(lead) for lead in found] or ["None."]
        return section(f"Open inquiries: {count}", lines, buttons)

    def _lead(self, lead: StaffLead) -> str:
        age = age_text(lead.created_at, self._now)
        state = f"{lead.status}, {age} old" if lead.touched_at else f"untouched for {age}"
        day = event_text(lead.event_date, lead.event_time, self._today) if lead.event_date else None
        guests = f"{lead.guest_count} guests" if lead.guest_count else None
        whose = f"{lead.assigned_name}'s" if lead.assigned_name else None
        return _line(f"{lead.name or 'No name'}: {state}", day, guests, lead.place, whose)

    def talks(self, tx: Connection, who: Colleague) -> Section:
        """Who waits for a person, and who is with one."""
        waiting = staff_conversations.listed(tx, "waiting", _MOST_TALKS)
        held = staff_conversations.listed(tx, "held", _MOST_TALKS)
        lines = [*map(self._waiting, waiting), *(self._held(each, who) for each in held)]
        buttons = [
            Button("claim", f"Take over {cut(_called(each), _LONGEST_LABEL)}", each.thread_id, True)
            for each in waiting
        ]
        return section("Conversations", lines or ["Nobody waits for a person."], buttons)

    def _waiting(self, talk: Listed) -> str:
        since = talk.waiting_since
        waits = f"waits for {age_text(since, self._now)}" if since else "waits"
        return _line(f"{_called(talk)} {waits}", f'"{cut(talk.text, _LONGEST_LINE)}"')

    def _held(self, talk: Listed, who: Colleague) -> str:
        holder = "you" if talk.holder == who.id else talk.held_by
        verb = "have" if talk.holder == who.id else "has"
        return f"{_called(talk)}: {holder} {verb} the conversation"

    def todos(self, tx: Connection, who: Colleague) -> Section:
        found = todos.listed(tx, of=who.id, most=_MOST_TODOS)
        lines = []
        for todo in found:
            due = moment_text(self._profile, todo.due_at, self._now) if todo.due_at else None
            late = "overdue" if todo.due_at and todo.due_at < self._now else None
            lines.append(_line(cut(todo.text, _LONGEST_LINE), todo.about, due, late))
        buttons = [
            Button("done", f"Done: {cut(todo.text, _LONGEST_LABEL)}", todo.public_id)
            for todo in found
        ]
        return section("Your to-dos", lines or ["None."], buttons)


def section(title: str, lines: list[str], buttons: list[Button] | tuple[()] = ()) -> Section:
    """A section as a door shows it."""
    return {"title": title, "lines": lines, "buttons": [button.plain() for button in buttons]}


def _line(first: str, *more: str | None) -> str:
    return ", ".join([first, *(part for part in more if part)])


def _called(talk: Listed) -> str:
    said = (talk.details.get("name") or {}).get("value")
    phone = phone_text(talk.address) if talk.mailbox_channel == "sms" else None
    return str(said or talk.name or phone or "A visitor of the website")


def _short(day: date) -> str:
    return f"{day:%a, %b} {day.day}"
