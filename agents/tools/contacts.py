"""Who the customer says they are and how to reach them, held against their own words.

A name or number that nobody said would send staff after a stranger."""

import re
from collections.abc import Iterable

from agents.tools.hearing import Hearing, not_said
from agents.tools.said import digits_of, words_of
from agents.understanding.contact import find_email, find_phone
from bot.business.scope import Scope
from bot.business.wishes import Concern

_FIGURES = re.compile(r"\+?\d[\d ().-]*\d")  # no slash: dates are no part of a number
_WITHOUT_AREA = 7  # digits
_COUNTRY = re.compile(r"^\+1(?=\d{10}$)|^\+")


def hear_name(hearing: Hearing, scope: Scope, argument: str) -> str | Concern:
    """The name, where the customer said it or is known by it."""
    said = words_of(" ".join(message.content for message in hearing.all_customers))
    name = words_of(argument)
    if not any(character.isalpha() for character in argument):
        return Concern("name", "not_a_name", "This is no name. Ask for the customer's name.")
    if name <= said or (scope.name and name <= words_of(scope.name)):
        return argument
    return not_said("name")


def hear_email(hearing: Hearing, argument: str) -> str | Concern:
    """The address, where the customer said it."""
    address = find_email(argument)
    if address is None:
        return Concern("email", "not_an_email", "This is no e-mail address. Ask for it again.")
    said = (
        find_email(text) for message in hearing.all_customers for text in message.content.split()
    )
    told = {found.lower() for found in said if found}
    return address if address.lower() in told else not_said("email")


def hear_phone(hearing: Hearing, scope: Scope, argument: str) -> str | Concern:
    """The contact number in E.164: a claim, also where it is right."""
    number = read_phone(argument, scope.profile.texting.countries)
    if number is None:
        return Concern(
            "phone",
            "not_a_phone",
            "This is no complete phone number. Ask for it again, with the area code.",
        )
    texts = [message.content for message in hearing.all_customers]
    if number == scope.phone or any(_tells_number(text, number, scope) for text in texts):
        return number
    return not_said("phone")


def _tells_number(text: str, number: str, scope: Scope) -> bool:
    """Whether a text holds this number, with its area; without, where it is the sender's own."""
    if read_phone(text, scope.profile.texting.countries) == number:
        return True
    national, area = _COUNTRY.sub("", number), (scope.phone or "")[:-_WITHOUT_AREA]
    whole = [digits_of(figures) for figures in _FIGURES.findall(text)]
    if area and number.startswith(area) and number[-_WITHOUT_AREA:] in whole:
        return True
    return any(national in figures for figures in whole)


def read_phone(text: str, countries: Iterable[str]) -> str | None:
    """The first valid number in E.164, read as one of the first of these countries that has it."""
    found = (find_phone(text, country) for country in countries)
    return next((number for number in found if number), None)
