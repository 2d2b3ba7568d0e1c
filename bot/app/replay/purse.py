"""What a replay may spend: the day's budgets hold for it as for everybody, and a limit of its
own."""

from collections import Counter

from msgspec import structs
from sqlalchemy import Connection

from bot.budget import Budget, Wall
from bot.errors import BudgetExhausted
from bot.messages import PlannedCall, Usage
from storage import budgets, spend


class Purse(Budget):
    """Books calls as simulations, of no customer's conversation. empty: something was not asked
    because the limit did not hold it. spent: micro-dollars by turn; 0: what is no turn's. asked:
    turns in which a model was. failed: why one gave no good answer, the last by turn."""

    limit: int = 0

    def begin(self, limit: int) -> None:
        """limit: micro-dollars of this replay."""
        self.limit, self.empty = limit, False
        self.spent: Counter[int] = Counter()
        self.asked: set[int] = set()
        self.failed: dict[int, str] = {}
        self._holds: dict[int, tuple[int, int]] = {}  # {reservation: (turn, micro-dollars)}

    async def reserve(self, call: PlannedCall) -> int:
        """Holds what a call may cost at most. Raises BudgetExhausted."""
        turn, most = call.turn_id or 0, self._most(call)
        purpose = "simulation" if turn else call.purpose
        booked = structs.replace(call, purpose=purpose, conversation_id=None, turn_id=None)
        try:
            held = await self._within(booked, turn, most)
        except BudgetExhausted:
            self.empty = self.empty or bool(turn)
            raise
        self.asked.add(turn)
        self._holds[held] = turn, most
        return held

    async def _within(self, booked: PlannedCall, turn: int, most: int) -> int:
        """Takes it from the limit at once: others reserve meanwhile."""
        if sum(self.spent.values()) + most > self.limit:
            raise BudgetExhausted("the replay's limit does not hold another call")
        self.spent[turn] += most
        try:
            return await super().reserve(booked)
        except BudgetExhausted:
            self.spent[turn] -= most
            raise

    async def settle(
        self, reservation: int, usage: Usage | None, failed: str | None = None
    ) -> None:
        """Puts the true cost in place of the reservation."""
        call = self._open.get(reservation)
        turn, most = self._holds.pop(reservation, (0, 0))
        await super().settle(reservation, usage, failed)
        if failed is not None:
            self.failed[turn] = failed
        if call is not None and usage is not None:
            self.spent[turn] += self._cost(call.model, usage) - most

    def _tell_if_near(
        self, tx: Connection, day: spend.Standing, call: spend.Call, wall: Wall
    ) -> None:
        """Staff hear of a budget from whoever serves customers."""

    def _tell_of_full(self, tx: Connection, full: budgets.Full, call: spend.Call) -> None:
        """The same."""
