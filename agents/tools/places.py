"""A place as an argument gives it, held against the customer's own words."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from agents.tools.hearing import Hearing, not_said
from agents.tools.said import words_of
from bot.business.places import locate
from bot.business.profile import Profile
from bot.business.scope import Scope
from bot.business.wishes import Concern

_ADDED = frozenset("ca california calif usa us united states city of the in at near".split())
_SHORT = {
    "street": "st", "avenue": "ave", "av": "ave", "boulevard": "blvd", "road": "rd", "drive": "dr",
    "lane": "ln", "court": "ct", "place": "pl", "circle": "cir", "highway": "hwy", "north": "n",
    "south": "s", "east": "e", "west": "w", "saint": "st", "apartment": "apt", "suite": "ste",
}  # fmt: skip
_ALIKE = 0.84  # "passadena" and "Pasadena"; "Irving" is not Irvine
_LONG = 5  # letters of a word that may be misspelled


def hear_place(hearing: Hearing, scope: Scope, argument: str) -> str | Concern:
    """The place, which the customer named in these words, or nearly."""
    texts = [m.content for m in (*hearing.earlier, *hearing.newest)]
    said = {_plain(word) for text in texts for word in words_of(text)}
    told = [_plain(word) for word in re.findall(r"[^\W_]+", argument.lower())]
    own = [word for word in told if word not in _ADDED]
    if own and (_is_short_for(own, said) or all(_was_said(word, said) for word in own)):
        return argument
    return not_said("location")


def names_another(text: str, place: str, profile: Profile) -> bool:
    """Whether a text names a city or ZIP code that this place is not; its area may be named."""
    own = {_plain(word) for word in words_of(place)}
    for area in locate(profile.areas, profile.elsewhere.cities, place).areas:
        text = text.replace(area.name, "")
    found = locate(profile.areas, profile.elsewhere.cities, text).names
    return any(not {_plain(word) for word in words_of(name)} <= own for name in found)


def _plain(word: str) -> str:
    return _SHORT.get(word, word)


def _is_short_for(words: list[str], said: Iterable[str]) -> bool:
    """ "LA" for Los Angeles."""
    return len(words) > 1 and "".join(word[0] for word in words) in said


def _was_said(word: str, said: Iterable[str]) -> bool:
    if word in said:
        return True
    if len(word) < _LONG or not word.isalpha():
        return False
    near = (other for other in said if other[:1] == word[:1] and abs(len(other) - len(word)) < 3)
    return any(SequenceMatcher(None, word, other).ratio() >= _ALIKE for other in near)
