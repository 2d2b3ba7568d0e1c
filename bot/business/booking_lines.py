"""One line of an owner's list of bookings: its cells, read all, so that all faults are told."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, time
from functools import partial
from typing import TypeVar

from bot.business.booking_cells import (
    read_cents,
    read_count,
    read_date,
    read_email,
    read_phone,
    read_status,
    read_time,
)
from bot.business.profile import Profile
from storage.bookings import NewBooking

T = TypeVar("T")

_LONGEST = {"name": 120, "external id": 80}
_SHOWN = 40


def read_line(
    cells: Mapping[str, str], profile: Profile, *, day_first: bool
) -> NewBooking | tuple[str, ...]:
    """The booking of a line, {column: text}; else what to mend in the line.

    day_first: as in booking_cells.read_date."""
    reading = _Reading(cells)
    return reading.booking(profile, day_first) or tuple(reading.faults)


class _Reading:
    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self.faults: list[str] = []

    def booking(self, profile: Profile, day_first: bool) -> NewBooking | None:
        """None: there are faults."""
        day = self._cell("date", partial(read_date, day_first=day_first), needed=True)
        start, name = self._cell("time", read_time), self._words("name", needed=True)
        regions = profile.texting.countries
        phone = self._cell("phone", partial(read_phone, regions=regions), needed=True)
        email, place = self._cell("email", read_email), self._words("place", needed=True)
        adults, children, guests = self._party()
        total, deposit = self._money()
        status = self._cell("status", read_status) or "confirmed"
        external_id = self._words("external id")
        if self.faults or not (day and name and phone and place and guests):
            return None
        return NewBooking(
            external_id=external_id or _hash(day, start, name, phone),
            status=status,
            name=name,
            phone=phone,
            email=email,
            event_date=day,
            event_time=start,
            zone=profile.business.timezone,
            adults=adults,
            children=children,
            guest_count=guests,
            dietary=self._words("dietary"),
            place=place,
            message=self._cells.get("notes") or None,
            total_cents=total,
            deposit_cents=deposit,
        )

    def _cell(self, column: str, read: Callable[[str], T], *, needed: bool = False) -> T | None:
        text = self._cells.get(column, "")
        if not text:
            if needed:
                self.faults.append(f"{column} is empty: fill it in")
            return None
        try:
            return read(text)
        except ValueError as error:
            self.faults.append(f'{column} "{shown(text)}" {error}')
            return None

    def _words(self, column: str, *, needed: bool = False) -> str | None:
        return self._cell(column, partial(_words, longest=_LONGEST.get(column)), needed=needed)

    def _money(self) -> tuple[int | None, int | None]:
        total, deposit = self._cell("total", read_cents), self._cell("deposit", read_cents)
        if total is not None and deposit is not None and deposit > total:
            self.faults.append("deposit is more than total: mend one of them")
        return total, deposit

    def _party(self) -> tuple[int | None, int | None, int | None]:
        """(adults, children, guests), as far as they are told or follow."""
        known = len(self.faults)
        adults, children = self._cell("adults", read_count), self._cell("children", read_count)
        guests = self._cell("guests", read_count)
        if len(self.faults) > known:
            return adults, children, guests
        if guests is None and adults is not None:
            children = children or 0
            guests = adults + children
        elif guests is not None and children is not None and adults is None:
            adults = guests - children
        elif guests is not None and adults is not None and children is None:
            children = guests - adults
        if fault := _party_fault(adults, children, guests):
            self.faults.append(fault)
        return adults, children, guests


def _party_fault(adults: int | None, children: int | None, guests: int | None) -> str | None:
    if not guests:
        return "guests is empty or 0: write how many come"
    if adults is None or children is None:
        return None
    if min(adults, children) < 0 or adults + children != guests:
        return "guests is not adults and children together: mend one of them"
    return None


def _words(text: str, *, longest: int | None) -> str:
    if longest and len(text) > longest:
        raise ValueError(f"is longer than {longest} characters: shorten it")
    return " ".join(text.split())


def shown(text: str) -> str:
    """A text in one short line that can do nothing to a terminal."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def _hash(day: date, start: time | None, name: str, phone: str) -> str:
    """What a booking without an id of its own is known by again: the same when its line is
    written otherwise, or when another of its details changes."""
    said = "\x1f".join((str(day), str(start or ""), name.casefold(), phone))
    return f"line:{hashlib.sha256(said.encode()).hexdigest()[:40]}"
