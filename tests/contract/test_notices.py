"""What staff are told, by whatever way: whole, in lines that nobody can forge, and once."""

from typing import Any

from bot.app.parts import desk_of
from bot.messages import LaneAddress
from bot.notices import Desk
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
        assert f"Reach them by: a call to {ANN}, which takes no texts" in body


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
