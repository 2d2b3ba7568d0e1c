"""What a replay may spend: the day's budgets hold for it as for everybody, and a limit of its
own."""

from collections import Counter

from sqlalchemy import Connection

from bot.budget import Budget, Wall
from bot.errors import BudgetExhausted
from bot.messages import Purpose, Scope, Usage
from storage import budgets, spend


class Purse(Budget):
    """Books calls as simulations, of no customer's conversation. empty: something was not asked
    because the limit did not hold it. spent: micro-dollars by turn."""

    limit: int = 0

    def begin(self, limit: int) -> None:
        """limit: micro-dollars of this replay."""
        self.limit, self.empty = limit, False
        self.spent: Counter[int] = Counter()
        self._holds: dict[int, tuple[int, int]] = {}  # {reservation: (turn, micro-dollars)}

    async def reserve(
        self, scope: Scope, model: str, tokens_in: int, tokens_out: int, purpose: Purpose = "chat"
    ) -> int:
        """Holds what a call may cost at most. Raises BudgetExhausted."""
        try:
            return await self._hold(
                scope.turn_id, scope.agent, "simulation", model, tokens_in, tokens_out
            )
        except BudgetExhausted:
            self.empty = True
            raise

    async def reserve_for(
        self,
        agent: str,
        purpose: Purpose,
        model: str,
        tokens_in: int,
        tokens_out: int,
        conversation_id: int | None = None,
    ) -> int:
        """The same for what is no turn's."""
        return await self._hold(0, agent, purpose, model, tokens_in, tokens_out)

    async def _hold(
        self, turn: int, agent: str, purpose: Purpose, model: str, tokens_in: int, tokens_out: int
    ) -> int:
        most = self._price(model, tokens_in, 0, tokens_out, None)
        if sum(self.spent.values()) + most > self.limit:
            raise BudgetExhausted("the replay's limit does not hold another call")
        self.spent[turn] += most
        try:
            held = await super().reserve_for(agent, purpose, model, tokens_in, tokens_out)
        except BudgetExhausted:
            self.spent[turn] -= most
            raise
        self._holds[held] = turn, most
        return held

    async def settle(self, reservation: int, usage: Usage | None) -> None:
        """Puts the true cost in place of the reservation."""
        call = self._open.get(reservation)
        turn, most = self._holds.pop(reservation, (0, 0))
        await super().settle(reservation, usage)
        if call is not None and (cost := self._settled(call.model, usage).cost) is not None:
            self.spent[turn] += cost - most

    def _tell_if_near(
        self, tx: Connection, day: spend.Standing, call: spend.Call, wall: Wall
    ) -> None:
        """Staff hear of a budget from whoever serves customers."""

    def _tell_of_full(self, tx: Connection, full: budgets.Full, call: spend.Call) -> None:
        """The same."""
