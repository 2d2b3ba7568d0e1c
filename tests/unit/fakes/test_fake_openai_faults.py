"""How OpenAI's stand-in fails, streaming and not, and what the SDK makes of it."""

import httpx2
import msgspec
import openai
import pytest
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionChunk

from tests.fakes.openai import (
    BreakMidArguments,
    BreakMidStream,
    Empty,
    FakeOpenAI,
    Garbage,
    Hang,
    InStreamError,
    NoDone,
    Part,
    Say,
    Status,
    Turn,
)
from tests.unit.fakes.asking import ask, asked, calls, chunks, lines, text, until_the_end


@pytest.mark.parametrize("turn", [Empty("length"), [Say("We ser"), Empty("length")]])
async def test_an_answer_may_end_for_length(
    model: FakeOpenAI, sdk: AsyncOpenAI, turn: Turn
) -> None:
    model.script(turn)
    found = await chunks(sdk)
    assert text(found) in ("", "We ser")
    assert found[-2].choices[0].finish_reason == "length"


async def test_a_stream_broken_off_raises_after_what_came(
    model: FakeOpenAI, sdk: AsyncOpenAI
) -> None:
    model.script([Say("One two three"), BreakMidStream()], BreakMidArguments())
    came: list[ChatCompletionChunk] = []
    with pytest.raises(openai.APIConnectionError):
        await until_the_end(sdk, came)
    assert text(came) == "One two three"
    with pytest.raises(httpx2.RemoteProtocolError):
        await lines(sdk)
    assert [request.outcome for request in model.requests] == ["failed", "failed"]


async def test_arguments_break_off_in_their_middle(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    model.script(BreakMidArguments("note_details", {"guest_count": 40, "place": "Austin"}))
    came: list[ChatCompletionChunk] = []
    with pytest.raises(openai.APIConnectionError):
        await until_the_end(sdk, came)
    [fragments] = calls(came).values()
    assert fragments[0][1] == "note_details"
    joined = "".join(fragment[2] for fragment in fragments)
    assert joined.startswith('{"guest_count"')
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(joined)


async def test_errors_and_garbage_in_the_stream(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    model.script([Say("One"), InStreamError("overloaded")], [Say("One"), Garbage(), Say("two")])
    with pytest.raises(openai.APIError, match="overloaded"):
        await chunks(sdk)
    with pytest.raises(ValueError, match="Unterminated string"):
        await chunks(sdk)


async def test_an_end_without_done_is_only_seen_in_the_bytes(
    model: FakeOpenAI, sdk: AsyncOpenAI
) -> None:
    model.script([Say("Hi"), NoDone()], [Say("Hi"), NoDone()])
    assert text(await chunks(sdk)) == "Hi"
    assert (await lines(sdk))[-1] != b"[DONE]"


async def test_a_caller_who_leaves_is_noticed(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    model.script([Say("One"), Hang()])
    stream = await sdk.chat.completions.create(**asked())
    await anext(stream)
    await stream.close()
    await model.requests.until(lambda: model.requests[0].outcome == "left")
    assert model.gates.count() == 0


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Status(429, retry_after=1), openai.RateLimitError),
        (Status(429, code="insufficient_quota"), openai.RateLimitError),
        (Status(500), openai.InternalServerError),
        (Status(503), openai.InternalServerError),
        (InStreamError(), openai.InternalServerError),
        (BreakMidStream(), openai.APIConnectionError),
        (Garbage(), ValueError),
    ],
)
async def test_faults_without_a_stream(
    model: FakeOpenAI, sdk: AsyncOpenAI, fault: Part, error: type[Exception]
) -> None:
    model.script(fault)
    with pytest.raises(error) as caught:
        await ask(sdk)
    if isinstance(fault, Status) and isinstance(caught.value, openai.APIStatusError):
        assert caught.value.response.headers.get("retry-after") == (
            None if fault.retry_after is None else "1"
        )
        assert fault.code in (None, caught.value.code)


async def test_the_sdk_tries_again_after_what_may_pass(model: FakeOpenAI) -> None:
    model.script(Status(429, retry_after=0.01), Status(500, retry_after=0.01), Say("Hi"))
    async with AsyncOpenAI(api_key="key", base_url=model.base_url, max_retries=2) as sdk:
        assert (await ask(sdk)).choices[0].message.content == "Hi"
    retries = [request.headers["x-stainless-retry-count"] for request in model.requests]
    assert retries == ["0", "1", "2"]
