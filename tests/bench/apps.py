"""The bot itself as it is served, set up by the environment; with a look at what is left to do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from aiohttp import web
from sqlalchemy import Connection, func, select

from bot.app.root import App
from bot.app.storage import open_storage
from bot.log import set_up_logging
from bot.settings import load_settings
from storage.tables import inbox, outbox
from tests.bench.requests import PROGRESS_ROUTE
from webhooks import build


@asynccontextmanager
async def site(*, working: bool) -> AsyncIterator[web.Application]:
    """working: whether it also runs turns, deliveries and timers, as `serve` does."""
    settings = load_settings()
    set_up_logging("json", "WARNING")
    app = await App.open(settings, await open_storage(settings, migrating=True))
    app.lifecycle.start(working=working, ticking=working)

    async def progress(_: web.Request) -> web.Response:
        return web.Response(body=orjson.dumps(await app.database.read(_progress)))

    application = build(app)
    application.router.add_get(PROGRESS_ROUTE, progress)
    yield application
    await app.lifecycle.stop()


def _progress(tx: Connection) -> dict[str, int]:
    """{"events": all, "left": events and sends that have not ended}"""
    events = select(func.count()).select_from(inbox)
    unanswered = events.where(inbox.c.status.in_(["pending", "open"]))
    unsent = select(func.count()).where(outbox.c.status.in_(["pending", "sending"]))
    left = tx.execute(unanswered).scalar_one() + tx.execute(unsent).scalar_one()
    return {"events": tx.execute(events).scalar_one(), "left": left}
