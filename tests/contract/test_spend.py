"""The day's budget is a wall, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import date

import pytest
from msgspec import structs

from bot.budget import News, micros
from bot.business.scope import Scope
from bot.clock import ManualClock
from bot.errors import BudgetExhausted
from bot.messages import Usage
from storage import spend
from storage.connect import open_database
from storage.database import Database
from tests.contract.money import (
    DAY,
    EVENING,
    Told,
    budget,
    planned,
    scope_of,
    spent,
    talks,
    written,
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await open_database(database_url)
    await database.write(talks, 1)
    yield database
    await database.close()


@pytest.fixture(scope="module")
def scope() -> Scope:
    return scope_of(1)


async def test_a_call_is_held_at_its_most_and_settled_at_its_cost(
    database: Database, scope: Scope
) -> None:
    money = budget(database, 10_000)
    call = await money.reserve(planned(scope, "luna", 1000, 500))
    assert await spent(database) == 6000
    assert await written(database) == [(4, "luna", DAY, None, None, None, 6000, None)]
    await money.settle(call, Usage(900, 20, 400))
    assert await spent(database) == 700
    assert await written(database) == [(4, "luna", DAY, 900, 400, 20, 6000, 700)]


async def test_two_hundred_at_once_do_not_climb_the_wall(database: Database, scope: Scope) -> None:
    money = budget(database, 100 * 137 + 136)
    tries = await asyncio.gather(
        *(money.reserve(planned(scope, "luna", 127, 1)) for _ in range(200)), return_exceptions=True
    )
    held = [call for call in tries if isinstance(call, int)]
    refused = [error for error in tries if isinstance(error, BudgetExhausted)]
    assert (len(held), len(refused)) == (100, 100)
    assert await spent(database) == 100 * 137
    assert len(await written(database)) == 100


async def test_settling_at_once_loses_nothing_and_makes_room_to_the_micro(
    database: Database, scope: Scope
) -> None:
    money = budget(database, 100 * 1010)
    held = await asyncio.gather(
        *(money.reserve(planned(scope, "luna", 1000, 1)) for _ in range(100))
    )
    with pytest.raises(BudgetExhausted):
        await money.reserve(planned(scope, "luna", 1, 0))
    usages = [Usage(n, 0) for n in range(100)]
    await asyncio.gather(*(money.settle(*pair) for pair in zip(held, usages, strict=True)))
    assert await spent(database) == sum(range(100))
    left = 100 * 1010 - sum(range(100))
    with pytest.raises(BudgetExhausted):
        await money.reserve(planned(scope, "luna", left + 1, 0))
    await money.reserve(planned(scope, "luna", left, 0))
    assert await spent(database) == 100 * 1010


async def test_two_processes_share_one_wall(database: Database, scope: Scope) -> None:
    one, other = budget(database, 5000), budget(database, 5000)
    tries = await asyncio.gather(
        *(
            money.reserve(planned(scope, "luna", 1000, 0))
            for money in (one, other)
            for _ in range(5)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(call, int) for call in tries) == 5


async def test_a_call_of_unknown_usage_costs_what_was_held(
    database: Database, scope: Scope
) -> None:
    money = budget(database, 10_000)
    await money.settle(await money.reserve(planned(scope, "luna", 1000, 0)), None)
    assert await spent(database) == 1000
    assert await written(database) == [(4, "luna", DAY, None, None, None, 1000, 1000)]


async def test_a_call_that_was_never_made_costs_nothing(database: Database, scope: Scope) -> None:
    money = budget(database, 10_000)
    await money.settle(await money.reserve(planned(scope, "luna", 1000, 0)), Usage(0, 0))
    assert await spent(database) == 0


async def test_a_call_dearer_than_held_is_counted_whole_and_told_of(
    database: Database, scope: Scope
) -> None:
    told = Told()
    money = budget(database, 1000, told=told)
    await money.settle(await money.reserve(planned(scope, "luna", 700, 0)), Usage(800, 0))
    assert told.news == [News("nearing", DAY, 800, 1000, "customer")]
    await money.settle(await money.reserve(planned(scope, "luna", 100, 0)), Usage(300, 0))
    assert told.news[1:] == [News("day", DAY, 1100, 1000, "customer")]
    assert await spent(database) == 1100


async def test_a_call_that_costs_nothing_goes_on_at_the_wall(
    database: Database, scope: Scope
) -> None:
    money = budget(database, 1000)
    await money.settle(await money.reserve(planned(scope, "luna", 1000, 0)), Usage(1200, 0))
    await money.settle(await money.reserve(planned(scope, "luna", 0, 0)), Usage(0, 0))
    assert [row[-1] for row in await written(database)] == [1200, 0]


async def test_who_gives_up_while_reserving_leaves_nothing_held(
    database: Database, scope: Scope
) -> None:
    money = budget(database, 100_000)
    tasks = [asyncio.create_task(money.reserve(planned(scope, "luna", 100, 0))) for _ in range(20)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await spent(database) == 0
    assert all(row[-1] == 0 for row in await written(database))


async def test_settling_twice_changes_nothing(database: Database, scope: Scope) -> None:
    money = budget(database, 10_000)
    call = await money.reserve(planned(scope, "luna", 1000, 0))
    for usage in (Usage(10, 0), Usage(500, 0), None):
        await money.settle(call, usage)
    await database.write(spend.settle, call, spend.Settled(700))
    assert await spent(database) == 10


async def test_what_a_dead_process_held_stays_spent(database: Database, scope: Scope) -> None:
    await budget(database, 1000).reserve(planned(scope, "luna", 900, 0))
    with pytest.raises(BudgetExhausted, match="AI_MAX_COST_PER_DAY"):
        await budget(database, 1000).reserve(planned(scope, "luna", 200, 0))


async def test_a_new_day_of_the_business_has_its_own_budget(
    database: Database, scope: Scope
) -> None:
    clock = ManualClock(EVENING)
    money = budget(database, 1000, clock=clock)
    late = await money.reserve(planned(scope, "luna", 1000, 0))
    clock.move(hours=4)  # midnight in UTC is past already; where the business is, not yet
    with pytest.raises(BudgetExhausted):
        await money.reserve(planned(scope, "luna", 1, 0))
    clock.move(hours=4)
    await money.reserve(planned(scope, "luna", 600, 0))
    await money.settle(late, Usage(100, 0))
    assert await spent(database) == 100
    assert await spent(database, date(2026, 11, 22)) == 600


async def test_a_call_dearer_than_a_whole_day_is_refused(database: Database, scope: Scope) -> None:
    with pytest.raises(BudgetExhausted):
        await budget(database, 1000).reserve(planned(scope, "luna", 1001, 0))
    assert await spent(database) == 0


async def test_staff_are_told_once_a_day_when_most_of_it_is_spent(
    database: Database, scope: Scope
) -> None:
    told, clock = Told(), ManualClock(EVENING)
    money = budget(database, 1000, clock=clock, told=told)
    for _ in range(4):
        await money.reserve(planned(scope, "luna", 250, 0))
    for _ in range(2):
        with pytest.raises(BudgetExhausted, match="AI_MAX_COST_PER_DAY"):
            await money.reserve(planned(scope, "luna", 250, 0))
    nearing, full = News("nearing", DAY, 750, 1000, "customer"), News("day", DAY, 1000, 1000, "")
    assert told.news == [nearing, structs.replace(full, agent="customer")]
    clock.move(days=1)
    await money.reserve(planned(scope, "luna", 800, 0))
    assert told.news[2:] == [News("nearing", date(2026, 11, 22), 800, 1000, "customer")]


async def test_a_wall_that_was_raised_is_told_of_again(database: Database, scope: Scope) -> None:
    told = Told()
    for limit in (1000, 2000, 1500):
        money = budget(database, limit, told=told)
        for _ in range(3):
            with suppress(BudgetExhausted):
                await money.reserve(planned(scope, "luna", 900, 0))
    assert [news.limit for news in told.news if news.kind == "day"] == [1000, 2000]


async def test_a_limit_of_nothing_is_no_news(database: Database, scope: Scope) -> None:
    told = Told()
    with pytest.raises(BudgetExhausted):
        await budget(database, 0, told=told).reserve(planned(scope, "luna", 1, 0))
    assert told.news == []


def test_dollars_become_whole_micro_dollars() -> None:
    assert micros(100.0) == 100_000_000
    assert micros(0.1) == 100_000
    assert micros(0.0000019) == 1
