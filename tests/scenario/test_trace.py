"""`bot trace`: how a conversation went, from the database alone."""

import json

import aiohttp
import pytest

from bot.app.trace.command import NoSuchConversation, run
from tests.fakes.openai import Call, FakeOpenAI, Say, Status, Usage
from tests.scenario.conftest import Out
from tests.scenario.inside import NOW, Inside

ANN = "+14155550101"
NOTE = Call("note_details", {"guest_count": 20, "event_date": "june 12"})
LIE = "All 20 plates come to $999.99 with tax."


@pytest.fixture
def settings(remote: dict[str, str]) -> dict[str, str]:
    return remote


def order(text: str, *parts: str) -> None:
    """The parts stand in the text, one after the other."""
    place = 0
    for part in parts:
        assert part in text[place:], f"{part} is not there, or not there yet:\n{text}"
        place = text.index(part, place) + len(part)


async def test_a_conversation_is_told_as_it_went(
    stage: Inside, model: FakeOpenAI, out: Out
) -> None:
    settings = stage.app.settings
    model.script(
        (NOTE, Usage(3000, 40, 2400)),
        (Say(LIE), Usage(3100, 20, 3000)),
        (Say("Got it: 20 guests on June 12. Where will it be?"), Usage(3200, 20, 3000)),
    )
    await stage.talk(ANN, ["we are 20 people", "on june 12"])
    model.script(Call("request_human", {"reason": "asks for a person"}), Say("Somebody comes."))
    stage.set_now(NOW.replace(hour=20))
    await stage.talk(ANN, "let me talk to a person")

    assert await run(settings, thread="(415) 555-0101", full=False, json=False) == 0
    told = out()
    order(
        told,
        *("sms", "customer agent", ANN, "Thursday, 2027-05-20"),
        *("customer  we are 20 people", "customer  on june 12"),
        "begins for 2 messages, after a wait",
        *("gpt-6-luna: 3,000 in (80% cached), 40 out, $0.000104", "note_details(guest_count=20"),
        *('event_date="june 12"', "2027-06-12"),
        "held back an answer was not sent:",
        "bot       Got it: 20 guests",
        *("by sms: sent", " later", "request_human(reason="),
        *("Somebody comes.", "person_wanted by"),
        *("still to come", "close_conversation is due"),
        *("2 turns", "5 model calls $0.0", "tokens cached"),
    )
    assert "slow" not in told.splitlines()[-1].replace("0 slow", "")

    thread, message = (await stage.rows(_IDS))[:2]
    assert await run(settings, thread=thread, full=True, json=True) == 0
    found = json.loads(out())
    assert found["conversation"]["thread_id"] == thread
    calls = [entry["more"] for entry in found["entries"] if entry["kind"] == "model"]
    assert calls[0]["tokens_in"] == 3000
    said = [entry for entry in found["entries"] if entry["kind"] == "said"]
    assert all(entry["more"]["prompt_version"] for entry in said)
    assert said[0]["took"] < 5
    await run(settings, thread=message, full=True, json=False)
    order(out(), "prompt_version: ", "held_back: ")
    with pytest.raises(NoSuchConversation):
        await run(settings, thread="nobody", full=False, json=False)

    # A visitor's thread, by the id that the website knows it by.
    model.script(Say("Hello!"))
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{stage.url}/api/v1/ai/chat", json={"message": "hi there"}) as response,
    ):
        thread = (await response.json())["thread_id"]
    assert await run(settings, thread=thread, full=False, json=False) == 0
    order(out(), " web ", "customer  hi there", "bot       Hello!")


async def test_who_failed_and_who_answered_in_their_place_is_told(
    stage: Inside, model: FakeOpenAI, out: Out
) -> None:
    model.otherwise = [Status(500)]
    [answer] = await stage.talk(ANN, "what is on the menu?")
    assert "chicken" in answer.lower()
    await run(stage.app.settings, thread=ANN, full=False, json=False)
    told = out()
    order(
        told,
        "gpt-6-luna: the model's server failed: 500; usage unknown: $0.0",
        "gpt-5.6-luna: the model's server failed: 500; ",
        "model     embedded: no other answered",
        "tool      get_menu()",
        "bot       ",
        " went wrong",
    )
    failed = told.count("the model's server failed")
    assert f"{failed} model calls" in told
    assert f"{failed} went wrong" in told


_IDS = (
    "SELECT thread_id FROM ai_conversations UNION ALL "
    "SELECT * FROM (SELECT public_id FROM ai_messages ORDER BY id LIMIT 1) AS first"
)
