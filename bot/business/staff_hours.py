"""When a person answers: said with every hand-over, so it must be true to the hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from bot.business.dates import clock_text, day_text
from bot.business.facts import render
from bot.business.profile import Profile

_HORIZON_DAYS = 45


@dataclass(frozen=True, slots=True)
class StaffStatus:
    """Whether people answer now. Both times are local; None means none is known.

    closes: the end of the present opening. opens: the beginning of the next one.
    """

    is_open: bool
    closes: datetime | None
    opens: datetime | None


def staff_status(profile: Profile, now: datetime) -> StaffStatus:
    """Look up the present and the next opening; now is an aware datetime."""
    local = profile.local(now)
    # Only in UTC do times of one zone compare rightly over a clock change.
    now = local.astimezone(UTC)
    openings = _openings(profile, local.date())
    coming = list(islice((opening for opening in openings if opening[1] > now), 2))
    is_open = bool(coming) and coming[0][0] <= now
    following = coming[1:] if is_open else coming
    return StaffStatus(
        is_open=is_open,
        closes=profile.local(coming[0][1]) if is_open else None,
        opens=profile.local(following[0][0]) if following else None,
    )


def staff_hours_line(profile: Profile, now: datetime) -> str:
    """Return when to expect a person: "within an hour", or "tomorrow from 9 am"."""
    texts, status = profile.wording.when, staff_status(profile, now)
    reply = timedelta(minutes=profile.staff.reply_within_minutes)
    today = profile.local(now).date()
    left = status.closes.astimezone(UTC) - now if status.closes else timedelta()
    if status.is_open and (left >= reply or status.opens is None):
        return render(profile, texts.open, reply_time=_duration_text(reply))
    if status.opens is None:
        return render(profile, texts.unknown)
    day, opens = day_text(status.opens.date(), today), clock_text(status.opens.time())
    if status.closes is None:
        return render(profile, texts.closed, day=day, opens=opens)
    closes = clock_text(status.closes.time())
    return render(profile, texts.closing, closes=closes, day=day, opens=opens)


def _openings(profile: Profile, first: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield openings in UTC, those that touch (over midnight) as one."""
    pending: tuple[datetime, datetime] | None = None
    for ahead in range(_HORIZON_DAYS):
        day = first + timedelta(days=ahead)
        for opens, closes in (s.instants(day, profile.zone) for s in profile.staff_on(day)):
            if pending and opens <= pending[1]:
                pending = (pending[0], closes)
                continue
            if pending:
                yield pending
            pending = (opens, closes)
    if pending:
        yield pending


def _duration_text(duration: timedelta) -> str:
    minutes = int(duration.total_seconds() // 60)
    if minutes == 60:
        return "an hour"
    return f"{minutes // 60} hours" if minutes % 60 == 0 else f"{minutes} minutes"
