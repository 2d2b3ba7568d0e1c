"""The hours in which the networks let texts through, where their recipient is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.business.profile import Profile

# https://www.twilio.com/docs/api/errors/30610
_OPENS, _CLOSES = 8, 21
_SOON = timedelta(minutes=30)


def texts_open_at(profile: Profile, phone: str, now: datetime) -> datetime:
    """When to try again after the network refused a text for the hour: at 8 where the number is
    at home. A number that may be in several zones is in the business's, if that is one of them,
    else in that where it is 8 last. Where it is day by all we know, the network knows better:
    half an hour later."""
    return max(_opening(now.astimezone(zone)) for zone in _zones(profile, phone))


def _opening(local: datetime) -> datetime:
    if _OPENS <= local.hour < _CLOSES:
        return local + _SOON
    day = local.date() + timedelta(days=local.hour >= _CLOSES)
    return datetime(day.year, day.month, day.day, _OPENS, tzinfo=local.tzinfo)


def _zones(profile: Profile, phone: str) -> list[ZoneInfo]:
    from phonenumbers import NumberParseException, parse
    from phonenumbers.timezone import time_zones_for_number

    try:
        names = set(time_zones_for_number(parse(phone)))
    except NumberParseException:
        names = set()
    if profile.business.timezone in names:
        return [profile.zone]
    return [zone for name in sorted(names) if (zone := _zone(name))] or [profile.zone]


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):  # "Etc/Unknown", or one this machine lacks
        return None


def opens_for_unasked(profile: Profile, phone: str, now: datetime) -> datetime | None:
    """When a text that nobody asked for may go out; None: now. It must be day by the owner's hours
    for such texts and by the networks', wherever the number may be at home."""
    later = [
        opening for zone in _zones(profile, phone) if (opening := _unasked(profile, zone, now))
    ]
    return max(later, default=None)


def _unasked(profile: Profile, zone: ZoneInfo, now: datetime) -> datetime | None:
    local = now.astimezone(zone)
    minutes = local.hour * 60 + local.minute
    spans = [
        (max(span.opens, _OPENS * 60), min(span.closes, _CLOSES * 60))
        for span in profile.texting.unasked_between
    ]
    if any(opens <= minutes < closes for opens, closes in spans):
        return None
    today = [opens for opens, closes in spans if opens > minutes and opens < closes]
    day = local.date() if today else local.date() + timedelta(days=1)
    first = min(today or [opens for opens, closes in spans if opens < closes] or [_OPENS * 60])
    return datetime(day.year, day.month, day.day, *divmod(first, 60), tzinfo=zone)
