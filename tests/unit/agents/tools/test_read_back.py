"""The read-back: its sentence, and whether a reply in any words is one."""

from typing import Any

import pytest
from msgspec import structs

from agents.readback import read_back_text
from bot.business.profile import Profile
from storage import details
from tests.unit.agents.tools.chat import Chat, profile

VALUES = {
    "event_date": "2026-06-13",
    "event_time": "18:00",
    "guest_count": 30,
    "adults": 22,
    "children": 8,
    "location": "Pasadena",
    "name": "Maria Lopez",
    "phone": "+12135550188",
    "dietary": "2 vegetarians",
}


def state(**changes: Any) -> details.Details:
    noted = {**VALUES, **changes}
    return {slot: {"value": v, "version": 3, "message_id": 1} for slot, v in noted.items()}


def test_everything_noted_is_in_one_sentence() -> None:
    assert read_back_text(state(occasion="birthday"), profile()) == (
        "Let me make sure I have it right: Saturday, June 13, 2026 at 6 pm, 30 guests, 8 of them "
        "children, in Pasadena, for Maria Lopez, phone (213) 555-0188, occasion: birthday, "
        "dietary: 2 vegetarians. Shall I send this to our team?"
    )


def test_what_is_not_noted_is_not_read_back() -> None:
    text = read_back_text(state(event_time=None, children=None, dietary=None), profile())
    assert "2026, 30 guests, in Pasadena" in text
    assert "dietary" not in text


@pytest.fixture
async def noted(chat: Chat) -> Chat:
    await chat.set(details=dict(state()))
    return chat


async def test_the_own_sentence_reads_back_every_slot(noted: Chat) -> None:
    told = await noted.hears(read_back_text(state(), profile()))
    assert told == dict.fromkeys(VALUES, 3)


@pytest.mark.parametrize(
    "text",
    [
        "So that's Saturday June 13th for 30 people in Pasadena, right?",
        "Just to confirm: June 13, 2026, 30 people, Pasadena.",
        "I have you down for 30 guests on Sat, 6/13 in Pasadena. Is that correct?",
        "Saturday, June 13, 30 guests, in Pasadena. Shall I send this to our team?",
        "\n- Date: Saturday, June 13\n- Guests: 30\n- Location: Pasadena\n\nIs all of it correct?",
        "June 13, thirty people, Pasadena. Can you please confirm that's correct?",
        "June 13, 30 guests, Pasadena. Would you like me to send this to our team?",
        "June 13, 30 guests, Pasadena. If everything looks right, shall I submit it?",
    ],
)
async def test_any_words_that_tell_everything_do(noted: Chat, text: str) -> None:
    few = dict.fromkeys(("event_time", "children", "dietary"))
    await noted.set(details=dict(state(**few)))
    told = await noted.hears(f"Maria Lopez! {text}")
    assert told is not None
    assert told["event_date"] == told["guest_count"] == told["location"] == 3


@pytest.mark.parametrize("left_out", ["at 6 pm, ", "8 of them children, ", "dietary: ", "Maria "])
async def test_a_slot_left_out_makes_it_none(noted: Chat, left_out: str) -> None:
    whole = (
        "Saturday, June 13, at 6 pm, 30 guests, 8 of them children, in Pasadena, Maria Lopez, "
        "dietary: 2 vegetarians, is that right?"
    )
    assert await noted.hears(whole) is not None
    gone = "dietary: 2 vegetarians, " if left_out == "dietary: " else left_out
    assert await noted.hears(whole.replace(gone, "")) is None


@pytest.mark.parametrize(
    "besides",
    [
        "{} And shall I tell you about the menu?",
        "Would you like dessert too? {}",
        "{} Or June 20?",
        "Dinner starts at 7 pm. {}",
        "We bring everything to Irvine. {}",
        "For 40 guests that is easy. {}",
        "We call you at 310-555-7788. {}",
        "Your shellfish allergy is noted. {}",
        "Your mango allergy is noted. {}",
        "Nobody has allergies. {}",
        "I have you down at 12 Elm Street. {}",
    ],
)
async def test_a_value_or_a_question_besides_makes_it_none(noted: Chat, besides: str) -> None:
    own = read_back_text(state(), profile())
    assert await noted.hears(f"Thank you, Maria! {own}") is not None
    assert await noted.hears(besides.format(own)) is None


@pytest.mark.parametrize(
    "question",
    [
        "Shall I tell you about the menu?",
        "Shall I send you our menu?",
        "Is the shrimp ok for you?",
        "Right, what else can I do for you?",
        "Our team will confirm it.",
        "It isn't Irvine any more, correct?",
        "Is it fine if we text you offers now and then?",
        "Can you confirm that you accept a cancellation fee?",
        "Could you confirm you are over 21?",
        "Is it okay to add the premium menu?",
        "Is that right, and may I also add the filet upgrade?",
        "Shall I send it to our team and add lobster for everyone?",
        "Shall I send this to our team and to our partners?",
        "Shall I send this to our team, or would you like to hear the prices?",
        "Shall I send the details to you?",
        "Is it correct that you want 50 instead?",
        "Is everything fine with your family?",
        "You agree to our terms, right?",
        "We cook outdoors. Is that okay?",
        "The travel fee is waived. Is that right?",
        "A yes also signs you up for our newsletter. Is that right?",
        "Just to confirm, you want the chef to wear a hat.",
        "Please confirm your e-mail address.",
    ],
)
async def test_a_yes_to_something_else_is_asked_for(noted: Chat, question: str) -> None:
    few = dict.fromkeys(("event_time", "children", "dietary"))
    await noted.set(details=dict(state(**few)))
    told = "Maria Lopez, Saturday June 13th, 30 people, in Pasadena"
    assert await noted.hears(f"{told}. Is that right?") is not None
    assert await noted.hears(f"{told}. {question}") is None


@pytest.mark.parametrize(
    "text",
    [
        "Shall I send this to our team?",
        "So that's Saturday for 30 people in Pasadena, right?",  # another Saturday
        "So that's June 20 for 30 people in Pasadena, right?",
        "So that's June 13 or June 20 for 30 people in Pasadena, right?",
        "So that's June 13 for 40 people in Pasadena, right?",
        "So that's June 13 for 30 or 40 people in Pasadena, right?",
        "So that's June 13 in Pasadena, right?",
        "So that's June 13 for 30 people, right?",
        "So that's June 13 for 30 people in Irvine, right?",
        "Noted: June 13, 30 people, Pasadena.",  # nothing is asked
        "June 13, 30 people, Pasadena. Do you like shrimp?",  # something else is asked
    ],
)
async def test_what_leaves_a_critical_value_out_or_wrong_does_not(noted: Chat, text: str) -> None:
    assert await noted.hears(text) is None


async def test_while_something_is_missing_nothing_is_read_back(noted: Chat) -> None:
    await noted.set(details=dict(state(name=None)))
    assert await noted.hears("June 13, 30 people, Pasadena, right? And your name?") is None
    assert await noted.hears("June 13 for 30 people in Pasadena, is that right?") is None


async def test_the_owners_own_question_asks_for_the_yes(noted: Chat) -> None:
    text = noted.scope.profile.to_json().replace("Shall I send this to our team?", "Fine so?")
    noted.scope = structs.replace(noted.scope, profile=Profile.from_json(text))
    assert await noted.hears(read_back_text(state(), noted.scope.profile)) is not None


async def test_the_situation_follows_the_answer(noted: Chat) -> None:
    assert (await noted.situation()).read_back == "none"
    await noted.hears(read_back_text(state(), profile()))
    assert (await noted.situation()).read_back == "waiting"
    await noted.says("hm")
    assert (await noted.situation()).read_back == "waiting"
    await noted.says("yes")
    assert (await noted.situation()).read_back == "confirmed"
    await noted.says("no wait")
    assert (await noted.situation()).read_back == "none"


async def test_the_situation_tells_what_is_noted_and_missing(web: Chat) -> None:
    situation = await web.situation()
    assert situation.missing == ("event_date", "guest_count", "location", "name", "phone")
    assert (situation.details, situation.lead, situation.person_asked) == ({}, "none", False)
    await web.says("30 people")
    await web.call("note_details", guest_count=30)
    situation = await web.situation()
    assert situation.details == {"guest_count": 30}
    assert "guest_count" not in situation.missing
