"""Timers, the clock's lease, and what the timers do; on both databases."""

from datetime import timedelta
from typing import Any

from storage import leases, timers
from storage.connect import open_database
from tests.house import ANN, NOON, echo, open_house


async def test_a_timer_fires_when_business_time_says_so_and_once(database_url: str) -> None:
    fired: list[dict[str, Any]] = []
    async with open_house(database_url, echo) as house:
        house.on_timer["ring"] = lambda tx, payload: fired.append(payload)
        await house.text(ANN, "hello")
        await house.quiet()
        due = NOON + timedelta(minutes=30)
        await house.database.write(timers.schedule, "k", "ring", 1, due, {"n": 7})
        await house.schedule.tick()
        await house.quiet()
        assert fired == []
        house.clock.move(minutes=31)
        for _ in range(3):
            await house.schedule.tick()
        await house.quiet()
        assert fired == [{"n": 7, "lane_id": 1}]


async def test_a_timer_moved_fires_at_its_new_time_and_a_cancelled_one_never(
    database_url: str,
) -> None:
    fired: list[dict[str, Any]] = []
    async with open_house(database_url, echo) as house:
        house.on_timer["ring"] = lambda tx, payload: fired.append(payload)
        await house.text(ANN, "hello")
        await house.quiet()
        for minutes in (10, 50):
            due = NOON + timedelta(minutes=minutes)
            await house.database.write(timers.schedule, "moved", "ring", 1, due, {})
        await house.database.write(timers.schedule, "gone", "ring", 1, NOON, {})
        await house.database.write(timers.cancel, "gone")
        house.clock.move(minutes=20)
        await house.schedule.tick()
        await house.quiet()
        assert fired == []
        house.clock.move(minutes=40)
        await house.schedule.tick()
        await house.quiet()
        assert len(fired) == 1


async def test_one_clock_acts_and_another_follows_a_dead_one(database_url: str) -> None:
    database = await open_database(database_url)
    assert await database.write(leases.take, "clock", "a", 60)
    assert not await database.write(leases.take, "clock", "b", 60)
    assert await database.write(leases.take, "clock", "a", 0)
    assert await database.write(leases.take, "clock", "b", 60)
    await database.write(leases.drop, "clock", "b")
    assert await database.write(leases.take, "clock", "a", 60)
    await database.close()


async def test_a_day_of_silence_ends_a_conversation(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "hello")
        await house.quiet()
        house.clock.move(hours=23)
        await house.text(ANN, "still here")
        await house.quiet()
        house.clock.move(hours=2)
        await house.schedule.tick()
        await house.quiet()
        assert await house.rows("SELECT status FROM ai_conversations") == ["active"]
        house.clock.move(hours=23)
        await house.schedule.tick()
        await house.quiet()
        assert await house.rows("SELECT status FROM ai_conversations") == ["closed"]
        await house.text(ANN, "hello again")
        await house.quiet()
        assert len(await house.rows("SELECT id FROM ai_conversations")) == 2
        assert len(await house.rows("SELECT id FROM customers")) == 1
