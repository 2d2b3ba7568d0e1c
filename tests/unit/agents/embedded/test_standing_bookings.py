"""What is said of a party that stands already: more guests, another day, money that was paid."""

import pytest

from agents.models.embedded.payments import tells_payment
from tests.unit.agents.embedded.talk import Talk

PARTY = "30 guests, april 10, santa monica, Kim Nguyen"


@pytest.mark.parametrize(
    "text",
    [
        "i just paid the deposit, please confirm",
        "deposit sent!",
        "my wife paid the deposit yesterday",
        "I venmo'd you $400",
        "we've already paid",
        "did you get my payment?",
        "has our deposit gone through",
    ],
)
def test_a_payment_that_is_told(text: str) -> None:
    assert tells_payment(text)


@pytest.mark.parametrize(
    "text",
    [
        "when is the deposit paid",
        "do I pay the deposit now?",
        "what if i paid the deposit and cancel",
        "I have not paid the deposit",
        "do you take venmo",
    ],
)
def test_a_payment_that_is_only_spoken_of(text: str) -> None:
    assert not tells_payment(text)


async def test_a_payment_is_for_staff_to_see(talk: Talk) -> None:
    reply = await talk.say("hey, deposit sent by zelle, so we're confirmed?")

    assert "can't see payments" in reply
    assert "?" not in reply
    assert talk.called == ["request_human"]


@pytest.mark.parametrize(
    ("said", "guests"),
    [
        ("I'd like to add 10 people to my booking", 40),
        ("5 more guests are coming", 35),
        ("2 people can't make it", 28),
        ("change our booking to 50 guests", 50),
    ],
)
async def test_an_inquiry_is_read_back_with_the_sum(talk: Talk, said: str, guests: int) -> None:
    await talk.say(PARTY)
    await talk.say("yes")

    assert f"{guests} guests" in await talk.say(said)
    assert not talk.person_wanted
    await talk.say("yes")
    assert (await talk.leads())[-1].guest_count == guests


async def test_another_day_for_an_inquiry(talk: Talk) -> None:
    await talk.say(PARTY)
    await talk.say("yes")

    reply = await talk.say("can we move our party to may 2?")
    assert "May 2, 2027" in reply
    assert "30 guests" in reply


async def test_the_deposit_of_an_exact_price(talk: Talk) -> None:
    exact = await talk.say("10 chicken and 15 steak, 25 people in pasadena, how much?")
    assert "The deposit is $441.75." in exact

    assert "the deposit is $441.75" in await talk.say("how much is the deposit?")


async def test_a_yes_after_an_excuse(talk: Talk) -> None:
    await talk.say(PARTY)
    await talk.say("sorry, got busy. yes all of that is right")

    assert len(await talk.leads()) == 1


@pytest.mark.parametrize(
    "said",
    [
        "yes all of that is right except the date",
        "sorry, got busy. yes all of that is right except the date",
        "sorry, not 30. yes the rest is right",
        "sorry wrong day. yes all of that is right",
    ],
)
async def test_a_yes_that_takes_something_back(talk: Talk, said: str) -> None:
    await talk.say(PARTY)
    await talk.say(said)

    assert not await talk.leads()


async def test_no_allergies_is_no_question(talk: Talk) -> None:
    party = "hi! 40 people on June 5 at 6pm in Pasadena, I'm Ann Lee. No allergies"
    reply = await talk.say(party)
    assert "40 guests" in reply
    assert "every allergy" not in reply
    await talk.say("yes, that's right")

    assert len(await talk.leads()) == 1


@pytest.mark.parametrize(
    "said", ["my card is 4111 1111 1111 1111 exp 04/29", "yesterday you told me $50 a person"]
)
async def test_what_is_no_day_of_a_party(talk: Talk, said: str) -> None:
    reply = await talk.say(said)

    assert "April 29" not in reply
    assert "passed" not in reply
    assert "note_details" not in talk.called
    assert not talk.person_wanted
