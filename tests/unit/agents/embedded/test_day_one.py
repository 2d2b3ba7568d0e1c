"""What a caterer's customers write on the first day: each of these was answered badly once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from storage import details, memory
from tests.unit.agents.embedded.conftest import NOW
from tests.unit.agents.embedded.talk import Talk, talking

PARTY = "30 people june 5 in burbank"


async def _noted(talk: Talk) -> dict[str, Any]:
    """The details as they are stored."""

    def read(tx: Connection) -> dict[str, Any]:
        return details.values(details.dialogue(tx, talk.scope.conversation_id).details)

    return await talk.database.read(read)


@pytest.mark.parametrize(
    ("asked", "says", "never"),
    [
        ("do i need to provide plates?", "The host provides: Plates", "rice"),
        ("do we provide the grill?", "Included in the price: the grill", "host"),
        ("do i need to buy drinks", "The host provides: Drinks", "Tables"),
        ("can you cook at a park", "permission", "quote"),
    ],
)
async def test_a_question_gets_the_line_it_is_about(
    talk: Talk, asked: str, says: str, never: str
) -> None:
    reply = await talk.say(asked)
    assert says in reply
    assert never not in reply.replace("hibachi chef", "")


async def test_how_a_dish_is_made_is_told_as_the_menu_has_it(talk: Talk) -> None:
    reply = await talk.say("how is the chicken cooked?")
    assert "seared with garlic butter" in reply
    assert "steak" not in reply
    assert "contains" not in reply
    assert "each guest likes it" in await talk.say("and how do you cook the steak?")


async def test_an_allergy_told_beside_a_question_is_said_once(talk: Talk) -> None:
    reply = await talk.say("does the chicken contain mustard? my dad is allergic")
    assert "about mustard, and" in reply
    assert "I've noted: mustard allergy (my dad is allergic)." in reply
    assert talk.person_wanted
    assert (await _noted(talk))["dietary"] == "mustard allergy (my dad is allergic)"

    reply = await talk.say("ok and is there sesame in the steak? my son is allergic")
    assert "mustard" not in reply
    noted = (await _noted(talk))["dietary"]
    assert noted.startswith("mustard allergy (my dad is allergic); sesame allergy")


async def test_an_allergy_told_before_the_question_is_one_too(talk: Talk) -> None:
    reply = await talk.say("my son is allergic, does the chicken contain mustard")
    assert "I don't know for certain about mustard" in reply
    assert "mustard allergy" in (await _noted(talk))["dietary"]


async def test_what_somebody_can_eat_then_is_told_by_their_allergy(talk: Talk) -> None:
    await talk.say(f"{PARTY}, my wife is allergic to shellfish")
    reply = await talk.say("what can she have")
    assert "chicken, steak, vegetable" in reply
    assert "not Hibachi shrimp" in reply
    assert "traces" in reply


async def test_more_plates_and_more_minutes_are_wishes_for_staff(talk: Talk) -> None:
    await talk.say(PARTY)
    reply = await talk.say("4 more chicken plates")
    assert "noted for our team: 4 more chicken plates" in reply
    assert "How many guests will it be in all" in reply
    reply = await talk.say("still 30. can we get 20 more minutes?")
    assert "20 more minutes" in reply
    assert "What should I change" not in " ".join(talk.replies)
    noted = await _noted(talk)
    assert noted["message"] == "4 more chicken plates; 20 more minutes"
    assert noted["guest_count"] == 30


@pytest.mark.parametrize("said", ["give me 20 more minutes", "how much for 4 more plates"])
async def test_a_pause_and_a_price_are_no_such_wish(talk: Talk, said: str) -> None:
    await talk.say(PARTY)
    await talk.say(said)
    assert "message" not in await _noted(talk)


async def test_three_kids_added_to_nothing_are_no_party_of_three(talk: Talk) -> None:
    reply = await talk.say("we want to add 3 kids")
    assert "How many guests will it be in all" in reply
    assert not await _noted(talk)
    assert "23 guests" in await talk.say("23")
    assert not talk.person_wanted


async def test_kids_added_to_a_party_come_on_top(talk: Talk) -> None:
    await talk.say(PARTY)
    assert "33 guests (3 of them children)" in await talk.say("we want to add 3 kids")
    assert "35 guests (5 of them children)" in await talk.say("2 more kids")
    assert "36 guests" in await talk.say("and 1 more person")
    noted = await _noted(talk)
    assert (noted["guest_count"], noted["children"]) == (36, 5)


async def test_a_mind_that_changes_is_followed(talk: Talk) -> None:
    await talk.say("25 people on june 5 in burbank")
    assert "Santa Monica" in await talk.say("hmm maybe santa monica instead of burbank")
    assert "30 guests" in await talk.say("no wait 30 people")
    assert "25 guests" in await talk.say("sorry, back to 25")
    noted = await _noted(talk)
    assert (noted["guest_count"], noted["location"]) == (25, "Santa Monica")


async def test_a_day_of_the_month_told_before_is_no_nearer_one(talk: Talk) -> None:
    await talk.say("party for 40 sometime in september, not sure which day yet")
    reply = await talk.say("saturday the 11th maybe?")
    assert "September 11" in reply
    assert "Which" in reply
    await talk.say("september 11")
    assert (await _noted(talk))["event_date"] == "2027-09-11"
    assert "open" in await talk.say("is that date open?")


async def test_a_name_after_other_talk_is_one(talk: Talk) -> None:
    await talk.say(PARTY)
    await talk.say("how much is it?")
    await talk.say("do you do gift cards")
    assert "Thanks, Maria!" in await talk.say("Maria")


async def test_me_my_husband_and_fourteen_are_sixteen(talk: Talk) -> None:
    assert "16 guests" in await talk.say("hey so me my husband and 14 friends want hibachi june 5")


async def test_a_question_at_the_read_back_is_answered_for_all_its_wait(talk: Talk) -> None:
    await talk.say(f"{PARTY}, Ann Lee")
    reply = await talk.say("hmm wait is alcohol allowed")
    assert "You are welcome to have your own" in reply
    assert "take your time" not in reply
    await talk.say("ok send it")
    assert len(await talk.leads()) == 1


async def test_half_and_half_are_dishes(talk: Talk) -> None:
    await talk.say(PARTY)
    assert "half chicken and half steak" in await talk.say("half chicken half steak")
    assert (await _noted(talk))["message"] == "Dishes: half chicken, half steak"


async def test_the_travel_fee_is_that_of_the_place(talk: Talk) -> None:
    """ "Anaheim Hills" is no Beverly Hills, and a ZIP code is no city."""
    assert "no travel fee" in await talk.say("whats the travel fee to beverly hills")
    assert "$75.00 travel fee" in await talk.say("do you charge extra to come to anaheim hills")
    reply = await talk.say("how much is travel to 90210")
    assert "no travel fee" in reply
    assert "$" not in reply


@pytest.mark.parametrize(
    ("asked", "says", "never"),
    [
        ("how much should i tip", "18 to 20 percent", "a person"),
        ("how much for kids", "Children up to 12 pay $18.00", "$18.00 a person"),
        ("why are you so expensive", "budget", "How many guests"),
        ("how are you different from benihana", "Shall I ask our team", "Hello"),
        ("what time is he coming", "Shall I ask our team", "each dish"),
        ("can we do a buffet instead", "Shall I ask our team", "change"),
        ("is this legit? how do i know this isnt a scam", "(213) 555-0142", "sorry"),
        ("can a robot even book stuff", "our team confirms them", "Gladly"),
    ],
)
async def test_what_was_asked_is_answered(talk: Talk, asked: str, says: str, never: str) -> None:
    await talk.say("20 people in burbank")
    reply = await talk.say(asked)
    assert says in reply
    assert never not in reply


async def test_two_questions_nobody_can_answer_are_not_answered_alike(talk: Talk) -> None:
    first = await talk.say("do you do gift cards")
    second = await talk.say("are you insured")
    assert "As I said" not in second
    assert first.split("!")[-1].strip() not in second
    await talk.say("yes please")
    assert talk.person_wanted


async def test_somebody_who_writes_spanish_is_not_asked_again_and_again(talk: Talk) -> None:
    await talk.say("hola do you speak spanish")
    assert "le va a contestar" in await talk.say("cuanto es por persona")
    assert talk.person_wanted
    assert "Quiere que" not in await talk.say("gracias")


async def test_a_name_before_the_number_and_no_phone_at_all(url: str) -> None:
    async with talking(url, NOW, channel="web") as talk:
        reply = await talk.say("15 people june 5 6pm in Pasadena, Tom 3105550177")
        assert "for Tom, phone (310) 555-0177" in reply
    async with talking(url, NOW + timedelta(days=1), channel="web") as talk:
        await talk.say("50 PEOPLE ON JUNE 5 IN LONG BEACH, MY NAME IS DOROTHY")
        reply = await talk.say("I DO NOT HAVE A CELL PHONE")
        assert "call our team at (213) 555-0142" in reply


async def test_a_number_by_the_way_counts_though_the_name_was_asked(talk: Talk) -> None:
    await talk.say("I'm interested in hibachi catering")
    assert "date" not in (await talk.say("not sure yet on the date")).split("wait.")[1]
    assert "20 guests" in await talk.say("maybe 20ish")


async def test_somebody_proved_is_told_what_is_known_of_them(talk: Talk) -> None:
    fact = {"kind": "dietary", "value": "shellfish allergy", "words": "", "thread": "old"}
    at = {"at": NOW.isoformat()}
    customer = talk.scope.customer_id or 0
    await talk.database.write(memory.learn, customer, [fact | at], NOW)
    await talk.known_as("Ann Lee")

    reply = await talk.say("what do you know about me")
    assert "your name, Ann Lee; shellfish allergy" in reply
    await talk.say(PARTY)
    reply = await talk.say("what have you saved about me?")
    assert "30 guests, in Burbank" in reply
    assert "shellfish allergy" in reply
    assert not talk.person_wanted

    assert "Only our team can erase" in await talk.say("forget that")
    assert any("erased" in fields["reason"] for _, fields in talk.notices)


async def test_nothing_known_is_said_to_be_nothing(url: str) -> None:
    async with talking(url, NOW) as talk:
        assert "haven't told me anything yet" in await talk.say("what do you know about me")
    async with talking(url, NOW, channel="web") as talk:
        reply = await talk.say("what do you remember about me?")
        assert "can't tell who you are" in reply
        assert "number you write from" not in reply


@pytest.mark.parametrize(
    "said",
    [
        "erase everything you know about me",
        "please delete my information",
        "under ccpa i request deletion of my personal data",
    ],
)
async def test_whoever_wants_to_be_forgotten_gets_a_person(talk: Talk, said: str) -> None:
    assert "Only our team can erase" in await talk.say(said)
    assert any("erased" in fields["reason"] for _, fields in talk.notices)


async def test_a_topic_that_is_dropped_is_no_wish_to_be_forgotten(talk: Talk) -> None:
    assert "erase" not in await talk.say("can you remove the info about parking?")


async def test_who_tells_of_the_party_too_hears_whether_we_come(talk: Talk) -> None:
    reply = await talk.say("do you come to Burbank? it's my dad's 60th, 40 of us on june 12")

    assert "Yes, we come to Burbank." in reply
    assert "40 guests on Saturday, June 12" in reply
