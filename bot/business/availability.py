"""Is there room on a day? A booking holds places of its day, an inquiry holds none."""

from dataclasses import dataclass
from datetime import date

from bot.business.profile import Profile


@dataclass(frozen=True, slots=True)
class Availability:
    """available: the party fits. remaining_capacity: guests the day can still take."""

    available: bool
    remaining_capacity: int


def available(
    capacity: int, booked: int, blocked: bool, guests: int | None, *, minimum: int
) -> Availability:
    """Say whether guests still fit, or the smallest party served where guests is None."""
    remaining = 0 if blocked else max(0, capacity - booked)
    needed = minimum if guests is None else guests
    return Availability(remaining >= needed, remaining)


def day_availability(
    profile: Profile,
    day: date,
    *,
    booked: int,
    guests: int | None = None,
    capacity: int | None = None,
    blocked: bool = False,
) -> Availability:
    """Say the same of a day of the profile; closed days and holidays have no places.

    capacity is that day's own, where it differs from the profile's.
    """
    return available(
        profile.guests.capacity_per_day if capacity is None else capacity,
        booked,
        blocked or not profile.starts_on(day),
        guests,
        minimum=profile.guests.minimum,
    )
