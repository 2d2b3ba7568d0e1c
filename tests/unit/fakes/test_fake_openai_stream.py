"""OpenAI's stand-in, streaming, seen through the SDK: its parser, and the raw bytes."""

import asyncio
from time import monotonic

import msgspec
from openai import AsyncOpenAI

from tests.fakes.openai import (
    Call,
    FakeOpenAI,
    Hang,
    NoUsage,
    Pace,
    Say,
    Usage,
)
from tests.unit.fakes.asking import (
    asked,
    calls,
    chunks,
    lines,
    text,
)

SAID = "Sí, 40 guests\u2028on Saturday 🍤 — that's $1,200.00."


async def test_text_comes_in_the_apis_order(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    model.script(Say(SAID))
    found = await chunks(sdk)
    assert text(found) == SAID
    assert len(found) > 8
    assert (found[0].choices[0].delta.role, found[0].choices[0].delta.content) == ("assistant", "")
    assert found[-2].choices[0].finish_reason == "stop"
    assert {chunk.choices[0].finish_reason for chunk in found[:-2]} == {None}
    assert found[-1].choices == []
    assert found[-1].usage is not None
    assert found[-1].usage.completion_tokens == len(found) - 3
    assert {chunk.usage for chunk in found[:-1]} == {None}
    assert len({chunk.id for chunk in found}) == 1
    assert model.requests[0].outcome == "answered"
    assert model.requests[0].body == asked()


async def test_the_raw_stream_holds_whole_lines_though_text_has_separators(
    model: FakeOpenAI, sdk: AsyncOpenAI
) -> None:
    model.script(Say(SAID))
    found = await lines(sdk)
    assert found[-1] == b"[DONE]"
    decoded = [msgspec.json.decode(line) for line in found[:-1]]
    said = "".join(each["choices"][0]["delta"].get("content") or "" for each in decoded[:-1])
    assert said == SAID
    assert "\u2028".encode() in b"".join(found)
    assert decoded[-1]["choices"] == []
    assert decoded[0]["usage"] is None


async def test_usage_comes_only_when_asked_for(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    model.script(Say("Hi"), [Say("Hi"), NoUsage()], [Say("Hi"), Usage(900, 12, cached=800)])
    unasked = await lines(sdk, stream_options={"include_usage": False})
    assert not any(b"usage" in line for line in unasked)
    assert not any(chunk.usage for chunk in await chunks(sdk))
    told = (await chunks(sdk))[-1].usage
    assert told is not None
    assert told.prompt_tokens_details is not None
    assert (told.total_tokens, told.prompt_tokens_details.cached_tokens) == (912, 800)


async def test_one_call_shares_its_chunk_with_the_role(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    model.script(Call("get_availability", {"date": "2026-12-05", "guest_count": 40}))
    found = await chunks(sdk)
    first = found[0].choices[0].delta
    assert (first.role, first.content) == ("assistant", None)
    [fragments] = calls(found).values()
    assert fragments[0][1:] == ("get_availability", "")
    assert (fragments[0][0] or "").startswith("call_")
    assert {fragment[:2] for fragment in fragments[1:]} == {(None, None)}
    joined = "".join(fragment[2] for fragment in fragments)
    assert joined == '{"date":"2026-12-05","guest_count":40}'
    assert found[-2].choices[0].finish_reason == "tool_calls"


async def test_several_calls_and_text_in_one_answer(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    broken = '{"date": "2026-12-'
    model.script([Say("Let me see."), Call("get_menu"), Call("get_quote", broken, id="call_2")])
    found = await chunks(sdk)
    assert text(found) == "Let me see."
    made = calls(found)
    assert [(made[0][0][1], made[1][0][1])] == [("get_menu", "get_quote")]
    assert "".join(fragment[2] for fragment in made[0]) == "{}"
    assert "".join(fragment[2] for fragment in made[1]) == broken
    assert made[1][0][0] == "call_2"


async def test_a_compatible_server_may_send_a_call_whole(
    model: FakeOpenAI, sdk: AsyncOpenAI
) -> None:
    model.script(Call("get_menu", {"kind": "all"}, whole=True))
    made = calls(await chunks(sdk))
    assert [fragment[1:] for fragment in made[0]] == [("get_menu", '{"kind":"all"}')]


async def test_slices_may_end_anywhere_and_bursts_join(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    model.script(Say(SAID), Say(SAID))
    model.pace = Pace(slice_bytes=3)
    assert text(await chunks(sdk)) == SAID
    model.pace = Pace(burst=True)
    assert text(await chunks(sdk)) == SAID


async def test_the_model_takes_its_time(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    model.script(Say("one two three four five"))
    model.pace = Pace(first_token=0.1, per_second=50)
    began = monotonic()
    stream = await sdk.chat.completions.create(**asked())
    times = [monotonic() - began async for chunk in stream if chunk.choices]
    assert times[0] < times[1]
    assert all(time >= 0.1 + place / 50 for place, time in enumerate(times[1:6]))


async def test_a_stream_can_be_held_in_its_middle(model: FakeOpenAI, sdk: AsyncOpenAI) -> None:
    model.script([Say("One"), Hang(), Say(" two")])
    stream = await sdk.chat.completions.create(**asked())
    assert text([await anext(stream), await anext(stream)]) == "One"
    await model.gates.held()
    model.gates.release()
    assert text([chunk async for chunk in stream]) == " two"


async def test_two_conversations_do_not_wait_on_each_other(
    model: FakeOpenAI, sdk: AsyncOpenAI
) -> None:
    model.script([Hang("slow"), Say("slow")], Say("quick"))
    slow = asyncio.create_task(chunks(sdk))
    await model.gates.held(gate="slow")
    assert text(await chunks(sdk)) == "quick"
    assert not slow.done()
    model.gates.release("slow")
    assert text(await slow) == "slow"
