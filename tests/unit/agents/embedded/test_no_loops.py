"""A customer at whom the bot is at a loss is offered a person, and never hears the same twice."""

from itertools import pairwise
from random import Random

import pytest

from agents.models.embedded.words import Words, sentences
from tests.unit.agents.embedded.conftest import NOW
from tests.unit.agents.embedded.talk import profile, talking

WORDS = Words(profile())
_UNCLEAR = (
    "hmm", "ok", "lol", "k", "...", "what", "asdf", "the thing", "u know", "huh??", "ugh", "x",
    "idk what u mean", "👀", "sure whatever", "blah blah", "no clue lol", "hm", "umm", "eh",
)  # fmt: skip
_BEGINNINGS = (
    "hi", "30 people june 19", "25 ppl may 8 in Burbank", "in Pasadena", "how much",
    "25 people june 12 in Pasadena, its Karen Ortiz",
)  # fmt: skip
_MOST_BEFORE_OFFER = 4


@pytest.mark.parametrize("channel", ["sms", "web"])
@pytest.mark.parametrize("begun", _BEGINNINGS)
async def test_nobody_goes_round_in_circles(begun: str, channel: str, url: str) -> None:
    random = Random(begun + channel)
    async with talking(url, NOW, channel=channel) as talk:
        replies = [await talk.say(begun)]
        replies += [await talk.say(random.choice(_UNCLEAR)) for _ in range(8)]
        for before, reply in pairwise(replies):
            again = set(sentences(before)) & set(sentences(reply))
            assert not {sentence for sentence in again if len(sentence.split()) > 2}, replies
        offered = any(
            WORDS.tells_any(WORDS.person_offers, r) for r in replies[1:][:_MOST_BEFORE_OFFER]
        )
        assert offered or talk.person_wanted or await talk.leads(), replies
