"""An agent's share of the day and a conversation's budget are walls too, on both databases."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, text

from bot.budget import News
from bot.errors import BudgetExhausted
from bot.messages import PlannedCall, Usage
from storage import budgets, migrate, spend
from storage.connect import open_database
from storage.database import Database
from storage.tables import budgets as table
from storage.tables import model_calls
from tests.contract.money import DAY, EVENING, Told, budget, planned, scope_of, spent, talks


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await open_database(database_url)
    await database.write(talks, 1, 2, 3)
    yield database
    await database.close()


async def standing(database: Database) -> dict[str, int]:
    query = select(table.c.name, table.c.micros).order_by(table.c.name)
    return await database.read(lambda tx: {row.name: row.micros for row in tx.execute(query)})


def told_apart(tries: Iterable[object]) -> tuple[list[int], int]:
    """The reservations, and how many were refused; nothing else may have happened."""
    tries = list(tries)
    held = [each for each in tries if isinstance(each, int)]
    refused = sum(isinstance(each, BudgetExhausted) for each in tries)
    assert len(held) + refused == len(tries), tries
    return held, refused


async def test_a_conversation_has_its_own_limit_and_staff_hear_of_it_once(
    database: Database,
) -> None:
    told = Told()
    money = budget(database, 10_000, conversations={"customer": 1000}, told=told)
    for _ in range(4):
        await money.reserve(planned(scope_of(1), "luna", 250, 0))
    for _ in range(3):
        with pytest.raises(BudgetExhausted, match=r"budget\.customer\.per_conversation"):
            await money.reserve(planned(scope_of(1), "luna", 1, 0))
    assert told.news == [News("conversation", DAY, 1000, 1000, "customer", 1)]
    await money.reserve(planned(scope_of(2), "luna", 1000, 0))  # another's is its own
    await money.reserve(planned(scope_of(3, "staff"), "luna", 5000, 0))  # has no limit
    assert await spent(database) == 7000


async def test_an_agent_has_its_share_of_the_day(database: Database) -> None:
    told = Told()
    money = budget(database, 10_000, agents={"customer": 600}, told=told)
    await money.reserve(planned(scope_of(1), "luna", 400, 0))
    for conversation in (1, 2):
        with pytest.raises(BudgetExhausted, match=r"budget\.customer\.per_day"):
            await money.reserve(planned(scope_of(conversation), "luna", 300, 0))
    await money.reserve(planned(scope_of(2, "staff"), "luna", 3000, 0))
    assert told.news == [News("agent", DAY, 400, 600, "customer")]
    # What was refused was taken from none of the three.
    assert await standing(database) == {
        f"agent:customer:{DAY}": 400,
        f"agent:staff:{DAY}": 3000,
        "conversation:1": 400,
        "conversation:2": 3000,
        f"day:{DAY}": 3400,
    }


async def test_work_outside_a_turn_is_paid_for_too(database: Database) -> None:
    money = budget(database, 10_000, conversations={"customer": 300})
    long = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/" + "x" * 80
    pages = await money.reserve(PlannedCall("customer", long, 200, 0, "embedding"))
    await money.settle(pages, Usage(150, 0))
    summary = PlannedCall("customer", "luna", 300, 0, "summary", conversation_id=1)
    vain = "the model was asked in vain, " * 9
    await money.settle(await money.reserve(summary), None, failed=vain)
    with pytest.raises(BudgetExhausted):
        await money.reserve(planned(scope_of(1), "luna", 1, 0, "routing"))
    told = ("purpose", "conversation_id", "turn_id", "failed")
    query = select(*(model_calls.c[name] for name in told)).order_by(model_calls.c.id)
    rows = await database.read(lambda tx: [tuple(row) for row in tx.execute(query)])
    assert rows == [("embedding", None, None, None), ("summary", 1, None, vain[:80])]
    assert await spent(database) == 450


async def test_all_walls_hold_at_once_whoever_comes_and_goes(database: Database) -> None:
    """Three conversations, two agents and two processes, all at the same time: nobody waits for
    another in a circle, and what stands in the end is what was settled."""
    processes = [
        budget(database, 30_000, agents={"staff": 9_000}, conversations={"customer": 7_500})
        for _ in range(2)
    ]

    async def talk(number: int) -> int:
        money = processes[number % 2]
        scope = scope_of(1 + number % 3, "staff" if number % 5 == 0 else "customer")
        held = await money.reserve(planned(scope, "luna", 200 + number, 1))
        await money.settle(held, None if number % 7 == 0 else Usage(100 + number, number % 3))
        return held

    done, refused = told_apart(
        await asyncio.gather(*(talk(number) for number in range(200)), return_exceptions=True)
    )
    assert done
    assert refused
    stand = await standing(database)
    assert stand == await database.read(_settled_by_budget)
    assert stand[f"day:{DAY}"] <= 30_000
    assert stand[f"agent:staff:{DAY}"] <= 9_000
    assert None not in await _settled(database)


def _settled_by_budget(tx: Connection) -> dict[str, int]:
    sums: Counter[str] = Counter()
    calls = select(model_calls.c.agent, model_calls.c.conversation_id, model_calls.c.settled)
    for agent, conversation_id, micros in tx.execute(calls):
        names = (f"day:{DAY}", f"agent:{agent}:{DAY}", f"conversation:{conversation_id}")
        sums.update(dict.fromkeys(names, micros))
    return dict(sums)


async def test_conversations_that_become_one_have_spent_together(database: Database) -> None:
    money = budget(database, 10_000, conversations={"customer": 1000})
    for number in (1, 2, 3):
        await money.reserve(planned(scope_of(number), "luna", 300, 0))
    await database.write(budgets.join, 2, [1, 3])
    with pytest.raises(BudgetExhausted):
        await money.reserve(planned(scope_of(2), "luna", 200, 0))
    assert (await standing(database))["conversation:2"] == 900


async def test_what_a_dead_process_left_open_is_closed_as_spent(database: Database) -> None:
    money = budget(database, 10_000)
    lost = await money.reserve(planned(scope_of(1), "luna", 900, 0))
    soon, later = EVENING + timedelta(minutes=170), EVENING + timedelta(minutes=190)
    await database.write(budgets.tidy, soon, 500)
    assert await _settled(database) == [None]
    await database.write(budgets.tidy, later, 500)
    assert await _settled(database) == [900]
    await money.settle(lost, Usage(10, 0))  # it was only very slow: too late
    assert (await _settled(database), await spent(database)) == ([900], 900)
    await database.write(budgets.tidy, later + timedelta(days=31), 500)
    assert await standing(database) == {}
    assert await database.write(spend.settle, lost, spend.Settled(5)) is None


async def _settled(database: Database) -> list[int | None]:
    query = select(model_calls.c.settled)
    return await database.read(lambda tx: list(tx.execute(query).scalars()))


async def test_budgets_outlive_a_migration(database: Database) -> None:
    money = budget(database, 10_000)
    await money.settle(await money.reserve(planned(scope_of(1), "luna", 700, 0)), Usage(600, 0))
    await money.reserve(planned(scope_of(2, "staff"), "luna", 50, 0))
    before = await standing(database)
    await database.write(migrate.downgrade, "0004")
    old = text("SELECT micros FROM spend")
    assert await database.read(lambda tx: list(tx.execute(old).scalars())) == [650]
    await database.write(migrate.upgrade)
    assert await standing(database) == before
    with pytest.raises(BudgetExhausted):
        await money.reserve(planned(scope_of(1), "luna", 9_351, 0))
