"""The budgets for model calls: what a call may cost is reserved before it, and settled after it.

Where a budget is used up the embedded model goes on, and staff are told.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

import structlog
from msgspec import Struct
from sqlalchemy import Connection

from bot.business.profile import Profile
from bot.errors import BudgetExhausted
from bot.messages import PlannedCall, Usage
from bot.ports import Clock
from storage import budgets, spend
from storage.database import Database

Price = Callable[[str, int, int, int, int | None], int]
"""(model, tokens in, of them cached, tokens out, of those in kept for later; None: unknown) ->
micro-dollars (10^-6)."""

Kind = Literal["nearing", "day", "agent", "conversation"]

log = structlog.get_logger(__name__)


class News(Struct, frozen=True):
    """What staff hear of. kind: nearing (most of the day's budget is spent), or which budget is
    used up. spent, limit: of that budget, in micro-dollars, what is reserved counted as spent."""

    kind: Kind
    day: date
    spent: int
    limit: int
    agent: str
    conversation_id: int | None = None


Tell = Callable[[Connection, News], None]
"""Tells staff, within the transaction."""


def micros(dollars: float | str) -> int:
    """Micro-dollars, rounded down: a limit never grows."""
    return int((Decimal(str(dollars)) * 1_000_000).to_integral_value(ROUND_FLOOR))


class Wall(Struct, frozen=True):
    """The day's limit, and what of it is spent when staff hear of it; agents: the share of the
    day that each may spend, conversations: what one may cost, by agent; who is not there has no
    limit of its own. In micro-dollars."""

    limit: int
    alert_at: int
    agents: Mapping[str, int] = {}
    conversations: Mapping[str, int] = {}

    def ceilings(self, agent: str) -> spend.Ceilings:
        """What a call of this agent may not pass."""
        return spend.Ceilings(self.limit, self.agents.get(agent), self.conversations.get(agent))


class Budget:
    """Implements what agents know as Meter. A day is one of the business, by its own zone; a
    reservation that a dead process left counts as spent. wall(), profile(): the present ones."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        price: Price,
        wall: Callable[[], Wall],
        tell: Tell,
        profile: Callable[[], Profile],
    ) -> None:
        self._database, self._clock, self._price = database, clock, price
        self._wall, self._tell, self._profile = wall, tell, profile
        self._open: dict[int, spend.Call] = {}

    async def reserve(self, call: PlannedCall) -> int:
        """Holds what a call may cost at most. Raises BudgetExhausted."""
        now = self._clock.now()
        return await self._held(
            spend.Call(
                conversation_id=call.conversation_id,
                turn_id=call.turn_id,
                agent=call.agent,
                model=call.model,
                day=self._profile().local(now).date(),
                reserved=self._most(call),
                created_at=now,
                purpose=call.purpose,
            )
        )

    def _most(self, call: PlannedCall) -> int:
        """Micro-dollars that it may cost."""
        return self._price(call.model, call.tokens_in, 0, call.tokens_out, None)

    async def _held(self, call: spend.Call) -> int:
        writing = asyncio.ensure_future(self._database.write(self._reserve, call, self._wall()))
        try:
            held = await asyncio.shield(writing)
        except asyncio.CancelledError:
            # It may be written all the same, and nobody will make that call.
            await self._undo(writing, call)
            raise
        if isinstance(held, budgets.Full):
            setting = _SETTINGS[_kind_of(held.name)].format(agent=call.agent)
            raise BudgetExhausted(
                f"the budget {held.name} does not hold another call; raise {setting}"
            )
        self._open[held.call_id] = call
        return held.call_id

    async def _undo(self, writing: Awaitable[spend.Held | budgets.Full], call: spend.Call) -> None:
        try:
            held = await writing
        except Exception as error:
            log.warning("nothing was reserved", error=type(error).__name__)
            return
        if isinstance(held, spend.Held):
            self._open[held.call_id] = call
            await self.settle(held.call_id, Usage(0, 0))

    def _reserve(self, tx: Connection, call: spend.Call, wall: Wall) -> spend.Held | budgets.Full:
        held = spend.reserve(tx, call, wall.ceilings(call.agent))
        if isinstance(held, budgets.Full):
            self._tell_of_full(tx, held, call)
        elif held.day is not None:
            self._tell_if_near(tx, held.day, call, wall)
        return held

    def _tell_if_near(
        self, tx: Connection, day: spend.Standing, call: spend.Call, wall: Wall
    ) -> None:
        if day.alerted_at or day.micros < wall.alert_at or day.micros > wall.limit:
            return
        if budgets.first_alert(tx, day.name, self._clock.now()):
            self._tell(tx, News("nearing", call.day, day.micros, wall.limit, call.agent))

    def _tell_of_full(self, tx: Connection, full: budgets.Full, call: spend.Call) -> None:
        """Once for each limit it has. A budget of nothing is somebody's wish, and no news."""
        if full.ceiling and budgets.first_told(tx, full, call.day):
            spent, kind = budgets.of(tx, full.name), _kind_of(full.name)
            conversation_id = call.conversation_id if kind == "conversation" else None
            news = News(kind, call.day, spent, full.ceiling, call.agent, conversation_id)
            self._tell(tx, news)

    async def settle(
        self, reservation: int, usage: Usage | None, failed: str | None = None
    ) -> None:
        """Puts the true cost in place of the reservation; without usage the reservation stands.
        A second time changes nothing. failed: why no good answer came."""
        call = self._open.pop(reservation, None)
        if call is not None:
            settled = self._settled(call.model, usage, failed)
            await self._database.write(self._settle, reservation, settled, call, self._wall())

    def _settled(self, model: str, usage: Usage | None, failed: str | None) -> spend.Settled:
        now = self._clock.now()
        if usage is None:
            return spend.Settled(None, at=now, failed=failed)
        into, cached, out = usage.tokens_in, usage.tokens_cached, usage.tokens_out
        cost = self._cost(model, usage)
        return spend.Settled(cost, into, cached, out, now, failed)

    def _cost(self, model: str, usage: Usage) -> int:
        into, cached, out = usage.tokens_in, usage.tokens_cached, usage.tokens_out
        return self._price(model, into, cached, out, usage.tokens_written)

    def _settle(
        self, tx: Connection, reservation: int, settled: spend.Settled, call: spend.Call, wall: Wall
    ) -> None:
        """The truth is booked, also where it is over a wall: then staff hear of it at once."""
        corrected = spend.settle(tx, reservation, settled)
        if corrected is None:
            return
        log.warning("a call cost more than was reserved", model=call.model, micros=corrected.more)
        for budget in corrected.budgets:
            if budget.micros > budget.ceiling:
                self._tell_of_full(tx, budgets.Full(budget.name, budget.ceiling), call)
            elif _kind_of(budget.name) == "day":
                self._tell_if_near(tx, budget, call, wall)


_SETTINGS: dict[Kind, str] = {
    "day": "AI_MAX_COST_PER_DAY, or budget.per_day",
    "agent": "budget.{agent}.per_day",
    "conversation": "budget.{agent}.per_conversation",
}


def _kind_of(name: str) -> Kind:
    """Of a budget, by its name."""
    kind: Kind = name.partition(":")[0]  # type: ignore[assignment]
    return kind
