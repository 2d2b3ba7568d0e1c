"""A customer played by a script: answers what is asked from what they know, the same way each time
for the same seed."""

import random
import re
from collections.abc import Iterator, Sequence

from bot.app.evaluation.customer import Line
from bot.app.evaluation.scenario import Scenario

# What the bot asks for, and the fact that answers it; the first that is asked for and known.
_ASKED = (
    ("phone", re.compile(r"phone|number to reach|reach you at", re.IGNORECASE)),
    ("name", re.compile(r"your name|name for|who (?:am i|is this)|whose name", re.IGNORECASE)),
    ("guests", re.compile(r"how many|guests|head ?count|people", re.IGNORECASE)),
    ("date", re.compile(r"\bdate\b|\bwhen\b|which day|what day", re.IGNORECASE)),
    ("place", re.compile(r"\bwhere\b|\bcity\b|\bzip\b|address|location", re.IGNORECASE)),
    ("time", re.compile(r"what time|start", re.IGNORECASE)),
    ("occasion", re.compile(r"celebrat|occasion|what kind", re.IGNORECASE)),
    ("dietary", re.compile(r"allerg|diet", re.IGNORECASE)),
)
_READS_BACK = re.compile(
    r"make sure|have it right|is (?:all (?:of )?)?(?:this|that|it) (?:right|correct)|all correct"
    r"|look right|shall i send|everything (?:right|correct)|(?:right|correct)\?",
    re.IGNORECASE,
)
_OFFERS_PERSON = re.compile(
    r"(?:member of our team|ask our team|someone|a person|get back to you).{0,60}\?", re.IGNORECASE
)
_YES = ("yes", "Yes, that's right", "yep looks good", "correct!", "yes please")
_THANKS = ("thanks!", "thank you", "great, thanks")
_FRAMES = {
    "date": ("{}", "it's {}", "{} please"),
    "guests": ("{}", "we'd be {}", "about that: {}"),
    "place": ("{}", "in {}", "it's in {}"),
    "name": ("{}", "I'm {}", "my name is {}"),
    "phone": ("{}", "you can reach me at {}"),
    "time": ("{}", "at {}"),
    "occasion": ("{}", "it's for {}"),
    "dietary": ("{}", "by the way: {}"),
}


class PlayedByScript:
    """seed: chooses the words."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        assert scenario.simulated is not None
        self._part = scenario.simulated
        self._chance = random.Random(f"{scenario.name}:{seed}")
        self._asks = list(self._part.asks)
        self._told: set[str] = set()
        self._thanked = False

    async def next(self, told: Sequence[Line]) -> str | None:
        reply = told[-1].text if told and told[-1].by_bot else ""
        if self._part.until == "a person" and (said := self._to_person(reply)):
            return said
        if _READS_BACK.search(reply):
            return self._to_read_back(reply)
        if self._asks and self._chance.random() < 0.5:
            return self._asks.pop(0)
        for name in self._asked_for(_last_question(reply)):
            return self._tell(name)
        return self._on_its_own()

    def _to_person(self, reply: str) -> str | None:
        if _OFFERS_PERSON.search(reply):
            return "yes please"
        return self._tell("phone") if "phone" in self._asked_for(reply) else None

    def _to_read_back(self, reply: str) -> str:
        """Yes, unless the guests or the name are not in it as they were told."""
        facts, figures = self._part.facts, set(re.findall(r"\d+", reply))
        guests = re.findall(r"\d+", facts.guests or "")
        in_all = str(sum(map(int, guests)))
        if in_all not in figures and not set(guests) <= figures:
            return f"no, it's {facts.guests}"
        if facts.name and facts.name.lower() not in reply.lower():
            return f"no, the name is {facts.name}"
        return self._chance.choice(_YES)

    def _asked_for(self, question: str) -> Iterator[str]:
        for name, pattern in _ASKED:
            if getattr(self._part.facts, name) is not None and pattern.search(question):
                yield name

    def _tell(self, name: str) -> str:
        self._told.add(name)
        return self._chance.choice(_FRAMES[name]).format(getattr(self._part.facts, name))

    def _on_its_own(self) -> str | None:
        if self._asks:
            return self._asks.pop(0)
        for name, _ in reversed(_ASKED):
            if name not in self._told and getattr(self._part.facts, name) is not None:
                return self._tell(name)
        if self._thanked:
            return None
        self._thanked = True
        return self._chance.choice(_THANKS)


def _last_question(reply: str) -> str:
    """Where a reply answers and then asks, what it asks."""
    asked = re.findall(r"[^.!?\n]*\?", reply)
    return asked[-1] if asked else reply
