"""Which dishes a customer names, and how many plates of each: "10 chicken and 15 steak"."""

import re
from collections.abc import Mapping, Sequence

from agents.understanding.tokens import scan
from bot.business.menu import MenuItem
from bot.business.profile import Profile

_BETWEEN = frozenset("of the x plates plate hibachi orders order portions servings".split())
# Food that hibachi guests ask for; what of it is not on the menu is said to be missing.
_ASKED_FOR = frozenset(
    "lobster scallop scallops salmon tuna sushi filet wagyu crab pork lamb duck calamari fish"
    " ribs burgers pizza ramen tempura oysters".split()
)


def plates_of(text: str, profile: Profile) -> dict[str, int]:
    """{dish's key: plates} where a number stands before a dish's name."""
    names = _names(profile.menu.dishes)
    plates: dict[str, int] = {}
    number = 0
    for token in scan(text).tokens:
        if token.kind in "nc":
            number = token.value
        elif number and token.word in names:
            key = names[token.word]
            plates[key] = plates.get(key, 0) + number
            number = 0
        elif token.word not in _BETWEEN:
            number = 0
    return plates


def dishes_named(text: str, profile: Profile) -> list[MenuItem]:
    """The dishes and extras named in the text, as the menu orders them."""
    items = (*profile.menu.dishes, *profile.menu.extras)
    names = _names(items)
    keys = {names[word] for word in _words(text) if word in names}
    return [item for item in items if item.key in keys]


def not_served(text: str, profile: Profile) -> list[str]:
    """The food named that stands nowhere on the menu."""
    served = " ".join(
        f"{item.name} {item.description} {' '.join(item.also_called)}".lower()
        for item in (*profile.menu.dishes, *profile.menu.extras)
    )
    return [word for word in _words(text) if word in _ASKED_FOR and word not in served]


def _words(text: str) -> list[str]:
    return [token.word for token in scan(text).tokens if token.kind == "w"]


def _names(items: Sequence[MenuItem]) -> Mapping[str, str]:
    """{word: key}: each single word that means one item; its key and its other names come before
    a word within a longer name ("chicken" is no gyoza)."""
    plain = {item.key: item.key for item in items}
    plain |= {word: item.key for item in items for word in item.also_called}
    within: dict[str, set[str]] = {}
    for item in items:
        for word in re.findall(r"[a-z']+", item.name.lower()):
            within.setdefault(word, set()).add(item.key)
    alone = {word: next(iter(keys)) for word, keys in within.items() if len(keys) == 1}
    return {**alone, **plain}
