"""What happens in a conversation beside the dialogues: interruptions, silence, old customers."""

from datetime import date, datetime, time
from itertools import pairwise

import pytest
from sqlalchemy import Connection, insert

from storage.tables import bookings, days
from tests.unit.agents.embedded.conftest import NOW
from tests.unit.agents.embedded.talk import Talk, profile, talking


async def test_a_text_that_comes_while_the_turn_is_at_work_is_answered_in_it(talk: Talk) -> None:
    talk.late = ["make that 40", "in Pasadena"]
    reply = await talk.say("birthday for 30 on june 5")
    assert "40 guests" in reply
    assert "Pasadena" in reply
    assert "30 guests" not in reply


async def test_a_known_customer_is_greeted_by_name_and_not_asked_for_it(talk: Talk) -> None:
    await talk.known_as("Karen Ortiz")
    assert "Hi Karen" in await talk.say("hello")
    reply = await talk.say("25 people on june 5 in Burbank")
    assert "for Karen Ortiz" in reply
    assert "Shall I send this" in reply


async def test_a_text_without_words_is_met_with_the_greeting(talk: Talk) -> None:
    assert "What are you celebrating" in await talk.say("")
    assert "date" in await talk.say(" ")


async def test_the_price_of_a_dish_is_told_of_a_party_too(talk: Talk) -> None:
    reply = await talk.say("how much is shrimp for 20?")
    assert "Hibachi shrimp is $32.00 a person" in reply
    assert "20 guests" in reply


async def test_a_visitor_whom_the_widget_greeted_is_answered_at_once(url: str) -> None:
    async with talking(url, NOW, channel="web") as talk:
        assert (await talk.say("How much is it for 30 adults?")).startswith("For 30 guests")


async def test_network_words_beside_a_text_are_no_part_of_it(talk: Talk) -> None:
    reply = await talk.say("START", "how much per person?")
    assert "$25.00 to $35.00" in reply


async def test_cancel_alone_on_the_web_is_an_ordinary_word(url: str) -> None:
    async with talking(url, NOW, channel="web") as talk:
        await talk.say("20 guests on june 5")
        assert await talk.say("cancel")


@pytest.mark.parametrize(
    ("time", "when"),
    [
        ("2027-03-10T10:00:00-08:00", "within an hour"),
        ("2027-03-10T17:45:00-08:00", "by 6 pm today"),
        ("2027-03-10T23:00:00-08:00", "tomorrow from 9 am"),
        ("2027-03-14T23:00:00-07:00", "on Tuesday from 9 am"),
    ],
)
async def test_a_person_is_promised_when_one_answers(url: str, time: str, when: str) -> None:
    async with talking(url, datetime.fromisoformat(time)) as talk:
        assert when in await talk.say("I want to talk to a human")


async def test_a_question_on_policies_does_not_change_what_is_noted(talk: Talk) -> None:
    await talk.say("30 guests on june 5 in Burbank, my name is Ann Lee")
    reply = await talk.say("what is the minimum number of guests?")
    assert "10 guests" in reply
    await talk.say("and is the tip included?")
    reply = await talk.say("ok anything else you need?")
    assert "30 guests" in reply


async def test_without_tools_no_price_date_or_booking_is_said(url: str) -> None:
    async with talking(url, NOW, tool_calling=False) as talk:
        replies = [
            await talk.say("how much for 30 people on june 5?"),
            await talk.say("are you free that day?"),
            await talk.say("are you a robot?"),
            await talk.say("my number is 310 555 0177, call me"),
            await talk.say("thanks, bye"),
        ]
    told = " ".join(replies)
    assert all(mark not in told for mark in ("$", "June", "available", "noted", "25"))
    assert "a person" in replies[0]
    assert "automated assistant" in replies[2]
    assert all(one != other for one, other in pairwise(replies))


async def test_without_tools_spanish_gets_the_number(url: str) -> None:
    async with talking(url, NOW, tool_calling=False) as talk:
        reply = await talk.say("hola, quiero una fiesta para 20 personas")
    assert profile().business.phone_as_read in reply


async def test_a_dangerous_allergy_calls_a_person_and_no_page_guesses(talk: Talk) -> None:
    reply = await talk.say("my daughter is deathly allergic to sesame")
    assert talk.person_wanted
    assert "Without" not in reply
    assert "traces" in reply


async def test_a_yes_to_the_warning_of_traces_calls_the_team(talk: Talk) -> None:
    reply = await talk.say("one of us has a shellfish allergy")
    assert "put you in touch with our team" in reply
    await talk.say("yes please do")
    assert talk.person_wanted


async def test_a_thank_you_for_the_warning_calls_nobody(talk: Talk) -> None:
    await talk.say("one of us has a shellfish allergy")
    await talk.say("ok thanks")
    assert not talk.person_wanted


async def test_the_same_question_twice_gets_the_answer_as_said_before(talk: Talk) -> None:
    first = await talk.say("do i need to pay a deposit?")
    again = await talk.say("do i need to pay a deposit?")
    assert "50%" in first
    assert "50%" in again
    assert "As I said" in again


async def test_a_time_that_cannot_be_is_taken_as_offered_on_a_yes(talk: Talk) -> None:
    reply = await talk.say("saturday june 12 at 11pm, 40 people in Malibu")
    assert "Would that time do?" in reply
    await talk.say("yes")
    assert "at 9 pm" in await talk.say("Zoe Hart")


async def test_a_person_who_was_called_is_not_called_twice(talk: Talk) -> None:
    await talk.say("talk to a person please")
    reply = await talk.say("i said i want a person")
    assert "within an hour" in reply
    assert [kind for kind, _ in talk.notices] == ["person_wanted", "asked_again"]


async def test_who_asks_for_a_bot_and_wants_a_human_gets_both_answers(talk: Talk) -> None:
    reply = await talk.say("are you a bot? I want to talk to a human")
    assert "automated assistant" in reply
    assert talk.person_wanted


async def test_more_guests_without_a_number_are_asked_for(talk: Talk) -> None:
    await talk.say("30 guests on june 5")
    assert "How many guests will it be in all" in await talk.say("can i add a few more people?")
    assert "35 guests" in await talk.say("35")


async def test_a_month_alone_is_asked_for_its_day(talk: Talk) -> None:
    await talk.say("party of 30")
    assert "Which day in June" in await talk.say("sometime in june")


async def test_after_the_request_is_sent_the_customer_hears_what_comes(talk: Talk) -> None:
    await talk.say("30 guests on june 5 in Burbank, my name is Ann Lee")
    await talk.say("yes")
    assert "within an hour" in await talk.say("what happens next?")
    assert "within an hour" in await talk.say("and when will they call?")


async def test_a_discount_is_no_price_and_goes_to_the_team(talk: Talk) -> None:
    await talk.say("30 guests on june 5 in Burbank")
    reply = await talk.say("do you give a discount for cash?")
    assert "$" not in reply
    assert "our team" in reply


async def test_a_second_guest_list_is_a_change_and_not_a_sum(talk: Talk) -> None:
    await talk.say("30 guests")
    reply = await talk.say("actually make it 40")
    assert "40 guests" in reply


async def test_a_booking_is_told_to_the_customer_it_belongs_to(talk: Talk) -> None:
    await talk.database.write(_book, talk.scope.customer_id)
    reply = await talk.say("hi, when is my party?")
    assert "confirmed booking: Saturday, June 12, 2027 at 6 pm for 40 guests in Irvine" in reply


async def test_a_booking_is_called_off_by_a_person(talk: Talk) -> None:
    await talk.database.write(_book, talk.scope.customer_id)
    reply = await talk.say("we need to cancel our party")
    assert talk.person_wanted
    assert "June 12" in reply


async def test_a_full_day_offers_another_or_the_team(talk: Talk) -> None:
    await talk.database.write(_fill, date(2027, 6, 5), 490)
    reply = await talk.say("do you have room for 30 on june 5?")
    assert "room for 10 more guests" in reply
    assert reply.count("?") == 1
    await talk.say("yes ask them please")
    assert talk.person_wanted


def _book(tx: Connection, customer_id: int | None) -> None:
    row = {
        "public_id": "b-1",
        "customer_id": customer_id,
        "status": "confirmed",
        "event_date": date(2027, 6, 12),
        "event_time": time(18),
        "guest_count": 40,
        "place": "Irvine",
        "source": "import",
        "created_at": NOW,
        "updated_at": NOW,
    }
    tx.execute(insert(bookings).values(row))


def _fill(tx: Connection, day: date, booked: int) -> None:
    tx.execute(insert(days).values(day=day, booked=booked))


async def test_the_phone_is_never_asked_of_somebody_who_texts(talk: Talk) -> None:
    reply = await talk.say("20 guests june 5 in Burbank, Ann Lee")
    assert "phone" not in reply
    assert "Shall I send" in reply


async def test_a_visitor_who_only_asks_is_asked_for_name_and_phone_in_passing(url: str) -> None:
    async with talking(url, NOW, channel="web") as talk:
        assert "name" not in await talk.say("do you have shrimp?")
        assert "your name" in await talk.say("and tofu?")
        reply = await talk.say("Ann Lee")
        assert "phone" in reply
