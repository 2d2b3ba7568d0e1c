"""Replies to staff: what was done was done, what was only proposed was not, and each figure is one
that a tool returned; honest replies are not held."""

from collections.abc import Iterable

import orjson
import pytest

from agents.guardrails.canary import Canary
from agents.guardrails.desk_guard import DeskCheck, account_of
from agents.ports import ModelRequest
from bot.messages import Message, ToolCall
from tests.unit.agents import stage
from tests.unit.agents.guardrails.staff_replies import (
    FRESH_HONEST,
    FRESH_LIES,
    HONEST,
    LIES,
)
from tests.unit.agents.guardrails.staff_turns import (
    BLOCK,
    LEADS,
    LOST,
    NOTHING,
    SEND,
    Result,
    Turn,
)

_NOW = stage.NOW


def _steps(results: Iterable[Result], turn_id: int) -> list[Message]:
    made = []
    for number, (tool, result) in enumerate(results):
        call = ToolCall(f"{turn_id}-{number}", tool, "{}")
        told = orjson.dumps(result).decode()
        made += [
            Message("assistant", "", "agent:staff", "slack", _NOW, 0, turn_id, (call,)),
            Message("tool", told, "tool", "slack", _NOW, 0, turn_id, (), call.id),
        ]
    return made


def _messages(turn: Turn) -> list[Message]:
    notes = [Message("system", note, "engine:proposal", "", _NOW) for note in turn.notes]
    asked = Message("user", turn.asked, "staff:slack:U1", "slack", _NOW, turn_id=11)
    return [*_steps(turn.before, 10), *notes, asked, *_steps(turn.results, 11)]


def _check(turn: Turn) -> DeskCheck:
    request = ModelRequest(
        agent="staff",
        system="You serve the staff.",
        tools=(),
        messages=tuple(_messages(turn)),
        situation=stage.situation(),
    )
    return DeskCheck(request, Canary("secret"))


@pytest.mark.parametrize(("turn", "reply"), [*HONEST, *FRESH_HONEST])
def test_an_honest_reply_is_not_held(turn: Turn, reply: str) -> None:
    assert _check(turn).faults(reply) == []


@pytest.mark.parametrize(("turn", "reply"), [*LIES, *FRESH_LIES])
def test_what_was_not_done_is_not_said(turn: Turn, reply: str) -> None:
    assert _check(turn).faults(reply)


def test_nothing_of_a_lie_is_shown_while_it_streams() -> None:
    take = _check(SEND).through()
    shown = "".join(take(f"{word} ") for word in "Sure. Your message was sent to Anna. Ok?".split())
    assert "sent" not in shown


def test_a_fault_says_why() -> None:
    assert _check(BLOCK).faults("June 5 is blocked now.") == [
        'it says "blocked", and it was only proposed: it waits for a yes on the card'
    ]
    assert _check(LEADS).faults("I texted all 7 leads.") == [
        'it says "texted", and no tool did that in this turn',
        "it counts 7, which no tool returned",
    ]


def test_code_itself_tells_what_was_done() -> None:
    def told(turn: Turn) -> str:
        made = stage.MemoryTurn(*_messages(turn))
        return account_of(made).text

    assert told(LOST).endswith("Done: The inquiry of Rob Castillo is lost: too dear")
    assert told(BLOCK).endswith("Waits for a yes on its card: Block Saturday, June 5.")
    assert "Nothing was done" in told(NOTHING)
