"""Bookings and the places of their days, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import Connection, func, insert, select

from bot.business.booking_file import Line
from bot.business.bookings import Booked, DayRefused, book, import_bookings
from bot.business.profile_files import load_profile
from storage import bookings, days, people
from storage.bookings import NewBooking
from storage.connect import open_database
from storage.database import Database
from storage.listings import list_leads
from storage.tables import bookings as table
from storage.tables import customer_phones, customers, leads
from storage.tables import days as days_table

PROFILE = load_profile(Path(__file__).parents[2] / "business")
NOON = datetime(2027, 6, 1, 19, tzinfo=UTC)
DAY, MONDAY, OVER = date(2027, 6, 12), date(2027, 6, 14), date(2027, 5, 31)
PHONE = "+12135550142"
ANN = NewBooking(
    external_id="A-1",
    status="confirmed",
    name="Ann",
    phone=PHONE,
    event_date=DAY,
    guest_count=30,
    place="Pasadena",
    zone="America/Los_Angeles",
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await open_database(database_url)
    yield database
    await database.close()


def like_ann(**changes: Any) -> NewBooking:
    return structs.replace(ANN, **changes)


async def made(database: Database, booking: NewBooking = ANN) -> Booked:
    return await database.write(book, PROFILE, booking, "import", NOON)


async def imported(database: Database, *wanted: NewBooking) -> list[Booked]:
    lines = [Line(number, booking) for number, booking in enumerate(wanted, 2)]
    return [line.booked for line in await import_bookings(database, PROFILE, lines, NOON)]


async def on(database: Database, day: date = DAY) -> int:
    return (await database.read(days.on, day)).booked


async def count(database: Database, of: Any) -> int:
    query = select(func.count()).select_from(of)
    return await database.read(lambda tx: int(tx.execute(query).scalar_one()))


async def set_day(database: Database, **values: Any) -> None:
    row = {"day": DAY, "booked": 0, "blocked": False} | values
    await database.write(lambda tx: tx.execute(insert(days_table), row))


async def test_bookings_take_places_of_their_day(database: Database) -> None:
    assert await made(database) == Booked("made")
    await made(database, like_ann(external_id="A-2", guest_count=12))
    await made(database, like_ann(external_id="A-3", event_date=date(2027, 6, 13)))
    assert (await on(database), await on(database, date(2027, 6, 13))) == (42, 30)


async def test_a_booking_is_kept_whole(database: Database) -> None:
    whole = like_ann(
        event_time=time(18),
        adults=24,
        children=6,
        email="ann@example.com",
        dietary="one vegan",
        message="Gate code 1234",
        total_cents=115_000,
        deposit_cents=57_500,
    )
    await made(database, whole)
    assert await database.read(bookings.by_external_id, "A-1") == whole
    assert await database.read(bookings.by_external_id, "A-2") is None


async def test_a_day_is_filled_to_its_last_place_and_no_further(database: Database) -> None:
    await made(database, like_ann(guest_count=470))
    with pytest.raises(DayRefused, match=r"30 of 500 places left for 31 guests"):
        await made(database, like_ann(external_id="A-2", guest_count=31))
    assert await count(database, table) == await count(database, customers) == 1
    await made(database, like_ann(external_id="A-3"))
    assert await on(database) == 500


async def test_one_party_larger_than_the_day_is_refused(database: Database) -> None:
    with pytest.raises(DayRefused, match=r"500 of 500 places left for 501 guests"):
        await made(database, like_ann(guest_count=501))
    assert await count(database, table) == await count(database, customers) == 0


@pytest.mark.parametrize(("own", "fits"), [(30, True), (29, False), (900, True)])
async def test_a_days_own_capacity_counts(database: Database, own: int, fits: bool) -> None:
    await set_day(database, capacity=own)
    guests = 600 if own == 900 else 30
    (booked,) = await imported(database, like_ann(guest_count=guests))
    assert booked.outcome == ("made" if fits else "refused")
    assert await on(database) == (guests if fits else 0)


async def test_a_blocked_day_takes_nothing_and_says_why(database: Database) -> None:
    await set_day(database, blocked=True, reason="all chefs away")
    (booked,) = await imported(database, ANN)
    assert booked.outcome == "refused"
    assert "is blocked (all chefs away)" in booked.remark
    assert await on(database) == await count(database, table) == 0


async def test_what_is_over_is_history_and_counts_without_limit(database: Database) -> None:
    past = like_ann(event_date=OVER, guest_count=700)
    assert await imported(database, past) == [Booked("made", past=True)]
    assert await on(database, OVER) == 700


async def test_today_is_not_over(database: Database) -> None:
    today = PROFILE.local(NOON).date()
    (booked,) = await imported(database, like_ann(event_date=today, guest_count=501))
    assert booked.outcome == "refused"


async def test_a_cancelled_booking_takes_no_places(database: Database) -> None:
    await set_day(database, blocked=True)
    assert await made(database, like_ann(status="cancelled")) == Booked("made")
    assert await on(database) == 0


async def test_a_closed_weekday_is_doubted_and_taken(database: Database) -> None:
    booked = await made(database, like_ann(event_date=MONDAY))
    assert booked.outcome == "made"
    assert "no events on Monday, June 14" in booked.remark


async def test_the_same_list_again_imports_nothing(database: Database) -> None:
    wanted = (ANN, like_ann(external_id="A-2"), like_ann(external_id="A-3", event_date=OVER))
    assert {booked.outcome for booked in await imported(database, *wanted)} == {"made"}
    assert await imported(database, *wanted) == [Booked("known")] * 3
    assert (await on(database), await on(database, OVER)) == (60, 30)
    assert await count(database, table) == await count(database, customers) == 3


async def test_what_differs_from_the_booking_is_told_and_not_taken(database: Database) -> None:
    await made(database)
    (booked,) = await imported(database, like_ann(guest_count=40, place="Irvine"))
    assert booked.outcome == "known"
    assert "guests 30 and not 40, the place Pasadena and not Irvine" in booked.remark
    assert await on(database) == 30


async def test_a_proved_phone_selects_its_customer(database: Database) -> None:
    proved, _ = await database.write(people.ensure_by_phone, PHONE, "sms", NOON)
    await made(database)
    assert await owners(database) == [proved]
    assert await count(database, customer_phones) == 1


async def test_a_claimed_phone_selects_nobody(database: Database) -> None:
    await made(database)
    await made(database, like_ann(external_id="A-2"))
    first, second = await owners(database)
    assert first != second
    rows = await database.read(_phones)
    assert rows == [(first, PHONE, None, "import"), (second, PHONE, None, "import")]
    proved, name = await database.write(people.ensure_by_phone, PHONE, "sms", NOON)
    assert proved not in (first, second)
    assert name is None


async def owners(database: Database) -> list[int]:
    query = select(table.c.customer_id).order_by(table.c.id)
    return await database.read(lambda tx: list(tx.execute(query).scalars()))


def _phones(tx: Connection) -> list[tuple[object, ...]]:
    names = ("customer_id", "phone", "proved_at", "source")
    query = select(*(customer_phones.c[name] for name in names)).order_by(customer_phones.c.id)
    return [tuple(row) for row in tx.execute(query)]


async def test_of_many_at_once_as_many_as_fit_are_taken(database: Database) -> None:
    await set_day(database, booked=400)
    wanted = [like_ann(external_id=f"A-{number}", guest_count=10) for number in range(25)]
    taken = await asyncio.gather(*(imported(database, booking) for booking in wanted))
    assert [booked.outcome for (booked,) in taken].count("made") == 10
    assert await on(database) == 500
    assert await count(database, table) == await count(database, customers) == 10


async def test_the_same_list_twice_at_once_is_imported_once(database_url: str) -> None:
    houses = [await open_database(database_url) for _ in range(2)]
    wanted = [like_ann(external_id=f"A-{number}", guest_count=10) for number in range(20)]
    both = await asyncio.gather(*(imported(house, *wanted) for house in houses))
    outcomes = [booked.outcome for taken in both for booked in taken]
    assert (outcomes.count("made"), outcomes.count("known")) == (20, 20)
    assert await on(houses[0]) == 200
    assert await count(houses[0], customers) == 20
    for house in houses:
        await house.close()


async def test_inquiries_are_listed_newest_first_and_filtered(database: Database) -> None:
    for row in (("a", "new", 1), ("b", "won", 2), ("c", "quoted", 3), ("d", "new", 3)):
        await database.write(_lead, *row)

    async def found(*filters: Any) -> str:
        return "".join(lead.public_id for lead in await database.read(list_leads, *filters))

    assert await found() == "dcba"
    assert await found(["new"]) == "da"
    assert await found(["won", "quoted"]) == "cb"
    assert await found((), datetime(2027, 6, 2, tzinfo=UTC)) == "dcb"


def _lead(tx: Connection, public_id: str, status: str, day: int) -> None:
    at = datetime(2027, 6, day, tzinfo=UTC)
    row = {"public_id": public_id, "status": status, "source": "sms", "needs_person": False}
    tx.execute(insert(leads), row | {"created_at": at, "updated_at": at})
