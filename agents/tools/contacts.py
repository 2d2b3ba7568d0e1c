"""Who the customer says they are and how to reach them, held against their own words.

A name or number that nobody said would send staff after a stranger."""

from collections.abc import Iterable

from agents.ports import Scope
from agents.tools.hearing import Hearing, not_said
from agents.tools.said import digits_of, words_of
from agents.understanding.contact import find_email, find_phone
from bot.business.wishes import Concern

_TELLING_DIGITS = 7  # of a number's end; customers leave out area and country


def hear_name(hearing: Hearing, scope: Scope, argument: str) -> str | Concern:
    said = words_of(" ".join(message.content for message in hearing.all_customers))
    name = words_of(argument)
    if not any(character.isalpha() for character in argument):
        return Concern("name", "not_a_name", "This is no name. Ask for the customer's name.")
    if name <= said or (scope.name and name <= words_of(scope.name)):
        return argument
    return not_said("name")


def hear_email(hearing: Hearing, argument: str) -> str | Concern:
    address = find_email(argument)
    if address is None:
        return Concern("email", "not_an_email", "This is no e-mail address. Ask for it again.")
    said = any(address.lower() in m.content.lower() for m in hearing.all_customers)
    return address if said else not_said("email")


def hear_phone(hearing: Hearing, scope: Scope, argument: str) -> str | Concern:
    """The contact number in E.164: a claim, also where it is right."""
    number = read_phone(argument, scope.profile.texting.countries)
    if number is None:
        return Concern(
            "phone",
            "not_a_phone",
            "This is no complete phone number. Ask for it again, with the area code.",
        )
    telling = number[-_TELLING_DIGITS:]
    said = any(telling in digits_of(message.content) for message in hearing.all_customers)
    return number if said or number == scope.phone else not_said("phone")


def read_phone(text: str, countries: Iterable[str]) -> str | None:
    """The first valid number in E.164, read as one of the first of these countries that has it."""
    found = (find_phone(text, country) for country in countries)
    return next((number for number in found if number), None)
