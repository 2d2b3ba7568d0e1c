"""Hand-over: a person takes a conversation, speaks in it and gives it back."""

import asyncio

import pytest

from bot.errors import NoSuchConversation, OptedOut
from bot.messages import Event, Reply
from bot.turn import MOST_RESTARTS, LiveTurn
from tests.house import ANN, BEN, House, echo, open_house, reply

SAM, KIM = ("slack:U1", "Sam"), ("slack:U2", "Kim")


async def conversation_of(house: House, phone: str) -> str:
    query = (
        "SELECT c.thread_id FROM ai_conversations c JOIN lanes l ON l.conversation_id = c.id"
        " WHERE l.address = :phone"
    )
    thread: str = (await house.rows(query, phone=phone))[0]
    return thread


async def test_a_person_speaks_and_the_agent_is_silent(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "hello")
        await house.quiet()
        thread = await conversation_of(house, ANN)
        assert await house.handoff.claim(thread, *SAM)
        await house.text(ANN, "is this a person?")
        await house.quiet()
        await house.handoff.say(thread, *SAM, "It is. Sam here.")
        await house.quiet()
        assert house.said_to(ANN)[1:] == ["It is. Sam here."]


async def test_what_nobody_answered_is_the_agents_when_it_is_given_back(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "hello")
        await house.quiet()
        thread = await conversation_of(house, ANN)
        await house.handoff.say(thread, *SAM, "Sam here.")
        await house.text(ANN, "what is the price?")
        await house.text(ANN, "and the menu?")
        await house.quiet()
        assert await house.handoff.give_back(thread, SAM[0])
        await house.quiet()
        again = "This is our automated assistant again. what is the price? / and the menu?"
        assert house.said_to(ANN)[1:] == ["Sam here.", again]
        assert not await house.handoff.give_back(thread, SAM[0])


async def test_what_the_person_answered_is_not_answered_again(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "hello")
        await house.quiet()
        thread = await conversation_of(house, ANN)
        await house.handoff.claim(thread, *SAM)
        await house.text(ANN, "what is the price?")
        await house.quiet()
        await house.handoff.say(thread, *SAM, "30 dollars.")
        await house.handoff.give_back(thread, SAM[0])
        await house.quiet()
        await house.handoff.say(thread, *SAM, "See you!")
        await house.quiet()
        assert house.said_to(ANN)[1:] == [
            "Sam from MyHibachi: 30 dollars.",
            "Sam from MyHibachi: See you!",
        ]


async def test_a_claim_while_the_model_thinks_silences_it(database_url: str) -> None:
    thinking, go_on = asyncio.Event(), asyncio.Event()

    async def slow(turn: LiveTurn) -> Reply:
        thinking.set()
        await go_on.wait()
        return reply("too late")

    async with open_house(database_url, slow) as house:
        await house.text(ANN, "hello")
        await thinking.wait()
        thread = await conversation_of(house, ANN)
        await house.handoff.say(thread, *SAM, "Sam here.")
        go_on.set()
        await house.quiet()
        assert house.said_to(ANN) == ["Sam here."]


async def test_a_claim_silences_a_turn_that_waits_for_nobody_any_more(database_url: str) -> None:
    thinking, go_on = asyncio.Event(), asyncio.Event()

    async def slow(turn: LiveTurn) -> Reply:
        turn.restarts = MOST_RESTARTS
        thinking.set()
        await go_on.wait()
        return reply("too late")

    async with open_house(database_url, slow) as house:
        await house.text(ANN, "hello")
        await thinking.wait()
        thread = await conversation_of(house, ANN)
        await house.handoff.claim(thread, *SAM)
        go_on.set()
        await house.quiet()
        assert house.said_to(ANN) == []


async def test_who_said_something_first_has_it_and_who_says_something_takes_it(
    database_url: str,
) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "hello")
        await house.quiet()
        thread = await conversation_of(house, ANN)
        assert await house.handoff.claim(thread, *SAM)
        assert await house.handoff.claim(thread, *SAM)
        assert not await house.handoff.claim(thread, *KIM)
        await house.handoff.say(thread, *KIM, "Kim here.")
        assert await house.rows("SELECT claimed_name FROM ai_conversations") == ["Kim"]
        assert not await house.handoff.claim(thread, *SAM)


async def test_the_same_event_says_it_once(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "hello")
        await house.quiet()
        thread = await conversation_of(house, ANN)
        first = await house.handoff.say(thread, *SAM, "Sam here.", event_id="Ev1")
        again = await house.handoff.say(thread, *SAM, "Sam here.", event_id="Ev1")
        await house.quiet()
        assert first == again
        assert house.said_to(ANN)[1:] == ["Sam here."]


async def test_nobody_who_opted_out_is_texted_by_a_person_either(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "hello")
        await house.text(ANN, "STOP")
        await house.quiet()
        thread = await conversation_of(house, ANN)
        with pytest.raises(OptedOut):
            await house.handoff.say(thread, *SAM, "Wait!")
        await house.quiet()
        assert "Wait!" not in house.said_to(ANN)


async def test_a_person_who_falls_silent_has_given_it_back(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "hello")
        await house.quiet()
        thread = await conversation_of(house, ANN)
        await house.handoff.claim(thread, *SAM)
        await house.text(ANN, "anybody there?")
        await house.quiet()
        await passes(house, 29)
        await house.handoff.say(thread, *SAM, "One moment.")
        await house.handoff.say(thread, *SAM, "Here it is.")
        await house.text(ANN, "ok, what is the price?")
        await passes(house, 2)
        await passes(house, 24)
        said = ["Sam from MyHibachi: One moment.", "Here it is."]
        assert house.said_to(ANN)[1:] == said
        await passes(house, 5)
        again = "This is our automated assistant again. ok, what is the price?"
        assert house.said_to(ANN)[1:] == [*said, again]


async def passes(house: House, minutes: int) -> None:
    """Lets so much time pass, and what is due happen."""
    house.clock.move(minutes=minutes)
    await house.schedule.tick()
    await house.quiet()


async def test_a_conversation_that_was_over_goes_on(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "hello")
        await house.quiet()
        thread = await conversation_of(house, ANN)
        house.clock.move(hours=25)
        await house.schedule.tick()
        await house.quiet()
        assert await house.rows("SELECT status FROM ai_conversations") == ["closed"]
        await house.handoff.say(thread, *SAM, "One thing more.")
        await house.text(ANN, "yes?")
        await house.quiet()
        assert house.said_to(ANN)[1:] == ["Sam from MyHibachi: One thing more."]
        assert await house.rows("SELECT status FROM ai_conversations") == ["active"]


async def test_watchers_see_who_joined_what_was_said_and_who_left(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(BEN, "hello")
        await house.quiet()
        thread = await conversation_of(house, BEN)
        mailbox = (await house.rows("SELECT id FROM lanes WHERE address = :p", p=BEN))[0]
        with house.live.watch(mailbox) as events:
            await house.handoff.say(thread, *SAM, "Sam here.")
            await house.handoff.give_back(thread, SAM[0])
            seen = [
                _plain(event)
                for event in await events.take(1)
                if event.type in ("message", "handoff")
            ]
        assert seen == [
            ("note", "joined", "Sam"),
            ("handoff", True, "Sam"),
            ("staff", "Sam here.", "Sam"),
            ("note", "left", "Sam"),
            ("handoff", False, None),
        ]


async def test_there_is_no_such_conversation(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        for work in (
            house.handoff.claim("nobody", *SAM),
            house.handoff.say("nobody", *SAM, "Hi"),
            house.handoff.give_back("nobody", SAM[0]),
            house.handoff.typing("nobody"),
        ):
            with pytest.raises(NoSuchConversation):
                await work


def _plain(event: Event) -> tuple[object, ...]:
    if event.type == "message":
        line = event.data["message"]
        return line["author"], line["content"], line["name"]
    return event.type, event.data["active"], event.data.get("name")
