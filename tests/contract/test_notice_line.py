"""Notices between processes, while the line to the database is down."""

import asyncio

import pytest

from storage import postgres
from storage.connect import open_database


@pytest.mark.parametrize("dialect", ["postgres"])  # a SQLite file has no other processes
async def test_what_waits_for_the_line_is_bounded(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_MOST_NOTICES", 3)
    database = await open_database(database_url)
    heard = asyncio.Queue[str]()
    database.listen(heard.put_nowait)
    for topic in "abcde":
        database.notify(topic)
    async with asyncio.timeout(10):
        assert [await heard.get() for _ in range(4)] == ["*", "a", "b", "c"]
        database.notify("f")
        assert await heard.get() == "f"
    await database.close()
