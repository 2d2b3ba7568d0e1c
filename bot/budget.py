"""The day's budget for model calls: reserved before a call, settled after it."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from msgspec import Struct
from sqlalchemy import Connection

from bot.errors import BudgetExhausted
from bot.messages import Scope, Usage
from bot.ports import Clock
from storage import spend
from storage.database import Database

Price = Callable[[str, int, int, int], int]
"""(model, tokens in, of them cached, tokens out) -> micro-dollars (10^-6)."""

Alert = Callable[[Connection, date, int], None]
"""Tells staff, within the transaction: (tx, day, micro-dollars spent)."""


def micros(dollars: float) -> int:
    """Micro-dollars, rounded down: a limit never grows."""
    return int((Decimal(str(dollars)) * 1_000_000).to_integral_value(ROUND_FLOOR))


class Wall(Struct, frozen=True):
    """The day's limit, and what of it is spent when staff hear of it; in micro-dollars."""

    limit: int
    alert_at: int


class Budget:
    """Implements what agents know as Meter. A day is one of the business, by its own zone; a
    reservation that a dead process left counts as spent. wall(): the present one."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        price: Price,
        wall: Callable[[], Wall],
        alert: Alert,
    ) -> None:
        self._database, self._clock, self._price = database, clock, price
        self._wall, self._alert = wall, alert
        self._models: dict[int, str] = {}

    async def reserve(self, scope: Scope, model: str, tokens_in: int, tokens_out: int) -> int:
        """Holds what the call may cost at most. Raises BudgetExhausted."""
        now = self._clock.now()
        call = spend.Call(
            conversation_id=scope.conversation_id,
            turn_id=scope.turn_id,
            agent=scope.agent,
            model=model,
            day=scope.profile.local(now).date(),
            reserved=self._price(model, tokens_in, 0, tokens_out),
            created_at=now,
        )
        held = await self._database.write(self._reserve, call, self._wall())
        if held is None:
            raise BudgetExhausted(
                f"the budget of {call.day} does not hold another call; raise AI_MAX_COST_PER_DAY"
            )
        self._models[held.call_id] = model
        return held.call_id

    def _reserve(self, tx: Connection, call: spend.Call, wall: Wall) -> spend.Held | None:
        held = spend.reserve(tx, call, wall.limit)
        noteworthy = held is None or held.day_micros >= wall.alert_at
        if noteworthy and spend.first_alert(tx, call.day, call.created_at):
            self._alert(tx, call.day, spend.of_day(tx, call.day))
        return held

    async def settle(self, reservation: int, usage: Usage | None) -> None:
        """Puts the true cost in place of the reservation; without usage the reservation stands.
        A second time changes nothing."""
        model = self._models.pop(reservation, None)
        if model is not None:
            settled = self._settled(model, usage)
            await self._database.write(spend.settle, reservation, settled)

    def _settled(self, model: str, usage: Usage | None) -> spend.Settled:
        if usage is None:
            return spend.Settled(None)
        return spend.Settled(
            cost=self._price(model, usage.tokens_in, usage.tokens_cached, usage.tokens_out),
            tokens_in=usage.tokens_in,
            tokens_cached=usage.tokens_cached,
            tokens_out=usage.tokens_out,
        )
