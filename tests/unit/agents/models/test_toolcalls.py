"""Calls in all the forms in which servers send them."""

from typing import Any

import msgspec
import pytest

from agents.ports import Answer
from tests.unit.agents.models.streams import DONE, chunk, read, says


def fragment(**part: Any) -> bytes:
    return chunk({"tool_calls": [part]})


def calls_of(*fragments: bytes) -> list[tuple[str, str]]:
    _, answer = read(b"".join(fragments) + chunk({}, "tool_calls") + DONE)
    return [(call.name, call.arguments) for call in answer.tool_calls]


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
