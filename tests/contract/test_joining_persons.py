"""Whose threads and texts become one, and whose never do; on both databases."""

from typing import Any

from sqlalchemy import Connection, update

from storage import visitors
from storage.tables import customer_phones
from tests.contract.joining import VERA, WEB, Person, person
from tests.house import ANN, BEN


async def test_a_second_browser_and_a_new_thread_are_the_same_person(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        other = Person(ann.house, "visitor-phone", "thread-phone")
        await other.begin()
        await other.write("w2")
        await ann.house.quiet()
        assert await other.sees() == ["w2", "w2"]
        await other.prove()
        assert await other.sees() == await ann.sees() == ["w1", "w1", "w2", "w2"]
        born = Person(ann.house, VERA, "thread-later")
        await born.begin()
        assert await born.sees() == ["w1", "w1", "w2", "w2"]
        await born.write("w3")
        await ann.house.quiet()
        assert (await ann.sees())[-1] == "w3"
        assert len(await ann.house.rows("SELECT id FROM customers")) == 1


async def test_an_older_thread_of_the_visitor_is_joined_with_its_next_message(
    database_url: str,
) -> None:
    async with person(database_url) as ann:
        older = Person(ann.house, VERA, "thread-older")
        await older.begin()
        await older.write("o1")
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        await older.write("o2")
        await ann.house.quiet()
        assert await older.sees() == await ann.sees()
        assert (await ann.sees())[-2:] == ["o2", "o2"]


async def test_the_first_text_of_a_phone_that_was_proved_is_joined(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        await ann.text("t1")
        await ann.house.quiet()
        assert await ann.sees() == ["w1", "w1", "t1", "t1"]
        assert len(await ann.house.rows("SELECT id FROM customers")) == 1


async def test_what_was_typed_and_not_proved_joins_nothing(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.text("t1")
        await ann.house.quiet()
        now = ann.house.clock.now()
        await ann.house.database.write(lambda tx: visitors.save(tx, VERA, now, phone=ANN))
        await ann.write("w1")
        await ann.house.quiet()
        assert await ann.sees() == ["w1", "w1"]


async def test_a_phone_that_changed_hands_takes_nothing_along(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.text("t1")
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        before = await ann.sees()
        await ann.house.database.write(_give_up_phone, ann.house.clock.now())
        new = Person(ann.house, "visitor-new", "thread-new")
        await new.begin()
        await new.write("n1")
        await ann.house.quiet()
        await new.prove()
        assert await new.sees() == ["n1", "n1"]
        await new.text("n2")
        await ann.house.quiet()
        assert await new.sees() == ["n1", "n1", "n2", "n2"]
        assert await ann.sees() == before
        await ann.write("w2")
        await ann.house.quiet()
        assert await ann.sees() == [*before, "w2", "w2"]


async def test_a_new_owner_who_only_texts_is_by_themselves(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.text("t1")
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        before = await ann.sees()
        await ann.house.database.write(_give_up_phone, ann.house.clock.now())
        await ann.text("n1")
        await ann.house.quiet()
        assert await ann.sees() == before
        assert len(ann.house.said_to(ANN)) == 2
        assert len(await ann.house.rows("SELECT id FROM customers")) == 2


def _give_up_phone(tx: Connection, now: Any) -> None:
    tx.execute(update(customer_phones).values(valid_until=now))


async def test_a_visitor_who_proves_another_phone_leaves_the_first_ones_history(
    database_url: str,
) -> None:
    async with person(database_url) as ann:
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        await ann.house.text(BEN, "b1")
        await ann.house.quiet()
        ben = Person(ann.house, VERA, WEB, BEN)
        await ben.prove()
        assert await ben.sees() == ["b1", "b1"]
        await ben.write("b2")
        await ann.house.quiet()
        assert await ben.sees() == ["b1", "b1", "b2", "b2"]
