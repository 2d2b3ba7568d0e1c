"""Whose an imported booking is, once its phone is proved; on both databases."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, update

from storage import bookings, lookups, people
from storage.bookings import NewBooking
from storage.connect import open_database
from storage.database import Database
from storage.tables import bookings as bookings_table
from storage.tables import customer_phones
from tests.house import ANN, BEN

NOW = datetime(2027, 6, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
DAY = date(2027, 8, 7)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await open_database(database_url)
    await database.write(_import)
    yield database
    await database.close()


def _import(tx: Connection) -> None:
    booking = NewBooking(
        external_id="1",
        status="confirmed",
        name="Ann Lee",
        phone=ANN,
        event_date=DAY,
        guest_count=30,
        place="Pasadena",
        zone="America/Los_Angeles",
    )
    booking_id = bookings.add(tx, booking, "import", NOW)
    assert booking_id is not None
    owner = bookings.customer_of(tx, booking.name, booking.phone, None, "import", NOW)
    bookings.link(tx, booking_id, owner)


async def found_for(database: Database, phone: str, at: datetime = NOW) -> list[date | None]:
    def look(tx: Connection) -> list[date | None]:
        customer_id, _ = people.ensure_by_phone(tx, phone, "sms", at)
        return [event.event_date for event in lookups.bookings_of(tx, customer_id, NOW.date())]

    return await database.write(look)


async def test_who_proves_the_phone_finds_the_booking(database: Database) -> None:
    assert await found_for(database, ANN) == [DAY]
    assert await found_for(database, BEN) == []


async def test_who_gets_the_phone_later_does_not(database: Database) -> None:
    assert await found_for(database, ANN) == [DAY]
    await database.write(_give_up_phones)
    assert await found_for(database, ANN, LATER) == []


async def test_a_phone_that_a_customer_named_shows_nothing(database: Database) -> None:
    await database.write(lambda tx: tx.execute(update(bookings_table).values(source="web")))
    assert await found_for(database, ANN) == []


async def test_a_booking_of_somebody_known_by_proof_is_theirs(database: Database) -> None:
    """Imported under a phone that was Ann's by proof, and is named by Ben's list later."""
    await database.write(_prove_owner)
    assert await found_for(database, ANN) == []


def _give_up_phones(tx: Connection) -> None:
    tx.execute(update(customer_phones).values(valid_until=LATER))


def _prove_owner(tx: Connection) -> None:
    values = {"phone": BEN, "proved_at": NOW}
    tx.execute(update(customer_phones).values(values))
