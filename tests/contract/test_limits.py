"""An allowance is exact: over any course of time, and with several processes that take from it at
the same moment; on both databases."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random

import pytest
from sqlalchemy import Connection

from bot.app.rules import standing_of
from bot.settings import Settings
from storage import limits
from storage.connect import open_database
from storage.database import Database

NOON = datetime(2027, 6, 1, 19, 0, tzinfo=UTC)


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[list[Database]]:
    async with AsyncExitStack() as stack:
        opened = [await open_database(database_url) for _ in range(2)]
        for database in opened:
            stack.push_async_callback(database.close)
        yield opened


def test_each_agent_has_the_limits_that_were_promised() -> None:
    settings = Settings(_env_file=None)
    assert standing_of(settings).limits == {
        "customer": (10, 15),
        "staff": (60, 60),
        "admin": (120, 120),
        "analytics": (60, 60),
    }


async def test_two_processes_give_out_one_allowance(processes: list[Database]) -> None:
    async def rush(many: int, now: datetime) -> int:
        """How many of so many takes at one moment got through; of two keys by turns."""
        takes = (
            processes[number % 2].write(limits.take, f"customer:{number // 2 % 2}", now, 10, 15)
            for number in range(many)
        )
        return (await asyncio.gather(*takes)).count(0.0)

    assert await rush(80, NOON) == 2 * 15
    assert await rush(40, NOON + timedelta(seconds=5.999)) == 0
    assert await rush(40, NOON + timedelta(seconds=6)) == 2 * 1
    assert await rush(80, NOON + timedelta(minutes=1)) == 2 * 9
    assert await rush(80, NOON + timedelta(days=1)) == 2 * 15


@pytest.mark.parametrize(("per_minute", "burst"), [(10, 15), (60, 60), (120, 120), (1, 1)])
async def test_it_is_a_bucket_that_fills_evenly(
    processes: list[Database], per_minute: int, burst: int
) -> None:
    """Against the textbook's bucket, which has room for a burst and gets so many drops a minute:
    what is refused there is refused here, and what is told to wait gets through after just that."""
    chance, now, level = Random(7), NOON, Fraction(burst)

    def course(tx: Connection) -> None:
        nonlocal now, level
        for _ in range(400):
            passed = chance.choice((0, 0, 1, 250, 1_000, 6_000, 60_000))  # milliseconds
            now += timedelta(milliseconds=passed)
            level = min(Fraction(burst), level + Fraction(passed * per_minute, 60_000))
            many = chance.choice((1, 1, 1, min(3, burst)))
            wait = limits.take(tx, "ann", now, per_minute, burst, many)
            assert (wait == 0) == (level >= many)
            if wait:
                assert wait == pytest.approx(float((many - level) * 60 / per_minute))
            else:
                level -= many

    await processes[0].write(course)
