"""Dietary needs as a slot: one text for staff, in which no allergy that was named gets lost."""

import re
from collections.abc import Iterable

from agents.tools.denials import denied_in, denies_more
from agents.tools.hearing import Hearing, not_said
from agents.tools.said import numbers_in, words_of
from agents.understanding.allergies import Told, find_allergies
from agents.understanding.common_words import FUNCTION_WORDS
from agents.understanding.diet import find_diet
from bot.business.wishes import Concern
from bot.messages import Message

_LEAVING_OUT = re.compile(r"\b(?:no|not|without|zero|free of|never)\b", re.IGNORECASE)
_HARMLESS = re.compile(
    r"\b(?:none|nothing|nobody|nil|n/?a|longer|can (?:eat|have)|may (?:eat|have)|fine|ok|okay|safe"
    r"|cleared|resolved|outgrew|outgrown|gone|cured|false|mistake\w*)\b",
    re.IGNORECASE,
)
_TELLING = frozenset(
    "allergy allergic allergies intolerant intolerance sensitive free diet dietary restriction"
    " severe severely serious mild avoid eat son daughter child children kid adult guest person"
    " people mom mother dad father wife husband partner aunt uncle friend family member group"
    " customer party".split()
)
_NEEDS = frozenset(
    "allerg intolerant intolerance restriction dietary diet need requirement celiac".split()
)
_MOST = 1500  # characters


def needs_in(text: str) -> set[str]:
    """The needs a text names, without how many guests have each."""
    return {need.lstrip("0123456789 ") for need in find_diet(text)}


def hear_diet(hearing: Hearing, argument: str, noted: str | None) -> str | Concern:
    """What is noted now: the customer's words, or those in which such needs are told. That
    somebody has no allergy must be their own."""
    texts = [message.content for message in (*hearing.earlier, *hearing.newest)]
    said = {_singular(word) for text in texts for word in words_of(text)}
    said |= {str(number) for text in texts for number in numbers_in(text)}
    denials = set(_HARMLESS.findall(argument))
    if not needs_in(argument):
        denials |= set(_LEAVING_OUT.findall(argument))
    if not {_singular(word) for word in words_of(" ".join(denials))} <= said:
        return not_said("dietary")
    denied = denied_in(argument.replace(",", "."))
    if denied & _NEEDS and denies_more(argument, (m.content for m in hearing.all_customers)):
        return not_said("dietary")
    other = {word for word in words_of(argument) if _singular(word) not in said}
    if not all(_tells_diet(word) for word in other):
        return not_said("dietary")
    whole = with_earlier(argument, noted)
    if len(whole) > _MOST:
        return Concern("dietary", "too_long", "This is too much to note. Offer a person.")
    return whole


def _tells_diet(word: str) -> bool:
    if word in FUNCTION_WORDS or _singular(word) in _TELLING:
        return True
    return bool(find_diet(word) or find_diet(f"{word} allergy"))


def with_earlier(said: str, noted: str | None) -> str:
    """What is said now, after what was noted unless that is all said again: better told twice
    than an allergy lost."""
    if noted is None or words_of(noted) <= words_of(said):
        return said
    before = needs_in(noted)
    if before and before <= needs_in(said) and not _overlooked(find_allergies(noted), said):
        return said
    return f"{noted}; {said}"


def with_overlooked(messages: Iterable[Message], noted: str | None) -> str | None:
    """What is noted, with every allergy that the customer told and that does not stand there."""
    for message in messages:
        for told in _overlooked(find_allergies(message.content), noted or ""):
            noted = f"{noted}; {told.words}" if noted else told.words
    return noted


def tells_all(told: Iterable[Told], text: str) -> bool:
    """Whether a text names every one of these allergies."""
    return not _overlooked(told, text)


def _overlooked(told: Iterable[Told], noted: str) -> list[Told]:
    words, needs = {_singular(word) for word in words_of(noted)}, needs_in(noted)
    return [each for each in told if not all(_stands(a, words, needs) for a in each.allergens)]


def _stands(allergen: str, words: set[str], needs: set[str]) -> bool:
    return allergen in needs or {_singular(word) for word in words_of(allergen)} <= words


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
