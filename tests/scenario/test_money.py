"""The day's budget with two hundred customers at once: what the model may cost is held before it is
asked, the rest are answered without it, and staff hear of it once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.contract.admin import Admin
from tests.fakes.openai import FakeOpenAI, Hang, NoUsage, Say, Turn, Usage
from tests.fakes.slack import FakeSlack
from tests.polling import until
from tests.scenario.desk import STAFF, desk_settings
from tests.scenario.inside import Inside, inside

CUSTOMERS = 200
WALL, ALERT = 60_000, 45_000  # micro-dollars
ANN, BEN = "+14155550101", "+14155550102"
WORDS = "Happy to help! What would you like to know?"


@pytest.fixture
async def stage(
    database_url: str, tmp_path: Path, model: FakeOpenAI, slack: FakeSlack
) -> AsyncIterator[Inside]:
    settings: dict[str, Any] = {
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": model.base_url,
        "OPENAI_TIMEOUT_SECONDS": "60",
        "AI_MAX_COST_PER_DAY": str(WALL / 1e6),
        "AI_COST_ALERT_THRESHOLD": str(ALERT / 1e6),
        **desk_settings(slack),
    }
    async with inside(database_url, tmp_path, **settings) as stage:
        await stage.app.agents.warm_up()
        yield stage


def answers() -> Iterator[Turn]:
    """Its server says of most what they came to, and of some nothing."""
    for number in count():
        usage = NoUsage() if number % 5 == 0 else Usage(prompt=1000 + number, completion=40)
        yield [Hang("wall"), Say(WORDS), usage]


async def test_two_hundred_turns_at_once_hold_the_wall_to_the_micro(
    stage: Inside, model: FakeOpenAI, slack: FakeSlack
) -> None:
    coming = answers()
    model.decide = lambda request: next(coming)
    phones = [f"+1415555{number:04d}" for number in range(1000, 1000 + CUSTOMERS)]
    await asyncio.gather(*(stage.text(phone, "what is on the menu?") for phone in phones))
    # Whoever is held waits at the model; everybody else has an answer already.
    await _until(stage, _ANSWERED_OR_HELD, CUSTOMERS)
    held, reserved, dearest = await _held(stage)
    assert 0 < held < CUSTOMERS
    assert await stage.rows(_OF_TODAY) == [reserved]
    assert WALL - dearest < reserved <= WALL

    model.gates.release("wall")
    await _until(stage, _ANSWERED, CUSTOMERS)
    await stage.idle()
    [day] = await stage.records(
        "SELECT count(*) AS calls, sum(settled) AS settled FROM model_calls"
    )
    assert (day["calls"], await stage.rows(_OF_TODAY)) == (held, [day["settled"]])
    assert day["settled"] <= WALL
    assert await stage.rows("SELECT count(*) FROM model_calls WHERE settled IS NULL") == [0]
    said = [" ".join(stage.said_to(phone)) for phone in phones]
    assert sum(WORDS in words for words in said) == held == len(model.requests)
    assert sum("chicken" in words.lower() for words in said) == CUSTOMERS - held

    assert sorted(_told(slack)) == [
        "The day's budget for the language model is nearly used up",
        "The day's budget for the language model is used up",
    ]


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_a_conversation_at_its_limit_goes_on_without_the_model(
    stage: Inside, model: FakeOpenAI, slack: FakeSlack
) -> None:
    limit = {"path": "budget.customer.per_conversation", "value": "0.01"}
    await Admin(stage).does("change_setting", **limit)
    dear: Turn = [Say(WORDS), Usage(prompt=60_000, completion=40)]  # each 7,520 micro-dollars
    model.script(dear, dear, Say("Hello Ben!"))
    first, second, third, fourth = await stage.talk(
        ANN, "hi", "and on sundays?", "what is on the menu?", "how much is it per person?"
    )
    assert WORDS in first
    assert WORDS in second
    assert "chicken" in third.lower()
    assert "$" in fourth
    assert "Hello Ben!" in (await stage.talk(BEN, "hi"))[0]
    assert _told(slack) == ["A conversation has used up its budget for the language model"]


def _told(slack: FakeSlack) -> list[str]:
    """The titles of what staff heard of budgets."""
    posts = [post.text for post in slack.workspace.posts if post.channel == STAFF]
    return [text.splitlines()[0] for text in posts if "budget" in text]


async def _held(stage: Inside) -> tuple[int, int, int]:
    """Calls under way, what is reserved for them, and the dearest of them."""
    [row] = await stage.records(
        "SELECT count(*) AS held, sum(reserved) AS reserved, max(reserved) AS dearest"
        " FROM model_calls WHERE settled IS NULL"
    )
    return row["held"], row["reserved"], row["dearest"]


async def _until(stage: Inside, sql: str, count: int) -> None:
    """So many turns take their time on a busy machine."""

    async def so() -> bool:
        return await stage.rows(sql) == [count]

    await until(so, within=90)


_OF_TODAY = "SELECT micros FROM budgets WHERE name LIKE 'day:%'"
_ANSWERED = "SELECT count(DISTINCT address) FROM outbox WHERE channel = 'sms'"
_ANSWERED_OR_HELD = (
    f"SELECT ({_ANSWERED}) + (SELECT count(*) FROM model_calls WHERE settled IS NULL)"
)
