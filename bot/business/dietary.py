"""What may be said about allergens and diets: what the menu states, and nothing else.

A question is answered only where every word of it is understood, and a dish whose content is not
stated is named as unknown, for a person to answer.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.business.facts import render
from bot.business.menu import Content, MenuItem, Suits
from bot.business.profile import Profile

# Words that carry no allergen: what is left of a question after these must be on the menu's lists.
_FILLERS = frozenset(
    re.findall(
        r"\w+",
        "a am an and any anything are allergic allergies allergy be can contain contains diet "
        "do does dish dishes eat eats food for free friendly from has have i in is intolerance "
        "intolerant it items no not of on one only option options or our plate plates please "
        "some someone something the there to we what which with without you",
    )
)


@dataclass(frozen=True, slots=True)
class DietAnswer:
    """The menu sorted by a need.

    known: whether the need was understood and the menu states it for at least one item.
    dishes: fit as served. on_request: can be made to fit. unsuitable: do not fit.
    unknown_dishes: not stated; only a person may answer for these. note: to be said with it all.
    """

    known: bool
    dishes: tuple[MenuItem, ...] = ()
    on_request: tuple[MenuItem, ...] = ()
    unsuitable: tuple[MenuItem, ...] = ()
    unknown_dishes: tuple[MenuItem, ...] = ()
    note: str = ""

    @property
    def needs_person(self) -> bool:
        return not self.known or bool(self.unknown_dishes)


def dishes_without(profile: Profile, allergen: str) -> DietAnswer:
    """Sort the menu by an allergen, or several, named in a customer's words ("shellfish-free")."""
    allergens = named(profile.menu.allergen_words, allergen)
    return _answer(profile, [_worst_content(item, allergens) for item in menu_items(profile)])


def dishes_for(profile: Profile, diet: str) -> DietAnswer:
    """Sort the menu by a diet, or several, named in a customer's words ("vegetarian options")."""
    diets = named(profile.menu.diet_words, diet)
    return _answer(profile, [_worst_suits(item, diets) for item in menu_items(profile)])


def menu_items(profile: Profile) -> tuple[MenuItem, ...]:
    """Return all that is served: the dishes, then the extras."""
    return profile.menu.dishes + profile.menu.extras


def named(words: Mapping[str, Iterable[str]], said: str) -> frozenset[str]:
    """Return the listed keys that a phrase names; none where any word of it stays unexplained.

    A word listed under several keys ("nuts") names them all.
    """
    rest = " " + " ".join(re.findall(r"[a-z0-9]+", said.lower())) + " "
    keys_of = _keys_by_word(words)
    found: set[str] = set()
    for word in sorted(keys_of, key=len, reverse=True):
        if f" {word} " in rest:
            found |= keys_of[word]
            rest = rest.replace(f" {word} ", "  ")
    understood = set(rest.split()) <= _FILLERS
    return frozenset(found) if understood else frozenset()


def _keys_by_word(words: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    keys: dict[str, set[str]] = {}
    for key, synonyms in words.items():
        for word in (key.replace("_", " "), *synonyms):
            plain = " ".join(re.findall(r"[a-z0-9]+", word.lower()))
            keys.setdefault(plain, set()).add(key)
    return keys


_FITS, _ON_REQUEST, _UNKNOWN, _UNFIT = range(4)
_RANK_OF_CONTENT = {
    Content.FREE_OF: _FITS,
    Content.CAN_BE_MADE: _ON_REQUEST,
    Content.UNKNOWN: _UNKNOWN,
    Content.CONTAINS: _UNFIT,
}
_RANK_OF_SUITS = {
    Suits.YES: _FITS,
    Suits.CAN_BE_MADE: _ON_REQUEST,
    Suits.UNKNOWN: _UNKNOWN,
    Suits.NO: _UNFIT,
}


def _worst_content(item: MenuItem, allergens: Iterable[str]) -> int:
    ranks = (_RANK_OF_CONTENT[item.content(allergen)] for allergen in allergens)
    return max(ranks, default=_UNKNOWN)


def _worst_suits(item: MenuItem, diets: Iterable[str]) -> int:
    return max((_RANK_OF_SUITS[item.suits(diet)] for diet in diets), default=_UNKNOWN)


def _answer(profile: Profile, ranks: Sequence[int]) -> DietAnswer:
    def ranked(wanted: int) -> tuple[MenuItem, ...]:
        pairs = zip(menu_items(profile), ranks, strict=True)
        return tuple(item for item, rank in pairs if rank == wanted)

    return DietAnswer(
        known=any(rank != _UNKNOWN for rank in ranks),
        dishes=ranked(_FITS),
        on_request=ranked(_ON_REQUEST),
        unsuitable=ranked(_UNFIT),
        unknown_dishes=ranked(_UNKNOWN),
        note=render(profile, profile.wording.cross_contact),
    )
