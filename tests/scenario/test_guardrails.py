"""A model that says what no tool returned: nobody gets to see it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.fakes.openai import Call, FakeOpenAI, Say
from tests.scenario.inside import Inside, inside
from tests.scenario.stage import OWNER
from tests.scenario.web import Visitor

ANN = "+14155550101"
NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)
LIE = "You got it! For 30 guests the total is $512.00. June 5 is open, and you're booked."


@pytest.fixture
async def stage(database_url: str, tmp_path: Path, model: FakeOpenAI) -> AsyncIterator[Inside]:
    remote = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
    async with inside(database_url, tmp_path, NOW, **remote) as stage:
        await stage.app.agents.warm_up()
        yield stage


async def test_a_model_that_lies_once_is_told_why_and_answers_again(
    stage: Inside, model: FakeOpenAI
) -> None:
    model.script(
        Say(LIE), Call("get_quote", {"guest_count": 30}), Say("It's $823.13 to $1,152.38 in all.")
    )
    [said] = await stage.talk(ANN, "how much for 30 people on june 5?")
    assert "$512" not in said
    assert "booked" not in said
    assert "$823.13 to $1,152.38" in said
    state = model.requests[1].messages[-1]["content"]
    assert "Your last answer was not sent" in state
    assert "it names $512.00, which no tool returned" in state
    assert "only staff confirm a booking" in state


async def test_a_model_that_goes_on_lying_is_given_up_and_a_person_offered(
    stage: Inside, model: FakeOpenAI
) -> None:
    model.script(Say(LIE), Say(LIE))
    [said] = await stage.talk(ANN, "how much for 30 people?")
    assert "$512" not in said
    assert "$823.13" in said  # the embedded model asked the tool
    assert "Would you like a member of our team to get back to you?" in said
    assert await stage.rows("SELECT count(*) FROM leads") == [0]
    [told] = stage.said_to(OWNER)
    assert told.startswith("The language model said what does not hold")
    assert "$512" not in told


async def test_whoever_watches_never_sees_it_either(stage: Inside, model: FakeOpenAI) -> None:
    model.script(Say(LIE), Say("What date is your event?"))
    async with Visitor(stage) as visitor, visitor.streams("how much for 30 people?") as stream:
        events = await stream.rest()
    seen = "".join(e["content"] for e in events if e["type"] in ("token", "replace"))
    assert "512" not in seen
    assert "booked" not in seen
    assert seen.startswith("You got it!")
    assert events[-1]["type"] == "done"
    assert [e["content"] for e in events if e["type"] == "replace"][-1].startswith("What")
