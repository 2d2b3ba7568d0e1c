from typing import Any

import msgspec
import pytest

from agents.models.stream import AnswerReader
from agents.ports import Answer, ModelError, Usage
from bot.messages import ToolCall

OFFERED = frozenset({"get_menu", "get_quote"})
DONE = b"data: [DONE]\n\n"


def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    body = {"id": "chatcmpl-1", "choices": [choice], "usage": None, **more}
    return b"data: " + msgspec.json.encode(body) + b"\n\n"


def says(*texts: str, finish: str = "stop") -> bytes:
    return b"".join(chunk({"content": text}) for text in texts) + chunk({}, finish)


def fragment(**part: Any) -> bytes:
    return chunk({"tool_calls": [part]})


def read(stream: bytes, size: int = 0, offered: frozenset[str] = OFFERED) -> tuple[str, Answer]:
    """What was shown on the way, and the answer."""
    reader = AnswerReader(offered)
    size = size or len(stream) or 1
    shown = [reader.feed(stream[at : at + size]) for at in range(0, len(stream), size)]
    return "".join(shown), reader.end()


def calls_of(*fragments: bytes) -> list[tuple[str, str]]:
    _, answer = read(b"".join(fragments) + chunk({}, "tool_calls") + DONE)
    return [(call.name, call.arguments) for call in answer.tool_calls]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 0])
def test_text_is_whole_however_the_bytes_are_cut(size: int) -> None:
    text = "Olá! 30 guests\u2028\u0085 on Saturday — 🍤 \r\n yes"
    shown, answer = read(says(*text) + DONE, size)
    assert shown == text
    assert answer == Answer(text)


def test_text_is_shown_as_it_comes_and_together_where_it_comes_together() -> None:
    reader = AnswerReader()
    seen = [
        (reader.feed(data), reader.moved, reader.done)
        for data in (
            chunk({"role": "assistant", "content": ""}) + b": keep-alive\n\n",
            chunk({"content": " Hel"}) + chunk({"content": "lo"}),
            chunk({}, "stop") + DONE,
        )
    ]
    assert seen == [("", False, False), ("Hello", True, False), ("", False, True)]
    assert reader.end().text == "Hello"


@pytest.mark.parametrize(
    "ending", [b"\n", b"\r\n\r\n"], ids=["one line feed", "carriage returns and line feeds"]
)
def test_lines_of_other_shapes_are_read(ending: bytes) -> None:
    lines = [b": ping", b"event: message", b'data:{"choices":[{"delta":{"content":"Hi"}}]}', b""]
    lines += [b'data: {"choices":null}', b"data:", b"id: 4", b"data:[DONE]"]
    assert read(ending.join(lines) + ending) == ("Hi", Answer("Hi"))


def test_calls_come_in_fragments_between_each_other() -> None:
    assert calls_of(
        fragment(index=0, id="a", type="function", function={"name": "get_menu", "arguments": ""}),
        fragment(index=1, id="b", type="function", function={"name": "get_quote", "arguments": ""}),
        fragment(index=1, function={"arguments": '{"ad'}),
        fragment(index=0, function={"arguments": "{}"}),
        fragment(index=1, function={"arguments": 'ults":2}'}),
    ) == [("get_menu", "{}"), ("get_quote", '{"adults":2}')]


def test_calls_come_whole_without_index_and_id() -> None:
    assert calls_of(
        fragment(function={"name": "get_menu", "arguments": "{}"}),
        fragment(function={"name": "get_menu", "arguments": '{"kind":"veg"}'}),
    ) == [("get_menu", "{}"), ("get_menu", '{"kind":"veg"}')]


def test_calls_that_all_are_numbered_0_are_told_apart_by_their_ids() -> None:
    assert calls_of(
        fragment(index=0, id="a", function={"name": "get_menu", "arguments": "{}"}),
        fragment(index=0, id="b", function={"name": "get_quote", "arguments": '{"a'}),
        fragment(index=0, id="b", function={"arguments": '":1}'}),
    ) == [("get_menu", "{}"), ("get_quote", '{"a":1}')]


def test_fragments_under_another_index_than_their_beginning_belong_to_the_last_call() -> None:
    assert calls_of(
        fragment(index=1, id="a", function={"name": "get_quote", "arguments": ""}),
        fragment(index=0, function={"arguments": '{"adults":2}'}),
    ) == [("get_quote", '{"adults":2}')]


def test_fragments_known_by_their_id_alone_are_put_together() -> None:
    assert calls_of(
        fragment(id="a", function={"name": "get_menu"}),
        fragment(id="b", function={"name": "get_quote"}),
        fragment(id="a", function={"arguments": "{}"}),
        fragment(id="b", function={"arguments": "[]"}),
    ) == [("get_menu", "{}"), ("get_quote", "[]")]


def test_arguments_may_be_an_object_or_missing() -> None:
    assert calls_of(
        fragment(index=0, id="a", function={"name": "get_quote", "arguments": {"adults": 2}}),
        fragment(index=1, id="b", function={"name": "get_menu", "arguments": None}),
    ) == [("get_quote", '{"adults":2}'), ("get_menu", "{}")]


WRITTEN = [
    '{"name": "get_quote", "arguments": {"adults": 2}}',
    '{"name": "get_quote", "parameters": {"adults": 2}}',
    '[{"name": "get_quote", "arguments": "{\\"adults\\": 2}"}]',
    '```json\n{"name": "get_quote", "arguments": {"adults": 2}}\n```',
    '<tool_call>\n{"name": "get_quote", "arguments": {"adults": 2}}\n</tool_call>',
    '<tool_call>{"name": "get_quote", "arguments": {"adults": 2}}',
    '[TOOL_CALLS] [{"name": "get_quote", "arguments": {"adults": 2}}]',
    '{"tool_calls": [{"function": {"name": "get_quote", "arguments": {"adults": 2}}}]}',
    '{"function": "get_quote", "parameters": {"adults": 2}}',
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_call_written_as_text_is_a_call_and_is_not_shown(text: str) -> None:
    shown, answer = read(says(*text) + DONE)
    assert (shown, answer.text) == ("", "")
    (call,) = answer.tool_calls
    assert call.name == "get_quote"
    assert msgspec.json.decode(call.arguments) == {"adults": 2}


def test_several_calls_written_as_text_are_all_taken_and_the_words_around_them() -> None:
    one, other = '{"name": "get_menu"}', '{"name": "get_quote", "arguments": {"adults": 2}}'
    _, answer = read(says(f"One moment. <tool_call>{one}</tool_call><tool_call>{other}") + DONE)
    assert answer.text == "One moment."
    assert [call.name for call in answer.tool_calls] == ["get_menu", "get_quote"]
    _, answer = read(says(f"{one}\n{other}") + DONE)
    assert [call.name for call in answer.tool_calls] == ["get_menu", "get_quote"]


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "delete_everything", "arguments": {}}',
        '[{"name": "get_menu"}, {"name": "other"}]',
        '{"name": "get_menu", "arguments": {}} is what I would call.',
        "[We are open] on Sundays.",
        "```not json```",
        "{",
    ],
)
def test_other_text_stays_text(text: str) -> None:
    _, answer = read(says(*text) + DONE)
    assert answer == Answer(text)


def test_calls_written_as_text_are_none_where_no_tool_is_offered() -> None:
    _, answer = read(says(WRITTEN[0]) + DONE, offered=frozenset())
    assert answer == Answer(WRITTEN[0])


def test_thoughts_are_neither_shown_nor_said() -> None:
    shown, answer = read(says("<thi", "nk>They ", "ask > 10", "</th", "ink>\n\nYes", ".") + DONE)
    assert shown == answer.text == "Yes."


def test_typed_parts_of_a_content_are_read_without_the_thoughts() -> None:
    parts = [{"type": "thinking", "thinking": []}, {"type": "text", "text": "Yes."}]
    assert read(chunk({"content": parts}) + chunk({}, "stop") + DONE)[1].text == "Yes."


def test_a_refusal_is_what_the_model_says() -> None:
    assert read(chunk({"refusal": "I can't."}) + chunk({}, "stop") + DONE)[1].text == "I can't."


def test_what_a_database_cannot_hold_is_left_out() -> None:
    assert read(says("a\0b") + DONE)[1].text == "ab"


@pytest.mark.parametrize(
    ("usage", "known"),
    [
        (
            {
                "prompt_tokens": 9,
                "completion_tokens": 2,
                "prompt_tokens_details": {"cached_tokens": 4},
            },
            Usage(9, 2, 4),
        ),
        ({"prompt_tokens": 9, "completion_tokens": 2, "prompt_tokens_details": None}, Usage(9, 2)),
        ({"prompt_tokens": 0, "completion_tokens": 0}, None),
        ({"prompt_tokens": "nine"}, None),
        (None, None),
    ],
)
def test_usage_comes_last_or_not_at_all(usage: object, known: Usage | None) -> None:
    last = b"data: " + msgspec.json.encode({"choices": [], "usage": usage}) + b"\n\n"
    assert read(says("Hi") + last + DONE)[1].usage == known


def test_an_answer_of_a_server_that_does_not_stream_is_read() -> None:
    function = {"name": "get_menu", "arguments": "{}"}
    message = {"role": "assistant", "content": "Hi", "tool_calls": [{"function": function}]}
    usage = {"prompt_tokens": 3, "completion_tokens": 1}
    body = {"choices": [{"message": message, "finish_reason": "stop"}], "usage": usage}
    _, answer = read(msgspec.json.format(msgspec.json.encode(body), indent=2), 5)
    assert answer == Answer("Hi", (ToolCall("", "get_menu", "{}"),), Usage(3, 1))


ERROR = b'data: {"error":{"message":"card 4242","type":"server_error","code":null}}\n\n'


@pytest.mark.parametrize(
    ("stream", "what", "again"),
    [
        (b"", "no chunk", True),
        (says("Hello")[:-40], "no chunk", True),
        (chunk({"content": "Hel"}), "broke off", True),
        (chunk({"content": "Hel"}) + ERROR, "server_error", True),
        (b'data: {"error":"overloaded"}\n\n', "failed", True),
        (b'{"error":{"code":"model_not_found"}}', "model_not_found", True),
        (b'data: {"choices":[{"del\n\n', "no chunk", True),
        (b'data: {"choices":[{"delta":{"content":7}}]}\n\n', "no chunk", True),
        (b'data: {"choices":[{"delta":{"content":"\xff\xfe"}}]}\n\n', "no chunk", True),
        (b"<html>Bad gateway</html>", "no chunk", True),
        (chunk({}, "length") + DONE, "without a word", False),
        (says("<think>hm", finish="length") + DONE, "without a word", False),
        (says("I will", finish="content_filter") + DONE, "filter", False),
    ],
)
def test_what_is_no_answer_is_an_error(stream: bytes, what: str, again: bool) -> None:
    with pytest.raises(ModelError, match=what) as caught:
        read(stream)
    assert caught.value.again is again
    assert "4242" not in str(caught.value)


def test_an_answer_without_done_is_whole_where_the_model_said_it_has_ended() -> None:
    assert read(says("Hello"))[1].text == "Hello"


def test_an_answer_cut_for_length_keeps_its_words() -> None:
    assert read(says("We serve", finish="length") + DONE)[1].text == "We serve"


def test_an_answer_without_end_is_not_waited_for() -> None:
    with pytest.raises(ModelError, match="no end"):
        read(says("x" * 1024) * 10_000, 1024**2)
