"""What a model may note: what the customer said, or agreed to where a reply named it."""

from typing import Any

import pytest

from storage import details
from tests.unit.agents.tools.chat import Chat


async def values(chat: Chat) -> dict[str, Any]:
    dialogue = await chat.database.read(details.dialogue, chat.scope.conversation_id)
    return details.values(dialogue.details)


TWO_THINGS = "no onions please, my aunt has a shellfish allergy. we don't need chairs"


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("in passadena", {"location": "Pasadena"}),
        ("it's in LA", {"location": "Los Angeles"}),
        ("12 Oak Street, Burbank", {"location": "12 Oak St, Burbank, CA"}),
        ("my daughter turns 8", {"occasion": "birthday"}),
        ("can we have twenty chicken and the tables outside?", {"message": "20 chicken, outside"}),
        ("nobody has allergies", {"dietary": "nobody has allergies"}),
        ("no nuts, dairy or eggs, we have allergies", {"dietary": "no dairy, egg allergy"}),
        ("my aunt is allergic to shrimp", {"dietary": "no shrimp, aunt is allergic"}),
        ("we don't need chairs, and no onions", {"message": "no chairs, no onions"}),
        ("she can't have shrimp", {"dietary": "shellfish allergy"}),
        ("call (310) 555-7788", {"phone": "310-555-7788"}),
        ("call 310 555 7788 after 6", {"phone": "+13105557788"}),
    ],
)
async def test_what_was_said_is_taken(chat: Chat, words: str, arguments: dict[str, str]) -> None:
    await chat.says(words)
    answer = await chat.call("note_details", **arguments)
    assert "refused" not in answer
    assert answer["noted"].keys() >= arguments.keys()


@pytest.mark.parametrize(
    ("words", "slot", "value"),
    [
        ("in Pasadena", "location", "Irvine"),
        ("in Pasadena", "location", "12 Oak Street, Pasadena"),
        ("91101", "location", "Irvine 91101"),
        ("hello", "occasion", "wedding"),
        ("30 people", "message", "40 people"),
        ("bring chairs", "message", "Mallory sends her regards"),
        ("bring chairs", "message", "do not bring chairs"),
        ("she is allergic to nuts", "dietary", "no allergies"),
        ("she is allergic to nuts", "dietary", "nut allergy outgrown"),
        ("hello", "dietary", "none"),
        (TWO_THINGS, "dietary", "no shellfish allergy"),
        (TWO_THINGS, "dietary", "aunt has no allergy"),
        (TWO_THINGS, "message", "no shellfish allergy"),
        (TWO_THINGS, "message", "we need chairs"),
        ("she is allergic to nuts", "dietary", "nut allergy, and it moves to Irvine"),
        ("she is allergic to nuts on June 13", "dietary", "nut allergy on June 13"),
        ("we are Ana and Bo, shall we say June 13?", "name", "Ana June 13"),
        ("is Irvine ok?", "location", "Irvine?"),
        ("on 6/13/2026, 600 people", "phone", "613-202-6600"),
        ("call 555-7788", "phone", "310-555-7788"),
        ("mail mariana@x.com", "email", "ana@x.com"),
    ],
)
async def test_what_nobody_said_is_refused(chat: Chat, words: str, slot: str, value: str) -> None:
    await chat.says(words)
    answer = await chat.call("note_details", **{slot: value})
    assert answer["refused"][slot]["code"] == "not_said"
    assert (await values(chat)).get(slot) != value


OFFERS = "How about June 20 at 5 pm, for 45 people?"
OFFERED = {"event_date": "2026-06-20", "event_time": "5pm", "guest_count": 45}


@pytest.mark.parametrize("answer", ["yes", "sounds good", "that works", "the first one"])
async def test_what_a_reply_named_and_the_customer_took_up_is_theirs(
    chat: Chat, answer: str
) -> None:
    await chat.hears(OFFERS)
    await chat.says(answer)
    assert "refused" not in await chat.call("note_details", **OFFERED)


@pytest.mark.parametrize("answer", ["what's on the menu?", "no", "hm", "is that the total?"])
async def test_what_only_a_reply_named_is_nobodys_word(chat: Chat, answer: str) -> None:
    await chat.hears(OFFERS)
    await chat.says(answer)
    assert (await chat.call("note_details", **OFFERED))["refused"].keys() == OFFERED.keys()
    assert await values(chat) == {}


async def test_the_range_that_we_serve_is_no_party(chat: Chat) -> None:
    await chat.hears("We serve 10 to 500 guests, ok?")
    await chat.says("ok")
    answer = await chat.call("note_details", guest_count=500)
    assert answer["refused"]["guest_count"]["code"] == "not_said"


async def test_how_many_are_children_is_not_made_up(chat: Chat) -> None:
    await chat.says("30 people")
    answer = await chat.call("note_details", adults=10, children=20)
    assert answer["noted"] == {"guest_count": 30}


async def test_an_allergy_is_noted_whatever_else_is(chat: Chat) -> None:
    await chat.says("30 people, and my aunt is allergic to shellfish")
    answer = await chat.call("note_details", guest_count=30)
    assert "shellfish" in answer["noted"]["dietary"]
    await chat.says("oh and I'm allergic to lupin")
    answer = await chat.call("create_booking_inquiry", name="x", phone="y", guest_count=30)
    assert answer["error"] == "missing"
    assert "lupin" in (await values(chat))["dietary"]
