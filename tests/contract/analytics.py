"""What the analytics tests ask of: a small business's data, and somebody who asks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from storage.analytics.engine import Analytics, Answer, Asked, open_analytics
from storage.connect import open_database, parse_url
from storage.database import Database
from storage.tables import bookings, customer_phones, customers, days, leads
from storage.types import new_public_id

NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)  # Thursday, 11:00 in Los Angeles
ZONE = "America/Los_Angeles"
SECRETS = ("+12135550777", "Ann Lee", "ann@example.com", "1420 Elm Ave", "rowdy cousin")


class Archive:
    """A database with data in it."""

    def __init__(self, database: Database, analytics: Analytics) -> None:
        self.database, self.analytics = database, analytics

    async def ask(self, sql: str, *, personal: bool = False, **more: Any) -> Answer:
        """Raises QueryRefused."""
        return await self.analytics.ask(Asked(sql, ZONE, NOW, 500, personal), **more)

    async def rows(self, sql: str, *, personal: bool = False) -> list[list[Any]]:
        return (await self.ask(sql, personal=personal)).rows


@asynccontextmanager
async def archive(database_url: str) -> AsyncIterator[Archive]:
    """Four inquiries and three bookings."""
    database = await open_database(database_url)
    try:
        await database.write(fill)
        yield Archive(database, open_analytics(parse_url(database_url)))
    finally:
        await database.close()


def fill(tx: Connection) -> None:
    """Writes the data."""
    customer: dict[str, Any] = {"public_id": "cust-ann", "name": SECRETS[1], "email": SECRETS[2]}
    customer |= {"created_at": NOW, "updated_at": NOW}
    ann = tx.execute(insert(customers).values(customer).returning(customers.c.id)).scalar_one()
    phone = {"customer_id": ann, "phone": SECRETS[0], "proved_at": NOW, "source": "sms"}
    tx.execute(insert(customer_phones).values(phone | {"valid_from": NOW}))
    person = {"name": SECRETS[1], "phone": SECRETS[0], "email": SECRETS[2], "place": SECRETS[3]}
    for number, (source, status, ago) in enumerate(
        (("web", "won", 1), ("sms", "lost", 3), ("web", "new", 8), ("sms", "quoted", 9))
    ):
        # 05:00 UTC is the evening before, where the business is.
        made = datetime(2027, 5, 20, 5, 0, tzinfo=UTC) - timedelta(days=ago)
        lead = person | {"public_id": f"lead-{number}", "customer_id": ann, "source": source}
        lead |= {"status": status, "created_at": made, "updated_at": made, "needs_person": False}
        lead |= {"event_date": date(2027, 6, 5), "guest_count": 20 + number}
        tx.execute(insert(leads).values(lead | {"lost_reason": SECRETS[4]}))
    for day, guests, cents, status in (
        (date(2027, 5, 20), 40, 120_000, "confirmed"),
        (date(2027, 6, 5), 60, 180_050, "held"),
        (date(2027, 6, 6), 30, 90_000, "cancelled"),
    ):
        booking = person | {"public_id": new_public_id(), "customer_id": ann, "source": "slack"}
        booking |= {"event_date": day, "event_time": time(18), "guest_count": guests}
        booking |= {"status": status, "total_cents": cents}
        booking |= {"created_at": NOW - timedelta(days=1), "updated_at": NOW - timedelta(days=1)}
        tx.execute(insert(bookings).values(booking))
    tx.execute(insert(days).values(day=date(2027, 6, 5), booked=60, blocked=True, reason="x"))
