"""A yes that the customer never said is not theirs because a model says so."""

import pytest

from agents.guardrails.check import faults_of
from agents.guardrails.evidence import evidence_of
from tests.unit.agents.guardrails.replies import SYSTEM
from tests.unit.agents.stage import situation

CLAIMS = (
    "You confirmed it all, thanks for your yes!",
    "You already said yes to all of it.",
    "Great, since you agreed, I'm passing it on now.",
    "Your confirmation is on file.",
    "I have your confirmation.",
)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claimed_yes_is_held_back_unless_there_was_one(claim: str) -> None:
    for state in ("none", "waiting"):
        assert faults_of(claim, evidence_of([], situation(read_back=state), SYSTEM))
    assert not faults_of(claim, evidence_of([], situation(read_back="confirmed"), SYSTEM))


@pytest.mark.parametrize(
    "claim", ["Your request has gone to our team.", "Our staff has everything."]
)
def test_nothing_is_with_staff_that_was_not_sent(claim: str) -> None:
    assert faults_of(claim, evidence_of([], situation(read_back="confirmed"), SYSTEM))


@pytest.mark.parametrize(
    "honest",
    [
        "Once you've confirmed, I send it to our team.",
        "Thanks for confirming! How many guests will there be?",
        "Could you confirm the date?",
        "As soon as our team has everything, someone will answer.",
    ],
)
def test_honest_words_of_a_yes_are_said(honest: str) -> None:
    assert not faults_of(honest, evidence_of([], situation(), SYSTEM))
