"""Servers that speak nearly as OpenAI's does: Ollama, vLLM, llama.cpp, Azure, Foundry Local and
gateways in front of them, each as it was seen to stream."""

import time
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.models.stream import AnswerReader
from agents.models.thoughts import OPENING
from agents.ports import Answer, ModelError
from bot.messages import ToolCall, Usage
from tests.unit.agents.models.streams import DONE, OFFERED, chunk, read, says

QUOTE = '{"name": "get_quote", "arguments": {"adults": 2}}'


def of(*choices: dict[str, Any], **more: Any) -> bytes:
    return b"data: " + msgspec.json.encode({"choices": list(choices), **more}) + b"\n\n"


def calls(stream: bytes) -> list[tuple[str, dict[str, Any]]]:
    _, answer = read(stream)
    return [(call.name, msgspec.json.decode(call.arguments)) for call in answer.tool_calls]


def part(**fields: Any) -> bytes:
    return chunk({"tool_calls": [fields]})


AZURE = (
    of(prompt_filter_results=[{"prompt_index": 0}])
    + of({"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None})
    + of({"index": 0, "delta": {"content": "Yes."}, "content_filter_results": {"hate": {}}})
    + of({"index": 0, "delta": {}, "finish_reason": "stop"})
    + of(usage={"prompt_tokens": 9, "completion_tokens": 2})
    + DONE
)
GATEWAY = b": OPENROUTER PROCESSING\r\n\r\n" * 3 + AZURE.replace(b"\n", b"\r\n")
FOUNDRY = b"".join(
    of({"index": 197 + n, "delta": {"content": text}, "message": {"content": text}})
    for n, text in enumerate(("", "Ye", "s."))
) + of({"index": 200, "delta": {}, "finish_reason": "stop"})
TWO = b"".join(
    of({"index": n, "delta": delta})
    for delta in ({"role": "assistant", "content": ""}, {"content": "Ye"}, {"content": "s."})
    for n in (0, 1)
) + chunk({}, "stop")
BOTH = of(
    {"index": 0, "delta": {"content": "Yes."}, "finish_reason": "stop"},
    {"index": 1, "delta": {"content": "No."}, "finish_reason": "stop"},
)
PLAIN = chunk({"content": "Yes."})
STREAMS = {
    "Azure's filters": AZURE,
    "a gateway's keep-alives, and carriage returns": GATEWAY,
    "Foundry Local's numbers": FOUNDRY,
    "two choices, one after the other": TWO,
    "two choices in one": BOTH,
    "neither a finish nor a DONE": PLAIN,
    "a finish in each chunk, empty until the last": of(
        {"delta": {"content": "Yes."}, "finish_reason": ""}
    )
    + chunk({"content": None}, "stop"),
    "null and empty contents": chunk({"content": None}) + chunk({"content": ""}) + says("Ye", "s."),
    "the answer in one piece, unstreamed": msgspec.json.encode(
        {"choices": [{"message": {"content": "Yes."}, "finish_reason": "stop"}]}
    ),
    "thoughts in a field of their own": chunk({"reasoning_content": "Hm"})
    + chunk({"reasoning": "Hm"})
    + says("Yes."),
}


@pytest.mark.parametrize("size", [0, 1, 5])
@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_the_answer_is_read(stream: bytes, size: int) -> None:
    shown, answer = read(stream, size)
    assert answer.text == "Yes."
    assert shown in ("Yes.", "" if stream.startswith(b"{") else "Yes.")


def test_usage_is_read_with_no_choice_beside_it() -> None:
    assert read(AZURE)[1].usage == Usage(9, 2)


THINKING = {
    "marked": "<think>They ask > 10.</think>Yes.",
    "marked otherwise": "<thinking>a\n\nb</thinking>\nYes.",
    "after a word": "<think>a</think><think>b</think>Yes.",
    "Mistral's": "[THINK]They ask[/THINK]Yes.",
    "Kimi's": "◁think▷They ask◁/think▷Yes.",
    "harmony": "<|channel|>analysis<|message|>They ask<|end|>"
    "<|start|>assistant<|channel|>final<|message|>Yes.",
    "in the middle": "Yes<think>no, wait</think>.",
    "not closed": "Yes.<think>They",
}


@pytest.mark.parametrize("size", [0, 1, 3, 9])
@pytest.mark.parametrize("text", THINKING.values(), ids=THINKING)
def test_thoughts_are_never_shown_and_never_said(text: str, size: int) -> None:
    pieces = [text] if not size else [text[at : at + size] for at in range(0, len(text), size)]
    shown, answer = read(says(*pieces) + DONE)
    assert answer.text == "Yes."
    assert "Yes.".startswith(shown.strip())


def test_thoughts_whose_beginning_is_not_marked_are_known_from_then_on() -> None:
    stream = says("They ask ", "the price.", "</think>", "Yes.") + DONE
    reader = AnswerReader()
    reader.feed(stream)
    assert reader.end().text == "Yes."
    assert reader.thought_unasked
    reader = AnswerReader(thinking=True)
    assert reader.feed(stream) == "Yes."
    reader = AnswerReader(thinking=True)
    assert reader.feed(says("Yes.") + DONE) == ""
    assert reader.end().text == "Yes."


FRAGMENTS: dict[str, list[bytes]] = {
    "numbered alike, without ids": [
        part(index=0, function={"name": "get_menu", "arguments": "{}"}),
        part(index=0, function={"name": "get_quote", "arguments": '{"adu'}),
        part(index=0, function={"arguments": 'lts":2}'}),
    ],
    "the same tool twice, numbered alike": [
        part(index=0, function={"name": "get_quote", "arguments": '{"adults":1}'}),
        part(index=0, function={"name": "get_quote", "arguments": '{"adults":2}'}),
    ],
    "named in each fragment": [
        part(index=0, id="a", function={"name": "get_quote", "arguments": '{"adu'}),
        part(index=0, id="a", function={"name": "get_quote", "arguments": 'lts":2}'}),
    ],
    "another id in each fragment": [
        part(index=0, id="a", function={"name": "get_quote", "arguments": '{"adu'}),
        part(index=0, id="b", function={"arguments": 'lts"'}),
        part(index=0, id="c", function={"arguments": ":2}"}),
    ],
    "ids that are numbers": [
        part(id=7, function={"name": "get_quote", "arguments": '{"adults":2}'})
    ],
    "in a namespace": [
        part(index=0, function={"name": "functions.get_quote:0", "arguments": {"adults": 2}})
    ],
}
MEANT = {
    "numbered alike, without ids": [("get_menu", {}), ("get_quote", {"adults": 2})],
    "the same tool twice, numbered alike": [
        ("get_quote", {"adults": 1}),
        ("get_quote", {"adults": 2}),
    ],
}


@pytest.mark.parametrize("case", FRAGMENTS)
def test_calls_are_put_together(case: str) -> None:
    meant = MEANT.get(case, [("get_quote", {"adults": 2})])
    assert calls(b"".join(FRAGMENTS[case]) + chunk({}, "tool_calls") + DONE) == meant


WRITTEN = {
    "fenced, among words": f"Let me look.\n```json\n{QUOTE}\n```\nOne moment.",
    "bare, among words": f"I will look it up: {QUOTE}",
    "tagged, after words": f"Sure! <tool_call>{QUOTE}</tool_call>",
    "Mistral's, the name first": '[TOOL_CALLS]get_quote[ARGS]{"adults": 2}',
    "Mistral's, without a mark": '[TOOL_CALLS]get_quote{"adults": 2}',
    "Llama's": '<function=get_quote>{"adults": 2}</function>',
    "Qwen's": "<tool_call><function=get_quote><parameter=adults>\n2\n</parameter></function>"
    "</tool_call>",
    "in a namespace": 'functions.get_quote({"adults": 2})',
    "as a program": "get_quote(adults=2)",
    "as a program, listed": "[get_quote(adults=2)]",
    "as a program, fenced": "```tool_code\nget_quote(adults=2)\n```",
    "harmony": "<|channel|>analysis<|message|>They ask<|end|><|start|>assistant<|channel|>"
    'commentary to=functions.get_quote <|constrain|>json<|message|>{"adults": 2}<|call|>',
    "after a thought": f"<think>They ask.</think>{QUOTE}",
}


@pytest.mark.parametrize("size", [0, 1, 4])
@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_a_call_left_in_the_text_is_made_and_not_shown(text: str, size: int) -> None:
    pieces = [text] if not size else [text[at : at + size] for at in range(0, len(text), size)]
    shown, answer = read(says(*pieces) + DONE)
    assert [(c.name, msgspec.json.decode(c.arguments)) for c in answer.tool_calls] == [
        ("get_quote", {"adults": 2})
    ]
    assert not any(mark in shown for mark in ("{", "get_quote", "<", "[", "`"))


def test_a_call_that_was_only_thought_of_is_none() -> None:
    _, answer = read(says(f"<think>Shall I? {QUOTE}</think>It is $25.") + DONE)
    assert answer == Answer("It is $25.")
    _, answer = read(says(f"<think>I shall. <tool_call>{QUOTE}</tool_call>") + DONE)
    assert [call.name for call in answer.tool_calls] == ["get_quote"]


def read_by(text: str, *heard: str) -> Answer:
    reader = AnswerReader(OFFERED, heard=heard)
    reader.feed(says(text) + DONE)
    return reader.end()


@pytest.mark.parametrize(
    "heard", [QUOTE, f"please say {QUOTE.replace(' ', '')}", QUOTE.replace(" ", "\n")]
)
def test_what_somebody_else_wrote_is_no_call_of_the_model_s(heard: str) -> None:
    assert read_by(f"She wrote: {QUOTE}", heard).tool_calls == ()
    assert read_by(QUOTE, heard).tool_calls == ()
    assert read_by(QUOTE, "a quote for 2 adults").tool_calls != ()


@pytest.mark.parametrize(
    "text",
    [
        "get_quote(adults=open('/etc/passwd'))",
        "get_quote(*(1,2))",
        "get_quote(" + "(" * 500 + ")" * 501,
        "[TOOL_CALLS]get_quote{broken",
        "<function=delete_everything>{}</function>",
        "We have <3 dishes> [really] {good} ones, `ask` us.",
        "It is functional (mostly).",
    ],
)
def test_what_only_looks_like_a_call_is_none(text: str) -> None:
    _, answer = read(says(*text) + DONE)
    assert answer.tool_calls == ()


HARMLESS = [
    "We have <3 dishes> [really] {good} ones, `ask` us. Fun for all of you",
    "For 30 guests it is $900. f",
    "- [x] done\n- [ ] to do",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_flows(text: str) -> None:
    shown, answer = read(says(*text) + DONE)
    assert answer.text == text
    assert text.startswith(shown)
    assert len(shown) >= len(text) - 12


@pytest.mark.parametrize(
    "stream",
    [
        b"<!doctype html><html>Sign in</html>",
        chunk({"content": "We ser"}),
        part(index=0, id="a", function={"name": "get_quote", "arguments": '{"adul'}),
        b'data: {"object":"error","message":"out of memory","code":500}\n\n',
        b"",
        DONE[:4],
    ],
)
def test_what_breaks_off_is_no_answer(stream: bytes) -> None:
    with pytest.raises(ModelError) as caught:
        read(stream)
    assert caught.value.again


def test_a_call_without_a_name_is_none() -> None:
    assert read(part(index=0, function={"arguments": "{}"}) + says("Yes.") + DONE)[1] == Answer(
        "Yes.", ()
    )
    assert read(part(function={"name": "get_menu"}) + says("Yes.") + DONE)[1].tool_calls == (
        ToolCall("", "get_menu", "{}"),
    )


NASTY = [
    '{"a":' * 30_000,
    "[" * 100_000,
    "<tool_call>" * 15_000,
    "<function=get_menu><parameter=a>" * 5_000,
    "<|channel|>commentary to=get_menu " * 5_000,
    "```json" * 20_000,
    "get_menu(" * 20_000,
    "get_menu(" + "-" * 15_000 + "1)",
    "[TOOL_CALLS]" + "get_menu{" * 20_000,
    "<think>" * 20_000,
    "</think>" * 20_000,
    '{"name": "get_menu", "arguments": ' * 5_000,
]


@pytest.mark.parametrize("length", [19_990, 200_000])
@pytest.mark.parametrize("text", NASTY, ids=lambda text: text[:12])
def test_nonsense_costs_no_time_and_breaks_nothing(text: str, length: int) -> None:
    text = text[:length]
    began = time.process_time()
    pieces = [text[at : at + 997] for at in range(0, len(text), 997)]
    reader = AnswerReader(OFFERED, heard=[text])
    for piece in pieces:
        reader.feed(chunk({"content": piece}))
    reader.feed(chunk({}, "stop") + DONE)
    reader.end()
    assert time.process_time() - began < 2


@given(st.lists(st.sampled_from([*"<>[]{}`|/\"'(): \nae", "think", "tool_call", "get_menu", "📦"])))
def test_what_is_shown_is_the_beginning_of_what_is_said_or_it_is_taken_back(
    parts: list[str],
) -> None:
    text = "".join(parts)
    shown, answer = read(says(*parts, ".") + DONE)
    assert shown.strip() in f"{text}."
    assert not OPENING.search(answer.text)
