"""The playground, put together: its routes, its stream of events, its beginning and end."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import structlog
from aiohttp import web

from channels.playground.account import Account
from channels.playground.carrier import Addresses, Carrier
from channels.playground.desk import Desk
from channels.playground.feed import Feed, Happening
from channels.playground.guard import for_navigation, for_our_pages
from channels.playground.house import House, Talk
from channels.playground.journal import Journal
from channels.playground.pages import STATIC_PATH, Pages
from channels.playground.replay import Replay
from channels.playground.samples import SAMPLES
from channels.playground.slack import Slack
from channels.playground.stage import Stage
from channels.playground.twilio import Twilio

_KEEP_ALIVE = 15.0
_LOOK_AGAIN = 0.5  # seconds; the database tells of nothing by itself
_EVENTS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}

log = structlog.get_logger(__name__)


class Playground:
    """file: where the stage is kept; None: nowhere. cookie: the website's, which a reset drops,
    so that its visitor is a new one."""

    def __init__(
        self, house: House, account: Account, addresses: Addresses, file: Path | None, cookie: str
    ) -> None:
        self._house, self._number = house, account.number
        self._feed = Feed()
        self._stage = Stage(self._feed, Journal(file))
        self._twilio = Twilio(self._stage, account, Carrier(account, addresses))
        self._slack = Slack(self._stage, account, house)
        self._replay = Replay(self._stage, self._feed, self._twilio, house)
        self._desk = Desk(self._stage, self._feed, self._twilio, self._replay, house, cookie)
        self._pages = Pages(house.business)
        self._talks: list[Talk] = []

    def mount(self, site: web.Application) -> None:
        """Adds the playground to the bot's web application, as long as that one lives."""
        site.add_routes(
            [
                web.get("/", for_navigation(self._pages.page)),
                web.get("/playground/site", for_our_pages(self._pages.site)),
                web.get(STATIC_PATH + "/{name}", for_our_pages(self._pages.file)),
                web.get("/playground/events", for_our_pages(self._events)),
                *self._desk.routes(),
                *self._twilio.routes(),
                *self._slack.routes(),
            ]
        )
        site.cleanup_ctx.append(self._live)
        site.on_shutdown.append(self._let_go)

    async def _live(self, _: web.Application) -> AsyncIterator[None]:
        if self._stage.round is None:
            await self._desk.begin()
        self._twilio.resume()
        watching = asyncio.create_task(self._watch(), name="playground")
        yield
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await self._replay.stop()
        await self._twilio.stop()

    async def _let_go(self, _: web.Application) -> None:
        self._feed.end()

    async def _watch(self) -> None:
        """Shows what changes in the staff's conversations, while somebody watches."""
        while True:
            await self._feed.news(_LOOK_AGAIN)
            if not self._feed.watchers:
                continue
            try:
                talks = await self._read_talks()
            except Exception as error:
                log.warning("the playground cannot look", error=type(error).__name__)
                continue
            if talks != self._talks:
                self._talks = talks
                self._feed.publish("talks", msgspec.to_builtins(talks))

    async def _read_talks(self) -> list[Talk]:
        now = self._stage.round
        return await self._house.talks(now.since) if now else []

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=_EVENTS)
        await response.prepare(request)
        self._feed.watchers += 1
        try:
            await self._stream(response, request.headers.get("Last-Event-ID", ""))
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self._feed.watchers -= 1
        return response

    async def _stream(self, response: web.StreamResponse, seen: str) -> None:
        """What the page has not seen yet, from everything there is to the newest event."""
        await response.write(b"retry: 1000\n\n")
        while not self._feed.ended:
            missed = self._feed.after(seen)
            if missed is None:
                seen = self._feed.mark  # first: what happens meanwhile is shown again
                missed = [Happening(seen, "all", await self._everything())]
            for event in missed:
                await response.write(_frame(event))
                seen = event.id
            if not missed and not await self._feed.news(_KEEP_ALIVE):
                await response.write(b": still here\n\n")

    async def _everything(self) -> dict[str, Any]:
        talks = await self._read_talks()
        samples = [{"id": each.id, "title": each.title, "about": each.about} for each in SAMPLES]
        return {
            **self._stage.shown(),
            "talks": msgspec.to_builtins(talks),
            "replay": self._replay.state,
            "samples": samples,
            "number": self._number,
        }


def _frame(event: Happening) -> bytes:
    data = msgspec.json.encode(event.data)
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (event.id.encode(), event.type.encode(), data)
