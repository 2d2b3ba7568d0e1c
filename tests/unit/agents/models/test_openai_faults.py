"""What goes wrong at a model's server: each ends in a ModelError that says what to do, in time."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from agents.models.deadlines import Deadlines
from agents.models.errors import Busy
from agents.models.openai import OpenAIModel, OpenAIServer
from agents.ports import Answer, ModelError, Usage
from tests.fakes.openai import (
    BreakMidArguments,
    BreakMidStream,
    Call,
    Empty,
    FakeOpenAI,
    Garbage,
    Hang,
    InStreamError,
    NoDone,
    NoUsage,
    Pace,
    Say,
    Status,
    Turn,
)
from tests.unit.agents.stage import connections, request

LUNA = "gpt-6-luna"
SHORT = Deadlines(first=0.6, gap=0.6, whole=1.5)


@pytest.fixture
async def fake() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as fake:
        fake.models = [LUNA, "gpt-4.1-mini", "llama-mine"]
        yield fake


@pytest.fixture
async def server(fake: FakeOpenAI) -> AsyncIterator[OpenAIServer]:
    server = OpenAIServer("sk-not-a-key", fake.base_url)
    await server.client()  # its import would count towards the short deadlines
    yield server
    await server.close()


@pytest.fixture
def luna(server: OpenAIServer) -> OpenAIModel:
    return server.model(LUNA, 1500, 0.7)


@pytest.fixture
def hasty(server: OpenAIServer) -> OpenAIModel:
    return server.model(LUNA, 1500, 0.7, SHORT)


def silent(piece: str) -> None:
    """Nobody listens."""


async def error_of(model: OpenAIModel, **change: Any) -> ModelError:
    with pytest.raises(ModelError) as caught:
        await model.answer(request(**change), silent)
    return caught.value


FAULTS: list[tuple[Turn, bool, bool]] = [
    # what happens, whether it is worth another try, whether it may have cost something
    (Status(500), True, True),
    (Status(503), True, True),
    (Status(429), True, False),
    (Status(429, retry_after=1.5), True, False),
    (Status(429, retry_after=120), False, False),
    (Status(429, code="insufficient_quota"), False, False),
    (Status(401), False, False),
    (Status(400, code="context_length_exceeded"), False, False),
    ([Say("We ser"), BreakMidStream()], True, True),
    (BreakMidStream(), True, True),
    (BreakMidArguments(), True, True),
    ([Say("We serve"), InStreamError()], True, True),
    (InStreamError(), True, True),
    (Garbage(), True, True),
    (Garbage("data: [1, 2]"), True, True),
    (Empty(), False, True),
    ([Say("I must not"), Empty("content_filter")], False, True),
]


@pytest.mark.parametrize(("turn", "again", "sent"), FAULTS, ids=lambda part: str(part)[:60])
async def test_a_fault_is_typed(
    turn: Turn, again: bool, sent: bool, fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    fake.script(turn)
    async with asyncio.timeout(5):
        error = await error_of(luna)
    assert (error.again, error.sent) == (again, sent)
    assert len(fake.requests) == 1


async def test_a_short_wait_that_the_server_asks_for_is_passed_on(
    fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    fake.script(Status(429, retry_after=1.5))
    error = await error_of(luna)
    assert isinstance(error, Busy)
    assert error.after == 1.5


@pytest.mark.parametrize(
    "turn",
    [Hang(), [Say("We serve"), Hang()], [Call("get_menu", "{"), Hang()]],
    ids=["before the headers", "between two tokens", "within a call"],
)
async def test_a_model_that_hangs_is_left_in_time(
    turn: Turn, fake: FakeOpenAI, hasty: OpenAIModel, server: OpenAIServer
) -> None:
    fake.script(turn)
    asking = asyncio.create_task(error_of(hasty))
    await fake.gates.held()
    error = await asking
    assert (error.again, error.sent) == (False, True)
    await fake.requests.until(lambda: fake.requests[0].outcome == "left")
    assert await connections(server) == 0


async def test_a_model_that_drips_is_left_when_its_time_is_up(
    fake: FakeOpenAI, hasty: OpenAIModel
) -> None:
    fake.pace = Pace(per_second=10)
    fake.script(Say("word " * 80))
    said: list[str] = []
    with pytest.raises(ModelError, match="too long"):
        await hasty.answer(request(), said.append)
    assert 3 <= len(said) <= 16


async def test_a_slow_answer_is_no_fault_within_its_deadlines(
    fake: FakeOpenAI, hasty: OpenAIModel
) -> None:
    fake.pace = Pace(first_token=0.2, per_second=8)
    fake.script(Say("Hello to you all and welcome"))
    assert (await hasty.answer(request(), silent)).text == "Hello to you all and welcome"


async def test_a_server_that_is_not_there(fake: FakeOpenAI) -> None:
    nobody = OpenAIServer("sk-not-a-key", "http://127.0.0.1:9/v1")
    error = await error_of(nobody.model(LUNA, 1500, 0.7))
    assert (error.again, error.sent) == (True, False)
    await nobody.close()


async def test_a_server_that_speaks_no_http() -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"220 mail.example.com ESMTP\r\n")
        writer.close()

    async with await asyncio.start_server(babble, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        other = OpenAIServer("sk-not-a-key", f"http://127.0.0.1:{port}/v1")
        error = await error_of(other.model(LUNA, 1500, 0.7))
        assert error.sent
        await other.close()


async def test_a_cancelled_turn_lets_go_of_the_model(
    fake: FakeOpenAI, server: OpenAIServer
) -> None:
    fake.script([Say("We serve"), Hang()])
    asking = asyncio.create_task(server.model(LUNA, 1500, 0.7).answer(request(), silent))
    await fake.gates.held()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await fake.requests.until(lambda: fake.requests[0].outcome == "left")


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
    ids=str,
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
    error = await error_of(luna, tools=("get_menu",))
    assert not error.again


async def test_an_error_never_quotes_what_a_customer_wrote(
    fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    fake.script(Status(400, message="Cannot parse: my card is 4242"), InStreamError("card 4242"))
    assert "4242" not in str(await error_of(luna))
    assert "4242" not in str(await error_of(luna))


async def test_usage_is_what_the_server_counted(fake: FakeOpenAI, luna: OpenAIModel) -> None:
    fake.script(Say("Hi."))
    answer = await luna.answer(request(), silent)
    assert isinstance(answer.usage, Usage)
    assert answer.usage.tokens_out > 0
