"""The read-back: what the customer said, said again, so that a yes confirms just that."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from bot.business.dates import clock_text, date_text
from bot.business.facts import render
from bot.business.profile import Profile
from storage import details

CRITICAL = ("event_date", "guest_count", "location")
"""Without these read back, a yes means nothing."""

_LOCKED_WHERE_NOTED = ("event_time", "children", "name", "phone", "dietary")


def locked(values: Mapping[str, Any], phone: str | None) -> tuple[str, ...]:
    """The slots that must be read back, as they are noted. phone: proved; as a number to reach
    the customer it is known without."""
    noted = [slot for slot in _LOCKED_WHERE_NOTED if values.get(slot)]
    if values.get("phone") == phone:
        noted = [slot for slot in noted if slot != "phone"]
    return (*CRITICAL, *noted)


def read_back_text(noted: details.Details, profile: Profile) -> str:
    """One plain sentence with everything noted, and the question whether it is right."""
    return render(profile, profile.wording.read_back, details=told_text(details.values(noted)))


def told_text(values: Mapping[str, Any]) -> str:
    """Everything noted, in the words of the read-back."""
    parts = [
        _when(values),
        _guests(values),
        values.get("location") and where_text(values["location"]),
        values.get("name") and f"for {values['name']}",
        values.get("phone") and f"phone {_phone(values['phone'])}",
        values.get("occasion") and f"occasion: {values['occasion']}",
        values.get("dietary") and f"dietary: {values['dietary']}",
    ]
    return ", ".join(part for part in parts if part)


def _when(values: Mapping[str, Any]) -> str | None:
    if "event_date" not in values:
        return None
    day = date.fromisoformat(values["event_date"])
    # Always with its year: a read-back must not be open to two readings.
    text = f"{date_text(day, day)}, {day.year}"
    if "event_time" in values:
        text += f" at {clock_text(time.fromisoformat(values['event_time']))}"
    return text


def where_text(place: str) -> str:
    """ "In Pasadena", "at 12 Oak St"."""
    number, _, street = place.partition(" ")
    return f"at {place}" if number[:1].isdigit() and street[:1].isalpha() else f"in {place}"


def _guests(values: Mapping[str, Any]) -> str | None:
    if "guest_count" not in values:
        return None
    total, children = values["guest_count"], values.get("children")
    if not children:
        return f"{total} guests"
    return f"{total} guests, {children} of them children"


def _phone(number: str) -> str:
    """A North American number as people there write it, any other as it is."""
    if number.startswith("+1") and len(number) == len("+12135550142"):
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number
