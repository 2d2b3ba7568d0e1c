"""Budgets to try: a price of one's own, and what staff are told of them."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, insert, select

from bot.budget import Budget, News, Wall
from bot.business.profile import Profile
from bot.business.profile_files import load_profile
from bot.business.scope import Scope
from bot.clock import ManualClock
from bot.messages import PlannedCall, Purpose
from storage import budgets
from storage.database import Database
from storage.tables import ai_conversations, model_calls

BUSINESS = Path(__file__).parents[2] / "business"
EVENING = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)  # the evening before, where the business is
DAY = date(2026, 11, 21)


def talks(tx: Connection, *ids: int) -> None:
    """Makes conversations."""
    for id_ in ids:
        row = {"id": id_, "thread_id": f"t{id_}", "agent_type": "customer", "channel": "sms"}
        tx.execute(insert(ai_conversations), row | {"created_at": EVENING, "updated_at": EVENING})


@cache
def profile() -> Profile:
    return load_profile(BUSINESS)


def scope_of(conversation_id: int, agent: str = "customer") -> Scope:
    return Scope(
        conversation_id=conversation_id,
        thread_id="t",
        lane_id=1,
        turn_id=4,
        channel="sms",
        agent=agent,
        customer_id=None,
        phone=None,
        name=None,
        received_at=EVENING,
        profile=profile(),
        profile_version=1,
    )


def planned(
    scope: Scope, model: str, tokens_in: int, tokens_out: int, purpose: Purpose = "chat"
) -> PlannedCall:
    """A turn's call."""
    return PlannedCall(
        scope.agent, model, tokens_in, tokens_out, purpose, scope.conversation_id, scope.turn_id
    )


def price(model: str, tokens_in: int, cached: int, tokens_out: int, written: int | None) -> int:
    """A micro-dollar a token, ten of them a token out."""
    return tokens_in - cached + 10 * tokens_out


class Told:
    """Keeps what staff are told, once it is durable."""

    def __init__(self) -> None:
        self.news: list[News] = []

    def __call__(self, tx: Connection, news: News) -> None:
        self.news.append(news)


def budget(
    database: Database,
    limit: int,
    *,
    clock: ManualClock | None = None,
    told: Told | None = None,
    agents: dict[str, int] | None = None,
    conversations: dict[str, int] | None = None,
) -> Budget:
    wall = Wall(limit, limit * 3 // 4, agents or {}, conversations or {})
    clock = clock or ManualClock(EVENING)
    return Budget(database, clock, price, lambda: wall, told or Told(), profile)


async def spent(database: Database, day: date = DAY) -> int:
    return await database.read(budgets.of_day, day)


async def written(database: Database) -> list[tuple[object, ...]]:
    columns = ("turn_id", "model", "day", "tokens_in", "tokens_cached", "tokens_out")
    query = select(*(model_calls.c[name] for name in (*columns, "reserved", "settled")))
    ordered = query.order_by(model_calls.c.id)
    return await database.read(lambda tx: [tuple(row) for row in tx.execute(ordered)])
