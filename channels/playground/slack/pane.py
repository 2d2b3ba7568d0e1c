"""What the page's staff pane asks for."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from msgspec import Struct

from channels.playground.bodies import answer, body, words
from channels.playground.guard import Handler, for_our_pages
from channels.playground.house import House
from channels.playground.slack.acts import Acts
from channels.playground.slack.arguments import SlackError
from channels.playground.slack.filing import is_picture, type_of
from channels.playground.slack.people import BY_ID
from channels.playground.slack.space import Space
from channels.playground.slack.wire import NotTaken

_MOST_WORDS = 12_000
_TABS = ("home", "messages")
_PICTURES = r"/playground/slack/pictures/{channel}/{ts}/{newer:\d{1,2}}"

Json = dict[str, Any]


class Spoken(Struct):
    """Body of POST …/say. thread: the message that it stands under."""

    user: str
    channel: str
    words: str
    thread: str | None = None


class Clicked(Struct):
    """Body of POST …/click: in a message (channel, ts) or in a view, whose fields hold values.
    chosen: of what offers several things, which, as Slack tells of it."""

    user: str
    block: str
    action: str
    channel: str = ""
    ts: str = ""
    view: str = ""
    chosen: Json = {}
    values: Json = {}


class Submitted(Struct):
    """Body of POST …/submit and …/close."""

    user: str
    view: str
    values: Json = {}


class Came(Struct):
    """Body of POST …/come."""

    user: str
    tab: str


class Pane:
    """The handlers behind the pane. They answer JSON."""

    def __init__(self, space: Space, acts: Acts, house: House) -> None:
        self._space, self._acts, self._house = space, acts, house

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/playground/slack/say", _safe(self._say)),
            web.post("/playground/slack/click", _safe(self._click)),
            web.post("/playground/slack/submit", _safe(self._submit)),
            web.post("/playground/slack/close", _safe(self._close)),
            web.post("/playground/slack/come", _safe(self._come)),
            web.get("/playground/slack/files/{file}", _safe(self._file)),
            web.get(_PICTURES, _safe(self._picture)),
        ]

    async def _say(self, request: web.Request) -> web.Response:
        asked = await body(request, Spoken)
        said = words(asked.words, _MOST_WORDS)
        await self._acts.say(_person(asked.user), asked.channel, asked.thread, said)
        return answer({})

    async def _click(self, request: web.Request) -> web.Response:
        asked = await body(request, Clicked)
        user, named = _person(asked.user), (asked.block, asked.action)
        if asked.view:
            await self._acts.click_in_view(user, asked.view, *named, asked.chosen, asked.values)
        else:
            post = self._space.found(asked.channel, asked.ts)
            await self._acts.click(user, post, *named, asked.chosen)
        return answer({})

    async def _submit(self, request: web.Request) -> web.Response:
        asked = await body(request, Submitted)
        errors = await self._acts.submit(_person(asked.user), asked.view, asked.values)
        return answer({"errors": errors})

    async def _close(self, request: web.Request) -> web.Response:
        asked = await body(request, Submitted)
        await self._acts.close(_person(asked.user), asked.view)
        return answer({})

    async def _come(self, request: web.Request) -> web.Response:
        asked = await body(request, Came)
        if asked.tab not in _TABS:
            raise web.HTTPNotFound(reason="there is no such tab")
        await self._acts.come(_person(asked.user), asked.tab)
        return answer({})

    async def _file(self, request: web.Request) -> web.Response:
        """A file's bytes: a picture to be seen, anything else to be saved."""
        file = self._space.files.get(request.match_info["file"])
        if file is None or file.content is None:
            raise web.HTTPNotFound(reason="the file is not here any more")
        return _bytes(file.content, type_of(file), seen=is_picture(file))

    async def _picture(self, request: web.Request) -> web.Response:
        """A picture of the customer's that a message of the bot's tells of in words: Slack itself
        is not given it."""
        asked = request.match_info
        post = self._space.found(asked["channel"], asked["ts"])
        told = ((post.metadata or {}).get("event_payload") or {}).get("id")
        found = await self._house.picture(str(told), int(asked["newer"])) if told else None
        if found is None:
            raise web.HTTPNotFound(reason="there is no such picture")
        return _bytes(found[1], found[0], seen=True)


def _bytes(content: bytes, type: str, *, seen: bool) -> web.Response:
    headers = {
        "Content-Disposition": "inline" if seen else "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=3600",
    }
    return web.Response(body=content, content_type=type, headers=headers)


def _person(id: str) -> str:
    if id not in BY_ID:
        raise web.HTTPNotFound(reason="there is nobody of that name here")
    return id


def _safe(handler: Callable[[web.Request], Awaitable[web.Response]]) -> Handler:
    """For our own pages, with Slack's refusals as answers."""

    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except SlackError as error:
            raise web.HTTPConflict(reason=error.name.replace("_", " ")) from error
        except NotTaken as error:
            raise web.HTTPBadGateway(reason="the bot did not take it; please try again") from error

    return for_our_pages(answered)
