"""Customers who talk with a hostile model, round by round, each round looked at."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from tests.fakes.openai import FakeOpenAI, Pace
from tests.hostile.checks import Checks
from tests.hostile.customers import Customer
from tests.hostile.model import Hostile
from tests.hostile.sally import Sally
from tests.property.words import Line
from tests.scenario.inside import Inside, inside
from tests.scenario.web import Visitor, text_of

AT_ONCE = 24
EACH = 8  # texts of one customer, within their allowance
VISITOR = 6  # every sixth is one, on the website
NOW = datetime(2026, 6, 1, 19, 0, tzinfo=UTC)  # as tests/property counts dates


class Outcome(Struct):
    """What came of a trial so far."""

    turns: int = 0
    answers: int = 0
    inquiries: int = 0
    seconds: float = 0.0


async def trial(
    database_url: str,
    folder: Path,
    turns: int,
    seed: int,
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Holds so many turns with a hostile model. tell: hears of each round. Raises AssertionError
    where something got by, with the seed and the turn."""
    people: dict[str, Customer] = {}
    hostile, outcome, began = Hostile(seed, people), Outcome(), time.monotonic()
    async with hostile_bot(database_url, folder, hostile) as (stage, model):
        sally = await Sally.come(stage)
        checks, chance = Checks(stage, hostile), random.Random(seed)
        for number, group in enumerate(_groups(chance, turns)):
            people.update({customer.secret: customer for customer in group})
            async with _on_the_website(stage, group) as visitors:
                for each in range(EACH):
                    with located(f"seed {seed}, group {number}, text {each + 1}"):
                        await _round(stage, checks, group, visitors)
                    model.requests.forget()
                    outcome.turns += len(group)
                    outcome.answers, outcome.inquiries = hostile.said, checks.inquiries
                    outcome.seconds = time.monotonic() - began
                    tell(outcome)
            await sally.is_untouched()
    return outcome


@asynccontextmanager
async def hostile_bot(
    database_url: str, folder: Path, hostile: Hostile
) -> AsyncIterator[tuple[Inside, FakeOpenAI]]:
    """A bot whose model is against it."""
    async with FakeOpenAI(decide=hostile.decide, pace=Pace(burst=True)) as model:
        settings: dict[str, Any] = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
        settings |= {"AI_MAX_COST_PER_DAY": "100000", "AI_COST_ALERT_THRESHOLD": "100000"}
        settings |= {"SMS_DEBOUNCE_SECONDS": "0", "AI_RATE_LIMIT_PER_MINUTE": "1000"}
        settings |= {"AI_RATE_LIMIT_BURST": "1000"}
        async with inside(database_url, folder, NOW, **settings) as stage:
            await stage.app.agents.warm_up()
            yield stage, model


@asynccontextmanager
async def _on_the_website(
    stage: Inside, group: list[Customer]
) -> AsyncIterator[dict[Customer, Visitor]]:
    async with AsyncExitStack() as stack:
        yield {
            customer: await stack.enter_async_context(Visitor(stage))
            for customer in group
            if customer.phone is None
        }


@contextmanager
def located(where: str) -> Iterator[None]:
    """Tells where in a trial something got by."""
    try:
        yield
    except (AssertionError, TimeoutError) as error:
        raise AssertionError(f"{where}: {error}") from error


def _groups(chance: random.Random, turns: int) -> Iterator[list[Customer]]:
    """Those who write at the same time, some of them on the website."""
    people = -(-turns // EACH)
    for start in range(0, people, AT_ONCE):
        each = range(start, min(start + AT_ONCE, people))
        yield [Customer(chance, f"+1310{5_560_000 + n}" if n % VISITOR else None) for n in each]


async def _round(
    stage: Inside, checks: Checks, group: list[Customer], visitors: dict[Customer, Visitor]
) -> None:
    lines = {customer: customer.writes() for customer in group}
    await asyncio.gather(
        *(
            _visits(checks, visitors[customer], line)
            if customer in visitors
            else stage.text(str(customer.phone), line.text)
            for customer, line in lines.items()
        )
    )
    await stage.idle()
    await checks.look(await _conversations(stage, group, visitors))


async def _visits(checks: Checks, visitor: Visitor, line: Line) -> None:
    """Writes on the website, and watches the answer come."""
    async with visitor.streams(line.text) as stream:
        events = await stream.rest()
    checks.watched(text_of(events[: at + 1]) for at in range(len(events)))


async def _conversations(
    stage: Inside, group: list[Customer], visitors: dict[Customer, Visitor]
) -> dict[Customer, int]:
    phones = await stage.records(
        "SELECT l.address AS who, c.id FROM ai_conversations c JOIN lanes l ON l.id = c.mailbox_id"
    )
    threads = await stage.records("SELECT thread_id AS who, id FROM ai_conversations")
    by_who = {row["who"]: row["id"] for row in (*phones, *threads)}
    return {c: by_who[c.phone or visitors[c].thread] for c in group}
