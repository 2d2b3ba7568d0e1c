"""When a standing report is due: wall-clock time in the business's zone, whatever the clocks do."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

Every = Literal["day", "week", "month"]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class When(Struct, frozen=True):
    """at: HH:MM. weekday: of a weekly one, by name. day: of a monthly one; a month that is too
    short has it on its last day."""

    every: Every
    at: str
    weekday: str = "monday"
    day: int = 1

    def after(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The next time after now, in UTC."""
        day = now.astimezone(zone).date()
        return next(t for n in range(64) if (t := self._on(day + timedelta(n), zone)) and t > now)

    def last(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The latest time that is not after now, in UTC."""
        day = now.astimezone(zone).date()
        return next(t for n in range(64) if (t := self._on(day - timedelta(n), zone)) and t <= now)

    def _on(self, day: date, zone: ZoneInfo) -> datetime | None:
        fits = {
            "day": True,
            "week": WEEKDAYS[day.weekday()] == self.weekday,
            "month": day.day == min(self.day, monthrange(day.year, day.month)[1]),
        }[self.every]
        if not fits:
            return None
        # An hour that the clocks leave out is taken as if they had not changed yet, one that comes
        # twice is its first.
        return datetime.combine(day, time.fromisoformat(self.at), zone).astimezone(UTC)

    def words(self) -> str:
        """As staff read it."""
        span = {
            "day": "every day",
            "week": f"every {self.weekday.capitalize()}",
            "month": f"every month on day {self.day}",
        }[self.every]
        return f"{span} at {self.at}"

    def to_dict(self) -> dict[str, Any]:
        return {"every": self.every, "at": self.at, "weekday": self.weekday, "day": self.day}
