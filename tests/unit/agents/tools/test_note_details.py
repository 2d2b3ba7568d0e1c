"""note_details: the customer's words rule, whatever the model passes."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec import structs

from storage import details
from storage.tables import days
from tests.unit.agents.tools.chat import Chat


async def noted(chat: Chat) -> dict[str, Any]:
    dialogue = await chat.database.read(details.dialogue, chat.scope.conversation_id)
    return dialogue.details


async def test_a_value_is_kept_with_its_version_and_its_message(chat: Chat) -> None:
    await chat.says("we are 30 people")
    answer = await chat.call("note_details", guest_count=30)
    assert answer["noted"] == {"guest_count": 30}
    message_id = chat.messages[-1].id
    slot = {"value": 30, "version": 1, "message_id": message_id}
    assert (await noted(chat))["guest_count"] == slot
    await chat.call("note_details", guest_count=30)
    assert (await noted(chat))["guest_count"] == slot


async def test_a_change_raises_the_version_of_its_slot_alone(chat: Chat) -> None:
    await chat.says("30 people in Pasadena")
    await chat.call("note_details", guest_count=30, location="Pasadena")
    await chat.says("sorry, 40 people")
    await chat.call("note_details", guest_count=40)
    state = await noted(chat)
    assert (state["guest_count"]["value"], state["guest_count"]["version"]) == (40, 2)
    assert state["location"]["version"] == 1


async def test_what_is_refused_does_not_keep_the_rest_from_being_noted(chat: Chat) -> None:
    await chat.says("30 people, it was last saturday, in Pasadena")
    answer = await chat.call(
        "note_details", guest_count=30, event_date="last saturday", location="Pasadena"
    )
    assert set(answer["noted"]) == {"guest_count", "location"}
    refused = answer["refused"]["event_date"]
    assert refused["code"] == "past"
    assert refused["message"]
    assert "event_date" not in await noted(chat)


@pytest.mark.parametrize(
    ("words", "argument", "day"),
    [
        ("Saturday June 13", "2026-06-13", "2026-06-13"),
        ("Saturday June 13", "saturday june 13", "2026-06-13"),
        ("two weeks from saturday", "two weeks from saturday", "2026-06-20"),
        ("we thought of june 13, or of june 20", "2026-06-20", "2026-06-20"),
        ("tomorrow week? no, on june 20", "2026-06-20", "2026-06-20"),
    ],
)
async def test_a_date_is_what_the_customer_said(
    chat: Chat, words: str, argument: str, day: str
) -> None:
    await chat.says(words)
    answer = await chat.call("note_details", event_date=argument)
    assert answer["noted"]["event_date"] == day


@pytest.mark.parametrize(
    ("words", "argument", "code", "alternatives"),
    [
        ("on June 13", "2026-06-20", "disagrees", ["2026-06-13", "2026-06-20"]),
        ("on June 13", "2027-06-13", "disagrees", ["2026-06-13", "2027-06-13"]),
        ("next friday", "2026-06-12", "ambiguous", ["2026-06-05", "2026-06-12"]),
        ("next friday", "next friday", "ambiguous", ["2026-06-05", "2026-06-12"]),
        ("the 13th or the 20th of june", "2026-06-20", "ambiguous", ["2026-06-13", "2026-06-20"]),
        ("some day soon", "2026-06-13", "not_said", None),
        ("some day soon", "some day soon", "not_understood", None),
    ],
)
async def test_a_date_that_was_not_said_just_so_is_asked_back(
    chat: Chat, words: str, argument: str, code: str, alternatives: list[str] | None
) -> None:
    await chat.says(words)
    answer = await chat.call("note_details", event_date=argument)
    refused = answer["refused"]["event_date"]
    assert (refused["code"], refused.get("alternatives")) == (code, alternatives)
    assert answer["noted"] == {}


async def test_a_question_back_settles_which_date(chat: Chat) -> None:
    await chat.says("next friday")
    answer = await chat.call("note_details", event_date="next friday")
    await chat.hears(answer["refused"]["event_date"]["message"])
    await chat.says("the later one please")
    answer = await chat.call("note_details", event_date="2026-06-12")
    assert answer["noted"]["event_date"] == "2026-06-12"


@pytest.mark.parametrize("argument", ["tuesday", "2026-06-16"])
async def test_a_weekday_means_the_one_that_was_offered(chat: Chat, argument: str) -> None:
    await chat.says("Monday June 15")
    answer = await chat.call("note_details", event_date="2026-06-15")
    refused = answer["refused"]["event_date"]
    assert (refused["code"], refused["needs_person"]) == ("closed_day", True)
    assert refused["alternatives"][:2] == ["2026-06-14", "2026-06-16"]
    await chat.hears(refused["message"])
    await chat.says("tuesday works")
    answer = await chat.call("note_details", event_date=argument)
    assert answer["noted"]["event_date"] == "2026-06-16"


async def test_an_open_date_that_was_never_settled_stays_open(chat: Chat) -> None:
    await chat.says("do you have time next friday?")
    await chat.hears("What a nice idea! How many guests?")
    await chat.says("a dozen people")
    answer = await chat.call("note_details", event_date="2026-06-12", guest_count=12)
    assert answer["refused"]["event_date"]["code"] == "ambiguous"
    assert answer["noted"] == {"guest_count": 12}


async def test_relative_dates_count_from_when_they_were_written(chat: Chat) -> None:
    await chat.says("this saturday")
    later = chat.scope.received_at + timedelta(days=8)
    chat.scope = structs.replace(chat.scope, received_at=later)
    answer = await chat.call("note_details", event_date="2026-06-06")
    assert answer["refused"]["event_date"]["code"] == "past"


@pytest.mark.parametrize(
    ("words", "arguments", "expected"),
    [
        ("30 people", {"guest_count": 30}, (30, None, None)),
        ("30 adults and 8 kids", {"guest_count": 38}, (38, 30, 8)),
        ("30 adults and 8 kids", {"adults": 30, "children": 8}, (38, 30, 8)),
        ("30 people, 8 of them kids", {"adults": 22, "children": 8}, (30, 22, 8)),
        ("20-25 ppl", {"guest_count": 22}, (25, None, None)),
        ("two dozen people", {"guest_count": 24}, (24, None, None)),
        ("40 adults, no kids", {"adults": 40, "children": 0}, (40, 40, 0)),
    ],
)
async def test_the_party_is_what_the_customer_said(
    chat: Chat, words: str, arguments: dict[str, int], expected: tuple[int | None, ...]
) -> None:
    await chat.says(words)
    answer = await chat.call("note_details", **arguments)
    slots = ("guest_count", "adults", "children")
    assert tuple(answer["noted"].get(slot) for slot in slots) == expected


@pytest.mark.parametrize(
    ("words", "arguments", "code"),
    [
        ("30 people", {"guest_count": 40}, "disagrees"),
        ("30 adults and 8 kids", {"guest_count": 30}, "disagrees"),
        ("30 adults and 8 kids", {"adults": 30, "children": 9}, "disagrees"),
        ("a big party", {"guest_count": 50}, "not_said"),
    ],
)
async def test_another_number_than_the_customer_said_is_refused(
    chat: Chat, words: str, arguments: dict[str, int], code: str
) -> None:
    await chat.says(words)
    answer = await chat.call("note_details", **arguments)
    assert answer["refused"]["guest_count"]["code"] == code
    assert await noted(chat) == {}


async def test_a_bare_number_answers_the_question_for_guests(chat: Chat) -> None:
    await chat.hears("How many guests do you expect?")
    await chat.says("35")
    answer = await chat.call("note_details", guest_count=35)
    assert answer["noted"] == {"guest_count": 35}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("8 of them are kids", (30, 22, 8)),
        ("plus 8 kids", (38, 30, 8)),
    ],
)
async def test_children_are_counted_in_or_on_top_as_said(
    chat: Chat, words: str, expected: tuple[int, int, int]
) -> None:
    await chat.says("30 people")
    await chat.call("note_details", guest_count=30)
    await chat.hears("Any children?")
    await chat.says(words)
    answer = await chat.call("note_details", children=8)
    slots = ("guest_count", "adults", "children")
    assert tuple(answer["noted"][slot] for slot in slots) == expected


async def test_children_said_neither_way_are_asked_back(chat: Chat) -> None:
    await chat.says("30 people")
    await chat.call("note_details", guest_count=30)
    await chat.hears("Any children?")
    await chat.says("8 kids")
    answer = await chat.call("note_details", children=8)
    refused = answer["refused"]["children"]
    assert (refused["code"], refused["alternatives"]) == ("ambiguous", ["30", "38"])


async def test_a_new_total_takes_back_who_was_told_apart(chat: Chat) -> None:
    await chat.says("30 adults and 8 kids")
    await chat.call("note_details", guest_count=38)
    await chat.says("make it 50 people")
    await chat.call("note_details", guest_count=50)
    state = details.values(await noted(chat))
    assert state == {"guest_count": 50}


@pytest.mark.parametrize(
    ("words", "arguments", "slot", "code"),
    [
        ("hello", {"name": "Maria Lopez"}, "name", "not_said"),
        ("I am Maria", {"name": "Maria Lopez"}, "name", "not_said"),
        ("I am 4711", {"name": "4711"}, "name", "not_a_name"),
        ("hello", {"phone": "213-555-0188"}, "phone", "not_said"),
        ("3/10/1984", {"phone": "3/10/1984"}, "phone", "not_a_phone"),
        ("555-0188", {"phone": "555-0188"}, "phone", "not_a_phone"),
        ("hello", {"email": "maria@example.com"}, "email", "not_said"),
        ("maria at home", {"email": "maria at home"}, "email", "not_an_email"),
        ("in the evening", {"event_time": "evening"}, "event_time", "not_understood"),
        ("at 6pm", {"event_time": "7pm"}, "event_time", "disagrees"),
        ("soon", {"event_time": "7pm"}, "event_time", "not_said"),
    ],
)
async def test_nobody_is_named_and_nothing_is_said_that_was_not(
    web: Chat, words: str, arguments: dict[str, str], slot: str, code: str
) -> None:
    await web.says(words)
    answer = await web.call("note_details", **arguments)
    assert answer["refused"][slot]["code"] == code
    assert await noted(web) == {}


@pytest.mark.parametrize(
    ("words", "arguments", "value"),
    [
        ("this is maria lopez", {"name": "Maria Lopez"}, "Maria Lopez"),
        ("call me at (213) 555-0188", {"phone": "213.555.0188"}, "+12135550188"),
        ("Maria@Example.com", {"email": "maria@example.com"}, "maria@example.com"),
        ("around 6", {"event_time": "6"}, "18:00"),
        ("at 18:30", {"event_time": "6:30 pm"}, "18:30"),
        ("it's a birthday", {"occasion": "birthday"}, "birthday"),
    ],
)
async def test_what_was_said_is_noted_in_one_form(
    web: Chat, words: str, arguments: dict[str, str], value: str
) -> None:
    await web.says(words)
    answer = await web.call("note_details", **arguments)
    assert list(answer["noted"].values()) == [value]


async def test_a_place_that_is_two_places_is_asked_back(chat: Chat) -> None:
    await chat.says("in Pasadena or Irvine")
    answer = await chat.call("note_details", location="Pasadena or Irvine")
    refused = answer["refused"]["location"]
    assert (refused["code"], refused["alternatives"]) == ("unknown_place", ["Pasadena", "Irvine"])
    assert "noted" not in refused


async def test_more_guests_than_a_day_has_left_is_told_at_once(chat: Chat) -> None:
    full = {"day": date(2026, 6, 13), "booked": 470, "blocked": False}
    await chat.execute(days.insert().values(full))
    await chat.says("June 13")
    answer = await chat.call("note_details", event_date="2026-06-13")
    assert "refused" not in answer
    await chat.says("40 people")
    answer = await chat.call("note_details", guest_count=40)
    assert answer["refused"]["event_date"]["code"] == "day_full"
    assert "30 more guests" in answer["refused"]["event_date"]["message"]


async def test_an_allergy_named_before_is_not_lost(chat: Chat) -> None:
    await chat.says("my son has a peanut allergy")
    await chat.call("note_details", dietary="peanut allergy (son)")
    await chat.says("and 2 vegetarians")
    answer = await chat.call("note_details", dietary="2 vegetarians")
    assert answer["noted"]["dietary"] == "peanut allergy (son); 2 vegetarians"
    await chat.says("make that 3 vegetarians, and the peanut allergy of course")
    answer = await chat.call("note_details", dietary="3 vegetarians, peanut allergy")
    assert answer["noted"]["dietary"] == "3 vegetarians, peanut allergy"


async def test_what_is_missing_is_told_in_the_order_to_ask(web: Chat) -> None:
    await web.says("30 people")
    answer = await web.call("note_details", guest_count=30)
    assert answer["missing"] == ["event_date", "location", "name", "phone"]
    assert "read_back" not in answer


@pytest.mark.parametrize("arguments", [{"guest_count": 33, "children": 3}, {"children": 3}])
async def test_children_added_come_on_top_once(chat: Chat, arguments: dict[str, int]) -> None:
    await chat.says("30 people")
    await chat.call("note_details", guest_count=30)
    await chat.says("we want to add 3 kids")
    for _ in range(2):  # a model may note it twice
        answer = await chat.call("note_details", **arguments)
        assert answer["noted"] | {"guest_count": 33, "children": 3} == answer["noted"]


async def test_a_sum_of_children_that_does_not_fit_is_asked_back(chat: Chat) -> None:
    await chat.says("20 adults and 10 kids")
    await chat.call("note_details", adults=20, children=10)
    await chat.hears("Noted.")
    await chat.says("add 2 more kids")
    answer = await chat.call("note_details", children=2)
    assert answer["refused"]["guest_count"]["code"] == "disagrees"
    answer = await chat.call("note_details", guest_count=32)
    assert (answer["noted"]["guest_count"], answer["noted"]["children"]) == (32, 12)
