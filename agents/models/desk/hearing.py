"""A conversation heard turn by turn from its recorded messages, each on what the one before told;
so what "it" or "2" means needs no memory."""

from collections.abc import Iterator
from datetime import datetime

from agents.models.desk.begin import begun, seen
from agents.models.desk.grammar import business
from agents.models.desk.talk import Talk, Told, play
from agents.models.desk.words import words_of
from agents.models.embedded.exchange import Call, Exchange, exchange_of
from agents.ports import ModelRequest
from agents.tools.said import is_reply
from bot.messages import Message

_MOST_TURNS = 12  # what was told longer ago is not referred to


def hear(request: ModelRequest) -> Call | Told:
    """What is to be called next, or said."""
    state: Call | Told = Told("")
    turns = list(_turns(request.messages))[-_MOST_TURNS:]
    for number, exchange in enumerate(turns, 1):
        before = state if isinstance(state, Told) else Told("")
        state = _turn(request, exchange, before, now=number == len(turns))
    return state


def _turns(messages: tuple[Message, ...]) -> Iterator[Exchange]:
    """Each turn of the conversation, the last one as it stands."""
    for at, message in enumerate(messages):
        if is_reply(message):
            yield exchange_of(messages[:at])
    yield exchange_of(messages)


def _turn(request: ModelRequest, exchange: Exchange, before: Told, *, now: bool) -> Call | Told:
    """One turn. One that is over and that another model answered is known by its results."""
    told = before
    texts: list[str] = []
    for message in exchange.said:
        talk = _talk(request, message, told, now=now)
        heard = play(begun(talk, exchange), exchange)
        if isinstance(heard, Call):
            return heard if now else seen(exchange, before)
        texts.append(heard.text)
        told = Told(
            "\n\n".join(texts), heard.shown or told.shown, heard.focus or told.focus, heard.then
        )
    return told


def _talk(request: ModelRequest, message: Message, before: Told, *, now: bool) -> Talk:
    scope = request.situation.scope
    offered = {tool.name for tool in request.tools}
    return Talk(
        words=words_of(message.content),
        now=_local(message.created_at, request),
        scope=scope,
        before=before,
        tools=frozenset(offered if now else offered | business().keys()),
        agent=request.agent,
    )


def _local(moment: datetime, request: ModelRequest) -> datetime:
    return request.situation.scope.profile.local(moment).replace(tzinfo=None)
