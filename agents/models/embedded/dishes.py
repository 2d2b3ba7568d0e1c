"""What a customer says of the food, in the words of one menu: dishes, plates, diets, allergens."""

import re
from collections.abc import Iterator, Mapping, Sequence

from agents.models.embedded.contents import (
    asked_to_hold,
    asks_how_made,
    asks_of_dish,
    tells_of_allergy,
)
from agents.models.embedded.questions import is_question
from agents.understanding.diet import find_diet
from agents.understanding.tokens import scan
from bot.business.menu import Menu, MenuItem

_BETWEEN = frozenset("of the x plates plate hibachi orders order portions servings".split())
# Food that hibachi guests ask for; what of it is not on the menu is said to be missing.
_ASKED_FOR = frozenset(
    "lobster scallop scallops salmon tuna sushi filet wagyu crab pork lamb duck calamari fish"
    " ribs burgers pizza ramen tempura oysters".split()
)
_SIDES = frozenset("rice salad salads sauce sauces soup soups".split())
_HELD = re.compile(
    r"\b(?:contains?|containing|(?:made|cooked|fried|prepared) (?:with|in)|use|uses|using|have|has"
    r"|any|is there|are there|with)\b(?P<rest>.*)"
)

_FOR_ALL = re.compile(
    r"\b(?:all(?! set)|every ?(?:one|body)|(?:people|ppl|guests|persons|adults|of us)"
    r" (?:w|with|for|having|getting|all|eating|doing)|each)\b(?P<after>.*)"
)
_TO_ALL = re.compile(r"(?:for|to) (?:all|every ?one|every ?body)\b")
_HALF = re.compile(r"\bhalf\b")
_AS_FAR = 5  # words between "all" and the dish


class Dishes:
    """A menu's words. Everything it keeps follows from the menu."""

    def __init__(self, menu: Menu) -> None:
        self._items = (*menu.dishes, *menu.extras)
        self._plates = _names(menu.dishes)
        self._names = _names(self._items)
        self._served = {word for item in self._items for word in _words_of(item)}
        described = " ".join(item.description.lower() for item in self._items)
        self._missing = {
            word for word in _ASKED_FOR - self._served if word.rstrip("s") not in described
        }
        self._allergens = {
            word: key.replace("_", " ")
            for key, synonyms in menu.allergen_words.items()
            for word in (key, *synonyms)
            if word not in self._served | _ASKED_FOR
        }

    def plates_in(self, text: str) -> dict[str, int]:
        """{dish's key: plates} where a number stands before a dish's name."""
        plates: dict[str, int] = {}
        number = 0
        for token in scan(text).tokens:
            if token.kind in "nc":
                number = token.value
            elif number and token.word in self._plates:
                key = self._plates[token.word]
                plates[key] = plates.get(key, 0) + number
                number = 0
            elif token.word not in _BETWEEN:
                number = 0
        return plates

    def for_all_in(self, text: str) -> str | None:
        """The key of the one dish that everybody is to have: "20 ppl w shrimp", "all steak"."""
        words = _words(text)
        keys = {self._plates[word] for word in words if word in self._plates}
        if len(keys) != 1:
            return None
        at = next(index for index, word in enumerate(words) if word in self._plates)
        before, after = " ".join(words[:at]), " ".join(words[at + 1 :])
        told = _FOR_ALL.search(before)
        near = told is not None and told["after"].count(" ") < _AS_FAR
        return keys.pop() if near or _TO_ALL.match(after) else None

    def halves_in(self, text: str) -> list[str]:
        """The keys of the dishes of which half the guests have each: "half chicken half steak"."""
        parts = _HALF.split(text.lower())[1:]
        named = [next((w for w in _words(part) if w in self._plates), None) for part in parts]
        keys = [self._plates[word] for word in dict.fromkeys(named) if word]
        return keys if len(keys) > 1 else []

    def names_plate(self, text: str) -> bool:
        """Whether a dish is named in the text; extras are none."""
        return any(word in self._plates for word in _words(text))

    def named_in(self, text: str) -> list[MenuItem]:
        """The dishes and extras named in the text, as the menu orders them."""
        keys = {self._names[word] for word in _words(text) if word in self._names}
        return [item for item in self._items if item.key in keys]

    def sides_in(self, text: str) -> list[str]:
        """What may come along with every plate, of which a page tells: "rice"."""
        return [word for word in _words(text) if word in _SIDES - self._served]

    def missing_in(self, text: str) -> list[str]:
        """The food named that stands nowhere on the menu."""
        return [word for word in _words(text) if word in self._missing]

    def needs_in(self, text: str) -> Iterator[str]:
        """The needs told ("nut allergy", "2 vegan"), and what a dish is asked to hold ("egg")."""
        found = find_diet(text)
        yield from found
        listed = [] if found else self._listed_in(text)
        held = [self._allergens.get(food, food) for food in asked_to_hold(text, self.is_dish)]
        told = " ".join(found)
        allergy = " allergy" if tells_of_allergy(text) else ""
        for food in dict.fromkeys((*listed, *held)):
            if food.rstrip("s") not in told:
                yield f"{_one(food)}{allergy}" if allergy else food

    def _listed_in(self, text: str) -> list[str]:
        """The menu's allergens that the text asks after."""
        held = _HELD.search(text.lower()) if is_question(text) else None
        words = re.findall(r"[a-z]+", held["rest"]) if held else []
        return [self._allergens[word] for word in words if word in self._allergens]

    def asks_of(self, text: str) -> bool:
        """Whether it asks how a dish is, and not whether it is served."""
        return asks_of_dish(text, self.is_dish)

    def asks_how_made(self, text: str) -> bool:
        """Whether it asks how a dish is made."""
        return asks_how_made(text, self.is_dish)

    def is_dish(self, word: str) -> bool:
        """Whether a word names a dish or an extra."""
        return word in self._names


def _one(food: str) -> str:
    """ "Peanut" of "peanuts", as one speaks of an allergy to them."""
    return food if food.endswith(("ss", "us")) else food.removesuffix("s")


def _words(text: str) -> list[str]:
    return [token.word for token in scan(text).tokens if token.kind == "w"]


def _words_of(item: MenuItem) -> set[str]:
    return {word for name in (item.key, item.name, *item.also_called) for word in _plain(name)}


def _plain(name: str) -> list[str]:
    return re.findall(r"[a-z']+", name.lower())


def _names(items: Sequence[MenuItem]) -> Mapping[str, str]:
    """{word: key}: each single word that means one item; its key and its other names come before
    a word within a longer name ("chicken" is no gyoza)."""
    plain = {item.key: item.key for item in items}
    plain |= {word: item.key for item in items for word in item.also_called}
    within: dict[str, set[str]] = {}
    for item in items:
        for word in _plain(item.name):
            within.setdefault(word, set()).add(item.key)
    alone = {word: next(iter(keys)) for word, keys in within.items() if len(keys) == 1}
    return {**alone, **plain}
