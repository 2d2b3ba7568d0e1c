"""The bot in the test's own process, at a time of the test's choosing: real but for the process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import text

from bot.app.root import App
from bot.app.storage import open_storage, take_over
from bot.settings import Settings
from tests.fakes.twilio import FakeTwilio
from tests.polling import until
from tests.scenario.stage import PUBLIC, Stage, environment
from webhooks import build

NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)
"""A Thursday, 11 am in California."""

on_sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
"""For what no database has to do with: once is enough."""


class Inside(Stage):
    """A stage whose bot can be looked into, and whose clock can be moved."""

    def __init__(self, twilio: FakeTwilio, app: App, url: str, offset: Path) -> None:
        super().__init__(twilio)
        self.app, self.url, self._offset = app, url, offset

    def set_now(self, now: datetime) -> None:
        """Moves business time to a moment; it goes on from there."""
        self._offset.write_text(str((now - datetime.now(UTC)).total_seconds()))

    async def tick(self) -> None:
        """Lets what is due by business time happen, to its end."""
        await self.app.schedule.tick()
        await self.idle()

    async def idle(self) -> None:
        """Waits until everything that came in is worked through, what is due is sent, and what
        is to be fetched is there."""
        self.app.bells.inbox.ring()
        self.app.bells.outbox.ring()

        async def nothing_is_under_way() -> bool:
            return await self.rows(_UNDER_WAY) == [0]

        await until(nothing_is_under_way)

    async def until(self, sql: str, rows: list[Any]) -> None:
        """Waits until a query's first column is this."""

        async def so() -> bool:
            return await self.rows(sql) == rows

        await until(so)

    async def rows(self, sql: str, **values: Any) -> list[Any]:
        """The first column of a query."""
        return await self.app.database.read(
            lambda tx: list(tx.execute(text(sql), values).scalars())
        )

    async def records(self, sql: str) -> list[dict[str, Any]]:
        """A query's rows."""
        return await self.app.database.read(
            lambda tx: [dict(row) for row in tx.execute(text(sql)).mappings()]
        )


_UNDER_WAY = (
    "SELECT (SELECT count(*) FROM inbox WHERE status IN ('pending', 'open'))"
    " + (SELECT count(*) FROM outbox WHERE status IN ('pending', 'sending'))"
    " + (SELECT count(*) FROM media WHERE status = 'waiting')"
)


@asynccontextmanager
async def inside(
    database_url: str, folder: Path, now: datetime | None = None, **settings: Any
) -> AsyncIterator[Inside]:
    """A bot at work. Its timers fire only by tick()."""
    offset = folder / "offset"
    offset.write_text("0")
    async with FakeTwilio() as twilio:
        values = environment(database_url, twilio, CLOCK_OFFSET_FILE=str(offset), **settings)
        app = await _open({name.lower(): value for name, value in values.items()})
        async with TestServer(build(app)) as server:
            twilio.ways[PUBLIC] = str(server.make_url("")).rstrip("/")
            stage = Inside(twilio, app, twilio.ways[PUBLIC], offset)
            if now is not None:
                stage.set_now(now)
            app.lifecycle.start(ticking=False)
            try:
                yield stage
            finally:
                twilio.gates.release()
                await app.lifecycle.stop()


async def _open(values: dict[str, str]) -> App:
    settings = Settings(_env_file=None, **values)  # type: ignore[arg-type]
    database = await open_storage(settings, migrating=True)
    await take_over(database)
    return await App.open(settings, database)
