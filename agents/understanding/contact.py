"""Finds how to reach a customer and where: phone, e-mail address, name and place."""

import re

from agents.understanding.names import find_name
from agents.understanding.places import find_place
from agents.understanding.tokens import MAX_TEXT

__all__ = ["find_email", "find_name", "find_phone", "find_place"]

_PHONE = re.compile(
    r"(?<![\w/$.-])(?:\+\d[\d ().-]{7,17}\d"
    r"|(?:1[ .-]{0,3})?\(?\d{3}\)?[ .-]{0,3}\d{3}[ .-]{0,3}\d{4})(?![\d/]|-\d)"
)
_DIGITS_ENOUGH = re.compile(r"\d(?:\D{0,3}\d){6}")
_MOST_TRIES = 40  # figures that turn out to be no phone number
_EMAIL = re.compile(r"[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+){0,4}\.[A-Za-z]{2,}")


def find_phone(text: str, region: str = "US") -> str | None:
    """The first valid phone number, in E.164 form, or None.

    `region` is the country of numbers written without one (ISO 3166). What looks like a date
    ("3/10/1984") is no phone, though the numbering plan would have it.
    """
    text = text[:MAX_TEXT]
    if not _DIGITS_ENOUGH.search(text):
        return None
    import phonenumbers  # here, for it is large and few messages hold a number

    for candidate in _PHONE.findall(text):
        number = _valid(candidate, region)
        if number:
            return number
    # The library's own search knows all countries, but loses a number that follows a ZIP code.
    for match in phonenumbers.PhoneNumberMatcher(text, region, max_tries=_MOST_TRIES):
        return phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    return None


def _valid(candidate: str, region: str) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(candidate, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def find_email(text: str) -> str | None:
    """The first e-mail address, its domain in lower case, or None."""
    found = _EMAIL.search(text[:MAX_TEXT])
    if found is None:
        return None
    local, _, domain = found.group().partition("@")
    return f"{local}@{domain.lower()}"
