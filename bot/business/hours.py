"""Opening hours: the spans of a day, a week of them, and the holidays that change them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    field_validator,
    model_validator,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MINUTES_A_DAY = 24 * 60

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_HOW_TO_WRITE_HOURS = 'write "closed" or hours such as "09:00-12:00, 13:00-18:00"'
_HOW_TO_WRITE_HOLIDAY = (
    'write "12-25" for every year, "2027-04-04" for once, or "4th thursday of november"'
)
_NTH = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}
_NTH_WEEKDAY = re.compile(
    rf"({'|'.join(_NTH)}) ({'|'.join(WEEKDAYS)}) (?:of|in) ({'|'.join(MONTHS)})"
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of one day, in minutes after midnight; closes may be 1440, the day's end."""

    opens: int
    closes: int

    def instants(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return both ends in UTC, where alone datetimes compare rightly over a clock change."""
        midnight = datetime.combine(day, time(), tzinfo=zone)
        opens = midnight + timedelta(minutes=self.opens)
        closes = midnight + timedelta(minutes=self.closes)
        return opens.astimezone(UTC), closes.astimezone(UTC)


def as_time(minutes: int) -> time:
    """Return minutes after midnight as a time; the day's end becomes its last minute."""
    return time(*divmod(min(minutes, MINUTES_A_DAY - 1), 60))


def _parse_span(text: str) -> Span:
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise ValueError(_HOW_TO_WRITE_HOURS)
    hour, minute, end_hour, end_minute = map(int, match.groups())
    span = Span(hour * 60 + minute, end_hour * 60 + end_minute)
    if max(minute, end_minute) > 59 or span.closes > MINUTES_A_DAY:
        raise ValueError(f"{text.strip()} is no time of day; {_HOW_TO_WRITE_HOURS}")
    if span.opens >= span.closes:
        raise ValueError(f"{text.strip()} ends before it begins; split hours at 24:00")
    return span


def parse_hours(value: object) -> tuple[Span, ...]:
    """Read a day's hours as an owner writes them; closed is the empty tuple.

    Raises ValueError, which says how to write them.
    """
    if not isinstance(value, str):
        raise ValueError(_HOW_TO_WRITE_HOURS)
    if value.strip().lower() == "closed":
        return ()
    spans = tuple(sorted(_parse_span(part) for part in value.split(",")))
    if any(later.opens <= earlier.closes for earlier, later in pairwise(spans)):
        raise ValueError(f'"{value}" overlaps itself; {_HOW_TO_WRITE_HOURS}')
    return spans


def hours_text(spans: Iterable[Span]) -> str:
    """Return the form parse_hours reads."""
    written = (f"{_clock(span.opens)}-{_clock(span.closes)}" for span in spans)
    return ", ".join(written) or "closed"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


DayHours = Annotated[
    tuple[Span, ...],
    PlainValidator(parse_hours),
    PlainSerializer(hours_text, return_type=str),
]


class WeekHours(BaseModel):
    """The hours of each weekday; a day without spans is closed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    monday: DayHours
    tuesday: DayHours
    wednesday: DayHours
    thursday: DayHours
    friday: DayHours
    saturday: DayHours
    sunday: DayHours

    def days(self) -> tuple[tuple[Span, ...], ...]:
        """Return the seven days, Monday first, as date.weekday() counts them."""
        return (
            self.monday, self.tuesday, self.wednesday, self.thursday,
            self.friday, self.saturday, self.sunday,
        )  # fmt: skip

    def on(self, day: date) -> tuple[Span, ...]:
        """Return the spans of this day of the week."""
        return self.days()[day.weekday()]


def _written_date(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


class Holiday(BaseModel):
    """Days whose hours differ. What is left out stays as on any such weekday."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    on: Annotated[str, BeforeValidator(_written_date)]
    days: int = Field(default=1, ge=1, le=60)
    events: DayHours | None = None
    staff: DayHours | None = None

    @field_validator("on")
    @classmethod
    def _is_readable(cls, value: str) -> str:
        # A leap year, so that "02-29" is seen to exist.
        holiday_in(value, 2024)
        return value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.events is None and self.staff is None:
            raise ValueError('needs events or staff, for example events = "closed"')
        return self

    def covers(self, day: date) -> bool:
        """Whether day is one of this holiday's, which may have begun in the year before."""
        years = (max(day.year - 1, date.min.year), day.year)
        starts = (holiday_in(self.on, year) for year in years)
        return any(start is not None and 0 <= (day - start).days < self.days for start in starts)


@lru_cache(maxsize=1024)
def holiday_in(written: str, year: int) -> date | None:
    """Return the holiday's first day in year, or None where that year has none.

    Raises ValueError where it is not written as a holiday is.
    """
    text = " ".join(written.lower().split())
    if match := _NTH_WEEKDAY.fullmatch(text):
        nth, weekday, month = match.groups()
        return _nth_weekday(year, MONTHS.index(month) + 1, WEEKDAYS.index(weekday), _NTH[nth])
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        once = _existing(int(text[:4]), text[5:])
        if once is None:
            raise ValueError(f"{written} does not exist; {_HOW_TO_WRITE_HOLIDAY}")
        return once if once.year == year else None
    if re.fullmatch(r"\d{2}-\d{2}", text) and _existing(2024, text):
        return _existing(year, text)
    raise ValueError(_HOW_TO_WRITE_HOLIDAY)


def _existing(year: int, month_day: str) -> date | None:
    try:
        return date.fromisoformat(f"{year:04d}-{month_day}")
    except ValueError:
        return None


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    days = [date(year, month, 1) + timedelta(days=offset) for offset in range(31)]
    fitting = [day for day in days if day.month == month and day.weekday() == weekday]
    return fitting[nth - 1 if nth > 0 else nth] if nth <= len(fitting) else None
