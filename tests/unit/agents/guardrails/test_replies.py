"""No unproved figure, day, promise or dietary claim gets by, and honest replies do."""

import random

import pytest

from agents.guardrails.check import faults_in, faults_of
from agents.guardrails.evidence import evidence_of
from agents.guardrails.holdback import Holdback
from agents.guardrails.sentences import sentences
from bot.messages import Message, ToolCall
from storage.database import dumps
from tests.unit.agents.guardrails import held_out
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


@pytest.mark.parametrize("reply", ["It's $28.00 a person.", "A 50% deposit confirms it."])
def test_the_owners_figures_need_no_tool(reply: str) -> None:
    assert not faults_of(reply, evidence_of([], situation(), SYSTEM))


@pytest.mark.parametrize(
    "reply",
    ["I've sent your request to our team.", "Your inquiry has been submitted."],
)
def test_what_was_done_may_be_said(reply: str) -> None:
    assert not faults_of(reply, evidence(lead="open"))


@pytest.mark.parametrize(
    "reply",
    [
        "总共是500美元。",
        "一共 22 美元一个人,没有问题。",
        "Le prix est de 20 euros pour les enfants, merci.",
    ],
)
def test_a_language_nobody_reads_here_may_name_no_new_number(reply: str) -> None:
    assert faults_of(reply, evidence())


@pytest.mark.parametrize(
    "reply",
    [
        "鸡肉每人28美元。",
        "好的,38位客人,6月5日。",
        "Merci, c'est noté pour les 38 personnes, avec plaisir.",
    ],
)
def test_it_may_name_those_that_were_given(reply: str) -> None:
    assert not faults_of(reply, evidence())


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


@pytest.mark.parametrize("seed", range(6))
def test_no_unproved_sentence_is_ever_seen(seed: int) -> None:
    chance, known = random.Random(seed), evidence()
    for hostile in lines(HOSTILE):
        before = " ".join(chance.sample(lines(HONEST), 2))
        seen = streamed(f"{before} {hostile} And {before}", chance, known)
        told = faults_in(sentences(hostile)[0], known)
        assert told == [] or not faults_of(seen, known), seen


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
