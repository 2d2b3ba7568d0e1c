"""What goes wrong at a model's server: each ends in a ModelError that says what to do, in time."""

import asyncio
from typing import Any

import pytest

from agents.models.deadlines import Deadlines
from agents.models.errors import Busy, Unwell
from agents.models.openai import OpenAIModel, OpenAIServer
from agents.models.refusals import seconds_asked
from agents.ports import ModelError
from bot.messages import Usage
from tests.fakes.openai import (
    BreakMidArguments,
    BreakMidStream,
    Call,
    Empty,
    FakeOpenAI,
    Garbage,
    Hang,
    InStreamError,
    Pace,
    Say,
    Status,
    Turn,
)
from tests.unit.agents.stage import connections, request

LUNA = "gpt-6-luna"
SHORT = Deadlines(first=0.6, gap=0.6, whole=1.5)


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
    (Status(429, retry_after=120), True, False),
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


async def test_a_wait_that_the_server_asks_for_is_passed_on(
    fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    fake.script(Status(429, retry_after=1.5))
    error = await error_of(luna)
    assert isinstance(error, Busy)
    assert error.after == 1.5


NEEDS: list[tuple[Status, str | None, bool]] = [
    # what the server says, what must be mended, whether all its models are concerned
    (Status(401), "key", True),
    (Status(403), "key", True),
    (Status(429, code="insufficient_quota"), "quota", True),
    (Status(402, message="Payment required"), "quota", True),
    (Status(404, code="model_not_found"), "model", False),
    (Status(404, message="model 'llama3' not found, try pulling it first"), "model", False),
    (Status(404, code="DeploymentNotFound", message="It is not there."), "model", False),
    (Status(400, message="meta/llama is not a valid model ID"), "model", False),
    (Status(410, message="The model gpt-4 has been deprecated"), "model", False),
    (Status(403, message="Project does not have access to model gpt-6-sol"), "model", False),
    (Status(404, message="404 page not found"), "address", True),
    (Status(500), None, False),
]


@pytest.mark.parametrize(("said", "need", "whole"), NEEDS, ids=lambda part: str(part)[:60])
async def test_what_only_the_operator_can_mend_is_named(
    said: Status, need: str | None, whole: bool, fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    fake.script(said)
    error = await error_of(luna)
    assert isinstance(error, Unwell)
    assert (error.need, error.whole) == (need, whole)


@pytest.mark.parametrize(
    "turn", [Empty(), [Say("I must not"), Empty("content_filter")]], ids=["length", "filter"]
)
async def test_an_answer_that_is_no_good_says_nothing_of_the_server(
    turn: Turn, fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    fake.script(turn)
    assert not isinstance(await error_of(luna), Unwell)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.0),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.25"}, 0.25),
        ({"retry-after-ms": "1500", "retry-after": "2"}, 1.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "Mon, 01 Jan 2024 00:00:00 GMT"}, 0.0),
        ({"retry-after": "Mon, 01 Jan 2099 00:00:00 GMT"}, 1e8),
        ({"retry-after": "1e999"}, 1e8),
        ({"retry-after": "soon"}, 0.0),
    ],
)
def test_retry_after_in_all_its_forms(headers: dict[str, str], seconds: float) -> None:
    asked = seconds_asked(headers)
    assert asked > seconds if seconds == 1e8 else asked == seconds


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


async def test_an_error_never_quotes_what_a_customer_wrote(
    fake: FakeOpenAI, luna: OpenAIModel
) -> None:
    refusal = Status(400, message="Cannot parse: my card is 4242")
    fake.script(refusal, refusal, InStreamError("card 4242"))
    assert "4242" not in str(await error_of(luna))
    assert "4242" not in str(await error_of(luna))


async def test_usage_is_what_the_server_counted(fake: FakeOpenAI, luna: OpenAIModel) -> None:
    fake.script(Say("Hi."))
    answer = await luna.answer(request(), silent)
    assert isinstance(answer.usage, Usage)
    assert answer.usage.tokens_out > 0
