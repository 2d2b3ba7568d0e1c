"""Nobody answers a customer: staff are reminded once, and whoever falls silent has given back."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.slack import FakeSlack
from tests.scenario.desk import Desk, desk_settings
from tests.scenario.inside import NOW, Inside

ANN = "+14155550101"
PERSON = "can I talk to a person please"
HELD = "SELECT claimed_name FROM ai_conversations"


@pytest.fixture
def settings(slack: FakeSlack) -> dict[str, str]:
    return desk_settings(slack)


async def test_whoever_falls_silent_has_given_it_back(stage: Inside, desk: Desk, sam: str) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await desk.clicks(sam, card, "claim")
    for minutes in (26, 32):  # announced first
        stage.set_now(NOW + timedelta(minutes=minutes))
        assert await stage.rows(HELD) == ["Sam"]
        await stage.tick()
    assert await stage.rows(HELD) == [None]
    assert "has this conversation" not in str(card.blocks)


async def test_staff_are_reminded_once_of_a_customer_whom_nobody_took_up(
    stage: Inside, desk: Desk
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    for minutes in (4, 6, 20):
        stage.set_now(NOW + timedelta(minutes=minutes))
        await stage.tick()
        reminders = [text for text in desk.thread(card) if "still waits" in text]
        assert len(reminders) == (minutes > 5)


async def test_nobody_is_reminded_of_a_customer_who_was_taken_up(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await desk.clicks(sam, card, "claim")
    await desk.clicks(sam, card, "give_back")
    stage.set_now(NOW + timedelta(minutes=6))
    await stage.tick()
    assert not any("still waits" in text for text in desk.thread(card))


async def test_the_reminder_waits_for_the_staffs_hours(stage: Inside, desk: Desk) -> None:
    night = datetime(2027, 5, 20, 9, 0, tzinfo=UTC)  # 2 am in Los Angeles
    stage.set_now(night)
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    stage.set_now(night + timedelta(minutes=6))
    await stage.tick()
    assert desk.thread(card) == []
    stage.set_now(night + timedelta(hours=10))
    await stage.tick()
    assert len([text for text in desk.thread(card) if "still waits" in text]) == 1
