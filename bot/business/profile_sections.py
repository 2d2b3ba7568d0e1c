"""The sections of the profile, one for each table of the owner's profile.toml."""

from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.business.faults import written_like
from bot.business.hours import DayHours, WeekHours
from bot.business.money import Cents, Percent
from bot.business.phones import phone_text
from bot.business.wording import Text

Line = Annotated[str, Field(min_length=1)]


class Section(BaseModel):
    """A part of the owner's files: what it does not know is a fault, and nothing changes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Business(Section):
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


class Texting(Section):
    """Whom the business texts, and when unasked. Countries are ISO 3166 codes. codes_per_day: how
    many codes that prove a phone are texted in a day, to all visitors together."""

    countries: tuple[
        Annotated[str, written_like("[A-Z]{2}", 'write a country\'s two letters, such as "US"')],
        ...,
    ] = Field(min_length=1)
    unasked_between: DayHours
    codes_per_day: int = Field(200, ge=1, le=100_000)


class Guests(Section):
    """The sizes of party served, and the guests of one day over all its bookings."""

    minimum: int = Field(ge=1)
    maximum: int = Field(ge=1)
    capacity_per_day: int = Field(ge=1)


class Notice(Section):
    """How soon, and how far ahead, an event may be."""

    minimum_hours: int = Field(ge=0, le=24 * 365)
    maximum_days: int = Field(ge=1, le=365 * 5)


class Prices(Section):
    """What is charged beside the menu. The minimum spend counts before travel and tax."""

    minimum_spend_cents: Cents = Field(alias="minimum_spend")
    tax_percent: Percent
    tax_on_travel: bool
    deposit_percent: Annotated[Decimal, Field(gt=0, le=100, allow_inf_nan=False)]
    balance_due: Line
    gratuity: Line


class Cancellation(Section):
    """Days before the event until which a deposit is returned, and a date may be moved."""

    refund_days: int = Field(ge=0)
    change_days: int = Field(ge=0)


class Service(Section):
    """What an event is made of."""

    event_types: tuple[Line, ...] = Field(min_length=1)
    included: tuple[Line, ...] = Field(min_length=1)
    host_provides: tuple[Line, ...] = Field(min_length=1)
    duration_minutes: int = Field(ge=1)
    arrival_minutes: int = Field(ge=0)
    guests_per_chef: int = Field(ge=1)


class Staff(Section):
    """When people answer, and how soon they do within those hours. hand_back_after_minutes: of
    silence of the person who took a conversation, before the assistant answers there again.
    suggest_replies: whether it suggests meanwhile what they could answer."""

    reply_within_minutes: int = Field(ge=1, le=24 * 60)
    hand_back_after_minutes: int = Field(30, ge=5, le=24 * 60)
    suggest_replies: bool = True
    hours: WeekHours


class Offers(Section):
    """What a request that cannot be taken as it is may be offered instead."""

    too_few: tuple[Text, ...] = ()
    too_many: tuple[Text, ...] = ()
    closed_day: tuple[Text, ...] = ()
    holiday: tuple[Text, ...] = ()
    short_notice: tuple[Text, ...] = ()
    too_far_ahead: tuple[Text, ...] = ()
    outside_area: tuple[Text, ...] = ()


class Widget(Section):
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


class ReportTimes(Section):
    """When the usual reports are posted to staff; "off": never."""

    daily_at: _At = "08:00"
    weekly_at: _At = "08:00"
    weekly_on: Literal[
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    ] = "monday"


class Elsewhere(Section):
    """Cities known not to be served as a matter of course."""

    cities: tuple[Line, ...] = ()
