"""Inquiries, notes and to-dos as staff work through them."""

from collections.abc import AsyncIterator

import pytest

from bot.business.leads import UNTOUCHED_AFTER
from tests.house import ANN, BEN
from tests.staffer import KIM, SAM, Staffer, at_work


@pytest.fixture
async def sam(database_url: str) -> AsyncIterator[Staffer]:
    async with at_work(database_url) as staffer:
        yield staffer


async def names(sam: Staffer, **arguments: str) -> list[str]:
    answer = await sam.call("list_leads", **arguments)
    return [lead["name"] for lead in answer["leads"]]


async def test_leads_are_listed_given_out_and_closed(sam: Staffer) -> None:
    ann = await sam.has_lead("Ann", ANN)
    sam.house.clock.move(hours=2)
    await sam.has_lead("Ben", BEN, needs_person=True, reason="too many")
    await sam.has_lead("Cy", None)
    assert await names(sam) == ["Ben", "Cy", "Ann"]
    [first] = (await sam.call("list_leads", since="2027-06-01"))["leads"][-1:]
    assert (first["id"], first["age"], first["untouched"]) == (ann, "2 hours", True)
    await sam.asks("i'll take ann's lead", "assign_lead", lead="ann", colleague="me")
    given = await sam.asks("give ben to ki", "assign_lead", lead="ben", colleague="ki")
    assert given["lead"]["assigned_to"] == "Kim"
    assert await names(sam, assigned_to="me") == ["Ann"]
    assert await names(sam, assigned_to="Kim") == ["Ben"]
    assert await names(sam, assigned_to="nobody") == ["Cy"]
    why = await sam.refused("assign_lead", lead="ann", colleague="Bob")
    assert why == 'no colleague called "Bob" was ever here; there are: Kim, Sam'
    await sam.asks("sent ann a quote", "set_lead_status", lead="ann", status="quoted")
    assert await names(sam, status="quoted") == ["Ann"]
    losing, card = await sam.proposes("lose_lead", lead="ben", reason="found another caterer")
    assert (card["title"], card["Status"]) == ("Close the inquiry of Ben as lost", "lost")
    assert await names(sam, status="lost") == []
    assert await sam.approves(losing) == "The inquiry of Ben is lost: found another caterer"
    assert await names(sam, status="lost") == ["Ben"]
    assert (await sam.call("get_lead", lead="ben"))["lost_reason"] == "found another caterer"
    assert await names(sam) == ["Cy", "Ann"]
    assert (await sam.call("set_lead_status", lead="ann", status="lost"))["error"] == "invalid"
    rows = await sam.house.rows("SELECT actor FROM audit ORDER BY id")
    assert rows == [SAM.id] * 3 + [KIM.id]


async def test_what_somebody_touched_is_not_reminded_of(sam: Staffer) -> None:
    house = sam.house
    for name in ("Ann", "Ben"):
        await sam.has_lead(name, ANN)
    await sam.asks("I called Ann", "set_lead_status", lead="Ann", status="contacted")
    house.clock.move(seconds=UNTOUCHED_AFTER.total_seconds() + 60)
    await house.schedule.tick()
    await house.quiet()
    [reminder] = [told.body for told in house.staff.sent if "touched" in told.body]
    assert "Name: Ben" in reminder


async def test_several_of_a_name_are_asked_about(sam: Staffer) -> None:
    one = await sam.has_lead("Ann Lee", ANN)
    await sam.has_lead("Ann Wu", BEN)
    why = await sam.refused("get_lead", lead="ann")
    assert why.startswith('several inquiries fit "ann": ')
    assert f"Ann Lee (id {one}, new, Saturday, June 12, 0 minutes old)" in why
    assert (await sam.call("get_lead", lead="ann lee"))["id"] == one
    assert "there is no inquiry of" in await sam.refused("get_lead", lead="zoe")


async def test_a_to_do_reminds_its_person_once_and_not_when_it_is_done(sam: Staffer) -> None:
    house = sam.house
    answer = await sam.call("add_todo", text="Order propane", due="in 2 hours", assigned_to="Kim")
    assert answer["done"] == "To-do for Kim, due today 2 pm: Order propane."
    await sam.call("add_todo", text="Call the rental", due="tomorrow at 9am")
    await sam.call("add_todo", text="Sweep the van", assigned_to="everybody")
    mine = await sam.call("list_todos")
    assert [one["text"] for one in mine["todos"]] == ["Call the rental", "Sweep the van"]
    assert (await sam.call("list_todos", whose="all"))["todos"][0]["text"] == "Order propane"
    assert "is over" in await sam.refused("add_todo", text="x", due="2027-05-01T09:00")
    assert "ask which" in await sam.refused("add_todo", text="x", due="next friday at 3")
    assert (await sam.call("finish_todo", todo="rental"))["done"] == "Done: Call the rental."
    assert "no open to-do" in await sam.refused("finish_todo", todo="rental")
    house.clock.move(days=2)
    for _ in range(2):
        await house.schedule.tick()
        await house.quiet()
    given = [told.body for told in house.staff.sent if told.body.startswith("A to-do for you")]
    assert given == ["A to-do for you\nMessage: Order propane\nDue: today 2 pm\nFor: Kim"]
    reminders = [told.body for told in house.staff.sent if told.body.startswith("Reminder")]
    assert reminders == ["Reminder\nMessage: Order propane\nDue: Tuesday, June 1, 2 pm\nFor: Kim"]
    sam.who = KIM
    assert (await sam.call("list_todos"))["todos"][0]["overdue"] is True
    assert (await sam.call("list_todos", whose="all", done=True))["found"] == 1


async def test_colleagues_are_listed(sam: Staffer) -> None:
    told = (await sam.call("list_colleagues"))["colleagues"]
    assert [(one["name"], one["me"]) for one in told] == [("Kim", False), ("Sam", True)]
