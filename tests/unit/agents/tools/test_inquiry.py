"""create_booking_inquiry: which answers are a yes, and which arguments are the noted ones."""

from typing import Any

import pytest

from tests.unit.agents.tools.chat import INQUIRY, Chat, noted, read_back

LIKED = (
    "Liked “Let me make sure I have it right: Saturday, June 13, 2026 at 6 pm, 30 guests, in "
    "Pasadena, for Maria Lopez”"
)


@pytest.mark.parametrize(
    "words",
    [
        "yes",
        "Yes please!",
        "yep thats right",
        "looks good, go ahead",
        "perfect",
        "yes, 30 people",
        "yes saturday june 13 works",
        "yes, Pasadena",
        "yes. do you bring the grill?",
        "yes saturday at 6 works",
        "yes, under Lopez",
        "yes, 12 Oak Street Pasadena",
        "yes, see you on the 13th!",
        "yes, can we pay with 2 cards?",
        "yes, gate code 4411",
        "👍🏽",
        "yes, can't wait!",
        "Yes, send it",
        LIKED,
        f"Reacted 👍 to {LIKED.removeprefix('Liked ')}",
        f"\u200b👍\u200b to {LIKED.removeprefix('Liked ')}",
    ],
)
async def test_a_yes_is_heard(chat: Chat, words: str) -> None:
    await read_back(chat)
    await chat.says(words)
    answer = await chat.call("create_booking_inquiry", **INQUIRY)
    assert answer["status"] == "new"


@pytest.mark.parametrize(
    "words",
    [
        "yes but make it 40 people",
        "yes, wait, 40 people",
        "yes, on the 20th of June",
        "yes, in Irvine",
        "yes at 7pm",
        "yes at 7",
        "yes, on sunday",
        "yes, 30 adults and 8 kids",
        "yes, and two of us are vegan",
        "yes, my name is Bob Stone",
        "yes, call me at 213 555 0199",
        "no",
        "not yet",
        "what does it cost?",
        "yes but 45",
        "ok 45 then",
        "yes plus 2 more",
        "yes but not Pasadena",
        "yes except the place",
        "yes but Irvine",
        "yes if it's under $2000",
        "Yes. My husband is allergic to shellfish",
        "yes, and one kid carries an epipen",
        "yes but a week later",
        "yes, plus my in-laws",
        "yes but my sister is bringing 6",
        "yes just not in Pasadena",
        "yes, about 10 fewer",
        "yes but double the guests",
        "yes, half of them kids",
        "yes, cancel",
        "yes please don't send",
        "yes to what?",
        "yes and no",
        "sí, pero el domingo",
        "👍 but 45",
        "I want to change something",
        "👍 to “Hi, what are you celebrating with us?”",
        "Liked “our team?”",
        f"Disliked {LIKED.removeprefix('Liked ')}",
        f"Removed a like from {LIKED.removeprefix('Liked ')}",
    ],
)
async def test_a_yes_with_a_change_is_no_yes(chat: Chat, words: str) -> None:
    await read_back(chat)
    await chat.says(words)
    answer = await chat.call("create_booking_inquiry", **INQUIRY)
    assert answer["error"] == "not_confirmed"
    assert await chat.leads() == []
    assert chat.notices == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"guest_count": 40}, "guest_count"),
        ({"name": "Bob Stone"}, "name"),
        ({"phone": "+12135550199"}, "phone"),
        ({"event_date": "2026-06-20"}, "event_date"),
        ({"location": "Irvine"}, "location"),
    ],
)
async def test_arguments_must_be_what_is_noted(
    chat: Chat, change: dict[str, Any], field: str
) -> None:
    await read_back(chat)
    await chat.says("yes")
    answer = await chat.call("create_booking_inquiry", **{**INQUIRY, **change})
    assert answer["error"] == "disagrees"
    assert list(answer["fields"]) == [field]
    assert await chat.leads() == []


@pytest.mark.parametrize(
    ("words", "arguments", "reason"),
    [
        ("600 people", {"guest_count": 600}, "too many"),
        ("we are 6 people", {"guest_count": 6}, "too few"),
        ("on Monday June 15", {"event_date": "2026-06-15"}, "closed day"),
        ("tomorrow", {"event_date": "tomorrow"}, "short notice"),
        ("in San Francisco", {"location": "San Francisco"}, "outside area"),
    ],
)
async def test_a_wish_beyond_the_rules_makes_a_lead_for_a_person(
    chat: Chat, words: str, arguments: dict[str, Any], reason: str
) -> None:
    await noted(chat)
    await chat.hears("Noted! Anything else?")
    await chat.says(f"change it: {words}")
    answer = await chat.call("note_details", **arguments)
    (slot,) = arguments
    assert answer["refused"][slot]["needs_person"] is True
    assert answer["refused"][slot]["message"]
    assert await chat.hears(answer["read_back"]) is not None
    await chat.says("yes that's right")
    asked = {**INQUIRY, "guest_count": arguments.get("guest_count", 30)}
    answer = await chat.call("create_booking_inquiry", **asked)
    (lead,) = await chat.leads()
    assert (answer["needs_person"], lead.needs_person, lead.reason) == (True, True, reason)
    assert chat.notices[-1][1]["reason"] == reason
