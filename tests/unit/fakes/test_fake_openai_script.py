"""How OpenAI's stand-in is scripted: by turns, by a callable, in a process of its own."""

import asyncio

import openai
import pytest
from openai import AsyncOpenAI

from tests.fakes.openai import (
    Call,
    ChatRequest,
    FakeOpenAI,
    Hang,
    Say,
    Turn,
)
from tests.fakes.process import running
from tests.unit.fakes.asking import (
    CALLS,
    CLOSED,
    USER,
    ask,
    result,
    tool,
)


async def test_an_answer_in_one_piece(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    model.script([Say("Let me see."), Call("get_menu", {"kind": "all"}, id="call_1")])
    [choice] = (await ask(sdk)).choices
    assert (choice.message.content, choice.finish_reason) == ("Let me see.", "tool_calls")
    assert choice.message.tool_calls is not None
    [call] = choice.message.tool_calls
    assert call.type == "function"
    assert (call.id, call.function.arguments) == ("call_1", '{"kind":"all"}')


async def test_while_the_model_thinks_nothing_comes(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    model.script([Hang(), Say("Hi")])
    asking = asyncio.create_task(ask(sdk))
    [request] = await model.requests.at_least(1)
    assert request.said == "Hello"
    await model.gates.held()
    assert not asking.done()
    model.gates.release()
    assert (await asking).choices[0].message.content == "Hi"


async def test_a_callable_answers_by_the_conversation(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    def decide(request: ChatRequest) -> Turn:
        if "get_menu" in request.tools and not request.results:
            return Call("get_menu", id="a")
        return Say(f"{request.said} costs {request.results['get_menu']}")

    model.decide = decide
    asked = {"role": "user", "content": [{"type": "text", "text": "Steak"}]}
    called = CALLS | {"tool_calls": CALLS["tool_calls"][:1]}
    first = await ask(sdk, messages=[asked], tools=[tool(CLOSED)])
    assert first.choices[0].finish_reason == "tool_calls"
    second = await ask(sdk, messages=[asked, called, result("a", "$30")], tools=[tool(CLOSED)])
    assert second.choices[0].message.content == "Steak costs $30"


async def ask_twice(*turns: Turn) -> None:
    async with (
        FakeOpenAI(*turns) as fake,
        AsyncOpenAI(api_key="key", base_url=fake.base_url) as sdk,
    ):
        await ask(sdk)
        with pytest.raises(openai.BadRequestError):
            await ask(sdk)


async def test_a_request_beyond_the_script_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="more often than the script"):
        await ask_twice(Say("Hi"))


async def test_as_a_process_it_takes_a_script_settings_and_a_callable() -> None:
    async with running("openai", "--decide", "tests.unit.fakes.thinking:thinking") as fake:
        async with AsyncOpenAI(api_key="key", base_url=f"{fake.url}/v1") as sdk:
            await fake.script(Call("get_menu", {"kind": "all"}), [Say("Hi"), Say(" there")])
            assert (await ask(sdk)).choices[0].finish_reason == "tool_calls"
            assert (await ask(sdk)).choices[0].message.content == "Hi there"
            asking = asyncio.create_task(ask(sdk))
            await fake.held()
            await fake.release()
            assert (await asking).choices[0].message.content == "You said Hello."
            await fake.settings(models=["llama"], pace={"first_token": 0.01})
            with pytest.raises(openai.NotFoundError):
                await ask(sdk)
        recorded = await fake.recorded("requests", at_least=4)
    assert [each["outcome"] for each in recorded] == ["answered"] * 3 + ["refused"]
    assert recorded[0]["body"]["messages"] == [USER]
