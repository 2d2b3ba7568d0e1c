"""How fast each of our numbers sends: what the networks grant it, kept by all processes together.

The generic cell rate algorithm, by the database's clock: one time a number, at which its
allowance is whole again.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct
from sqlalchemy import Connection, Float, bindparam, select, update

from storage.statement import Statement, upserting
from storage.tables import pace
from storage.types import database_now

# A fast number may send so many seconds' worth at once, since each look for work takes a while.
_AT_ONCE_SECONDS = 0.1


class Pace(Struct, frozen=True):
    """Of a channel. per_second: messages of each number. number: what sends for those that name
    none."""

    per_second: float
    number: str = ""

    @property
    def one(self) -> float:
        """Seconds that one message takes of the allowance."""
        return 1 / self.per_second

    @property
    def whole(self) -> float:
        """The whole allowance, in seconds; always enough for one."""
        return max(self.one, _AT_ONCE_SECONDS)


class Held(Struct, frozen=True):
    """Who may not send now. senders: as `channel:number`, also as messages that name no number
    have it. wait: seconds until the first of them may; None: all may."""

    senders: list[str]
    wait: float | None


_now = database_now()
_ahead = Statement(select(pace.c.number, pace.c.free_at - _now).where(pace.c.free_at > _now))
_of = (
    select(pace.c.number, pace.c.free_at - _now)
    .where(pace.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(pace.c.number)
    .with_for_update()
)
_new = upserting(
    lambda insert: (
        insert(pace).values(free_at=_now).on_conflict_do_nothing(index_elements=["number"])
    )
)
_take = Statement(
    update(pace)
    .where(pace.c.number == bindparam("whose"))
    .values(free_at=_now + bindparam("ahead", type_=Float))
)


def held(tx: Connection, paces: Mapping[str, Pace]) -> Held:
    """The numbers that have no allowance at this moment."""
    senders: list[str] = []
    waits: list[float] = []
    for key, ahead in _ahead.rows(tx) if paces else ():
        channel, _, number = key.partition(":")
        if (kept := paces.get(channel)) is None or (wait := ahead + kept.one - kept.whole) <= 0:
            continue
        senders += [key, f"{channel}:"] if number == kept.number else [key]
        waits.append(wait)
    return Held(senders, min(waits, default=None))


def granted(
    tx: Connection, wanted: Sequence[tuple[int, str, str]], paces: Mapping[str, Pace]
) -> list[int]:
    """Takes from the numbers' allowances; which of the messages (id, channel, number), the first
    ones of each number, may go now."""
    free = [id_ for id_, channel, _ in wanted if channel not in paces]
    waiting: dict[str, list[int]] = defaultdict(list)
    for id_, channel, ours in wanted:
        if channel in paces:
            waiting[f"{channel}:{ours or paces[channel].number}"].append(id_)
    if not waiting:
        return free
    # In one order, or two processes deadlock.
    numbers = sorted(waiting)
    rows = tx.execute(_of, {"numbers": numbers}).all()
    if len(rows) < len(numbers):
        _new.run_each(tx, [{"number": number} for number in numbers])
        rows = tx.execute(_of, {"numbers": numbers}).all()
    for key, ahead in rows:
        free += _taken(tx, key, max(ahead, 0.0), waiting[key], paces[key.partition(":")[0]])
    return free


def _taken(tx: Connection, key: str, ahead: float, ids: list[int], kept: Pace) -> list[int]:
    count = min(len(ids), int((kept.whole - ahead) / kept.one + 1e-9))
    if count > 0:
        _take.run(tx, whose=key, ahead=ahead + count * kept.one)
    return ids[: max(count, 0)]
