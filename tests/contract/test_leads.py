"""From what a customer says to a lead: only a yes to just these values makes one, and only one."""

import asyncio
from datetime import date, timedelta
from typing import Any

from msgspec import structs

from storage import days as stored_days
from storage import people
from storage.tables import days
from tests.unit.agents.tools.chat import INQUIRY, PHONE, Chat, booked, chatting, noted, read_back


async def test_a_yes_to_what_was_read_back_makes_a_lead(chat: Chat) -> None:
    answer = await booked(chat)
    (lead,) = await chat.leads()
    assert answer["status"] == "new"
    assert answer["inquiry"] == lead.public_id
    assert (lead.status, lead.source, lead.phone) == ("new", "sms", PHONE)
    assert (lead.event_date, lead.event_time.hour) == (date(2026, 6, 13), 18)
    assert (lead.guest_count, lead.place, lead.name) == (30, "Pasadena", "Maria Lopez")
    assert (lead.zone, lead.needs_person) == ("America/Los_Angeles", False)
    assert 0 < lead.estimate_low_cents < lead.estimate_high_cents


async def test_staff_hear_all_of_a_new_lead(chat: Chat) -> None:
    answer = await booked(chat)
    ((kind, fields),) = chat.notices
    assert kind == "lead"
    assert fields["lead_id"] == answer["inquiry"]
    assert fields["date"] == "Saturday, June 13"
    assert (fields["time"], fields["guests"], fields["place"]) == ("6 pm", "30", "Pasadena")
    assert fields["estimate"].startswith("$")
    assert fields["last_messages"][-1] == "Customer: yes please"


async def test_a_lead_sets_its_reminder_and_stops_waiting_for_completion(chat: Chat) -> None:
    await noted(chat)
    conversation_id = chat.scope.conversation_id
    waiting = (await chat.timers())[f"incomplete:{conversation_id}"]
    assert waiting.due_at == chat.scope.received_at + timedelta(minutes=30)
    await booked(chat)
    timers = await chat.timers()
    (lead,) = await chat.leads()
    assert timers[f"incomplete:{conversation_id}"].status == "cancelled"
    assert timers[f"lead:{lead.id}"].kind == "lead_untouched"
    assert timers[f"lead:{lead.id}"].due_at == chat.scope.received_at + timedelta(hours=1)


async def test_without_a_read_back_a_yes_makes_nothing(chat: Chat) -> None:
    await noted(chat)
    await chat.hears("Shall I book that?")
    await chat.says("yes")
    answer = await chat.call("create_booking_inquiry", **INQUIRY)
    assert answer["error"] == "not_confirmed"
    assert "30 guests" in answer["say"]
    assert await chat.leads() == []


async def test_a_yes_to_old_versions_makes_nothing(chat: Chat) -> None:
    await read_back(chat)
    await chat.says("yes")
    await chat.hears("Great!")
    await chat.says("oh, make it 40 people")
    await chat.call("note_details", guest_count=40)
    answer = await chat.call("create_booking_inquiry", **{**INQUIRY, "guest_count": 40})
    assert answer["error"] == "not_confirmed"
    assert "40 guests" in answer["say"]
    assert await chat.leads() == []


async def test_a_yes_means_nothing_to_what_was_noted_after_it(chat: Chat) -> None:
    await read_back(chat)
    await chat.says("yes")
    await chat.call("note_details", dietary="vegetarian guests")
    answer = await chat.call("create_booking_inquiry", **INQUIRY)
    assert answer["error"] == "not_confirmed"
    assert "vegetarian guests" in answer["say"]
    assert await chat.leads() == []


async def test_a_yes_to_a_later_question_is_no_yes(chat: Chat) -> None:
    await read_back(chat)
    await chat.says("what dishes do you have?")
    await chat.hears("Chicken, steak and more. Shall I tell you the prices?")
    await chat.says("yes")
    answer = await chat.call("create_booking_inquiry", **INQUIRY)
    assert answer["error"] == "not_confirmed"
    assert await chat.leads() == []


async def test_a_yes_holds_while_the_customer_asks_on(chat: Chat) -> None:
    await read_back(chat)
    await chat.says("yes")
    await chat.hears("Wonderful, one moment.")
    await chat.says("do you bring the grill?")
    answer = await chat.call("create_booking_inquiry", **INQUIRY)
    assert answer["status"] == "new"


async def test_a_yes_written_before_the_read_back_is_no_yes(chat: Chat) -> None:
    answer = await noted(chat)
    sent = chat.scope.received_at
    await chat.says("so?")
    await chat.hears(answer["read_back"])
    chat.scope = _at(chat, sent - timedelta(minutes=2))
    await chat.says("yes")
    answer = await chat.call("create_booking_inquiry", **INQUIRY)
    assert answer["error"] == "not_confirmed"


def _at(chat: Chat, moment: Any) -> Any:
    return structs.replace(chat.scope, received_at=moment)


async def test_what_is_missing_is_named_in_the_order_to_ask(chat: Chat) -> None:
    await chat.says("30 people please")
    await chat.call("note_details", guest_count=30)
    answer = await chat.call("create_booking_inquiry", **INQUIRY)
    assert (answer["error"], answer["slots"]) == ("missing", ["event_date", "location", "name"])


async def test_on_the_web_a_phone_must_be_given(database_url: str) -> None:
    async with chatting(database_url, channel="web", phone=None) as chat:
        answer = await noted(chat)
        assert answer["missing"] == ["phone"]
        await chat.hears("And your number?")
        await chat.says("213 555 0188")
        answer = await chat.call("note_details", phone="213 555 0188")
        await chat.hears(answer["read_back"])
        await chat.says("yes")
        await chat.call("create_booking_inquiry", **INQUIRY)
        (lead,) = await chat.leads()
        assert (lead.phone, lead.customer_id, lead.source) == (PHONE, None, "web")


async def test_the_same_inquiry_twice_is_one_lead_and_one_notice(chat: Chat) -> None:
    first = await booked(chat)
    again = await chat.call("create_booking_inquiry", **INQUIRY)
    assert again["status"] == "unchanged"
    assert again["inquiry"] == first["inquiry"]
    assert len(await chat.leads()) == len(chat.notices) == 1


async def test_two_at_once_make_one_lead(chat: Chat) -> None:
    await read_back(chat)
    await chat.says("yes")
    answers = await asyncio.gather(
        *(chat.call("create_booking_inquiry", **INQUIRY) for _ in range(4))
    )
    assert sorted(answer["status"] for answer in answers) == ["new", *["unchanged"] * 3]
    assert len(await chat.leads()) == 1


async def test_a_later_change_with_a_new_yes_changes_the_lead(chat: Chat) -> None:
    await booked(chat)
    assert (await chat.situation()).lead == "open"
    await chat.hears("Your request is with our team.")
    await chat.says("we will be 40 people after all")
    answer = await chat.call("note_details", guest_count=40)
    situation = await chat.situation()
    assert (situation.lead, situation.read_back) == ("none", "none")
    await chat.hears(answer["read_back"])
    await chat.says("yes, correct")
    answer = await chat.call("create_booking_inquiry", **{**INQUIRY, "guest_count": 40})
    (lead,) = await chat.leads()
    assert (answer["status"], lead.guest_count) == ("changed", 40)
    kind, fields = chat.notices[-1]
    assert (kind, fields["changed"]) == ("lead_changed", "guests 30, now 40")


async def test_a_wish_beyond_the_rules_makes_a_lead_for_a_person(chat: Chat) -> None:
    await noted(chat)
    await chat.hears("Noted! Anything else?")
    await chat.says("change it: 600 people")
    answer = await chat.call("note_details", guest_count=600)
    assert answer["refused"]["guest_count"]["needs_person"] is True
    await chat.hears(answer["read_back"])
    await chat.says("yes that's right")
    answer = await chat.call("create_booking_inquiry", **{**INQUIRY, "guest_count": 600})
    (lead,) = await chat.leads()
    assert (answer["needs_person"], lead.needs_person) == (True, True)
    assert (lead.reason, lead.guest_count) == ("too many", 600)


async def test_a_yes_and_then_wait_40_makes_nothing(chat: Chat) -> None:
    await read_back(chat)
    await chat.says("yes")
    await chat.says("wait, 40 people")
    answer = await chat.call("create_booking_inquiry", **INQUIRY)
    assert (answer["error"], answer["changed"]) == ("not_confirmed", ["guest_count"])
    assert await chat.leads() == []


async def test_a_full_day_is_offered_others_and_still_makes_a_lead(chat: Chat) -> None:
    full = {"day": date(2026, 6, 13), "booked": 480, "blocked": False}
    await chat.execute(days.insert().values(full))
    answer = await noted(chat)
    refused = answer["refused"]["event_date"]
    assert (refused["code"], refused["needs_person"]) == ("day_full", True)
    assert refused["alternatives"] == ["2026-06-12", "2026-06-14"]
    await chat.hears(answer["read_back"])
    await chat.says("yes")
    await chat.call("create_booking_inquiry", **INQUIRY)
    assert (await chat.leads())[0].reason == "day full"


async def test_a_day_gone_by_meanwhile_is_refused(chat: Chat) -> None:
    await read_back(chat)
    chat.scope = _at(chat, chat.scope.received_at + timedelta(days=20))
    await chat.says("yes")
    answer = await chat.call("create_booking_inquiry", **INQUIRY)
    assert answer["error"] == "refused"
    assert "event_date" in answer["refused"]


async def test_my_bookings_shows_the_proved_customer_only_their_own(chat: Chat) -> None:
    await booked(chat)
    answer = await chat.call("my_bookings")
    (event,) = answer["events"]
    assert (event["kind"], event["guests"]) == ("inquiry", 30)
    assert event["date"] == "2026-06-13 (Saturday)"
    chat.scope = structs.replace(chat.scope, customer_id=None, phone=None)
    assert (await chat.call("my_bookings"))["error"] == "not_proved"


async def test_days_nobody_touched_have_nothing_booked(chat: Chat) -> None:
    day = await chat.database.read(stored_days.on, date(2026, 6, 13))
    assert (day.booked, day.capacity, day.blocked) == (0, None, False)


async def test_a_customer_who_said_their_name_is_known_by_it(chat: Chat) -> None:
    await booked(chat)
    found = await chat.database.read(people.by_phone, PHONE)
    assert found is not None
    assert found[1] == "Maria Lopez"
