"""Days, times and moments in a command's arguments: as staff say them until an agent has read them
("next Saturday"), as they are written after that (2027-06-12)."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Literal

from msgspec import Struct
from pydantic import Field

from bot.business.booking_cells import read_time
from bot.business.profile import Profile
from bot.errors import CommandRefused


class Spoken(Struct, frozen=True):
    """Marks an argument that may come in words."""

    kind: Literal["day", "time", "moment"]


_DAY = Field(min_length=1, max_length=80, description="their own words, or YYYY-MM-DD")
_TIME = Field(min_length=1, max_length=40, description='such as "6 pm" or 18:00')
_MOMENT = Field(
    min_length=1, max_length=80, description="their own words, or local YYYY-MM-DDTHH:MM"
)

Day = Annotated[str, Spoken("day"), _DAY]
MaybeDay = Annotated[str | None, Spoken("day"), _DAY]
MaybeTime = Annotated[str | None, Spoken("time"), _TIME]
MaybeMoment = Annotated[str | None, Spoken("moment"), _MOMENT]


def day_of(written: str) -> date:
    """A day as it is written. Raises CommandRefused."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise CommandRefused(f'"{written}" is no day: write it as 2027-06-12') from None


def time_of(written: str) -> time:
    """A time of day as it is written. Raises CommandRefused."""
    try:
        return read_time(written)
    except ValueError as error:
        raise CommandRefused(f'"{written}" {error}') from None


def moment_of(written: str, profile: Profile) -> datetime:
    """A local moment as it is written, in UTC. Raises CommandRefused."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise CommandRefused(f'"{written}" is no time: write it as 2027-06-12T09:00') from None
    local = moment if moment.tzinfo else moment.replace(tzinfo=profile.zone)
    return local.astimezone(UTC)
