"""What OpenAI's stand-in refuses, as the API does."""

from typing import Any

import openai
import pytest
from openai import AsyncOpenAI
from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming

from tests.fakes.openai import (
    FakeOpenAI,
    Say,
)
from tests.fakes.openai.checks import PARAMETERS
from tests.unit.fakes.asking import CALLS, CLOSED, USER, ask, result, tool


@pytest.mark.parametrize(
    ("change", "param", "message"),
    [
        ({"temperature": 0.7}, "temperature", "not supported with this model"),
        ({"max_tokens": 100}, "max_tokens", "Use 'max_completion_tokens' instead"),
        ({"model": "gpt-5.4-mini", "top_p": 0.5}, "top_p", "not supported with this model"),
        ({"reasoning_effort": "lowest"}, "reasoning_effort", "Supported values"),
        ({"safety_identifier": "x" * 65}, "safety_identifier", "string too long"),
        ({"stream_options": {"include_usage": True}}, "stream_options", "'stream' is enabled"),
        ({"extra_body": {"thread": 1}}, "thread", "Unknown parameter"),
        ({"messages": []}, "messages", "empty array"),
        ({"messages": [{"role": "bot", "content": "x"}]}, "messages[0].role", "Supported values"),
        ({"messages": [{"role": "user", "content": None}]}, "messages[0].content", "got null"),
        ({"messages": [USER, CALLS]}, "messages.[2].role", "did not have response messages: a, b"),
        ({"messages": [USER, CALLS, result("a"), USER]}, "messages.[3].role", "messages: b"),
        ({"messages": [USER, result("a")]}, "messages.[1].role", "must be a response"),
        ({"messages": [CALLS, result("a"), result("a")]}, "messages.[2].role", "must be a resp"),
        ({"messages": [CALLS | {"tool_calls": []}]}, "messages[0].tool_calls", "empty array"),
        ({"tools": []}, "tools", "empty array"),
        ({"tool_choice": "auto"}, "tool_choice", "only allowed when 'tools'"),
        ({"tools": [tool(CLOSED, name="get menu")]}, "tools[0].function.name", "pattern"),
        ({"tools": [tool({})]}, "tools[0].function.parameters", "JSON Schema"),
        (
            {"tools": [tool(CLOSED | {"additionalProperties": True}, strict=True)]},
            "tools[0].function.parameters",
            "'additionalProperties' is required",
        ),
        (
            {"tools": [tool(CLOSED | {"properties": {"x": {}}}, strict=True)]},
            "tools[0].function.parameters",
            "every key in properties",
        ),
    ],
)
async def test_what_the_api_refuses_is_refused(
    model: FakeOpenAI, sdk: AsyncOpenAI, change: dict[str, Any], param: str, message: str
) -> None:
    model.script(Say("not asked for"))
    with pytest.raises(openai.BadRequestError, match=message.replace("[", r"\[")) as caught:
        await ask(sdk, **change)
    assert (caught.value.param, caught.value.type) == (param, "invalid_request_error")
    assert (model.requests[0].outcome, model.left) == ("refused", 1)


async def test_what_is_right_is_taken(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    model.script(Say("a"), Say("b"))
    history = [{"role": "system", "content": "Be kind."}, USER, CALLS, result("b"), result("a")]
    await ask(
        sdk,
        messages=[*history, {"role": "assistant", "content": "There."}, USER],
        tools=[tool(CLOSED, strict=True)],
        tool_choice="auto",
        parallel_tool_calls=True,
        max_completion_tokens=100,
        reasoning_effort="low",
        safety_identifier="x" * 64,
        prompt_cache_key="customer",
    )
    await ask(sdk, model="gpt-4.1-mini", temperature=0.7, max_tokens=100)


def test_the_parameters_known_are_the_sdks() -> None:
    assert CompletionCreateParamsStreaming.__annotations__.keys() == PARAMETERS


async def test_keys_and_models_are_checked(sdk: AsyncOpenAI) -> None:
    async with FakeOpenAI(api_key="right") as fake:
        for key, error in (("wrong", openai.AuthenticationError), ("right", openai.NotFoundError)):
            async with AsyncOpenAI(api_key=key, base_url=fake.base_url) as made:
                with pytest.raises(error):
                    await ask(made, model="gpt-4")
    assert "gpt-6-luna" in [model.id async for model in sdk.models.list()]
    assert (await sdk.models.retrieve("gpt-6-luna")).id == "gpt-6-luna"
    with pytest.raises(openai.NotFoundError, match="gpt-4"):
        await sdk.models.retrieve("gpt-4")


async def test_a_compatible_server_may_not_know_a_parameter(
    model: FakeOpenAI, sdk: AsyncOpenAI
) -> None:
    model.refuses = {"tools"}
    with pytest.raises(openai.BadRequestError, match="Unknown parameter: 'tools'"):
        await ask(sdk, tools=[tool(CLOSED)])
