"""A process of the bot, running: the work that no request asks for, begun and ended in order."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from bot.app.root import App

_STOP_SECONDS = 5.0  # with the listener's 3, within the 10 that a platform gives after SIGTERM

log = structlog.get_logger(__name__)


class Lifecycle:
    """start once, stop once."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self._tasks: list[asyncio.Task[None]] = []
        self._ticking = False

    def start(self, *, working: bool = True, ticking: bool = True) -> None:
        """Begins to follow what is set elsewhere, and Slack's own requests; working: runs turns and
        delivers; ticking: fires timers."""
        app = self._app
        self._begin("settings", app.rulebook.follow(app.database, app.bells.settings, app.clock))
        if working:
            self._begin("worker", app.worker.run())
            self._begin("outbox", app.outbox.run())
            self._begin("files", app.files.run())
            self._begin("warm-up", self._warm_up())
        if app.slack is not None:
            self._begin("slack", app.slack.begin())
        if ticking:
            app.schedule.start()
            self._ticking = True
            if app.desk.threads:
                self._begin("reports", self._ensure_reports())

    def _begin(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))

    async def _ensure_reports(self) -> None:
        await self._app.database.write(self._app.reports.ensure)

    async def _warm_up(self) -> None:
        try:
            await self._app.agents.warm_up()
        except Exception as error:
            log.warning("the remote model is not ready", error=type(error).__name__)

    async def stop(self) -> None:
        """Ends or hands back what is in hand, then lets go of everything."""
        app = self._app
        if self._ticking:
            await app.schedule.stop()
        if app.slack is not None and app.slack.socket is not None:
            await app.slack.socket.stop()  # first: what is not acknowledged comes again elsewhere
        parts = (app.worker, app.outbox, app.files)
        await asyncio.gather(*(part.stop(_STOP_SECONDS) for part in parts))
        if app.slack is not None:
            await app.slack.drafts.stop()
            await app.slack.screens.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await app.agents.close()
        await app.database.close()
        if app.tracing is not None:
            await app.tracing.close()
