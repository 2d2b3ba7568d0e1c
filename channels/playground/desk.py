"""What the page asks for: texts of its phones, the staff's work, replays, a reset."""

from typing import TypeVar

import msgspec
from aiohttp import web
from msgspec import Struct

from bot.errors import NoSuchConversation, OptedOut
from bot.messages import Unreadable
from channels.playground.feed import Feed
from channels.playground.guard import Handler, for_our_pages
from channels.playground.house import House
from channels.playground.phones import fresh_numbers
from channels.playground.replay import Replay
from channels.playground.samples import SAMPLES
from channels.playground.stage import Phone, Stage
from channels.playground.twilio import Twilio

FIRST_PHONES = ("Your phone", "Another phone")
_MOST_WORDS = 1600
T = TypeVar("T")


class Texted(Struct):
    """Body of POST …/texts."""

    phone: str
    words: str


class Spoken(Struct):
    """Body of POST …/say. id: the page's own of what is said, so that a repeat is harmless."""

    words: str
    id: str


class Chosen(Struct):
    """Body of POST …/replay."""

    sample: str


class Desk:
    """The handlers behind the page's buttons. They answer JSON. cookie: see Playground."""

    def __init__(
        self,
        stage: Stage,
        feed: Feed,
        twilio: Twilio,
        replay: Replay,
        house: House,
        cookie: str,
    ) -> None:
        self._stage, self._feed, self._twilio = stage, feed, twilio
        self._replay, self._house, self._cookie = replay, house, cookie

    def routes(self) -> list[web.RouteDef]:
        talk = "/playground/talks/{talk}"
        return [
            web.post("/playground/texts", _safe(self._text)),
            web.get(talk, _safe(self._said)),
            web.post(f"{talk}/claim", _safe(self._claim)),
            web.post(f"{talk}/say", _safe(self._say)),
            web.post(f"{talk}/give-back", _safe(self._give_back)),
            web.post(f"{talk}/typing", _safe(self._typing)),
            web.post("/playground/replay", _safe(self._start_replay)),
            web.post("/playground/replay/stop", _safe(self._stop_replay)),
            web.post("/playground/reset", _safe(self._reset)),
        ]

    async def begin(self) -> None:
        """Puts the first phones on an empty stage."""
        numbers = await fresh_numbers(self._house, len(FIRST_PHONES), self._stage.phones)
        phones = [Phone(number, name) for number, name in zip(numbers, FIRST_PHONES, strict=True)]
        self._stage.begin(self._house.now(), phones)
        self._feed.forget()
        self._feed.wake()

    async def _text(self, request: web.Request) -> web.Response:
        asked = await _body(request, Texted)
        phone = self._stage.phones.get(asked.phone)
        if phone is None:
            raise web.HTTPNotFound(reason="there is no such phone here")
        text = await self._twilio.text(phone, _words(asked.words))
        if text.status == "failed":
            raise web.HTTPBadGateway(reason="the bot did not take the text")
        return _json({"sid": text.sid})

    async def _said(self, request: web.Request) -> web.Response:
        return _json({"said": await self._house.said(_talk(request))})

    async def _claim(self, request: web.Request) -> web.Response:
        return self._done(await self._house.claim(_talk(request)))

    async def _say(self, request: web.Request) -> web.Response:
        asked = await _body(request, Spoken)
        id = await self._house.say(_talk(request), _words(asked.words), asked.id)
        self._feed.wake()
        return _json({"id": id})

    async def _give_back(self, request: web.Request) -> web.Response:
        return self._done(await self._house.give_back(_talk(request)))

    async def _typing(self, request: web.Request) -> web.Response:
        await self._house.typing(_talk(request))
        return _json({})

    def _done(self, done: bool) -> web.Response:
        self._feed.wake()
        return _json({"done": done})

    async def _start_replay(self, request: web.Request) -> web.Response:
        asked = await _body(request, Chosen)
        sample = next((each for each in SAMPLES if each.id == asked.sample), None)
        if sample is None:
            raise web.HTTPNotFound(reason="there is no such sample")
        [number] = await fresh_numbers(self._house, 1, self._stage.phones)
        phone = Phone(number, sample.customer)
        self._stage.put(phone)
        await self._replay.start(sample, phone)
        return _json({"phone": number})

    async def _stop_replay(self, _: web.Request) -> web.Response:
        await self._replay.stop()
        return _json({})

    async def _reset(self, _: web.Request) -> web.Response:
        """New phones that nobody knows, and an empty desk. In the database all stays as it is;
        what our staff held is given back, so that no conversation is left in nobody's hands."""
        await self._replay.stop()
        if self._stage.round is not None:
            for talk in await self._house.talks(self._stage.round.since):
                if talk.ours:
                    await self._house.give_back(talk.id)
        await self.begin()
        answer = _json({})
        answer.del_cookie(self._cookie)
        return answer


def _safe(handler: Handler) -> Handler:
    """For our own pages, with the house's refusals as answers."""

    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except NoSuchConversation as error:
            raise web.HTTPNotFound(reason=str(error)) from error
        except OptedOut as error:
            raise web.HTTPConflict(reason=str(error)) from error

    return for_our_pages(answered)


async def _body(request: web.Request, type: type[T]) -> T:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(reason="send JSON")
    try:
        return msgspec.json.decode(await request.read(), type=type)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"the body is not as it should be: {error}") from error


def _words(text: str) -> str:
    words = text.strip()
    if not words or len(words) > _MOST_WORDS:
        raise Unreadable(f"write 1 to {_MOST_WORDS} characters")
    return words


def _talk(request: web.Request) -> str:
    return request.match_info["talk"]


def _json(value: object) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), content_type="application/json")
