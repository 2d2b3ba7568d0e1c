"""The profile: everything about the business that its owner may change without code.

It is read from an owner's folder (profile.toml, menu.toml, wording.toml) and kept as JSON, one
row a version. Nothing it holds stands in code.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from bot.business.faults import Fault, InconsistentError, ProfileError, faults_of, written_like
from bot.business.hours import DayHours, Holiday, Span, WeekHours
from bot.business.menu import Menu
from bot.business.money import Cents, Percent
from bot.business.phones import phone_text
from bot.business.places import Area
from bot.business.wording import Text, Wording

_SAMPLE_MARKS = ("55501", "example.com")

Line = Annotated[str, Field(min_length=1)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Business(_Section):
    """Who the business is, and how a person there is reached."""

    name: Line
    description: Line
    phone: Annotated[
        str, written_like(r"\+[1-9]\d{6,14}", "write +, country code and number: +12135550142")
    ]
    email: Annotated[
        str, written_like(r"[^@\s]+@[^@\s]+\.[^@\s]+", "write an address such as you@example.com")
    ]
    website: Line
    timezone: str

    @field_validator("timezone")
    @classmethod
    def _exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(
                'is no time zone: write an IANA name such as "America/New_York"'
            ) from None
        return value

    @property
    def phone_as_read(self) -> str:
        """Return a North American number as people there write it, any other as it is."""
        return phone_text(self.phone)


class Texting(_Section):
    """Whom the business texts, and when unasked. Countries are ISO 3166 codes. codes_per_day: how
    many codes that prove a phone are texted in a day, to all visitors together."""

    countries: tuple[
        Annotated[str, written_like("[A-Z]{2}", 'write a country\'s two letters, such as "US"')],
        ...,
    ] = Field(min_length=1)
    unasked_between: DayHours
    codes_per_day: int = Field(200, ge=1, le=100_000)


class Guests(_Section):
    """The sizes of party served, and the guests of one day over all its bookings."""

    minimum: int = Field(ge=1)
    maximum: int = Field(ge=1)
    capacity_per_day: int = Field(ge=1)


class Notice(_Section):
    """How soon, and how far ahead, an event may be."""

    minimum_hours: int = Field(ge=0, le=24 * 365)
    maximum_days: int = Field(ge=1, le=365 * 5)


class Prices(_Section):
    """What is charged beside the menu. The minimum spend counts before travel and tax."""

    minimum_spend_cents: Cents = Field(alias="minimum_spend")
    tax_percent: Percent
    tax_on_travel: bool
    deposit_percent: Annotated[Decimal, Field(gt=0, le=100, allow_inf_nan=False)]
    balance_due: Line
    gratuity: Line


class Cancellation(_Section):
    """Days before the event until which a deposit is returned, and a date may be moved."""

    refund_days: int = Field(ge=0)
    change_days: int = Field(ge=0)


class Service(_Section):
    """What an event is made of."""

    event_types: tuple[Line, ...] = Field(min_length=1)
    included: tuple[Line, ...] = Field(min_length=1)
    host_provides: tuple[Line, ...] = Field(min_length=1)
    duration_minutes: int = Field(ge=1)
    arrival_minutes: int = Field(ge=0)
    guests_per_chef: int = Field(ge=1)


class Staff(_Section):
    """When people answer, and how soon they do within those hours. hand_back_after_minutes: of
    silence of the person who took a conversation, before the assistant answers there again.
    suggest_replies: whether it suggests meanwhile what they could answer."""

    reply_within_minutes: int = Field(ge=1, le=24 * 60)
    hand_back_after_minutes: int = Field(30, ge=5, le=24 * 60)
    suggest_replies: bool = True
    hours: WeekHours


class Offers(_Section):
    """What a request that cannot be taken as it is may be offered instead."""

    too_few: tuple[Text, ...] = ()
    too_many: tuple[Text, ...] = ()
    closed_day: tuple[Text, ...] = ()
    holiday: tuple[Text, ...] = ()
    short_notice: tuple[Text, ...] = ()
    too_far_ahead: tuple[Text, ...] = ()
    outside_area: tuple[Text, ...] = ()


class Widget(_Section):
    """The chat on the website. suggestions: first questions to choose from. accent: its colour.
    privacy: the address of the owner's privacy notice, or a line about it."""

    accent: Annotated[str, written_like("#[0-9a-fA-F]{6}", "write a colour such as #b3261e")] = (
        "#b3261e"
    )
    suggestions: tuple[Line, ...] = Field(
        ("How much is it per person?", "What is on the menu?", "Do you come to my city?"),
        max_length=6,
    )
    privacy: Line | None = None


_At = Annotated[
    str, written_like(r"(?:[01]\d|2[0-3]):[0-5]\d|off", 'write a time such as "08:00", or "off"')
]


class ReportTimes(_Section):
    """When the usual reports are posted to staff; "off": never."""

    daily_at: _At = "08:00"
    weekly_at: _At = "08:00"
    weekly_on: Literal[
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    ] = "monday"


class Elsewhere(_Section):
    """Cities known not to be served as a matter of course."""

    cities: tuple[Line, ...] = ()


class Profile(_Section):
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
