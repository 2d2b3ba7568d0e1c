import msgspec
import pytest

from agents.models.stream import AnswerReader
from agents.ports import Answer, ModelError
from bot.messages import ToolCall, Usage
from tests.unit.agents.models.streams import DONE, chunk, read, says


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
        ({"prompt_tokens": 10**18, "completion_tokens": 2}, None),
        ({"prompt_tokens": 9, "completion_tokens": -2}, None),
        (
            {
                "prompt_tokens": 9,
                "completion_tokens": 2,
                "prompt_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 3},
            },
            Usage(9, 2, 4, 3),
        ),
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
        (says("We serve steak and", finish="length") + DONE, "without a word", False),
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


def test_an_answer_without_end_is_not_waited_for() -> None:
    with pytest.raises(ModelError, match="no end"):
        read(says("x" * 1024) * 10_000, 1024**2)


def test_of_an_answer_that_was_cut_off_the_whole_sentences_are_said() -> None:
    cut = says("We serve chicken. And", " steak! But the", finish="length") + DONE
    assert read(cut)[1].text == "We serve chicken. And steak!"
    assert read(says("We serve chicken.", finish="length") + DONE)[1].text == "We serve chicken."


def test_an_answer_beyond_its_limit_is_not_read_to_its_end() -> None:
    reader = AnswerReader(most=100)
    assert reader.feed(chunk({"content": "x" * 100}))
    with pytest.raises(ModelError, match="no end"):
        reader.feed(chunk({"content": "x"}))


def test_of_several_choices_in_a_piece_the_first_is_read() -> None:
    def piece(*texts: str) -> bytes:
        choices = [{"index": at, "delta": {"content": text}} for at, text in enumerate(texts)]
        return b"data: " + msgspec.json.encode({"choices": choices}) + b"\n\n"

    other = b'data: {"choices":[{"index":1,"delta":{"content":"Not this. "}}]}\n\n'
    assert read(piece("We ", "Nor this. ") + other + says("cook.") + DONE)[1].text == "We cook."
