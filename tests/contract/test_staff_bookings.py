"""Bookings as staff make, change and cancel them, with the places of their days."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage import days
from tests.house import ANN
from tests.staffer import DAY, Staffer, at_work

EVENT = {"date": "2027-06-12", "time": "6 pm", "guests": 30, "place": "Pasadena"}
BEN = {"name": "Ben Ruiz", "phone": "(213) 555-0142"}


@pytest.fixture
async def sam(database_url: str) -> AsyncIterator[Staffer]:
    async with at_work(database_url) as staffer:
        yield staffer


async def booked(sam: Staffer, after: int = 0) -> int:
    day = await sam.database.read(days.on, DAY + timedelta(days=after))
    return day.booked


async def test_a_lead_becomes_a_booking_and_is_confirmed(sam: Staffer) -> None:
    lead = await sam.has_lead("Ann Lee", ANN)
    proposal, card = await sam.proposes("convert_lead", lead="ann")
    assert card["title"] == "Book Ann Lee for Saturday, June 12"
    assert card["When"] == "Saturday, June 12 at 6 pm"
    assert card["Room that day"] == "0 of 500 booked, 470 left after this"
    assert card["Customer"] == f"not known yet; nobody proved {ANN}"
    assert "until the dishes are known" in card["Total"]
    assert await booked(sam) == 0
    assert "is booked for Saturday, June 12 at 6 pm" in await sam.approves(proposal)
    assert await booked(sam) == 30
    told = await sam.call("get_lead", lead=lead)
    assert (told["status"], len(told["bookings"])) == ("won", 1)
    [booking] = told["bookings"]
    _, card = await sam.proposes("confirm_booking", booking="ann lee", deposit="100")
    assert card["Deposit due"] == booking["deposit_due"]
    assert card["Look out"].startswith("less than is due: ")
    due = booking["deposit_due"]
    assert "is confirmed with" in await sam.does("confirm_booking", booking="ann", deposit=due)
    told = await sam.call("get_booking", booking=booking["id"])
    assert (told["status"], told["deposit_paid"], told["lead"]) == ("confirmed", due, lead)
    assert "deposit_still_due" not in told
    why = await sam.refused("confirm_booking", booking="ann", deposit=due, paid_on="today")
    assert why == f"{due} of that day is written down already"
    assert await sam.refused("convert_lead", lead=lead) == (
        "this inquiry is booked already: look at get_lead"
    )
    audit = "SELECT action FROM audit ORDER BY id"
    assert await sam.house.rows(audit) == ["convert_lead", "confirm_booking"]


async def test_dishes_make_the_price_exact_and_never_the_model(sam: Staffer) -> None:
    dishes = {"chicken": 20, "steak": 10}
    quote = await sam.call("get_quote", guest_count=30, proteins=dishes, location="Pasadena")
    _, card = await sam.proposes("create_booking", **EVENT, **BEN, dishes=dishes)
    assert (card["Total"], card["Deposit"]) == (quote["total"], quote["deposit"])
    assert card["Dishes"] == "20 Hibachi chicken, 10 Hibachi steak"


async def test_a_person_may_overrule_hours_and_notice_never_capacity(sam: Staffer) -> None:
    odd = {**EVENT, **BEN, "date": "2027-06-07", "guests": 5, "place": "Chicago"}
    _, card = await sam.proposes("create_booking", **odd)
    for doubt in (
        "closed on Mondays",
        "fewer than the usual 10 guests",
        "Chicago is not clear as a place",
    ):
        assert doubt in card["Look out"]
    soon = {**EVENT, **BEN, "date": "tomorrow"}
    _, card = await sam.proposes("create_booking", **soon)
    assert "hours' notice" in card["Look out"]
    why = await sam.refused("create_booking", **{**EVENT, **BEN, "guests": 501})
    assert "500 of 500 places left for 501 guests: raise that day's capacity first" in why
    await sam.does("set_day_capacity", day="june 12", guests=600)
    _, card = await sam.proposes("create_booking", **{**EVENT, **BEN, "guests": 501})
    assert "more than the usual 500 guests" in card["Look out"]
    await sam.does("block_dates", first="june 12", reason="a fair")
    assert "is blocked (a fair)" in await sam.refused("create_booking", **EVENT, **BEN)
    assert "is over" in await sam.refused(
        "create_booking", **{**EVENT, **BEN, "date": "2027-05-01"}
    )


async def test_a_booking_moves_with_its_places(sam: Staffer) -> None:
    await sam.does("create_booking", **EVENT, **BEN)
    proposal, card = await sam.proposes("change_booking", booking="ben", date="june 13", guests=40)
    assert (card["When"], card["Guests"]) == ("Sunday, June 13 at 6 pm", "40")
    assert "Place" not in card
    await sam.approves(proposal)
    assert (await booked(sam), await booked(sam, 1)) == (0, 40)
    await sam.does("change_booking", booking="ben", guests=25)
    assert await booked(sam, 1) == 25
    await sam.does("block_dates", first="june 13")
    await sam.does("change_booking", booking="ben", guests=35)  # it stood there before
    assert await booked(sam, 1) == 35
    why = await sam.refused("change_booking", booking="ben", guests=35)
    assert why == "nothing of that differs from the booking: say what to change"
    proposal, card = await sam.proposes("cancel_booking", booking="ben", reason="they moved away")
    assert card["Places given back"] == "35"
    again, _ = await sam.proposes("cancel_booking", booking="ben", reason="twice")
    assert "35 places are free again" in await sam.approves(proposal)
    assert "Not done: this booking is cancelled already" in await sam.approves(again)
    assert await booked(sam, 1) == 0


async def test_two_who_race_for_the_last_places_get_them_once(sam: Staffer) -> None:
    await sam.does("set_day_capacity", day="june 12", guests=50)
    one, _ = await sam.proposes("create_booking", **EVENT, name="Ann", phone=ANN)
    other, _ = await sam.proposes("create_booking", **EVENT, **BEN)
    moved = {**EVENT, **BEN, "date": "june 13"}
    await sam.does("create_booking", **moved)
    third, _ = await sam.proposes("change_booking", booking="ben", date="june 12")
    ends = await asyncio.gather(*(sam.approves(each) for each in (one, other, third)))
    assert len([end for end in ends if not end.startswith("Not done")]) == 1
    assert await booked(sam) == 30
    assert await booked(sam, 1) in (0, 30)
    standing = "SELECT sum(guest_count) FROM bookings WHERE status <> 'cancelled'"
    assert await sam.house.rows(standing) == [await booked(sam) + await booked(sam, 1)]


async def test_what_is_wrong_is_said_and_does_nothing(sam: Staffer) -> None:
    for wrong, why in (
        ({"phone": "12"}, '"12" is no phone number'),
        ({"phone": None}, "name the customer, or give a name and a phone number"),
        ({"email": "nobody"}, "is no e-mail address"),
        ({"time": "late"}, '"late" is no time'),
        ({"date": "next saturday"}, "ask which"),
        ({"children": 40}, "40 children among 30 guests"),
        ({"dishes": {"pizza": 3}}, '"pizza" is not served'),
        ({"dishes": {"steak": 31}}, "30 at most"),
    ):
        assert why in await sam.refused("create_booking", **{**EVENT, **BEN, **wrong})
    lead = await sam.has_lead("Zoe", None, event_date=None)
    assert "no date is known: ask for it" in await sam.refused("convert_lead", lead=lead, phone=ANN)
    assert await sam.house.rows("SELECT count(*) FROM bookings") == [0]


async def test_a_visitors_number_selects_nobody_but_a_persons_word_does(sam: Staffer) -> None:
    ann = await sam.customer("Ann Lee", ANN)
    lead = await sam.has_lead("Somebody", ANN)
    _, card = await sam.proposes("convert_lead", lead=lead)
    assert card["Customer"].startswith(f"not known yet; {ANN} is Ann Lee’s by proof")
    await sam.does("convert_lead", lead=lead)
    await sam.does("create_booking", **EVENT, name="Ann Lee", phone=ANN)
    owners = await sam.house.rows("SELECT customer_id FROM bookings ORDER BY id")
    assert owners == [None, ann]


async def test_a_week_shows_what_is_booked_blocked_and_closed(sam: Staffer) -> None:
    await sam.does("create_booking", **EVENT, **BEN)
    await sam.does("block_dates", first="2027-06-11", reason="a fair")
    week = await sam.call("calendar", week_of="june 12")
    assert (week["first"], week["booked"], len(week["days"])) == ("2027-06-07", 30, 7)
    monday, friday, saturday = week["days"][0], week["days"][4], week["days"][5]
    assert monday["closed"] == "closed on Mondays"
    assert (friday["blocked"], friday["blocked_reason"], friday["left"]) == (True, "a fair", 0)
    assert (saturday["left"], saturday["bookings"][0]["name"]) == (470, "Ben Ruiz")
    assert await sam.call("get_capacity", day="june 12") == saturday
    listed = await sam.call("list_bookings")
    assert (listed["found"], listed["guests"]) == (1, 30)
    free = await sam.call("get_availability", date="2027-06-12", guest_count=471)
    assert (free["available"], free["remaining_capacity"]) == (False, 470)


async def test_a_day_begins_with_what_matters(sam: Staffer) -> None:
    await sam.does("create_booking", **{**EVENT, **BEN, "date": "june 5"})
    await sam.proposes("create_booking", **EVENT, **BEN)
    await sam.has_lead("Ann Lee", ANN)
    await sam.call("add_todo", text="Order propane", due="at 5pm")
    told = await sam.call("briefing")
    assert (told["day"], told["bookings_today"]) == ("Tuesday, June 1", [])
    assert (told["bookings_this_week"], told["guests_this_week"]) == (1, 30)
    assert [one["name"] for one in told["deposits_awaited"]] == ["Ben Ruiz"]
    assert [one["name"] for one in told["leads"]] == ["Ann Lee"]
    assert [one["text"] for one in told["todos_due"]] == ["Order propane"]
    assert told["proposals_open"] == ["Book Ben Ruiz for Saturday, June 12"]
    june = await sam.call("list_bookings", first="june")
    assert (june["first"], june["last"], june["found"]) == ("2027-06-01", "2027-06-30", 1)
    assert (await sam.call("list_bookings", first="next week"))["found"] == 0
