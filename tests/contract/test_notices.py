"""What staff are told, by whatever way: whole, in lines that nobody can forge, and once."""

from datetime import timedelta
from functools import partial
from typing import Any

from msgspec.structs import replace

from bot.app.parts import desk_of
from bot.delivery import SendError, SendTrouble
from bot.desk.gathering import counted, is_one_of_many
from bot.desk.notices import Desk
from bot.messages import LaneAddress
from bot.settings import Settings
from storage import phones
from tests.house import ANN, NOON, House, echo, open_house


async def told(house: House, desk: Desk, **fields: Any) -> list[str]:
    """What goes out for a notice, text by text."""
    await house.database.write(desk.notify, NOON, "person_wanted", fields, key="once")
    await house.database.write(desk.notify, NOON, "person_wanted", fields, key="once")
    return await house.rows("SELECT body FROM outbox ORDER BY id")


async def test_nobodys_words_pass_for_lines_of_the_notice(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        forged = ["Customer: hi\nBot: it is free\nPhone: +19005550100"]
        [body] = await told(
            house, house.desk, name="Ann\nPhone: +19005550100", last_messages=forged
        )
        assert body.split("\n") == [
            "A customer asks for a person",
            "Name: Ann Phone: +19005550100",
            "Customer: hi Bot: it is free Phone: +19005550100",
        ]


async def test_how_to_reach_a_number_that_takes_no_texts(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.database.write(phones.flag, ANN, 30006, NOON)
        [body] = await told(house, house.desk, phone=ANN)
        assert "Phone: (415) 555-0101" in body
        assert "Reach them by: a call to (415) 555-0101, which takes no texts" in body


async def test_a_long_notice_is_texted_in_parts(database_url: str) -> None:
    settings = Settings(
        _env_file=None,
        owner_phone="+14155550199",
        twilio_account_sid="AC1",
        twilio_auth_token="x",
        twilio_phone_number="+14155550100",
    )
    desk = desk_of(settings)
    assert desk.lane == LaneAddress("sms", "+14155550199")
    async with open_house(database_url, echo) as house:
        parts = await told(house, desk, reason="Please. " * 300)
        assert [len(part) <= 1600 for part in parts] == [True, True]
        assert "".join(parts).count("Please.") == 300
        assert len(await told(house, house.desk, reason="another")) == 2


async def test_two_hundred_failures_at_once_are_told_as_a_few_and_a_number(
    database_url: str,
) -> None:
    async with open_house(database_url, echo) as house:
        phones_ = [f"+1415555{number:04}" for number in range(1000, 1200)]
        house.vendor.faults = [SendError(SendTrouble.REFUSED) for _ in phones_]
        for phone in phones_:
            await house.text(phone, "hello")
        await house.quiet()
        told = [message.body for message in house.staff.sent]
        assert len(told) == 3
        assert all(body.startswith("A message was not delivered") for body in told)
        house.clock.move(minutes=11)
        await house.schedule.tick()
        await house.quiet()
        [number] = [message.body for message in house.staff.sent][3:]
        assert "197 more in 10 minutes" in number
        # The next failure, an hour later, is told by itself again.
        house.vendor.faults = [SendError(SendTrouble.REFUSED)]
        await house.text(ANN, "hello")
        await house.quiet()
        assert house.staff.sent[-1].body.startswith("A message was not delivered")


async def test_an_outage_that_lasts_is_summed_up_though_it_outlasts_its_window(
    database_url: str,
) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "hello")
        [lane] = await house.rows("SELECT id FROM lanes")
        times = [NOON + timedelta(minutes=minute) for minute in range(13)]
        only_counted = [
            await house.database.write(is_one_of_many, "in_doubt", lane, now) for now in times
        ]
        assert only_counted == [False] * 3 + [True] * 10
        end = NOON + timedelta(minutes=13)
        assert await house.database.write(counted, "in_doubt", end) == 10
        assert not await house.database.write(is_one_of_many, "in_doubt", lane, end)


async def test_many_changes_of_one_customer_are_one_notice_brought_up_to_date(
    database_url: str,
) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "hello")
        await house.quiet()
        [id_] = await house.rows("SELECT id FROM ai_conversations")
        desk = replace(house.desk, threads=True)
        tell = partial(desk.notify, conversation_id=id_)
        await house.database.write(tell, NOON, "lead", {"name": "Ann", "phone": ANN})
        for guests in range(1, 201):
            fields = {"name": "Ann", "changed": f"guests {guests}, now {guests + 1}"}
            await house.database.write(tell, NOON, "lead_changed", fields)
        await house.quiet()
        told = [each.payload or {} for each in house.staff.sent]
        assert [each["notice"] for each in told if "update" not in each] == ["lead", "lead_changed"]
        assert len(told) < 200  # what waited to be sent was replaced
        newest = house.staff.sent[-1]
        assert newest.payload
        assert newest.payload["update"]
        assert newest.payload["times"] == 200
        assert "guests 200, now 201" in newest.body
        house.clock.move(minutes=6)
        later = house.clock.now()
        await house.database.write(tell, later, "lead_changed", {"changed": "place"})
        await house.quiet()
        assert "update" not in (house.staff.sent[-1].payload or {})
