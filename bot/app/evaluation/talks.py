"""How people of a scenario talk with the bot: by text, on the website, or as the staff."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any, Protocol

from msgspec import Struct
from sqlalchemy import Connection, select

from bot.app.evaluation.results import Use
from bot.app.evaluation.scenario import Scenario
from bot.app.evaluation.world import lane_of
from bot.app.root import App
from bot.chat_messages import Caller, Saying
from bot.desk.access import Access, new_token
from bot.desk.deciding import Deciding
from bot.errors import BotError, Refused
from bot.messages import Colleague, Inbound, Media
from storage import conversations, inbox, lanes, tokens
from storage.tables import ai_messages, model_calls

LONGEST_WAIT = 120.0  # seconds
_POLL = 1.0
_PICTURE = Media("https://evaluation.invalid/picture", "image/jpeg")


class NoAnswer(BotError):
    """The bot did not answer in time, or gave up."""


class Heard(Struct, frozen=True):
    """What came of something that was said. reply None: nothing was answered. models: that
    answered. held_back: why answers were not said. failed: why calls to models had no answer."""

    reply: str | None
    seconds: float
    uses: tuple[Use, ...] = ()
    models: tuple[str, ...] = ()
    calls: int = 0
    held_back: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


class Talk(Protocol):
    """Somebody's way to the bot."""

    async def say(self, texts: Sequence[str], pictures: int = 0) -> Heard:
        """Says something, several texts at once, and waits. Raises NoAnswer."""


def talk_of(app: App, scenario: Scenario) -> Talk:
    """The way that a scenario's people have."""
    if scenario.channel == "text":
        return ByText(app, scenario.customer.phone)
    return OnWebsite(app) if scenario.channel == "website" else AtDesk(app, scenario)


class ByText:
    """Texts from a phone. What is said at once is stored at once, as a burst is."""

    def __init__(self, app: App, phone: str) -> None:
        self._app, self._phone, self._numbers = app, phone, count(1)

    async def say(self, texts: Sequence[str], pictures: int = 0) -> Heard:
        app, lane = self._app, lane_of(self._phone)
        now, began = app.clock.now(), time.perf_counter()
        mailbox = await app.database.write(lanes.ensure, lane.channel, lane.address, lane.ours, now)
        media = (_PICTURE,) * pictures
        said = [
            Inbound(lane, f"E{next(self._numbers)}", text, now, phone=self._phone, media=media)
            for text in texts
        ]
        async with asyncio.timeout(LONGEST_WAIT):
            with app.live.watch(mailbox) as watcher:
                await asyncio.gather(*(app.inbox.accept(each) for each in said))
                while not (turns := await app.database.read(_turns, [e.event_id for e in said])):
                    await watcher.take(_POLL)
        seconds = time.perf_counter() - began
        return await app.database.read(_heard, turns, seconds)


class OnWebsite:
    """A visitor's thread on the website."""

    agent = "customer"
    staff: Colleague | None = None

    def __init__(self, app: App) -> None:
        self._app, self._numbers = app, count(1)
        self._thread: str | None = None
        self._visitor: str | None = None

    async def say(self, texts: Sequence[str], pictures: int = 0) -> Heard:
        began, turns = time.perf_counter(), list[int]()
        for text in texts:
            turns += await self._said(text)
        return await self._app.database.read(_heard, turns, time.perf_counter() - began)

    async def _said(self, text: str) -> list[int]:
        own = f"message-{next(self._numbers):08}"
        saying = Saying(text, self._thread, own, agent=self.agent)
        admitted, _ = await self._app.chat.say(saying, self.caller)
        self._thread, self._visitor = admitted.thread_id, admitted.visitor
        return await self._app.database.read(_turns, [admitted.event_id], "web")

    @property
    def caller(self) -> Caller:
        visitor = self.staff.id if self.staff else self._visitor
        return Caller(visitor, "192.0.2.1", self.staff)


class AtDesk(OnWebsite):
    """A member of staff, by a token of theirs, who also decides on what waits for a yes."""

    def __init__(self, app: App, scenario: Scenario) -> None:
        super().__init__(app)
        self.agent, self._who = scenario.agent, scenario.staff

    async def say(self, texts: Sequence[str], pictures: int = 0) -> Heard:
        if self.staff is None:
            self.staff = await self._admitted()
        return await super().say(texts, pictures)

    async def _admitted(self) -> Colleague:
        app, token = self._app, new_token()
        role, name = self._who.role, self._who.name
        await app.database.write(tokens.create, token, role, name, app.clock.now())
        who = await Access(app.database).check(token, self.agent)
        assert who is not None
        return who

    async def decide(self, act: str) -> Heard:
        """Decides on the newest that waits; what came of it."""
        app, who, began = self._app, self.staff, time.perf_counter()
        assert who is not None
        deciding = Deciding(
            app.database, app.clock, app.inbox, app.live, app.allowances, app.approvals
        )
        waiting = await deciding.waiting(who)
        if not waiting:
            raise NoAnswer("nothing waits for a decision")
        try:
            offer = await deciding.decide(self.caller, who, waiting[-1].id, act, {})
            told = f"{offer.title}: {offer.status}. {offer.result or ''}".strip()
        except Refused as refusal:
            told = str(refusal)
        return Heard(told, time.perf_counter() - began)


def _turns(tx: Connection, event_ids: Iterable[str], channel: str = "sms") -> list[int]:
    """The turns that ended these events; empty: not all have ended. Raises NoAnswer."""
    found = [inbox.find(tx, channel, each) for each in event_ids]
    if any(each is not None and each[1] == "dead" for each in found):
        raise NoAnswer("the bot gave the message up after failing again and again")
    ended = [each[2] for each in found if each is not None and each[1] == "done"]
    turns = [turn for turn in ended if turn is not None]
    return list(dict.fromkeys(turns)) if len(turns) == len(found) else []


_LINES = select(ai_messages).order_by(ai_messages.c.id)
_FAILED = (
    select(model_calls.c.failed).where(model_calls.c.failed.is_not(None)).order_by(model_calls.c.id)
)


def _heard(tx: Connection, turns: Sequence[int], seconds: float) -> Heard:
    replies = [conversations.reply_of(tx, turn) for turn in turns]
    said = [each for each in replies if each is not None]
    told = [each.metadata or {} for each in said]
    rows = tx.execute(_LINES.where(ai_messages.c.turn_id.in_(turns))).all()
    steps = [row for row in rows if row.tool_calls]
    return Heard(
        reply="\n".join(each.content for each in said) if said else None,
        seconds=seconds,
        uses=tuple(_uses(steps, rows)),
        models=tuple(dict.fromkeys(str(each["model"]) for each in told if "model" in each)),
        calls=len(steps) + len(told) + sum(len(each.get("held_back", ())) for each in told),
        held_back=tuple(dict.fromkeys(_reasons(told))),
        failed=tuple(tx.execute(_FAILED.where(model_calls.c.turn_id.in_(turns))).scalars()),
    )


def _reasons(told: Iterable[dict[str, Any]]) -> Iterator[str]:
    for each in told:
        yield from ("; ".join(why) for why in each.get("held_back", ()))


def _uses(steps: Iterable[Any], rows: Iterable[Any]) -> Iterator[Use]:
    results = {row.tool_call_id: row.content for row in rows if row.tool_call_id}
    for step in steps:
        for call in step.tool_calls:
            yield Use(call["name"], call["arguments"], results.get(call["id"], ""))
