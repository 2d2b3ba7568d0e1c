"""Which diets and allergens a customer speaks of, as the menu is to be asked for them."""

import re
from collections.abc import Iterator

from agents.understanding.diet import find_diet
from bot.business.profile import Profile

_HELD = re.compile(
    r"\b(?:contains?|containing|(?:made|cooked|fried|prepared) (?:with|in)|use|uses|using|have|has"
    r"|any|is there|are there|with)\b(?P<rest>.*)",
    re.IGNORECASE,
)


def needs_of(text: str, profile: Profile) -> Iterator[str]:
    """The needs told ("nut allergy", "2 vegan"), and what a dish is asked to hold ("egg")."""
    found = find_diet(text)
    yield from found
    held = _HELD.search(text)
    if not found and held and "?" in text:
        yield from _allergens(held["rest"], profile)


def _allergens(text: str, profile: Profile) -> Iterator[str]:
    words = set(re.findall(r"[a-z]+", text.lower())) - _served(profile)
    for allergen, synonyms in profile.menu.allergen_words.items():
        if words & {allergen.replace("_", " "), *synonyms}:
            yield allergen.replace("_", " ")


def _served(profile: Profile) -> set[str]:
    """The words of what is on the menu: whoever asks for shrimp need not avoid it."""
    items = (*profile.menu.dishes, *profile.menu.extras)
    return {
        word
        for item in items
        for name in (item.key, item.name, *item.also_called)
        for word in name.lower().split()
    }
