"""May this date, time, party or place be taken? A refusal always offers something instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from bot.business.dates import clock_text, date_text, weekday_text
from bot.business.facts import render, spans_text
from bot.business.hours import as_time
from bot.business.places import Area, locate
from bot.business.profile import Profile

_SEARCH_DAYS = 14
_LONGEST_PLACE_SAID = 80

Alternative = str | date | time


class RefusalCode(StrEnum):
    """Why a value cannot be taken; wording.toml has a text for each."""

    CLOSED_DAY = "closed_day"
    HOLIDAY = "holiday"
    PAST = "past"
    SHORT_NOTICE = "short_notice"
    TOO_FAR_AHEAD = "too_far_ahead"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    OUTSIDE_AREA = "outside_area"
    UNKNOWN_PLACE = "unknown_place"
    TIME_OUTSIDE_WINDOW = "time_outside_window"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value cannot be taken as it is, and what can be done.

    message: a sentence the agent may say as it stands. alternatives: values that would be taken,
    or offers in words. needs_person: the wish is still worth a lead, for a person to look at.
    """

    code: RefusalCode
    message: str
    alternatives: tuple[Alternative, ...] = ()
    needs_person: bool = False


def check_date(profile: Profile, event_date: date, now: datetime) -> Refusal | None:
    """Check a date: open, not past, in reach, and with notice for its latest start at least.

    now is an aware datetime; the notice counts real hours, a clock change or not.
    """
    code = _date_fault(profile, event_date, now)
    if code is None:
        return None
    today = profile.local(now).date()
    holiday = profile.holiday_on(event_date)
    return _refuse(
        profile,
        code,
        alternatives=(*_other_dates(profile, code, event_date, now), *_offers(profile, code)),
        needs_person=code is not RefusalCode.PAST,
        today=today,
        date=date_text(event_date, today),
        weekday=weekday_text(event_date),
        holiday=holiday.name if holiday else "",
    )


def check_guests(profile: Profile, guests: int) -> Refusal | None:
    """Check the size of a party, adults and children together."""
    if profile.guests.minimum <= guests <= profile.guests.maximum:
        return None
    few = guests < profile.guests.minimum
    code = RefusalCode.TOO_FEW if few else RefusalCode.TOO_MANY
    return _refuse(
        profile,
        code,
        alternatives=_offers(profile, code),
        needs_person=guests > 0,
        guests=str(guests),
    )


def check_place(profile: Profile, place: str) -> Area | Refusal:
    """Find the area of a city, post code or address."""
    found = locate(profile.areas, profile.elsewhere.cities, place)
    if len(found.areas) == 1 and not found.outside:
        return found.areas[0]
    outside = found.outside and not found.areas
    code = RefusalCode.OUTSIDE_AREA if outside else RefusalCode.UNKNOWN_PLACE
    return _refuse(
        profile,
        code,
        alternatives=_offers(profile, code) if outside else found.names,
        needs_person=outside or (not found.areas and any(map(str.isalpha, place))),
        place=" ".join(place.split())[:_LONGEST_PLACE_SAID],
    )


def check_time(
    profile: Profile, event_date: date, event_time: time, now: datetime | None = None
) -> Refusal | None:
    """Check a local start time; with now, also its date, and the notice to the minute."""
    if now is not None and (refusal := check_date(profile, event_date, now)):
        return refusal
    minutes = event_time.hour * 60 + event_time.minute
    spans = profile.starts_on(event_date)
    if not spans:
        return _refuse_start(profile, _closed_code(profile, event_date), event_date, event_time)
    if not any(span.opens <= minutes <= span.closes for span in spans):
        nearest = [span.closes for span in spans if span.closes < minutes][-1:]
        nearest += [span.opens for span in spans if span.opens > minutes][:1]
        code, times = RefusalCode.TIME_OUTSIDE_WINDOW, map(as_time, nearest)
        return _refuse_start(profile, code, event_date, event_time, *times)
    if now is not None and _start(profile, event_date, minutes) < _earliest(profile, now):
        code = RefusalCode.SHORT_NOTICE
        dates = _other_dates(profile, code, event_date, now)
        return _refuse_start(profile, code, event_date, event_time, *dates)
    return None


def _date_fault(profile: Profile, day: date, now: datetime) -> RefusalCode | None:
    today = profile.local(now).date()
    if day < today:
        return RefusalCode.PAST
    if (day - today).days > profile.notice.maximum_days:
        return RefusalCode.TOO_FAR_AHEAD
    spans = profile.starts_on(day)
    if not spans:
        return _closed_code(profile, day)
    if _start(profile, day, spans[-1].closes) < _earliest(profile, now):
        return RefusalCode.SHORT_NOTICE
    return None


def _closed_code(profile: Profile, day: date) -> RefusalCode:
    weekday_open = bool(profile.event_starts.on(day))
    return RefusalCode.HOLIDAY if weekday_open else RefusalCode.CLOSED_DAY


def _start(profile: Profile, day: date, minutes: int) -> datetime:
    midnight = datetime.combine(day, time(), tzinfo=profile.zone)
    return (midnight + timedelta(minutes=minutes)).astimezone(UTC)


def _earliest(profile: Profile, now: datetime) -> datetime:
    # Only in UTC does adding hours add real hours.
    return profile.local(now).astimezone(UTC) + timedelta(hours=profile.notice.minimum_hours)


def _other_dates(
    profile: Profile, code: RefusalCode, wanted: date, now: datetime
) -> tuple[date, ...]:
    """Return dates near the wanted one that would be taken, the earliest first."""
    today = profile.local(now).date()
    if code is RefusalCode.PAST:
        return _legal(profile, [_next_anniversary(wanted, today)], now, 1)
    if code is RefusalCode.TOO_FAR_AHEAD:
        wanted = today + timedelta(days=profile.notice.maximum_days + 1)
    days = [timedelta(days=ahead) for ahead in range(1, _SEARCH_DAYS + 1)]
    before = _legal(profile, (wanted - ahead for ahead in days), now, 1)
    return before + _legal(profile, (wanted + ahead for ahead in days), now, 2 - len(before))


def _legal(profile: Profile, days: Iterable[date], now: datetime, most: int) -> tuple[date, ...]:
    return tuple(islice((day for day in days if _date_fault(profile, day, now) is None), most))


def _next_anniversary(day: date, today: date) -> date:
    """Return the same day of the first year in which it is not past; 29 February as the 28th."""
    for year in (today.year, today.year + 1):
        leap_day = (day.month, day.day) == (2, 29)
        again = date(year, 2, 28) if leap_day else day.replace(year=year)
        if again >= today:
            break
    return again


def _offers(profile: Profile, code: RefusalCode) -> tuple[str, ...]:
    offers = profile.offers
    texts = {
        RefusalCode.TOO_FEW: offers.too_few,
        RefusalCode.TOO_MANY: offers.too_many,
        RefusalCode.CLOSED_DAY: offers.closed_day,
        RefusalCode.HOLIDAY: offers.holiday,
        RefusalCode.SHORT_NOTICE: offers.short_notice,
        RefusalCode.TOO_FAR_AHEAD: offers.too_far_ahead,
        RefusalCode.OUTSIDE_AREA: offers.outside_area,
    }
    return tuple(render(profile, text) for text in texts.get(code, ()))


def _refuse_start(
    profile: Profile,
    code: RefusalCode,
    day: date,
    event_time: time,
    *alternatives: Alternative,
) -> Refusal:
    holiday = profile.holiday_on(day)
    return _refuse(
        profile,
        code,
        alternatives=(*alternatives, *_offers(profile, code)),
        needs_person=True,
        date=date_text(day, day),
        weekday=weekday_text(day),
        holiday=holiday.name if holiday else "",
        time=clock_text(event_time),
        window=spans_text(profile.starts_on(day)),
    )


def _refuse(
    profile: Profile,
    code: RefusalCode,
    *,
    alternatives: tuple[Alternative, ...],
    needs_person: bool,
    today: date | None = None,
    **values: str,
) -> Refusal:
    texts = profile.wording.refusals
    template: str = getattr(texts, code.value)
    spoken = " or ".join(_spoken(alternative, today) for alternative in alternatives)
    instead = render(profile, texts.instead, alternatives=spoken) if spoken else ""
    person = render(profile, texts.person) if needs_person else ""
    message = render(profile, template, instead=instead, person=person, **values)
    return Refusal(code, message, alternatives, needs_person)


def _spoken(alternative: Alternative, today: date | None) -> str:
    if isinstance(alternative, date):
        return date_text(alternative, today or alternative)
    return clock_text(alternative) if isinstance(alternative, time) else alternative
