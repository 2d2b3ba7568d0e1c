"""Conversations put together at random: whatever is said, the replies keep their manners."""

from random import Random

import pytest

from tests.unit.agents.embedded.conftest import NOW
from tests.unit.agents.embedded.manners import ill_manners
from tests.unit.agents.embedded.talk import talking

_TALKS, _TURNS, _LONGEST = 8, 6, 1000
_SAYINGS = (
    "hi", "yes", "no", "ok", "thanks", "bye", "lol", "👍", "🎉🎉", "???", "\n", "x", "0",
    "30 people", "20-25 ppl", "600 guests", "8 of us", "99999 people", "12 of them kids",
    "2 more people", "june 5", "next friday", "monday", "tomorrow", "dec 25", "3/1/2027",
    "at 6pm", "at 11pm", "in Pasadena", "in San Diego", "91106", "my house", "Karen Ortiz",
    "it's mike", "310-555-0177", "a@b.co", "how much", "price?", "menu", "discount?", "deposit?",
    "$500 budget", "too expensive", "do you have lobster", "vegan options?", "is it halal?",
    "severe peanut allergy", "no shellfish", "10 chicken 5 steak", "whats included", "how long",
    "what if it rains", "do you travel to irvine?", "are you free june 12?",
    "june 12 or june 19?", "the second one", "tuesday works", "the 13th", "either one",
    "wait", "wait 40 people", "actually make it 45", "wrong date", "sounds good", "book it",
    "what's next", "when is my party", "my booking", "can we cancel", "cancel my party",
    "talk to a human", "are you a bot", "who is this", "u there?", "this sucks",
    "your chef was late", "call me at 5pm", "not sure", "idk", "hola quiero una fiesta",
    "si por favor", "asdf", "stop texting me", "\u0627\u0631\u064a\u062f \u062d\u0641\u0644\u0629",
    "for my wife's 50th birthday", "wedding", "company party for 150", "no thanks",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(_TALKS))
async def test_any_talk(seed: int, url: str) -> None:
    random = Random(seed)
    channel = random.choice(["sms", "web"])
    async with talking(url, NOW, channel=channel) as talk:
        before = ""
        for _ in range(_TURNS):
            texts = [_said(random) for _ in range(random.choice([1, 1, 2]))]
            reply = await talk.say(*texts)
            faults = ill_manners(talk, reply, before, _LONGEST)
            assert not faults, f"{texts} -> {reply!r} after {before!r}: {faults}"
            before = reply


def _said(random: Random) -> str:
    return " ".join(random.sample(_SAYINGS, random.choice([1, 1, 2, 3])))
