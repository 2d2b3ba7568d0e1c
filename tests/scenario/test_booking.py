"""The main job: a customer texts, is answered, is booked; staff hear of it. Through signed
webhooks, on both databases, and with both models."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.openai import Call, FakeOpenAI, Hang, Say, Status
from tests.scenario.inside import NOW, Inside, inside
from tests.scenario.stage import OWNER

ANN = "+14155550101"


@pytest.fixture
async def remote(database_url: str, tmp_path: Path, model: FakeOpenAI) -> AsyncIterator[Inside]:
    key = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
    async with inside(database_url, tmp_path, NOW, **key) as stage:
        yield stage


async def test_a_customer_is_booked_by_the_embedded_model(stage: Inside) -> None:
    heard = await stage.talk(
        ANN,
        "hi! do you do birthday parties? it'd be june 12, 30 adults and 8 kids",
        "in Pasadena, my name is Ann Lee",
    )
    assert "Reply STOP to opt out" in heard[0]
    read_back = heard[-1]
    for words in ("June 12", "38", "Pasadena", "Ann Lee"):
        assert words in read_back
    assert await stage.rows("SELECT count(*) FROM leads") == [0]
    await stage.talk(ANN, "yes thats right")
    await _one_lead(stage, guests=38)
    notice = (await stage.said(OWNER, 1))[0]
    for words in ("Ann Lee", "(415) 555-0101", "June 12", "38", "Pasadena"):
        assert words in notice


async def test_a_customer_is_booked_by_a_remote_model(remote: Inside, model: FakeOpenAI) -> None:
    model.script(
        Say("Hello! What is the date, and how many guests?"),
        [Say("One moment."), Call("note_details", _NOTED)],
        Say(_READ_BACK),
        Call("create_booking_inquiry", {"name": "Ann Lee", "phone": ANN, "guest_count": 40}),
        Say("Thank you Ann, our team will be in touch."),
    )
    heard = await remote.talk(
        ANN, "hi", "June 12, 40 people, Pasadena. Ann Lee", "yes that is right"
    )
    assert heard[0].startswith("Hello! What is the date")
    assert heard[1:] == [_READ_BACK, "Thank you Ann, our team will be in touch."]
    await _one_lead(remote, guests=40)


_NOTED = {
    "name": "Ann Lee",
    "event_date": "June 12",
    "guest_count": 40,
    "location": "Pasadena",
}
_READ_BACK = "Saturday, June 12 for 40 guests in Pasadena, under Ann Lee. Is that right?"


async def _one_lead(stage: Inside, guests: int) -> None:
    [lead] = await stage.records(
        "SELECT name, phone, guest_count, place, source, status, event_date FROM leads"
    )
    assert lead | {"event_date": str(lead["event_date"])} == {
        "name": "Ann Lee",
        "phone": ANN,
        "guest_count": guests,
        "place": "Pasadena",
        "source": "sms",
        "status": "new",
        "event_date": "2027-06-12",
    }


async def test_yes_and_wait_while_the_model_thinks_books_nothing_old(
    remote: Inside, model: FakeOpenAI
) -> None:
    book = {"name": "Ann Lee", "phone": ANN, "guest_count": 30}
    model.script(
        Call("note_details", _NOTED | {"guest_count": 30}),
        Say(_READ_BACK.replace("40", "30")),
        [Hang(), Call("create_booking_inquiry", book)],
        Call("note_details", {"guest_count": 40}),
        Say(_READ_BACK),
    )
    await remote.talk(ANN, "June 12, 30 people, Pasadena. Ann Lee")
    await remote.text(ANN, "yes")
    await model.gates.held(within=30)
    await remote.text(ANN, "wait, 40 people")
    model.gates.release()
    heard = await remote.said(ANN, 2)
    assert heard[1] == _READ_BACK
    assert await remote.rows("SELECT count(*) FROM leads") == [0]


async def test_an_event_delivered_five_times_is_answered_once(stage: Inside) -> None:
    for _ in range(5):
        await stage.text(ANN, "hello", sid="SM" + "1" * 32)
    await stage.idle()
    assert len(stage.said_to(ANN)) == 1


async def test_a_forged_text_is_refused_and_nothing_of_it_stored(stage: Inside) -> None:
    stage.twilio.account.auth_token = "of somebody else"
    with pytest.raises(AssertionError, match="403"):
        await stage.text(ANN, "hello")
    assert await stage.rows("SELECT count(*) FROM inbox") == [0]


async def test_a_conversation_left_without_a_yes_becomes_an_incomplete_lead(
    stage: Inside,
) -> None:
    await stage.talk(ANN, "how much would it be for 40 people on june 12")
    stage.set_now(NOW + timedelta(minutes=31))
    await stage.tick()
    assert await stage.rows("SELECT status FROM leads") == ["incomplete"]
    assert "unfinished" in (await stage.said(OWNER, 1))[0]


async def test_staff_are_reminded_of_a_lead_that_nobody_touched(stage: Inside) -> None:
    await stage.talk(ANN, "june 12 for 40 people in pasadena, i am ann lee", "yes that's right")
    await stage.said(OWNER, 1)
    stage.set_now(NOW + timedelta(minutes=61))
    await stage.tick()
    assert "Nobody has touched" in (await stage.said(OWNER, 2))[1]


async def test_a_dead_model_is_replaced_by_the_embedded_one(
    remote: Inside, model: FakeOpenAI
) -> None:
    model.otherwise = Status(500)
    heard = await remote.talk(ANN, "how much is it per person?")
    assert "$" in heard[0]
