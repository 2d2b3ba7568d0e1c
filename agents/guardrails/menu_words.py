"""The menu's words, as the guards look for them in a sentence."""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from bot.business.dietary import menu_items
from bot.business.menu import MenuItem
from bot.business.profile import Profile

NONE = (
    r"no (?:dish|plate|meal|item|sauce|food)\w*|none of (?:our|the|them|these)"
    r"|nothing (?:we|our|here|there|on)"
)
ALL = re.compile(
    r"\b(?:everything|any of (?:our|the)|all (?:of )?(?:our |the )?(?:dish\w*|plates?|food|menu|"
    r"items)"
    rf"|{NONE})\b",
    re.IGNORECASE,
)
_PLATES = ("plate", "dish", "meal", "one")
_NEVER = re.compile(r":\W*(?:never|none|nope|no|nada|zero|not any|nothing)\b", re.IGNORECASE)


class Needs(Struct, frozen=True):
    """Allergens and diets, by their keys."""

    allergens: frozenset[str]
    diets: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.allergens or self.diets)


class MenuWords:
    """The menu's words, as they are looked for."""

    def __init__(self, profile: Profile) -> None:
        menu = profile.menu
        diets = {_spaced(key) for key in menu.diet_words}
        self._items = [
            (item, _pattern(name for name in _names(item) if name not in diets))
            for item in menu_items(profile)
        ]
        names = {name for item, _ in self._items for name in _names(item)}
        self._dishes = _pattern(names - diets)
        # "The vegetarian plate", where that is what a dish is called.
        self._plates = _pattern(f"{name} {plate}" for name in names & diets for plate in _PLATES)
        self._allergens = _patterns(menu.allergen_words)
        self._diets = _patterns(menu.diet_words)
        told = (*menu.allergen_words.items(), *menu.diet_words.items())
        self.anything = _pattern(word for key, also in told for word in (_spaced(key), *also))

        either = "|".join(pattern.pattern for pattern in self._allergens.values())
        self._denied = re.compile(
            rf"\b(?:no|zero|never any|not a \w+ of|not any|nothing with|n't any|without)"
            rf"\s+(?:\w+\s+)?(?:{either})(?![\s-](?:allerg|free|option|dish))",
            re.IGNORECASE,
        )

    def denies(self, clause: str) -> bool:
        """Whether it says that some allergen is not there."""
        return bool(self._denied.search(clause) or _NEVER.search(clause))

    def items(self, clause: str) -> list[MenuItem]:
        """Those named; of "everything", all."""
        if ALL.search(clause):
            return [item for item, _ in self._items]
        return [item for item, name in self._items if name.search(clause)]

    def needs(self, clause: str) -> Needs:
        """The allergens and diets named; a dish's own name is none."""
        bare = self._plates.sub(" ", self._dishes.sub(" ", clause))
        return Needs(_keys(self._allergens, bare), _keys(self._diets, bare))


_known: dict[str, MenuWords] = {}
_MOST_KNOWN = 8


def words_of(profile: Profile) -> MenuWords:
    """Made once for each version of the profile."""
    if (words := _known.get(profile.content_hash)) is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        words = _known[profile.content_hash] = MenuWords(profile)
    return words


def _names(item: MenuItem) -> tuple[str, ...]:
    return item.name, _spaced(item.key), *item.also_called


def _spaced(key: str) -> str:
    return key.replace("_", " ")


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(set(words), key=len, reverse=True)
    either = "|".join(re.escape(word).replace(r"\ ", r"[\s-]") for word in longest_first)
    return re.compile(rf"\b(?:{either})(?:s|es)?\b", re.IGNORECASE)


def _patterns(words: Mapping[str, Iterable[str]]) -> dict[str, re.Pattern[str]]:
    return {key: _pattern((_spaced(key), *also)) for key, also in words.items()}


def _keys(patterns: Mapping[str, re.Pattern[str]], text: str) -> frozenset[str]:
    return frozenset(key for key, pattern in patterns.items() if pattern.search(text))
