"""A model that misbehaves: the customer gets one sensible answer all the same, and nothing is
left half-done."""

import asyncio
import json
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from agents.models.health import Health
from tests.fakes.openai import (
    BreakMidArguments,
    BreakMidStream,
    Call,
    ChatRequest,
    Empty,
    FakeOpenAI,
    Garbage,
    Hang,
    InStreamError,
    NoDone,
    NoUsage,
    Say,
    Status,
    Turn,
)
from tests.scenario.inside import NOW, Inside, on_sqlite
from tests.scenario.stage import OWNER

ANN = "+14155550101"


@pytest.fixture
def settings(remote: dict[str, str]) -> dict[str, str]:
    one = {"OPENAI_MODEL": "gpt-6-luna"}  # and no other: see test_models.py
    return remote | one | {"OPENAI_TIMEOUT_SECONDS": "2"}


async def answer(stage: Inside, phone: str = ANN) -> str:
    """The answer to a text."""
    [said] = await stage.talk(phone, "how much is it per person?")
    return said


async def is_whole(stage: Inside, answers: int = 1) -> None:
    """Nothing is left half-done, and there are just so many answers."""
    await stage.idle()
    assert await stage.rows("SELECT DISTINCT status FROM inbox") == ["done"]
    assert await stage.rows("SELECT DISTINCT status FROM outbox") == ["sent"]
    assert await stage.rows(_REPLIES) == [answers]
    assert await stage.rows("SELECT count(*) FROM leads") == [0]
    assert await stage.rows("SELECT count(*) FROM model_calls WHERE settled IS NULL") == [0]
    assert await _calls(stage) == await stage.rows(_RESULTS)


async def answers(
    stage: Inside, model: FakeOpenAI, cases: Mapping[str, Sequence[Turn]]
) -> dict[str, str]:
    """What customers hear of a model that does something else with each of them. All at once;
    each turn is asked for, and nothing is asked for besides."""
    phones = {f"+1415555{n}": case for n, case in enumerate(cases, 1000)}
    coming = {phone: deque(cases[case]) for phone, case in phones.items()}

    def decide(request: ChatRequest) -> Turn:
        state = str(request.messages[-1]["content"])
        [phone] = [phone for phone in coming if phone in state]
        return coming[phone].popleft()

    model.decide = decide
    heard = await asyncio.gather(*(answer(stage, phone) for phone in phones))
    assert not any(coming.values())
    await is_whole(stage, len(cases))
    return dict(zip(cases, heard, strict=True))


async def _calls(stage: Inside) -> list[str]:
    """The ids of all calls; to each belongs one result."""
    steps = await stage.rows("SELECT tool_calls FROM ai_messages WHERE tool_calls IS NOT NULL")
    whole = [json.loads(step) if isinstance(step, str) else step for step in steps]
    return sorted(call["id"] for step in whole for call in step)


_REPLIES = "SELECT count(*) FROM ai_messages WHERE visibility = 'customer' AND role = 'assistant'"
_RESULTS = "SELECT tool_call_id FROM ai_messages WHERE role = 'tool' ORDER BY tool_call_id"

BOOK = '{"name":"Ana Silva","phone":"+14155550101","guest_count":40}'
LOST: dict[str, list[Turn]] = {
    "garbage": [Garbage(), Garbage()],
    "garbage after words": [[Say("We serve"), Garbage()], [Say("We"), Garbage()]],
    "JSON for words": [Say('{"answer": 42}'), Say('["a"]')],
    "signs for words": [Say("?!?!"), Say("...")],
    "thoughts for words": [Say("<think>They ask the price.</think>"), Say("<think>Hm")],
    "breaks off": [[Say("We ser"), BreakMidStream()], [Say("We ser"), BreakMidStream()]],
    "breaks off in arguments": [BreakMidArguments(), BreakMidArguments()],
    "error in the stream": [[Say("We ser"), InStreamError()], InStreamError()],
    "429 and long": [Status(429, retry_after=60)],
    "429 and again": [Status(429, retry_after=0.1), Status(429, retry_after=0.1)],
    "quota": [Status(429, code="insufficient_quota")],
    "500": [Status(500), Status(503)],
    "wrong key": [Status(401)],
    "no such model": [Status(404, code="model_not_found")],
    "empty": [Empty("stop"), Empty("stop")],
    "empty for length": [Empty("length")],
    "held back": [Empty("content_filter")],
    "no tools": [Status(400, message="llama-mine does not support tools")],
}


HANGS: dict[str, list[Turn]] = {
    "before": [Hang()],
    "in words": [[Say("We serve"), Hang()]],
    "in a call": [[Call("create_booking_inquiry", BOOK), Hang()]],
}


@pytest.fixture
def _each_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is learned of the model in one turn is not for the others."""
    monkeypatch.setattr(Health, "lets_through", lambda health, name: True)


@on_sqlite
@pytest.mark.usefixtures("_each_by_itself")
async def test_the_embedded_model_takes_over(stage: Inside, model: FakeOpenAI) -> None:
    for case, said in (await answers(stage, model, LOST)).items():
        assert "$25.00" in said, case
        assert "We ser" not in said, case


@on_sqlite
@pytest.mark.usefixtures("_each_by_itself")
async def test_a_model_that_hangs_is_left(stage: Inside, model: FakeOpenAI) -> None:
    for case, said in (await answers(stage, model, HANGS)).items():
        assert "$25.00" in said, case
    await model.requests.until(lambda: {each.outcome for each in model.requests} == {"left"})


RIGHT = Say("Between $25 and $35 a person.")
RECOVERED: dict[str, list[Turn]] = {
    "429": [Status(429, retry_after=0.3), RIGHT],
    "500": [Status(500), RIGHT],
    "breaks off": [[Say("We ser"), BreakMidStream()], RIGHT],
    "breaks off in arguments": [BreakMidArguments(), RIGHT],
    "empty": [Empty("stop"), RIGHT],
    "no usage": [[RIGHT, NoUsage()]],
    "no end": [[RIGHT, NoDone()]],
    "a tool that does not exist": [Call("delete_everything", {"really": True}), RIGHT],
    "arguments that are no JSON": [Call("get_menu", "{not json"), RIGHT],
    "arguments that are no object": [Call("get_menu", "[1]"), RIGHT],
    "arguments of other types": [Call("note_details", '{"guest_count":"many"}'), RIGHT],
    "too long arguments": [Call("note_details", {"message": "x" * 100_000}, whole=True), RIGHT],
    "a booking without a yes": [Call("create_booking_inquiry", BOOK), RIGHT],
    "many calls at once": [[Call("get_menu", id=f"c{n}") for n in range(30)], RIGHT],
    "calls that share an id": [[Call("get_menu", id="c"), Call("get_menu", id="c")], RIGHT],
    "a call written as text": [Say('<tool_call>{"name": "get_menu"}</tool_call>'), RIGHT],
    "a NUL": [Say("Between $25 and $35\x00 a person.")],
}


@on_sqlite
@pytest.mark.usefixtures("_each_by_itself")
async def test_the_model_itself_answers_in_the_end(stage: Inside, model: FakeOpenAI) -> None:
    for case, said in (await answers(stage, model, RECOVERED)).items():
        assert said.startswith("Between $25 and $35 a person."), case


async def test_a_model_that_calls_for_ever(stage: Inside, model: FakeOpenAI) -> None:
    model.otherwise = Call("get_menu")
    assert "$25.00" in await answer(stage)
    assert len(model.requests) == 8
    await is_whole(stage)


async def test_a_booking_that_breaks_off_makes_no_lead(stage: Inside, model: FakeOpenAI) -> None:
    noted = {"name": "Ann Lee", "event_date": "June 12", "guest_count": 40, "location": "Pasadena"}
    read_back = "Saturday, June 12 for 40 guests in Pasadena, under Ann Lee. Is that right?"
    arguments = '{"name":"Ann Lee","phone":"+14155550101","guest_count":40}'
    broken = BreakMidArguments("create_booking_inquiry", arguments)
    model.script(Call("note_details", noted), Say(read_back), broken, broken)
    await stage.talk(ANN, "June 12, 40 people, Pasadena. Ann Lee")
    [said] = await stage.talk(ANN, "yes that is right")
    # The embedded model goes on from where the other one was: one inquiry, and only one.
    assert await stage.rows("SELECT guest_count FROM leads") == [40]
    assert len(await stage.said(OWNER, 1)) == 1
    assert "Thank you, Ann" in said


@on_sqlite
async def test_a_change_that_the_model_passes_over_reaches_staff(
    stage: Inside, model: FakeOpenAI
) -> None:
    noted = {"name": "Ann Lee", "event_date": "June 12", "guest_count": 40, "location": "Pasadena"}
    read_back = "Saturday, June 12 for 40 guests in Pasadena, under Ann Lee. Is that right?"
    arguments = '{"name":"Ann Lee","phone":"+14155550101","guest_count":40}'
    sent: list[Turn] = [Call("create_booking_inquiry", arguments), Say("Thank you, Ann!")]
    model.script(Call("note_details", noted), Say(read_back), *sent, *[Say("All right.")] * 3)
    await stage.talk(ANN, "June 12, 40 people, Pasadena. Ann Lee", "yes that is right")
    await stage.talk(ANN, "thanks! what would 90 guests cost instead?")
    assert await stage.rows("SELECT count(*) FROM leads WHERE guest_count = 40") == [1]
    await stage.talk(ANN, "make it 60 guests, and change the place to Irvine", "👍")
    stage.set_now(NOW + timedelta(minutes=31))
    await stage.tick()
    [notice] = [text for text in await stage.said(OWNER, 2) if "Inquiry changed" in text]
    assert "guests 40, now 60" in notice
    assert "place Pasadena, now Irvine" in notice
    assert "has not confirmed it" in notice
    assert await stage.rows("SELECT guest_count FROM leads") == [40]


async def test_a_server_that_knows_little(stage: Inside, model: FakeOpenAI) -> None:
    model.refuses = {
        *("stream_options", "reasoning_effort", "prompt_cache_key", "safety_identifier"),
    }
    model.script([RIGHT, NoUsage(), NoDone()])
    assert (await answer(stage)).startswith("Between $25 and $35 a person.")
    assert len(model.requests) <= 4
    await is_whole(stage)
