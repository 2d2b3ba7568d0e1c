"""Fifty processes want the last places of one day, on both databases."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from bot.lock import FileLock
from storage import days
from storage.connect import open_database
from storage.tables import bookings, customers
from storage.tables import days as days_table

ROOT = Path(__file__).parents[2]
DAY = date(2099, 6, 12)
RUNNERS, GUESTS, LEFT = 50, 10, 100


async def test_fifty_processes_import_for_the_last_hundred_places(
    database_url: str, tmp_path: Path
) -> None:
    await _book(database_url, 500 - LEFT)
    lists = tmp_path / "lists"
    lists.mkdir()
    for number in range(RUNNERS):
        (lists / f"{number:02}.csv").write_text(
            "date,name,phone,guests,place,external id\n"
            f"{DAY},Ann {number},2135550142,{GUESTS},Pasadena,B-{number}\n"
        )
    lock = FileLock(tmp_path / "bot.db")
    lock.take()  # as `serve` holds it: an import is no second server
    codes, told = _race(lists, database_url)
    lock.release()
    made = LEFT // GUESTS
    assert [codes.count(code) for code in (0, 1)] == [made, RUNNERS - made], told
    assert sum("imported 1," in text for text in told) == made
    assert sum("has 0 of 500 places left" in text for text in told) == RUNNERS - made
    assert await _state(database_url) == (500, made, made)


def _race(lists: Path, database_url: str) -> tuple[list[int], list[str]]:
    """Exit codes and what was printed, in the order of the lists."""
    environment = {"PATH": os.defpath, "DATABASE_URL": database_url}
    ended = subprocess.run(
        [sys.executable, "-m", "tests.scenario.starting_line", lists, "bookings", "import"],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        timeout=50,
    )
    told = [file.read_text() for file in sorted(lists.glob("*.out"))]
    return json.loads(ended.stdout), told


async def _book(url: str, guests: int) -> None:
    row = {"day": DAY, "booked": guests, "blocked": False}
    database = await open_database(url)
    await database.write(lambda tx: tx.execute(insert(days_table), row))
    await database.close()


async def _state(url: str) -> tuple[int, int, int]:
    """(places taken, bookings, customers)."""
    database = await open_database(url)
    state = await database.read(_counted)
    await database.close()
    return state


def _counted(tx: Connection) -> tuple[int, int, int]:
    made, known = (
        int(tx.execute(select(func.count()).select_from(table)).scalar_one())
        for table in (bookings, customers)
    )
    return days.on(tx, DAY).booked, made, known
