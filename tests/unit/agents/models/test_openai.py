"""The OpenAI-compatible model through the vendor's SDK, against a stand-in at the wire."""

import asyncio
from typing import Any

from agents.models.deadlines import Deadlines
from agents.models.openai import OpenAIModel, OpenAIServer
from agents.ports import Answer
from bot.messages import Usage
from tests.fakes.openai import Call, FakeOpenAI, Pace, Say
from tests.fakes.openai import Usage as Used
from tests.unit.agents.stage import (
    PHONE,
    bot,
    connections,
    request,
    result,
    scope,
    situation,
    step,
    user,
)
from tests.unit.agents.stage import call as called

LUNA = "gpt-6-luna"


def silent(piece: str) -> None:
    """Nobody listens."""


async def sent(fake: FakeOpenAI, server: OpenAIServer, model: str, **change: Any) -> dict[str, Any]:
    """The body of a request that was answered."""
    fake.script(Say("Hi."))
    await server.model(model, 1500, 0.7).answer(request(**change), silent)
    return fake.requests[-1].body


async def test_an_answer_is_said_as_it_comes(fake: FakeOpenAI, luna: OpenAIModel) -> None:
    fake.pace = Pace(slice_bytes=11)
    fake.script([Say("We serve chicken — steak \u2028 shrimp. 🍤"), Used(200, 12, cached=128)])
    pieces: list[str] = []
    answer = await luna.answer(request(), pieces.append)
    text = "We serve chicken — steak \u2028 shrimp. 🍤"
    assert answer == Answer(text, (), Usage(200, 12, 128, 0))
    assert "".join(pieces) == answer.text
    assert len(pieces) > 3


async def test_several_tools_are_called_at_once(fake: FakeOpenAI, luna: OpenAIModel) -> None:
    quote = Call("get_quote", {"adults": 30, "children": 8}, id="b")
    fake.script([Say("One moment."), Call("get_menu", id="a"), quote])
    answer = await luna.answer(request(tools=("get_menu", "get_quote")), silent)
    assert answer.text == "One moment."
    assert [(c.id, c.name, c.arguments) for c in answer.tool_calls] == [
        ("a", "get_menu", "{}"),
        ("b", "get_quote", '{"adults":30,"children":8}'),
    ]


async def test_malformed_arguments_and_unknown_tools_are_passed_on_as_they_are(
    fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    fake.script([Call("get_menu", '{"kind": "ve', whole=True), Call("delete_everything")])
    answer = await luna.answer(request(tools=("get_menu",)), silent)
    assert [c.arguments for c in answer.tool_calls] == ['{"kind": "ve', "{}"]


async def test_a_whole_conversation_is_taken_by_the_api(
    fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    history = (user("Menu?"), step(called()), result("c1"), bot("Here it is."), user("Thanks"))
    fake.script(Say("You are welcome."))
    await luna.answer(request(*history, tools=("get_menu",)), silent)
    (asked,) = fake.requests
    assert [line["role"] for line in asked.messages] == [
        *("system", "user", "assistant", "tool", "assistant", "user", "system")
    ]
    assert asked.said == "Thanks"
    assert asked.tools == ["get_menu"]


async def test_people_and_prompts_are_told_apart_without_saying_who_they_are(
    fake: FakeOpenAI, server: OpenAIServer
) -> None:
    ann = await sent(fake, server, LUNA)
    again = await sent(fake, server, LUNA)
    ben = await sent(fake, server, LUNA, situation=situation(scope(customer_id=6)))
    unknown = await sent(fake, server, LUNA, situation=situation(scope(customer_id=None)))
    hashes = [body["safety_identifier"] for body in (ann, again, ben, unknown)]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3
    assert ann["prompt_cache_key"]
    assert PHONE not in hashes + [body["prompt_cache_key"] for body in (ann, ben, unknown)]
    assert all(len(identifier) <= 64 for identifier in hashes)


async def test_a_reasoning_model_thinks_as_little_as_it_can(
    fake: FakeOpenAI, server: OpenAIServer
) -> None:
    body = await sent(fake, server, LUNA)
    assert body["reasoning_effort"] == "none"
    assert body["max_completion_tokens"] == 1500
    assert body["stream_options"] == {"include_usage": True}
    assert not {"temperature", "max_tokens", "tools"} & body.keys()


async def test_other_models_get_a_temperature(fake: FakeOpenAI, server: OpenAIServer) -> None:
    body = await sent(fake, server, "gpt-4.1-mini")
    assert body["temperature"] == 0.7
    assert body["max_tokens"] == 1500
    assert not {"reasoning_effort", "max_completion_tokens"} & body.keys()


async def test_a_connection_serves_again(fake: FakeOpenAI, server: OpenAIServer) -> None:
    luna = server.model(LUNA, 1500, 0.7)
    fake.otherwise = Say("Hi.")
    fake.pace = Pace(slice_bytes=64)
    for _ in range(3):
        await luna.answer(request(), silent)
        assert await connections(server) == 1


async def test_one_client_answers_many_at_once(fake: FakeOpenAI, server: OpenAIServer) -> None:
    luna, other = server.model(LUNA, 1500, 0.7), server.model("llama-mine", 1500, 0.7)
    fake.otherwise = Say("Hi.")
    answers = await asyncio.gather(
        *(model.answer(request(), silent) for model in (luna, other) for _ in range(20))
    )
    assert {answer.text for answer in answers} == {"Hi."}


async def test_no_more_connections_are_opened_than_allowed(fake: FakeOpenAI) -> None:
    server = OpenAIServer("sk-not-a-key", fake.base_url, connections=2)
    fake.otherwise = Say("Hi.")
    luna = server.model(LUNA, 1500, 0.7, Deadlines())
    await asyncio.gather(*(luna.answer(request(), silent) for _ in range(10)))
    assert await connections(server) <= 2
    await server.close()
