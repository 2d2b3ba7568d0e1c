"""What is over is deleted by the clock, on both databases; what is not stays."""

from datetime import timedelta

from sqlalchemy import Connection

from storage import codes, files, housekeeping, limits, outbox, threads, uploads
from storage.types import new_public_id
from tests.house import NOON, US, echo, open_house


def _leave(tx: Connection, name: str, days_ago: float) -> None:
    """One of everything, as it was left some days ago."""
    then = NOON - timedelta(days=days_ago)
    lane_id = threads.begin(tx, f"thread {name}", name, then)
    uploads.keep(tx, new_public_id(), name, "image/png", b"png", then)
    limits.take(tx, f"customer:{name}", then, 10, 15)
    code_id = codes.add(tx, name, "+14155550101", "digest", then, then + timedelta(minutes=10))
    outbox.put(
        tx,
        lane_id=lane_id,
        channel="sms",
        address="+14155550101",
        ours=US,
        kind="code",
        body=f"the code of {name}",
        status="failed",
        dedupe_key=f"code:{code_id}",
        created_at=then,
    )
    about = {"name": name, "content_type": "text/csv", "content": b"1", "conversation_id": None}
    files.add(tx, now=then, days=1, **about)  # type: ignore[arg-type]


async def test_the_clock_deletes_what_is_over(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        for name, days_ago in (("old", 2.0), ("new", 0.5)):
            await house.database.write(_leave, name, days_ago)
        await house.schedule.tick()
        assert await house.rows("SELECT visitor FROM uploads") == ["new"]
        assert await house.rows("SELECT visitor FROM codes") == ["new"]
        assert await house.rows("SELECT name FROM files") == ["new"]
        assert await house.rows("SELECT key FROM limits") == ["customer:new"]
        bodies = await house.rows("SELECT body FROM outbox ORDER BY id")
        assert bodies == ["", "the code of new"]
        house.clock.move(days=2)
        await house.schedule.tick()
        assert await house.rows("SELECT key FROM limits") == []


async def test_no_run_deletes_more_than_a_part(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        for number in range(25):
            await house.database.write(_leave, f"v{number}", 3.0)
        assert await house.database.write(housekeeping.tidy, NOON)
        assert await house.rows("SELECT count(*) FROM uploads") == [5]
        assert not await house.database.write(housekeeping.tidy, NOON)
        assert await house.rows("SELECT count(*) FROM uploads") == [0]
