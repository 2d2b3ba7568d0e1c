"""Servers that take less of the API than OpenAI's: what they refuse is learned, once."""

import asyncio

import pytest

from agents.models.openai import OpenAIModel, OpenAIServer
from agents.ports import Answer, ModelError
from tests.fakes.openai import FakeOpenAI, NoDone, NoUsage, Say, Status
from tests.unit.agents.stage import request

LUNA = "gpt-6-luna"


def silent(piece: str) -> None:
    """Nobody listens."""


async def test_a_server_may_leave_out_usage_and_done(fake: FakeOpenAI, luna: OpenAIModel) -> None:
    fake.script([Say("Hi."), NoUsage()], [Say("Hi."), NoDone()])
    assert await luna.answer(request(), silent) == Answer("Hi.")
    assert (await luna.answer(request(), silent)).text == "Hi."


@pytest.mark.parametrize(
    ("model", "refused", "left"),
    [
        (LUNA, {"stream_options"}, {"max_completion_tokens", "reasoning_effort"}),
        (LUNA, {"reasoning_effort"}, {"max_completion_tokens", "stream_options"}),
        (LUNA, {"prompt_cache_key", "safety_identifier"}, {"stream_options"}),
        ("llama-mine", {"max_tokens"}, {"max_completion_tokens", "temperature"}),
        ("llama-mine", {"temperature"}, {"max_tokens"}),
        (
            "llama-mine",
            {"temperature", "stream_options", "prompt_cache_key", "safety_identifier"},
            {"max_tokens"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "+".join(sorted(value)),
)
async def test_what_a_server_does_not_know_is_left_out_from_then_on(
    model: str, refused: set[str], left: set[str], fake: FakeOpenAI, server: OpenAIServer
) -> None:
    fake.refuses = refused
    fake.otherwise = Say("Hi.")
    asked = server.model(model, 1500, 0.7)
    assert (await asked.answer(request(), silent)).text == "Hi."
    tries = len(fake.requests)
    assert (await asked.answer(request(), silent)).text == "Hi."
    assert len(fake.requests) == tries + 1
    body = fake.requests[-1].body
    assert not refused & body.keys()
    assert left <= body.keys()


async def test_one_learns_what_another_asks_at_the_same_time(
    fake: FakeOpenAI, server: OpenAIServer
) -> None:
    fake.refuses = {"stream_options"}
    fake.otherwise = Say("Hi.")
    asked = server.model(LUNA, 1500, 0.7)
    answers = await asyncio.gather(*(asked.answer(request(), silent) for _ in range(5)))
    assert {answer.text for answer in answers} == {"Hi."}


async def test_the_lowest_effort_that_is_offered_is_taken(
    fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    text = "Unsupported value: 'none' is not supported. Supported values are: 'low', and 'high'."
    fake.script(Status(400, message=f"{text} (reasoning_effort)"), Say("Hi."))
    await luna.answer(request(), silent)
    assert fake.requests[-1].body["reasoning_effort"] == "low"


async def test_a_server_that_takes_no_effort_beside_tools_gets_none(
    fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    text = "Function tools with reasoning_effort are not supported for this model."
    fake.script(Status(400, message=text), Say("Hi."))
    await luna.answer(request(tools=("get_menu",)), silent)
    assert "reasoning_effort" not in fake.requests[-1].body


@pytest.mark.parametrize("status", [400, 404, 500])
async def test_a_strict_template_gets_its_system_message_first(
    status: int, fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    text = "Jinja Exception: System message must be at the beginning."
    fake.script(Status(status, message=text), Say("Hi."))
    await luna.answer(request(), silent)
    assert [line["role"] for line in fake.requests[-1].messages] == ["system", "user"]


async def test_a_server_that_knows_no_tools_is_refused_for_good(
    fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    fake.script(Status(400, message="llama-mine does not support tools"))
    with pytest.raises(ModelError) as caught:
        await luna.answer(request(tools=("get_menu",)), silent)
    assert not caught.value.again
