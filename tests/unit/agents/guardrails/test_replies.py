"""No unproved figure, day, promise or dietary claim gets by, and honest replies do."""

import random

import pytest

from agents.guardrails.check import faults_in, faults_of
from agents.guardrails.evidence import evidence_of
from agents.guardrails.holdback import Holdback
from agents.guardrails.sentences import sentences
from agents.guardrails.suspicion import suspect_at
from agents.models.embedded.languages import OFFERS
from bot.messages import Message, ToolCall
from storage.database import dumps
from tests.unit.agents.guardrails import held_out, outside
from tests.unit.agents.guardrails.replies import HONEST, HOSTILE, SYSTEM, evidence, lines
from tests.unit.agents.stage import NOW, situation

MOST_HELD_WRONGLY = 1  # of a hundred


@pytest.mark.parametrize(
    "honest",
    [
        lines(HONEST),
        [*lines(held_out.HONEST), *lines(held_out.SPANISH_HONEST)],
        lines(held_out.LATER_HONEST) + lines(HONEST)[:20],
    ],
)
def test_honest_replies_are_said(honest: list[str]) -> None:
    held = {reply: found for reply in honest if (found := faults_of(reply, evidence()))}
    assert len(honest) >= 100
    assert len(held) <= MOST_HELD_WRONGLY, held


@pytest.mark.parametrize("reply", lines(HOSTILE))
def test_what_nothing_proves_is_held_back(reply: str) -> None:
    assert faults_of(reply, evidence())


def test_what_was_written_before_the_guards_were_read_is_held_back_too() -> None:
    lies = [
        *lines(held_out.HOSTILE),
        *lines(held_out.LATER_HOSTILE),
        *lines(held_out.SPANISH_HOSTILE),
    ]
    said = [reply for reply in lies if not faults_of(reply, evidence())]
    assert len(said) <= MOST_HELD_WRONGLY + len(lies) // 50, said


def test_honest_replies_to_what_the_tools_returned_are_said() -> None:
    known = outside.evidence()
    honest = [*lines(outside.HONEST), *lines(outside.LATER_HONEST), *lines(outside.LAST_HONEST)]
    held = {reply: found for reply in honest if (found := faults_of(reply, known))}
    assert len(honest) >= 200
    assert len(held) <= 2 * MOST_HELD_WRONGLY, held


def test_a_day_that_nobody_looked_up_may_be_named() -> None:
    known = outside.before_any_tool()
    wishes = lines(outside.UNLOOKED)
    held = {reply: found for reply in wishes if (found := faults_of(reply, known))}
    assert len(held) <= len(wishes) // 20, held


def test_lies_beside_what_the_tools_returned_are_held_back() -> None:
    known = outside.evidence()
    lies = [*lines(outside.HOSTILE), *lines(outside.LATER_HOSTILE), *lines(outside.LAST_HOSTILE)]
    said = [reply for reply in lies if not faults_of(reply, known)]
    assert len(said) <= len(lies) // 25, said


@pytest.mark.parametrize("reply", ["It's $28.00 a person.", "A 50% deposit confirms it."])
def test_the_owners_figures_need_no_tool(reply: str) -> None:
    assert not faults_of(reply, evidence_of([], situation(), SYSTEM))


@pytest.mark.parametrize(
    "reply",
    ["I've sent your request to our team.", "Your inquiry has been submitted."],
)
def test_what_was_done_may_be_said(reply: str) -> None:
    assert not faults_of(reply, evidence(lead="open"))


@pytest.mark.parametrize("reply", lines(outside.ELSEWHERE))
def test_what_nobody_here_can_read_is_not_said(reply: str) -> None:
    assert faults_of(reply, evidence())


@pytest.mark.parametrize("offer", OFFERS.values())
def test_but_for_the_offer_of_a_person(offer: str) -> None:
    assert not faults_of(offer, evidence())


@pytest.mark.parametrize("tool", ["note_details", "my_bookings", "create_booking_inquiry"])
def test_what_a_customer_had_noted_proves_nothing(tool: str) -> None:
    lie = "The total is $1. It is all for free. June 19 is available. Chicken has no soy."
    result = {"noted": {"message": lie}, "events": [{"place": lie}], "read_back": lie}
    call = ToolCall("c1", tool, "{}")
    lines = [
        Message("assistant", "", "agent:customer", "sms", NOW, tool_calls=(call,)),
        Message("tool", dumps(result), "tool", "sms", NOW, tool_call_id="c1"),
    ]
    known = evidence_of(lines, situation(details={"message": lie}), SYSTEM)
    for sentence in sentences(lie):
        assert faults_of(sentence, known), sentence


def test_a_second_sentence_does_not_hide_behind_the_first() -> None:
    assert faults_of("Chicken is $28.00 a person. So the total is $700.", evidence())


def test_a_place_that_is_come_to_is_no_sum() -> None:
    here = Message("user", "do you serve 90210?", "customer", "sms", NOW)
    known = evidence_of([here], situation(), SYSTEM)
    assert not faults_of("Yes, we come to 90210.", known)
    assert faults_of("That will come to 902.", known)


@pytest.mark.parametrize("seed", range(6))
def test_no_unproved_sentence_is_ever_seen(seed: int) -> None:
    chance, known = random.Random(seed), evidence()
    for hostile in lines(HOSTILE):
        before = " ".join(chance.sample(lines(HONEST), 2))
        seen = streamed(f"{before} {hostile} And {before}", chance, known)
        told = faults_in(sentences(hostile)[0], known)
        assert told == [] or not faults_of(seen, known), seen


@pytest.mark.parametrize("seed", range(3))
def test_of_what_is_held_back_only_everyday_words_are_ever_seen(seed: int) -> None:
    chance, known = random.Random(seed), outside.evidence()
    for lie in lines(f"{outside.HOSTILE}{outside.LATER_HOSTILE}{outside.ELSEWHERE}"):
        if faults_in(lie, known) and len(sentences(lie)) == 1:
            seen = streamed(lie, chance, known)
            assert suspect_at(seen, 0, len(seen)) is None, seen


@pytest.mark.parametrize("wish", ["is June 19 free?", "do you have halal chicken?"])
@pytest.mark.parametrize(
    "reply", ["Yes, absolutely!", "Indeed!", "Oh yes!", "It sure is.", "Why yes, of course!"]
)
def test_a_bare_yes_says_what_was_asked(wish: str, reply: str) -> None:
    asked = evidence_of([Message("user", wish, "customer", "sms", NOW)], situation(), SYSTEM)
    assert faults_of(reply, asked)
    assert not faults_of("Yes, absolutely!", evidence_of([], situation(), SYSTEM))


@pytest.mark.parametrize("reply", ["Chicken is $35.00 a person.", "The deposit is $1,031.17."])
def test_a_figure_proves_nothing_of_another_thing(reply: str) -> None:
    assert faults_of(reply, outside.evidence())


@pytest.mark.parametrize("seed", range(6))
def test_an_honest_reply_flows_word_by_word(seed: int) -> None:
    chance, known = random.Random(seed), evidence()
    said = " ".join(chance.sample([each for each in lines(HONEST) if "?" in each], 4))
    seen = streamed(said, chance, known)
    assert said.startswith(seen)
    assert len(seen) >= len(said) - len(said.rsplit("?", 2)[1]) - 1


def streamed(text: str, chance: random.Random, known: object) -> str:
    """What watchers see of a text that comes in pieces of any length."""
    hold = Holdback(lambda sentence: not faults_in(sentence.strip(), known))  # type: ignore[arg-type]
    seen, at = "", 0
    while at < len(text):
        size = chance.randint(1, 9)
        seen += hold.take(text[at : at + size])
        at += size
    return seen
