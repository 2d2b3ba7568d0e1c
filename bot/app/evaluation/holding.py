"""Holds one scenario: people talk, time passes, and each reply is judged as it comes."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from difflib import get_close_matches

from sqlalchemy import Connection, func, select

from bot.app.evaluation import ending, house_rules
from bot.app.evaluation.customer import Customer, Line
from bot.app.evaluation.matching import (
    expectations,
    faults_of_must,
    faults_of_must_not,
    tools_named,
)
from bot.app.evaluation.results import Exchange, Result, Spent, Use
from bot.app.evaluation.scenario import Scenario, Simulated, Turn
from bot.app.evaluation.stage import EMBEDDED
from bot.app.evaluation.talks import LONGEST_WAIT, AtDesk, Heard, NoAnswer, talk_of
from bot.app.root import App
from bot.clock import ManualClock
from bot.errors import BotError
from storage.tables import ai_conversations, inbox, leads, model_calls, outbox

_SIMULATION = "simulation"
_A_WHILE = timedelta(minutes=5)
_POLL = 0.01


class NoSuchTool(BotError):
    """A scenario speaks of a tool that no agent has."""


class Held:
    """One scenario while it is held. model: that was wanted; embedded, or the name of another."""

    def __init__(
        self, app: App, clock: ManualClock, scenario: Scenario, model: str, attempt: int
    ) -> None:
        self._app, self._clock, self._scenario = app, clock, scenario
        self._model, self._attempt = model, attempt
        self._talk = talk_of(app, scenario)
        self._exchanges: list[Exchange] = []
        profile = app.rules().profile
        self._local: Callable[[datetime], datetime] = profile.local
        business = app.settings.business_dir
        self._ground = house_rules.ground_of(scenario, profile, business)

    async def hold(self, customer: Customer | None) -> Result:
        """To its end, and what came of it. customer: who plays, where somebody does."""
        error, reached = None, True
        try:
            await self._check_tools()
            if self._scenario.simulated is not None and customer is not None:
                reached = await self._simulate(self._scenario.simulated, customer)
            else:
                for turn in self._scenario.turns:
                    await self._take(turn)
        except (BotError, TimeoutError) as trouble:
            error = str(trouble) or "no answer came in time"
        return await self._result(error, reached)

    async def _check_tools(self) -> None:
        """One that is misspelled would never be called, and what must not be would always hold."""
        tools = (await self._app.agents.ready()).tools
        known = {name for own in tools.values() for name in own}
        parts: list[Scenario | Turn] = [self._scenario, *self._scenario.turns]
        for part in parts:
            for name in tools_named(part.must, part.must_not):
                if name not in known:
                    near = "".join(f"; is it {each}?" for each in get_close_matches(name, known, 1))
                    raise NoSuchTool(f"there is no tool {name}{near}")

    async def _take(self, turn: Turn) -> None:
        await self._pass_time(turn.wait.value)
        if turn.decide is not None:
            assert isinstance(self._talk, AtDesk)
            heard = await self._talk.decide(turn.decide)
        else:
            heard = await self._talk.say(turn.texts, turn.pictures)
        said = (f"({turn.decide}s it)",) if turn.decide else _with_pictures(turn)
        await self._judge(turn, said, heard)

    async def _pass_time(self, wait: timedelta) -> None:
        """What falls due meanwhile happens."""
        if not self._exchanges:
            return
        self._clock.move(seconds=wait.total_seconds())
        if wait >= _A_WHILE:
            await self._app.schedule.tick()
            await self._until_idle()

    async def _until_idle(self) -> None:
        for _ in range(int(LONGEST_WAIT / _POLL)):
            if not await self._app.database.read(_unfinished):
                return
            await asyncio.sleep(_POLL)
        raise NoAnswer("what fell due did not end in time")

    async def _simulate(self, part: Simulated, customer: Customer) -> bool:
        told: list[Line] = []
        words: str | None = part.opening
        for _ in range(part.most_turns):
            if words is None:
                break
            await self._take(Turn(say=words))
            told += [Line(False, words), Line(True, self._exchanges[-1].reply or "")]
            if await self._app.database.read(_reached, part.until):
                return True
            words = await customer.next(told)
        return part.until == "all answered"

    async def _judge(self, turn: Turn, said: tuple[str, ...], heard: Heard) -> None:
        faults = [*self._faults(turn, heard)]
        if turn.decide is None and heard.reply is not None:
            faults += house_rules.faults_of(
                self._scenario,
                self._ground,
                heard.reply,
                [*(words for each in self._exchanges for words in each.said), *said],
                [*(use for each in self._exchanges for use in each.uses), *heard.uses],
            )
            booked = house_rules.fault_of_booking
            fault = await self._app.database.read(booked, self._scenario, heard.reply)
            faults += [fault] if fault else []
        self._exchanges.append(
            Exchange(
                said=said,
                reply=heard.reply,
                uses=heard.uses,
                expected=tuple(expectations(turn.must, turn.must_not)),
                at=f"{self._local(self._clock.now()):%a %b %d, %H:%M}",
                model=", ".join(heard.models),
                seconds=round(heard.seconds, 4),
                calls=heard.calls,
                held_back=heard.held_back,
                faults=tuple(faults),
            )
        )

    def _faults(self, turn: Turn, heard: Heard) -> Iterator[str]:
        if heard.reply is None and turn.silence == "no":
            yield "nothing was answered"
        if heard.reply is not None and turn.silence == "yes":
            yield "something was answered"
        if self._model != EMBEDDED and EMBEDDED in heard.models:
            yield f"the embedded model answered in place of {self._model}: {_why(heard)}"
        reply, limits = heard.reply or "", self._scenario.limits
        yield from faults_of_must(turn.must, reply, heard.uses)
        yield from faults_of_must_not(turn.must_not, reply, heard.uses)
        yield from faults_of_must_not(self._scenario.must_not, reply, heard.uses)
        if limits.seconds is not None and heard.seconds > limits.seconds:
            yield f"took {heard.seconds:.1f} s, more than {limits.seconds:g}"
        if limits.calls is not None and heard.calls > limits.calls:
            yield f"took {heard.calls} calls to the model, more than {limits.calls}"

    async def _result(self, error: str | None, reached: bool) -> Result:
        database, scenario = self._app.database, self._scenario
        if error is None:
            await self._until_idle()
        end = await database.read(ending.read_ending, scenario)
        spent, acted = await database.read(_spent)
        return Result(
            name=scenario.name,
            about=scenario.about,
            file=scenario.file,
            model=self._model,
            attempt=self._attempt,
            channel=scenario.channel,
            agent=scenario.agent,
            persona=scenario.persona,
            goal=scenario.goal,
            exchanges=tuple(self._exchanges),
            expected=(
                *expectations(scenario.must, scenario.must_not),
                *ending.expectations(scenario.after),
            ),
            faults=tuple(self._faults_in_the_end(end, spent, reached) if not error else ()),
            after=tuple(ending.shown(end)),
            spent=spent,
            acted=acted,
            error=error,
        )

    def _faults_in_the_end(self, end: ending.Ending, spent: Spent, reached: bool) -> Iterator[str]:
        scenario, held = self._scenario, self._exchanges
        uses: list[Use] = [use for each in held for use in each.uses]
        replies = "\n".join(each.reply for each in held if each.reply)
        if not reached and scenario.simulated is not None:
            yield f"not reached in {len(held)} turns: {scenario.simulated.until}"
        yield from faults_of_must(scenario.must, replies, uses)
        yield from ending.faults_of(scenario, end)
        if "budget_day" in end.told:
            yield "the money that it may cost was used up; raise --max-cost"
        limits = scenario.limits
        if limits.turns is not None and len(held) > limits.turns:
            yield f"took {len(held)} turns, more than {limits.turns}"
        if limits.cost is not None and spent.micros > limits.cost * 1_000_000:
            yield f"cost ${spent.micros / 1_000_000:.4f}, more than ${limits.cost:g}"


def _why(heard: Heard) -> str:
    """What became of the model on trial."""
    if heard.held_back:
        return heard.held_back[0].split(";")[0]
    if heard.failed:
        return heard.failed[-1]
    return "it was not asked, since the money does not last or it failed before"


def _with_pictures(turn: Turn) -> tuple[str, ...]:
    return (*filter(None, turn.texts), *("(a picture)",) * turn.pictures)


def _unfinished(tx: Connection) -> bool:
    waiting = select(inbox.c.id).where(inbox.c.status.in_(("pending", "open"))).limit(1)
    leaving = select(outbox.c.id).where(outbox.c.status == "sending").limit(1)
    return any(tx.execute(query).first() is not None for query in (waiting, leaving))


def _reached(tx: Connection, until: str) -> bool:
    made = select(leads.c.id).where(leads.c.status != "incomplete").limit(1)
    called = select(ai_conversations.c.id).where(ai_conversations.c.person_asked_at.is_not(None))
    query = {"an inquiry": made, "a person": called}.get(until)
    return query is not None and tx.execute(query).first() is not None


def _spent(tx: Connection) -> tuple[Spent, Spent]:
    """What the bot's models took, and what playing the customer did."""
    rows = tx.execute(
        select(
            model_calls.c.purpose == _SIMULATION,
            func.count(),
            func.coalesce(func.sum(model_calls.c.tokens_in), 0),
            func.coalesce(func.sum(model_calls.c.tokens_cached), 0),
            func.coalesce(func.sum(model_calls.c.tokens_out), 0),
            func.sum(func.coalesce(model_calls.c.settled, model_calls.c.reserved)),
        ).group_by(model_calls.c.purpose == _SIMULATION)
    )
    found = {bool(acted): Spent(*rest) for acted, *rest in rows}
    return found.get(False, Spent()), found.get(True, Spent())
