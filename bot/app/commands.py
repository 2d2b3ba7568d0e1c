"""The commands of the CLI, each a process of its own kind. They return an exit code."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.app.check import check_lines
from bot.app.root import App
from bot.app.staging import staged
from bot.app.storage import lock_of, open_storage, take_over
from bot.app.terminal import converse
from bot.settings import Settings

log = structlog.get_logger(__name__)


async def serve(settings: Settings) -> int:
    """Everything: requests, turns, deliveries, timers. On PostgreSQL others may share the work."""
    async with _app(staged(settings)) as app, _listening(app):
        app.lifecycle.start()  # once it listens: loading the agents would only hold that up
        print("\n".join(app.about()), flush=True)
        await _told_to_stop()
    return 0


async def worker(settings: Settings) -> int:
    """Turns and deliveries."""
    async with _app(settings) as app:
        app.lifecycle.start(ticking=False)
        log.info("worker at work")
        await _told_to_stop()
    return 0


async def clock(settings: Settings) -> int:
    """Timers. Several may stand by; one acts."""
    async with _app(settings) as app:
        app.lifecycle.start(working=False)
        log.info("clock at work")
        await _told_to_stop()
    return 0


async def migrate(settings: Settings) -> int:
    """Brings the database to the present schema."""
    database = await open_storage(settings, migrating=True)
    await database.close()
    print("the database is up to date")
    return 0


async def chat(settings: Settings) -> int:
    """A conversation in the terminal, with the database that the settings name."""
    app = await _opened(settings, migrating=True)
    return await converse(app, lock_of(settings))


async def check(settings: Settings) -> int:
    """Says what is missing, wrong or without effect; 1 where something is wrong."""
    lines, wrong = await check_lines(settings)
    print("\n".join(lines))
    return int(wrong)


@asynccontextmanager
async def _app(settings: Settings) -> AsyncIterator[App]:
    """An App, alone on its file where the database is one."""
    lock = lock_of(settings)
    if lock is not None:
        lock.take()
    try:
        app = await _opened(settings, migrating=False)
        try:
            if lock is not None:
                await take_over(app.database)
            yield app
        finally:
            await app.lifecycle.stop()
    finally:
        if lock is not None:
            lock.release()


async def _opened(settings: Settings, *, migrating: bool) -> App:
    database = await open_storage(settings, migrating=migrating)
    try:
        return await App.open(settings, database)
    except BaseException:
        await database.close()  # its threads would keep the process alive
        raise


@asynccontextmanager
async def _listening(app: App) -> AsyncIterator[None]:
    """The web application on its port; at the end it stops accepting first."""
    from aiohttp import web

    from bot.errors import ConfigurationError
    from webhooks import build

    settings = app.settings
    runner = web.AppRunner(build(app), access_log=None, shutdown_timeout=3)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
    except OSError as error:
        await runner.cleanup()
        raise ConfigurationError(
            f"PORT: cannot listen on {settings.host}:{settings.port} ({error.strerror}); "
            "choose another"
        ) from error
    try:
        yield
    finally:
        await runner.cleanup()


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
