"""The texts of one version of the profile: filled in, found again, and never said twice running."""

import re
from collections.abc import Sequence
from string import Formatter

from agents.models.embedded import asking_phrases, phrases
from agents.models.embedded.dishes import Dishes
from agents.models.embedded.languages import OFFERS
from agents.models.embedded.places import Places
from bot.business.facts import FACTS
from bot.business.menu import MenuItem
from bot.business.profile import Profile

_SENTENCE = re.compile(r"(?<=[.?!])\s+")


class Words:
    """What one profile has to say. Everything it keeps follows from the profile."""

    def __init__(self, profile: Profile) -> None:
        self.profile, self.wording = profile, profile.wording
        self.questions = {
            slot: asking_phrases.questions(profile.wording, slot)
            for slot in asking_phrases.QUESTION_OF
        }
        self.person_offers = (
            profile.wording.unknown_answer,
            profile.wording.person_offered,
            profile.wording.day_full,
            *phrases.UNKNOWN_TOO,
            *phrases.NO_BOOKINGS,
            *phrases.NOT_PROVED,
            *phrases.TOOL_FAILED,
            *phrases.TOO_DEAR,
            *phrases.SPANISH,
            *OFFERS.values(),
        )
        self.dishes, self.places = Dishes(profile.menu), Places(profile)
        self._facts: dict[str, dict[str, str]] = {}
        self._patterns: dict[str, tuple[str, re.Pattern[str]]] = {}

    def fill(self, template: str, **values: str) -> str:
        """The template with the facts of the business and the values in it."""
        if template not in self._facts:
            names = {name for _, name, _, _ in Formatter().parse(template) if name in FACTS}
            self._facts[template] = {name: FACTS[name](self.profile) for name in names if name}
        return template.format_map({**self._facts[template], **values})

    def fresh(self, templates: Sequence[str], before: str, **values: str) -> str:
        """The first of the templates that was not just said; where all were, the last."""
        said = (template for template in templates if not self.tells(template, before))
        return self.fill(next(said, templates[-1]), **values)

    def tells(self, template: str, text: str) -> bool:
        """Whether the text says the template, whatever it was filled with."""
        if not text:
            return False
        if template not in self._patterns:
            self._patterns[template] = self._pattern(template)
        literal, pattern = self._patterns[template]
        return literal in text and pattern.search(text) is not None

    def tells_any(self, templates: Sequence[str], text: str) -> bool:
        return any(self.tells(template, text) for template in templates)

    def _pattern(self, template: str) -> tuple[str, re.Pattern[str]]:
        """The template's longest words, which are quick to look for, and all of it."""
        literals = [""]
        for literal, name, _, _ in Formatter().parse(template):
            literals[-1] += literal
            if name is not None and name in FACTS:
                literals[-1] += FACTS[name](self.profile)
            elif name is not None:
                literals.append("")
        whole = re.compile(".*?".join(map(re.escape, literals)), re.DOTALL)
        return max(literals, key=len), whole

    def asked(self, reply: str) -> str | None:
        """The detail that a reply asked for; None where it asked for none."""
        if self.tells(self.wording.greeting, reply):
            return "guest_count"
        for slot, templates in self.questions.items():
            if self.tells_any(templates, reply):
                return slot
        return None

    def read_back_again(self, read_back: str, before: str) -> str:
        """A read-back in other words, where it was read back just before."""
        if not self.is_read_back(before):
            return read_back
        head, _, tail = self.wording.read_back.partition("{details}")
        details = read_back.removeprefix(self.fill(head)).removesuffix(self.fill(tail))
        ways = (self.wording.read_back, *asking_phrases.READ_BACK_AGAIN)
        return self.fresh(ways, before, details=details)

    def tells_price(self, reply: str) -> bool:
        """Whether a reply told what a party or a plate costs."""
        texts = self.wording.quotes
        ways = (
            *phrases.PER_PERSON,
            *phrases.PER_ADULT,
            *phrases.ONE_PRICE,
            *phrases.DISH_PRICE,
            *phrases.CHILD_PLATE,
        )
        return "$" in reply and self.tells_any((texts.exact, texts.range, *ways), reply)

    def offers_days(self, reply: str) -> bool:
        return self.tells_any(asking_phrases.ONE_OF_THESE_DAYS, reply)

    def is_read_back(self, reply: str) -> bool:
        return self.tells_any((self.wording.read_back, *asking_phrases.READ_BACK_AGAIN), reply)

    def dish_names(self, names: Sequence[str]) -> list[str]:
        """The names of dishes, without the word they all begin with, once it was said."""
        first = _common_first(self.profile.menu.dishes)
        return [name.removeprefix(first) if at else name for at, name in enumerate(names)]


def _common_first(dishes: Sequence[MenuItem]) -> str:
    """ "Hibachi " where every dish begins with it."""
    first, _, _ = dishes[0].name.partition(" ")
    return f"{first} " if all(dish.name.startswith(f"{first} ") for dish in dishes) else ""


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]
