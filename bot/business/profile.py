"""The profile: everything about the business that its owner may change without code.

It is read from an owner's folder (profile.toml, menu.toml, wording.toml) and kept as JSON, one
row a version. Nothing it holds stands in code.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, model_validator

from bot.business.faults import Fault, InconsistentError, ProfileError, faults_of
from bot.business.hours import Holiday, Span, WeekHours
from bot.business.menu import Menu
from bot.business.places import Area
from bot.business.profile_sections import (
    Business,
    Cancellation,
    Elsewhere,
    Guests,
    Notice,
    Offers,
    Prices,
    ReportTimes,
    Section,
    Service,
    Staff,
    Texting,
    Widget,
)
from bot.business.wording import Wording

_SAMPLE_MARKS = ("55501", "example.com")


class Profile(Section):
    """One version of the business, the same from a turn's start to its end."""

    business: Business
    texting: Texting
    guests: Guests
    notice: Notice
    prices: Prices
    cancellation: Cancellation
    service: Service
    event_starts: WeekHours
    staff: Staff
    holidays: tuple[Holiday, ...] = ()
    areas: tuple[Area, ...] = Field(min_length=1)
    elsewhere: Elsewhere = Elsewhere()
    offers: Offers
    widget: Widget = Widget()
    reports: ReportTimes = ReportTimes()
    menu: Menu
    wording: Wording

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if faults := [*self._impossible_limits(), *self._repeated_places()]:
            raise InconsistentError(faults)
        return self

    def _impossible_limits(self) -> Iterator[Fault]:
        guests = self.guests
        if guests.minimum > guests.maximum:
            yield Fault("guests.minimum", "is above guests.maximum: lower it")
        if guests.maximum > guests.capacity_per_day:
            yield Fault("guests.maximum", "is above guests.capacity_per_day: lower it")
        if not any(self.event_starts.days()):
            yield Fault("event_starts", "closes every day: give one day hours")

    def _repeated_places(self) -> Iterator[Fault]:
        places = [city.lower() for city in self.elsewhere.cities]
        for area in self.areas:
            places += {place.lower() for place in (area.name, *area.cities, *area.zip_codes)}
        for place, times in Counter(places).items():
            if times > 1:
                yield Fault("areas", f'"{place}" stands in two places: leave it in one')

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.business.timezone)

    def local(self, now: datetime) -> datetime:
        """Return now on the business's clock. Raises ValueError where now has no zone."""
        if now.tzinfo is None:
            raise ValueError("now needs a time zone: pass an aware datetime")
        return now.astimezone(self.zone)

    def holiday_on(self, day: date) -> Holiday | None:
        """Return the holiday that changes the day's events, if there is one."""
        fitting = (h for h in self.holidays if h.events is not None and h.covers(day))
        return next(fitting, None)

    def starts_on(self, day: date) -> tuple[Span, ...]:
        """Return when an event may start on day. A holiday never opens a closed weekday."""
        holiday = self.holiday_on(day)
        return _changed(self.event_starts.on(day), holiday.events if holiday else None)

    def staff_on(self, day: date) -> tuple[Span, ...]:
        """Return when people answer on day. A holiday never opens a closed weekday."""
        special = (h.staff for h in self.holidays if h.staff is not None and h.covers(day))
        return _changed(self.staff.hours.on(day), next(special, None))

    def sample_values(self) -> tuple[str, ...]:
        """Return the paths of contact details that still are the sample's."""
        details = {"phone": self.business.phone, "email": self.business.email}
        details["website"] = self.business.website
        return tuple(
            f"business.{name}"
            for name, value in details.items()
            if any(mark in value for mark in _SAMPLE_MARKS)
        )

    def to_json(self) -> str:
        """Return the one JSON form of this profile, from which from_json makes an equal one."""
        data = self.model_dump(mode="json", by_alias=True)
        return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read a stored version. Raises ProfileError."""
        try:
            data = json.loads(text)
            return cls.model_validate(data)
        except ValidationError as error:
            raise ProfileError(faults_of(error, cls, data)) from None
        except ValueError as error:
            raise ProfileError([Fault("", f"the stored profile is no JSON: {error}")]) from None

    @cached_property
    def content_hash(self) -> str:
        """The SHA-256 of to_json, in hexadecimal: equal for equal profiles alone."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def _changed(usual: tuple[Span, ...], special: tuple[Span, ...] | None) -> tuple[Span, ...]:
    return special if usual and special is not None else usual
