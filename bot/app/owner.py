"""The owner's commands: bookings in, inquiries out, and whether the owner's files hold together."""

import re
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.app.listing import write_csv, write_table
from bot.app.storage import beside
from bot.business import bookings
from bot.business.booking_file import BookingFile, read_booking_file
from bot.business.profile import Profile
from bot.business.profile_files import load_profile
from bot.clock import OffsetClock, SystemClock
from bot.errors import BotError
from bot.settings import Settings
from storage.leads import OPEN
from storage.listings import list_leads as listed

_STATUSES = (*OPEN, "won", "lost")


class UnknownFilter(BotError):
    """A filter of a list is not understood; the text says how to write it."""


async def check_profile(settings: Settings) -> int:
    """Says what to mend in the owner's files, and what in them is still the sample's."""
    from bot.app.check.files import faults_in, samples_in  # the prompts are the agents'
    from bot.app.prompts.standing import overrides

    folder = settings.business_dir
    faults = faults_in(folder)
    for fault in faults:
        print(f"✗ {fault}")
    if not faults:
        print(
            f"✓ {folder}: all is well with the profile, the menu, the wording, "
            "the knowledge pages and the prompts"
        )
        for name in samples_in(folder):
            print(f"– {name} is still the sample's; write your own")
        for line in await overrides(settings):
            print(f"– {line}")
    return int(bool(faults))


async def import_bookings(settings: Settings, *, file: Path) -> int:
    """Imports a list of bookings, and says of each line that was refused what to mend."""
    profile = load_profile(settings.business_dir)
    found = read_booking_file(file, profile)
    async with beside(settings) as database:
        lines = await bookings.import_bookings(database, profile, found.lines, _now(settings))
    _report(file, found, lines)
    return int(any(line.booked.outcome == "refused" for line in lines))


def _report(file: Path, found: BookingFile, lines: Sequence[bookings.Imported]) -> None:
    count = {
        outcome: sum(line.booked.outcome == outcome for line in lines)
        for outcome in ("made", "known", "refused")
    }
    past = sum(line.booked.past for line in lines)
    history = f" ({past} of days that are over, kept as history)" if past else ""
    print(
        f"{file}: imported {count['made']}{history}, "
        f"there already {count['known']}, refused {count['refused']}"
    )
    for line in lines:
        if remark := line.booked.remark:
            mark = "✗" if line.booked.outcome == "refused" else "–"
            print(f"{mark} line {line.number}: {remark}")
    if found.unread:
        print(f"– not read: the columns {', '.join(found.unread)}")


async def list_leads(
    settings: Settings, *, status: str | None, since: str | None, csv: bool
) -> int:
    """Lists inquiries, newest first, in the business's time."""
    profile, now = load_profile(settings.business_dir), _now(settings)
    wanted, after = _statuses(status), _since(since, profile, now)
    async with beside(settings) as database:
        found = await database.read(listed, wanted, after)
    if csv:
        write_csv(found, profile.zone, sys.stdout)
    elif found:
        write_table(found, profile.zone, sys.stdout)
    else:
        print("no inquiries")
    return 0


def _statuses(text: str | None) -> Sequence[str]:
    wanted = [part.strip() for part in (text or "").split(",") if part.strip()]
    for unknown in set(wanted) - {*_STATUSES, "open"}:
        raise UnknownFilter(f"--status {unknown}: write {', '.join(_STATUSES)} or open")
    return [name for part in wanted for name in (OPEN if part == "open" else (part,))]


def _since(text: str | None, profile: Profile, now: datetime) -> datetime | None:
    """A day's start in the business's zone, or so many days ago."""
    if text is None:
        return None
    if ago := re.fullmatch(r"(\d{1,4}) ?d(?:ays?)?", text.strip()):
        return now - timedelta(days=int(ago[1]))
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise UnknownFilter(f"--since {text}: write a date such as 2027-06-01, or 7d") from None
    return datetime.combine(day, time(), profile.zone).astimezone(UTC)


def _now(settings: Settings) -> datetime:
    file = settings.clock_offset_file
    return (OffsetClock(file) if file else SystemClock()).now()
