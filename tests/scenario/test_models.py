"""Which model answers: the small one, the strong one for what is hard, the next one where one
fails. The customer notices at most a pause."""

import json
import time
from pathlib import Path

import pytest

from tests.fakes.openai import (
    BreakMidStream,
    ChatRequest,
    FakeOpenAI,
    Hang,
    Say,
    Status,
    Turn,
)
from tests.scenario.inside import NOW, Inside, inside, on_sqlite
from tests.scenario.stage import OWNER

ANN, BEN = "+14155550101", "+14155550102"
SMALL, NEXT, STRONG = "gpt-6-luna", "gpt-5.6-luna", "gpt-6.1-terra"


@pytest.fixture
def settings(remote: dict[str, str]) -> dict[str, str]:
    return remote | {"OPENAI_TIMEOUT_SECONDS": "1"}


def asked(model: FakeOpenAI) -> list[str]:
    return [request.model for request in model.requests]


async def answered_by(stage: Inside) -> list[str]:
    """The model of each answer, in their order."""
    replies = "SELECT metadata FROM ai_messages WHERE author = 'agent:customer' ORDER BY id"
    found = [json.loads(row) if isinstance(row, str) else row for row in await stage.rows(replies)]
    return [told["model"] for told in found if told and "model" in told]


@on_sqlite
async def test_simple_questions_go_to_the_small_model_and_hard_ones_to_the_strong(
    stage: Inside, model: FakeOpenAI
) -> None:
    model.otherwise = Say("Between $25 and $35 a person.")
    await stage.talk(ANN, "how much is it per person?")
    await stage.talk(ANN, "Your chef never came, I want my money back, this is unacceptable")
    await stage.talk(ANN, "ok thanks")
    assert await answered_by(stage) == [SMALL, STRONG, SMALL]


@on_sqlite
async def test_who_said_what_does_not_hold_is_not_asked_again(
    stage: Inside, model: FakeOpenAI
) -> None:
    lie, truth = Say("It is $19 a person."), Say("Between $25 and $35 a person.")
    model.decide = lambda request: lie if request.model == SMALL else truth
    [said] = await stage.talk(ANN, "how much is it per person?")
    assert said.startswith("Between $25 and $35 a person.")
    assert asked(model) == [SMALL, STRONG]


async def test_a_model_that_was_shut_down(stage: Inside, model: FakeOpenAI) -> None:
    model.models = [NEXT, STRONG]
    model.otherwise = Say("Between $25 and $35 a person.")
    for phone in (ANN, BEN):
        [said] = await stage.talk(phone, "how much is it per person?")
        assert said.startswith("Between $25")
    assert asked(model) == [SMALL, NEXT, NEXT]
    await stage.idle()
    [notice] = await stage.said(OWNER, 1)
    assert f"does not know {SMALL}" in notice
    assert await stage.rows("SELECT count(*) FROM model_calls WHERE settled IS NULL") == [0]


FAULTS: dict[str, Turn] = {
    "hangs": Hang(),
    "breaks off": [Say("We ser"), BreakMidStream()],
    "is overloaded": Status(503),
    "asks for a long wait": Status(429, retry_after=60),
}


@on_sqlite
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_where_one_fails_the_next_answers(
    fault: Turn, stage: Inside, model: FakeOpenAI
) -> None:
    def decide(request: ChatRequest) -> Turn:
        return fault if request.model == SMALL else Say("Between $25 and $35 a person.")

    model.decide = decide
    began = time.monotonic()
    [said] = await stage.talk(ANN, "how much is it per person?")
    assert said.startswith("Between $25")
    assert "We ser" not in said
    assert set(asked(model)) == {SMALL, NEXT}
    assert await answered_by(stage) == [NEXT]
    assert time.monotonic() - began < 4


@on_sqlite
async def test_where_all_hang_the_customer_waits_no_longer_than_a_turn(
    stage: Inside, model: FakeOpenAI
) -> None:
    model.otherwise = Hang()
    began = time.monotonic()
    [said] = await stage.talk(ANN, "how much is it per person?")
    assert "$25.00" in said
    assert asked(model) == [SMALL, NEXT, STRONG]
    assert time.monotonic() - began < 3 + 2  # a second each, and what is around it


@on_sqlite
async def test_a_server_that_is_not_there_is_soon_not_asked(
    database_url: str, tmp_path: Path
) -> None:
    nowhere = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    async with inside(database_url, tmp_path, NOW, **nowhere) as stage:
        for _ in range(4):
            [said] = await stage.talk(ANN, "how much is it per person?")
            assert "$25.00" in said
        # Twice a turn, none of its other models, and no more once it was left alone.
        assert await stage.rows("SELECT model FROM model_calls") == [SMALL] * 5
        assert await stage.rows("SELECT sum(settled) FROM model_calls") == [0]
