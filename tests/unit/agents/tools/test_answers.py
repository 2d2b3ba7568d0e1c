"""Menu, day, price and pages: what no tool returned is never said."""

from datetime import date
from typing import Any

import pytest

from bot.business.quotes import quote
from storage.tables import days
from tests.unit.agents.tools.chat import Chat, profile


async def test_the_menu_has_every_dish_with_its_price(chat: Chat) -> None:
    answer = await chat.call("get_menu")
    chicken = answer["dishes"][0]
    assert (chicken["name"], chicken["price"]) == ("Hibachi chicken", "$28.00")
    assert len(answer["dishes"]) == len(profile().menu.dishes)
    assert answer["child"] == {"price": "$18.00", "up_to_age": 12}


async def test_an_allergen_is_answered_as_the_menu_states_it(chat: Chat) -> None:
    answer = await chat.call("get_menu", without="shellfish")
    assert answer["known"] is True
    assert "Hibachi shrimp" in answer["do_not_fit"]
    assert "Hibachi chicken" in answer["fit_as_served"]
    assert "one grill" in answer["say"]


async def test_an_unknown_need_goes_to_a_person(chat: Chat) -> None:
    answer = await chat.call("get_menu", without="nightshades")
    assert (answer["known"], answer["needs_person"]) == (False, True)
    assert "fit_as_served" not in answer


async def _book(chat: Chat, **day: Any) -> None:
    row = {"day": date(2026, 6, 13), "booked": 0, "blocked": False, **day}
    await chat.execute(days.insert().values(row))


@pytest.mark.parametrize(
    ("day", "guests", "available", "remaining"),
    [
        ({"booked": 460}, 40, True, 40),
        ({"booked": 460}, 41, False, 40),
        ({"booked": 460}, None, True, 40),
        ({"booked": 60, "capacity": 100}, 41, False, 40),
        ({"blocked": True}, 10, False, 0),
    ],
)
async def test_a_day_is_available_while_it_has_room(
    chat: Chat, day: dict[str, Any], guests: int | None, available: bool, remaining: int
) -> None:
    await _book(chat, **day)
    await chat.says("June 13?")
    answer = await chat.call("get_availability", date="2026-06-13", guest_count=guests)
    assert (answer["available"], answer["remaining_capacity"]) == (available, remaining)
    assert answer["weekday"] == "Saturday"
    assert ("alternatives" in answer) is not available


async def test_a_closed_day_has_no_room(chat: Chat) -> None:
    await chat.says("do you have monday june 15?")
    answer = await chat.call("get_availability", date="2026-06-15")
    assert (answer["available"], answer["remaining_capacity"]) == (False, 0)
    assert answer["code"] == "closed_day"


async def test_a_day_the_customer_did_not_name_is_not_looked_up(chat: Chat) -> None:
    await chat.says("do you have June 13?")
    answer = await chat.call("get_availability", date="2026-06-20")
    assert answer["error"] == "disagrees"
    assert "available" not in answer


async def test_either_of_two_days_may_be_looked_up(chat: Chat) -> None:
    await chat.says("is the 13th or the 20th of june free?")
    assert (await chat.call("get_availability", date="2026-06-13"))["available"] is True
    assert (await chat.call("get_availability", date="2026-06-20"))["available"] is True


async def test_a_quote_is_the_profiles_to_the_cent(chat: Chat) -> None:
    answer = await chat.call(
        "get_quote", adults=20, children=5, proteins={"chicken": 20}, location="Irvine"
    )
    bill = quote(profile(), 20, 5, proteins={"chicken": 20}, place="Irvine").low
    assert answer["exact"] is True
    assert answer["total"] == f"${bill.total_cents / 100:,.2f}"
    assert answer["travel"] == "$75.00"
    assert answer["total"] in answer["say"]


async def test_an_open_choice_makes_a_range(chat: Chat) -> None:
    answer = await chat.call("get_quote", guest_count=30, children=8)
    assert answer["exact"] is False
    assert answer["guests"] == 30
    assert answer["lowest"]["total"] != answer["highest"]["total"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "missing"),
        ({"children": 5}, "missing"),
        ({"guest_count": 5, "children": 8}, "refused"),
        ({"adults": 10, "proteins": {"unicorn": 1}}, "refused"),
    ],
)
async def test_a_party_that_makes_no_sense_has_no_price(
    chat: Chat, arguments: dict[str, Any], error: str
) -> None:
    assert (await chat.call("get_quote", **arguments))["error"] == error


async def test_the_pages_answer_or_a_person_does(chat: Chat) -> None:
    answer = await chat.call("search_knowledge", question="do you need a deposit?")
    assert answer["passages"][0]["title"] == "Do I have to pay a deposit?"
    assert "50%" in answer["passages"][0]["text"]
    answer = await chat.call("search_knowledge", question="who won the game last night")
    assert answer["passages"] == []
    assert answer["say"]
