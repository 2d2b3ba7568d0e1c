"""What the page asks for besides the staff's work: texts of its phones, replays, a reset."""

from aiohttp import web
from msgspec import Struct

from channels.playground.bodies import answer, body, words
from channels.playground.feed import Feed
from channels.playground.guard import for_our_pages
from channels.playground.house import House
from channels.playground.phones import fresh_numbers
from channels.playground.replay import Replay
from channels.playground.samples import SAMPLES
from channels.playground.slack.space import Space
from channels.playground.stage import Phone, Stage
from channels.playground.twilio import Twilio

FIRST_PHONES = ("Your phone", "Another phone")
_MOST_WORDS = 1600


class Texted(Struct):
    """Body of POST …/texts."""

    phone: str
    words: str


class Chosen(Struct):
    """Body of POST …/replay."""

    sample: str


class Desk:
    """The handlers behind the page's own buttons. They answer JSON. cookie: see Playground."""

    def __init__(
        self,
        stage: Stage,
        feed: Feed,
        twilio: Twilio,
        space: Space,
        replay: Replay,
        house: House,
        cookie: str,
    ) -> None:
        self._stage, self._feed, self._twilio, self._space = stage, feed, twilio, space
        self._replay, self._house, self._cookie = replay, house, cookie

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/playground/texts", for_our_pages(self._text)),
            web.post("/playground/replay", for_our_pages(self._start_replay)),
            web.post("/playground/replay/stop", for_our_pages(self._stop_replay)),
            web.post("/playground/reset", for_our_pages(self._reset)),
        ]

    async def begin(self) -> None:
        """Puts the first phones on an empty stage."""
        numbers = await fresh_numbers(self._house, len(FIRST_PHONES), self._stage.phones)
        phones = [Phone(number, name) for number, name in zip(numbers, FIRST_PHONES, strict=True)]
        self._stage.begin(self._house.now(), phones)
        self._space.forget()
        self._feed.forget()
        self._feed.wake()

    async def _text(self, request: web.Request) -> web.Response:
        asked = await body(request, Texted)
        phone = self._stage.phones.get(asked.phone)
        if phone is None:
            raise web.HTTPNotFound(reason="there is no such phone here")
        text = await self._twilio.text(phone, words(asked.words, _MOST_WORDS))
        if text.status == "failed":
            raise web.HTTPBadGateway(reason="the bot did not take the text")
        return answer({"sid": text.sid})

    async def _start_replay(self, request: web.Request) -> web.Response:
        asked = await body(request, Chosen)
        sample = next((each for each in SAMPLES if each.id == asked.sample), None)
        if sample is None:
            raise web.HTTPNotFound(reason="there is no such sample")
        [number] = await fresh_numbers(self._house, 1, self._stage.phones)
        phone = Phone(number, sample.customer)
        self._stage.put(phone)
        await self._replay.start(sample, phone)
        return answer({"phone": number})

    async def _stop_replay(self, _: web.Request) -> web.Response:
        await self._replay.stop()
        return answer({})

    async def _reset(self, _: web.Request) -> web.Response:
        """New phones that nobody knows, and an empty desk. In the database all stays as it is;
        what staff held is given back, so that no conversation is left in nobody's hands."""
        await self._replay.stop()
        if self._stage.round is not None:
            await self._house.release(self._stage.round.since)
        await self.begin()
        done = answer({})
        done.del_cookie(self._cookie)
        return done
