"""The rule by which hard questions go to the strong model: what it finds among labelled messages,
and what it costs."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from agents.models.routing import ENOUGH, is_hard, signs_of
from bot.messages import Message
from tests.scenario.ten_turns import TURNS
from tests.unit.agents.desk_utterances import utterances
from tests.unit.agents.guardrails.customers import HONEST
from tests.unit.agents.stage import bot, call, request, result, step, user

ROUTED = Path(__file__).parent / "routed"
DESK = ("staff", "admin", "analytics")


def found_hard(agent: str, text: str) -> bool:
    return is_hard(request(user(text), agent=agent))


def labelled(name: str, agents: tuple[str, ...]) -> Iterator[tuple[str, str, bool]]:
    """(agent, text, whether it is hard)."""
    told = yaml.safe_load((ROUTED / f"{name}.yaml").read_text("utf-8"))
    for agent in agents:
        for kind, texts in told.get(agent, {}).items():
            yield from ((agent, text, kind == "hard") for text in texts)


@pytest.mark.parametrize(
    ("name", "agents", "least_recall"),
    [
        ("tuned", ("customer",), 0.95),
        ("tuned", DESK, 0.95),
        ("held_out", ("customer",), 0.9),
        ("held_out", DESK, 0.9),
        ("unseen", ("customer",), 0.8),
        ("unseen", DESK, 0.9),
    ],
)
def test_hard_questions_are_found_and_simple_ones_left(
    name: str, agents: tuple[str, ...], least_recall: float
) -> None:
    cases = list(labelled(name, agents))
    hard = [text for _, text, is_so in cases if is_so]
    missed = [text for agent, text, is_so in cases if is_so and not found_hard(agent, text)]
    false = [text for agent, text, is_so in cases if not is_so and found_hard(agent, text)]
    assert 1 - len(missed) / len(hard) >= least_recall, missed
    assert len(false) <= 0.05 * len(cases), false


def test_of_what_is_usually_written_little_is_hard() -> None:
    """And nothing of a booking that is made without trouble: it must stay cheap."""
    hard = [text for text in HONEST if found_hard("customer", text)]
    assert len(hard) <= 0.15 * len(HONEST), hard  # cross ones among them
    asked = [(told.agent, line) for told in utterances("first") for line in told.lines]
    assert sum(found_hard(*each) for each in asked) <= 0.03 * len(asked)
    assert not any(found_hard("customer", turn.said) for turn in TURNS)


def test_it_costs_next_to_nothing() -> None:
    texts = [text for _, text, _ in labelled("tuned", ("customer",))]
    for text in texts:
        found_hard("customer", text)  # tables are made at the first look
    signs_of.cache_clear()
    began = time.process_time()
    for text in texts:
        found_hard("customer", text)
    assert (time.process_time() - began) / len(texts) < 0.001  # 0.0002 on a quiet machine


def test_only_what_was_not_answered_yet_counts() -> None:
    complaint = user("This is unacceptable, I want my money back")
    assert is_hard(request(complaint))
    assert not is_hard(request(complaint, bot("I am so sorry."), user("ok thanks")))
    assert is_hard(request(bot("Hello."), complaint, user("hello??")))


def test_an_answer_that_was_held_back_is_not_asked_of_the_same_again() -> None:
    assert not is_hard(request(user("how much is it?")))
    assert is_hard(request(user("how much is it?"), faults=("$20 is no price of ours",)))


def rounds(many: int, said: str = "{}") -> Iterator[Message]:
    yield user("how much is it?")
    for number in range(many):
        yield step(call(id_=f"c{number}"))
        yield result(f"c{number}", said)


def test_who_calls_tool_after_tool_does_not_cope() -> None:
    assert not is_hard(request(*rounds(3)))
    assert is_hard(request(*rounds(4)))
    assert not is_hard(request(*rounds(4), agent="staff"))
    assert not is_hard(request(*rounds(1, '{"error":"unknown_date"}')))
    assert is_hard(request(*rounds(2, '{"error":"unknown_date"}')))
    assert not is_hard(request(*rounds(2, '{"error":"superseded"}')))


def test_a_very_long_text_is_read_in_no_time() -> None:
    began = time.process_time()
    assert found_hard("customer", "and then, if 12 " * 100_000)
    assert found_hard("staff", "compare " * 100_000)
    assert time.process_time() - began < 0.5


def test_the_signs_can_be_told() -> None:
    signs = signs_of("if we are 32 on saturday or 26 on sunday which is cheaper?", "customer")
    assert set(signs) >= {"condition", "comparison"}
    assert sum(signs.values()) >= ENOUGH
