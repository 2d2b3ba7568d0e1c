"""The playground, put together: its routes, its stream of events, its beginning and end."""

from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web

from channels.playground.account import Account
from channels.playground.carrier import Addresses, Carrier
from channels.playground.desk import Desk
from channels.playground.feed import Feed, Happening
from channels.playground.guard import for_navigation, for_our_pages
from channels.playground.house import House
from channels.playground.journal import Journal
from channels.playground.pages import STATIC_PATH, Pages
from channels.playground.replay import Replay
from channels.playground.samples import SAMPLES
from channels.playground.slack.acts import Acts
from channels.playground.slack.api import Api
from channels.playground.slack.pane import Pane
from channels.playground.slack.space import Space
from channels.playground.slack.wire import Wire
from channels.playground.stage import Stage
from channels.playground.twilio import Twilio

_KEEP_ALIVE = 15.0
_EVENTS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}


class Playground:
    """file: where the stage is kept; None: nowhere. cookie: the website's, which a reset drops,
    so that its visitor is a new one."""

    def __init__(
        self, house: House, account: Account, addresses: Addresses, file: Path | None, cookie: str
    ) -> None:
        self._number = account.number
        self._feed = Feed()
        self._stage = Stage(self._feed, Journal(file))
        self._twilio = Twilio(self._stage, account, Carrier(account, addresses))
        self._space = Space(self._stage, self._feed, house.business.name, addresses.own)
        self._wire = Wire(account.signing_secret, addresses.own)
        self._api = Api(self._space, account)
        self._pane = Pane(self._space, Acts(self._space, self._wire), house)
        self._replay = Replay(self._stage, self._feed, self._twilio, house)
        self._desk = Desk(
            self._stage, self._feed, self._twilio, self._space, self._replay, house, cookie
        )
        self._pages = Pages(house.business)

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
                *self._api.routes(),
                *self._pane.routes(),
            ]
        )
        site.cleanup_ctx.append(self._live)
        site.on_shutdown.append(self._let_go)

    async def _live(self, _: web.Application) -> AsyncIterator[None]:
        if self._stage.round is None:
            await self._desk.begin()
        self._twilio.resume()
        yield
        await self._replay.stop()
        await self._wire.close()
        await self._twilio.stop()

    async def _let_go(self, _: web.Application) -> None:
        self._feed.end()

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=_EVENTS)
        await response.prepare(request)
        with suppress(ConnectionResetError):  # the page was closed
            await self._stream(response, request.headers.get("Last-Event-ID", ""))
        return response

    async def _stream(self, response: web.StreamResponse, seen: str) -> None:
        """What the page has not seen yet, from everything there is to the newest event."""
        await response.write(b"retry: 1000\n\n")
        while not self._feed.ended:
            missed = self._feed.after(seen)
            if missed is None:
                seen = self._feed.mark  # first: what happens meanwhile is shown again
                missed = [Happening(seen, "all", self._everything())]
            for event in missed:
                await response.write(_frame(event))
                seen = event.id
            if not missed and not await self._feed.news(_KEEP_ALIVE):
                await response.write(b": still here\n\n")

    def _everything(self) -> dict[str, Any]:
        samples = [{"id": each.id, "title": each.title, "about": each.about} for each in SAMPLES]
        return {
            **self._stage.shown(),
            **self._space.shown(),
            "replay": self._replay.state,
            "samples": samples,
            "number": self._number,
        }


def _frame(event: Happening) -> bytes:
    data = msgspec.json.encode(event.data)
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (event.id.encode(), event.type.encode(), data)
