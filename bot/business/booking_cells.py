"""The cells of an owner's list of bookings, read as people and spreadsheets write them.

Each function raises ValueError with the end of a sentence that begins with the cell: what is
wrong with it, and how to write it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from bot.business.money import parse_dollars

_DATE_FORMS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d.%m.%y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y"),
    *("%d %B %Y", "%b %d %Y", "%B %d %Y"),
)
_NOT_SAID = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+|,|(?<=\d)(?:st|nd|rd|th)\b"
    r"|\s+0?0:00(?::00)?$",
    re.IGNORECASE,
)
_IN_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_YEARS = range(2000, 2100)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?(am|pm)?")
_DOLLARS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?")
_EUROPEAN = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+),(\d{2})")
_MOST_CENTS = 10**9
_MOST_DIGITS = 5
_STATUSES = {
    "confirmed": "confirmed booked paid deposit_paid deposit_received done completed",
    "held": "held hold on_hold tentative pending unconfirmed",
    "cancelled": "cancelled canceled void",
}
_STATUS_OF = {word: status for status, words in _STATUSES.items() for word in words.split()}
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)


def writes_day_first(cells: Iterable[str]) -> bool:
    """Whether some date of a list can only mean that the day stands before the month."""
    found = (_IN_SLASHES.fullmatch(_said(cell)) for cell in cells)
    return any(match and int(match[1]) > 12 for match in found)


def read_date(text: str, *, day_first: bool = False) -> date:
    """A date. day_first: the list writes 13/6/2027 somewhere, so that 3/4/2027 is open."""
    said = _said(text)
    if match := _IN_SLASHES.fullmatch(said):
        return _in_reach(_slashed(*map(int, match.groups()), day_first=day_first))
    for form in _DATE_FORMS:
        try:
            return _in_reach(datetime.strptime(said, form).date())
        except ValueError:
            continue
    raise ValueError("is no date: write it as 2027-06-13")


def _said(text: str) -> str:
    return " ".join(_NOT_SAID.sub(" ", text.strip()).split())


def _slashed(first: int, second: int, year: int, *, day_first: bool) -> date:
    month, day = (second, first) if first > 12 else (first, second)
    if day_first and first <= 12 and second <= 12 and first != second:
        raise ValueError(
            "may have its day or its month first, since another line has the day first: "
            "write it as 2027-06-13"
        )
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        raise ValueError("is no day of the calendar: write it as 2027-06-13") from None


def _in_reach(day: date) -> date:
    if day.year not in _YEARS:
        raise ValueError("has no year of this century: write it as 2027-06-13")
    return day


def read_time(text: str) -> time:
    """Read "18:00" or "6 pm". Raises ValueError, whose text says what to write."""
    match = _TIME.fullmatch(re.sub(r"\s|\.(?=\s*m)|(?<=m)\.", "", text.lower()))
    if match is None or not (match[2] or match[3]):
        raise ValueError("is no time: write it as 18:00 or 6 pm")
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            raise ValueError("is no time: write it as 18:00 or 6 pm")
        hour = hour % 12 + 12 * (match[3] == "pm")
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError("is no time: write it as 18:00 or 6 pm") from None


def read_count(text: str) -> int:
    """A number of people."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise ValueError("is no number of guests: write a whole number, such as 30")
    return int(text)


def read_cents(text: str) -> int:
    """Dollars, with or without their sign and commas, as whole cents."""
    said = text.replace("$", "").replace(" ", "").removesuffix("USD").removeprefix("USD")
    if match := _EUROPEAN.fullmatch(said):
        said = f"{match[1].replace('.', '')}.{match[2]}"
    if _DOLLARS.fullmatch(said) is None:
        raise ValueError("is no amount: write dollars and cents, such as 1250.00")
    cents = parse_dollars(said.replace(",", ""))
    if cents > _MOST_CENTS:
        raise ValueError("is more than a party costs: write dollars and cents, such as 1250.00")
    return cents


def read_status(text: str) -> str:
    """Read a booking's status, also by its other names. Raises ValueError."""
    status = _STATUS_OF.get("_".join(text.lower().split()))
    if status is None:
        raise ValueError("is no status: write confirmed, held or cancelled")
    return status


def read_phone(text: str, regions: Sequence[str]) -> str:
    """A phone in E.164. regions: countries of numbers written without one (ISO 3166)."""
    import phonenumbers

    said = text.lstrip("'")
    if _SHORTENED.fullmatch(said):
        raise ValueError(
            "was shortened by the spreadsheet: format the column as text and refill it"
        )
    for region in regions:
        try:
            number = phonenumbers.parse(said, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise ValueError("is no phone number: write it with its area code, such as (213) 555-0142")


def read_email(text: str) -> str:
    """Read an e-mail address. Raises ValueError."""
    if not re.fullmatch(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+", text) or len(text) > 254:
        raise ValueError("is no e-mail address: mend it or leave the cell empty")
    return text
