"""The embedded model: a pure function of the request, in microseconds."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from agents.models.embedded import phrases
from agents.models.embedded.context import Context, context_of
from agents.models.embedded.exchange import Exchange, exchange_of
from agents.models.embedded.plan import pending, planned
from agents.models.embedded.reading import Reading, read
from agents.models.embedded.respond import respond
from agents.models.embedded.state import State
from agents.models.embedded.untooled import respond_without_tools
from agents.models.embedded.words import Words
from agents.ports import Answer, ModelRequest, Situation
from bot.business.profile import Profile
from bot.messages import Usage

CUSTOMER = "customer"
_MOST_KNOWN = 256


class Heard(Struct, frozen=True):
    """What was said, and to what."""

    reading: Reading
    context: Context


class EmbeddedModel:
    """Implements Model. It remembers nothing of a conversation. What it keeps follows from its
    input and spares work: a profile's texts, and the words of a turn, which asks several times."""

    name = "embedded"
    sees = False

    def __init__(self) -> None:
        self._words: Words | None = None
        self._known: dict[tuple[object, ...], Heard] = {}

    async def answer(self, request: ModelRequest, say: Callable[[str], None]) -> Answer:
        """Calls tools as long as some are to be called, then says one text. Never raises."""
        if request.agent != CUSTOMER:
            return _said(phrases.OTHER_AGENTS.format(agent=request.agent), say)
        words = self._words_of(request.situation.scope.profile)
        exchange = exchange_of(request.messages)
        heard = self._heard(exchange, request.situation, words)
        state = State(exchange, heard.reading, heard.context, request.situation, planned)
        if not request.tools and not exchange.done:
            return _said(respond_without_tools(state, words), say)
        offered = {tool.name for tool in request.tools}
        if calls := [call for call in pending(state) if call.tool in offered]:
            return Answer("", tuple(call.as_written() for call in calls), Usage(0, 0))
        return _said(respond(state, words), say)

    def _heard(self, exchange: Exchange, situation: Situation, words: Words) -> Heard:
        noted = situation.details.get("event_date")
        key = (
            words,
            exchange.said,
            exchange.shown,
            exchange.reply_before,
            exchange.said_before,
            noted,
        )
        if (heard := self._known.get(key)) is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            day = date.fromisoformat(noted) if noted else None
            reading = read(exchange, situation.scope, words, day)
            heard = Heard(reading, context_of(exchange, reading, words))
            self._known[key] = heard
        return heard

    def _words_of(self, profile: Profile) -> Words:
        if self._words is None or self._words.profile is not profile:
            self._words = Words(profile)
        return self._words


def _said(text: str, say: Callable[[str], None]) -> Answer:
    say(text)
    return Answer(text, (), Usage(0, 0))
