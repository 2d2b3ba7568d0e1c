"""`bot check`: the database, its schema, its clock and its disk."""

import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.app.check import database
from bot.app.storage import trouble_with
from storage.connect import open_database
from tests.unit.check.ground import Check, the_wrong


@pytest.mark.parametrize("dialect", ["postgres"])  # SQLite has this machine's clock
async def test_a_database_whose_clock_is_off(
    check: Check, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = SimpleNamespace(time=lambda: time.time() - 95)
    monkeypatch.setattr(database, "time", behind)
    assert "95 s behind the database" in await the_wrong(check, database_url=database_url)


async def test_a_database_that_was_not_migrated(check: Check, empty_database_url: str) -> None:
    await (await open_database(empty_database_url)).close()
    lines = await check(database_url=empty_database_url)
    (line,) = [line for line in lines if "has not this version's schema" in line]
    server = empty_database_url.startswith("postgresql")
    assert line.startswith("✗" if server else "–")
    assert ("bot migrate" if server else "bot serve") in line


@pytest.mark.parametrize(
    ("url", "mending"),
    [
        ("mysql://u:hush@host/x", "DATABASE_URL: "),
        ("postgresql://u:hush@127.0.0.1:1/x", "is not reached (Connection refused): is it running"),
        ("postgresql://u:hush@nowhere.invalid/x", "the host's name is not known"),
        ("postgresql://u:hush@127.0.0.1:1/x?sslmode=require", "is not reached"),
        ("postgresql://u:hush@127.0.0.1:1/x?colour=red", "that asyncpg does not know"),
    ],
)
async def test_a_database_that_is_not_there(check: Check, url: str, mending: str) -> None:
    assert mending in await the_wrong(check, database_url=url)


async def test_a_file_that_is_no_database(check: Check, tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("no database")
    assert "is no SQLite database: name another file" in await the_wrong(check)
    told = await the_wrong(check, database_url=f"sqlite:///{tmp_path}")
    assert "is no SQLite database" in told


@pytest.mark.parametrize(
    ("sqlstate", "mending"),
    [
        ("3D000", "there is no database of this name"),
        ("28P01", "this user or password"),
        ("53300", "failed (53300)"),
    ],
)
def test_what_a_server_says_is_told_without_its_words(sqlstate: str, mending: str) -> None:
    class Refusal(Exception):
        pass

    refusal = Refusal("hush")
    refusal.sqlstate = sqlstate  # type: ignore[attr-defined]
    assert mending in trouble_with(refusal)
    assert "hush" not in trouble_with(refusal)


@pytest.mark.parametrize(("free", "mark"), [(100, "✗"), (500, "–"), (5000, "✓")])
async def test_room_on_the_disk(
    check: Check, monkeypatch: pytest.MonkeyPatch, free: int, mark: str
) -> None:
    usage = SimpleNamespace(free=free * 10**6)
    monkeypatch.setattr(database, "shutil", SimpleNamespace(disk_usage=lambda _: usage))
    (line,) = [line for line in await check() if "disk:" in line]
    assert line.startswith(mark)
