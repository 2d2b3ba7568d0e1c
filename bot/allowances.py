"""How much visitors of the website may do: each for itself, and each network address for all
that come from it."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from bot.chat_messages import Caller
from bot.errors import TooFast
from bot.pacing import key_of
from bot.ports import Clock
from storage import limits, visitors

ADDRESS_SHARE = 3  # times one visitor's allowance: a household, an office
_KIB, _MINUTES_A_DAY = 1024, 24 * 60


class Allowances:
    """limits(): (per minute, burst) of one person's messages, by agent, as of now."""

    def __init__(self, clock: Clock, limits: Callable[[], Mapping[str, tuple[int, int]]]) -> None:
        self._clock, self._limits = clock, limits

    def take(self, tx: Connection, caller: Caller, agent: str) -> None:
        """Takes one message to an agent from whoever sends it. Those who come without a token share
        one visitor's allowance with all of their address, or each would have a fresh one.

        Raises TooFast, with nothing taken once the transaction is undone."""
        visitor = caller.visitor
        if caller.staff is not None:
            self._take(tx, key_of(agent, caller.staff.id), agent=agent)
            return
        person = visitor and (visitors.of(tx, visitor).proved_phone or visitor)
        self._take(tx, key_of(agent, person) if person else f"web:new:{caller.address}")
        self._take(tx, f"web:address:{caller.address}", ADDRESS_SHARE)

    def take_new(self, tx: Connection, caller: Caller) -> None:
        """Takes one new visitor. Raises TooFast."""
        self._take(tx, f"web:new:{caller.address}")

    def take_upload(self, tx: Connection, caller: Caller, size: int, most_a_day: int) -> None:
        """Takes one picture of so many bytes. most_a_day: bytes of one visitor; an address has
        its share of these too, since whoever wants to fill the disk is a new visitor each time.
        Raises TooFast."""
        self._take(tx, f"upload:{caller.visitor}")
        self._take(tx, f"upload:address:{caller.address}", ADDRESS_SHARE)
        key, most = f"upload:size:{caller.address}", ADDRESS_SHARE * most_a_day // _KIB
        now, many = self._clock.now(), -(-size // _KIB)
        if wait := limits.take(tx, key, now, most / _MINUTES_A_DAY, most, many):
            raise TooFast(wait)

    def _take(self, tx: Connection, key: str, share: int = 1, *, agent: str = "customer") -> None:
        per_minute, burst = self._limits()[agent]
        wait = limits.take(tx, key, self._clock.now(), share * per_minute, share * burst)
        if wait:
            raise TooFast(wait)
