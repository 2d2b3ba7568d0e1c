"""Servers that take less of the API than OpenAI's: what they refuse is learned, once."""

import asyncio

import pytest

from agents.models.address import client_arguments
from agents.models.openai import OpenAIModel, OpenAIServer
from agents.ports import Answer, ModelError
from tests.fakes.openai import FakeOpenAI, NoDone, NoUsage, Say, Status
from tests.unit.agents.models.streams import says
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
        (LUNA, {"prompt_cache_options"}, {"prompt_cache_key", "stream_options"}),
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


async def test_breakpoints_are_set_where_they_are_needed_and_taken(
    fake: FakeOpenAI, server: OpenAIServer
) -> None:
    fake.otherwise = Say("Hi.")
    for name, refused in ((LUNA, set()), ("gpt-4.1-mini", set()), (LUNA, {"prompt_cache_options"})):
        fake.refuses = refused
        await server.model(name, 1500, 0.7).answer(request(), silent)
        *before, situation = fake.requests[-1].body["messages"]
        marked = ["prompt_cache_breakpoint" in str(line["content"]) for line in before]
        assert marked == [name == LUNA and not refused] * len(before)
        assert isinstance(situation["content"], str)


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


async def test_a_server_that_does_not_say_what_it_refuses_is_asked_for_the_least(
    fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    fake.script(Status(400, message="Bad Request"), Say("Hi."), Say("Hi."))
    for _ in range(2):
        assert (await luna.answer(request(), silent)).text == "Hi."
    first, *others = fake.requests
    assert {"stream_options", "reasoning_effort", "prompt_cache_key"} <= first.body.keys()
    for asked in others:
        assert asked.body.keys() == {"model", "messages", "stream", "max_completion_tokens"}
        assert [line["role"] for line in asked.messages] == ["system", "user"]


async def test_what_a_customer_wrote_teaches_nothing_of_the_server(
    fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    for code in ("context_length_exceeded", "content_policy_violation"):
        fake.script(Status(400, code=code))
        with pytest.raises(ModelError):
            await luna.answer(request(), silent)
    refusal = Status(400, message="Bad Request")
    fake.script(refusal, refusal, Say("Hi."))
    with pytest.raises(ModelError):
        await luna.answer(request(), silent)
    await luna.answer(request(), silent)
    assert "stream_options" in fake.requests[-1].body


@pytest.mark.parametrize(
    "ending", ["?api-version=2024-10-21", "/chat/completions?api-version=2024-10-21"]
)
async def test_an_address_may_carry_a_query_as_azure_s_do(ending: str, fake: FakeOpenAI) -> None:
    fake.script(Say("Hi."))
    azure = OpenAIServer("sk-not-a-key", fake.base_url + ending)
    assert (await azure.model(LUNA, 1500, 0.7).answer(request(), silent)).text == "Hi."
    assert fake.requests[-1].query == {"api-version": "2024-10-21"}
    assert fake.requests[-1].headers["api-key"] == "sk-not-a-key"
    await azure.close()


def test_an_address_is_taken_as_people_write_it() -> None:
    plain = client_arguments("k", "https://x.openai.azure.com/openai/v1/")
    assert plain["base_url"] == "https://x.openai.azure.com/openai/v1"
    assert plain["default_headers"] == {"api-key": "k"}
    assert "default_query" not in plain
    assert client_arguments("k", None)["base_url"] is None
    local = client_arguments("k", "http://localhost:11434/v1")
    assert local.keys() == {"api_key", "base_url", "max_retries"}


async def test_a_server_that_keeps_its_answer_open_is_not_waited_for() -> None:
    stream = says("Hi.") + b": still here\n\n"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    held = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head + stream)
        await held.wait()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        open_ended = OpenAIServer("sk-not-a-key", f"http://127.0.0.1:{port}/v1")
        await open_ended.client()
        async with asyncio.timeout(5):
            answer = await open_ended.model(LUNA, 1500, 0.7).answer(request(), silent)
        assert answer.text == "Hi."
        held.set()
        await open_ended.close()


async def test_a_server_that_knows_no_tools_is_refused_for_good(
    fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    fake.script(Status(400, message="llama-mine does not support tools"))
    with pytest.raises(ModelError) as caught:
        await luna.answer(request(tools=("get_menu",)), silent)
    assert not caught.value.again
