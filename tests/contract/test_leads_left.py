"""What becomes of inquiries that are left: unfinished ones are told once, staff are reminded of
untouched ones."""

from datetime import date
from typing import Any

import pytest

from bot.business.leads import make_incomplete, remind_untouched
from storage.tables import leads
from tests.unit.agents.tools.chat import INQUIRY, PHONE, Chat, booked, chatting, noted


def _made_incomplete(chat: Chat, told: list[Any]) -> Any:
    scope = chat.scope

    def work(tx: Any) -> Any:
        return make_incomplete(
            tx,
            scope.conversation_id,
            scope.lane_id,
            scope.profile,
            1,
            scope.received_at,
            lambda kind, fields: told.append((kind, fields)),
        )

    return chat.database.write(work)


async def test_left_without_a_yes_it_becomes_an_incomplete_lead_once(chat: Chat) -> None:
    await chat.says("30 people in Pasadena")
    await chat.call("note_details", guest_count=30, location="Pasadena")
    told: list[Any] = []
    assert await _made_incomplete(chat, told) is not None
    assert await _made_incomplete(chat, told) is None
    (lead,) = await chat.leads()
    assert (lead.status, lead.phone, lead.guest_count) == ("incomplete", PHONE, 30)
    ((kind, fields),) = told
    assert (kind, fields["place"]) == ("lead_incomplete", "Pasadena")


async def test_an_incomplete_lead_follows_what_is_noted_later(chat: Chat) -> None:
    await chat.says("30 people in Pasadena")
    await chat.call("note_details", guest_count=30, location="Pasadena")
    told: list[Any] = []
    await _made_incomplete(chat, told)
    await chat.says("Saturday June 13")
    await chat.call("note_details", event_date="2026-06-13")
    assert await _made_incomplete(chat, told) is None
    (lead,) = await chat.leads()
    assert (lead.status, lead.event_date) == ("incomplete", date(2026, 6, 13))
    assert [kind for kind, _ in told] == ["lead_incomplete", "lead_changed"]


async def test_a_change_left_without_a_yes_is_told_and_changes_no_lead(chat: Chat) -> None:
    await booked(chat)
    told: list[Any] = []
    assert await _made_incomplete(chat, told) is None
    assert told == []
    await chat.says("we will be 40 people after all")
    await chat.call("note_details", guest_count=40)
    waiting = (await chat.timers())[f"incomplete:{chat.scope.conversation_id}"]
    assert waiting.status == "waiting"
    await _made_incomplete(chat, told)
    ((kind, fields),) = told
    assert (kind, fields["changed"]) == ("lead_changed", "guests 30, now 40")
    assert (await chat.leads())[0].guest_count == 30


async def test_nothing_of_an_event_makes_no_incomplete_lead(chat: Chat) -> None:
    await chat.says("I am Maria Lopez")
    await chat.call("note_details", name="Maria Lopez")
    assert await _made_incomplete(chat, []) is None
    assert await chat.timers() == {}


async def test_without_a_contact_no_incomplete_lead(database_url: str) -> None:
    async with chatting(database_url, channel="web", phone=None) as chat:
        await chat.says("30 people")
        await chat.call("note_details", guest_count=30)
        assert await _made_incomplete(chat, []) is None


async def test_an_incomplete_lead_is_completed_by_the_yes(chat: Chat) -> None:
    await noted(chat)
    await _made_incomplete(chat, [])
    answer = await booked(chat)
    (lead,) = await chat.leads()
    assert (answer["status"], lead.status) == ("new", "new")
    assert [kind for kind, _ in chat.notices] == ["lead"]


async def test_staff_are_reminded_of_a_lead_nobody_touched(chat: Chat) -> None:
    await booked(chat)
    (lead,) = await chat.leads()
    told: list[Any] = []

    def remind(tx: Any) -> bool:
        return remind_untouched(
            tx,
            lead.id,
            chat.scope.profile,
            chat.scope.received_at,
            lambda kind, fields: told.append(kind),
        )

    assert await chat.database.write(remind) is True
    touched = leads.update().values(touched_at=chat.scope.received_at)
    await chat.execute(touched)
    assert await chat.database.write(remind) is False
    assert told == ["lead_untouched"]


@pytest.mark.parametrize("status", ["new", "converted", "lost"])
@pytest.mark.parametrize("tool", ["note_details", "create_booking_inquiry"])
async def test_an_allergy_told_after_the_inquiry_reaches_staff(
    chat: Chat, status: str, tool: str
) -> None:
    await booked(chat)
    await chat.execute(leads.update().values(status=status))
    await chat.says("oh, and my aunt is allergic to shellfish")
    await chat.call(tool, **({} if tool == "note_details" else INQUIRY))
    waiting = (await chat.timers())[f"incomplete:{chat.scope.conversation_id}"]
    assert waiting.status == "waiting"
    told: list[Any] = []
    await _made_incomplete(chat, told)
    ((kind, fields),) = told
    assert kind == "lead_changed"
    assert "allergic to shellfish" in fields["changed"]
