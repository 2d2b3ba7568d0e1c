"""Conversations as staff list, read, take and close them, and what they send to customers."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection

from bot.joining import join
from bot.messages import Inbound, LaneAddress
from storage import details, people, phones, staff_conversations, threads, visitors
from tests.house import ANN, BEN, US
from tests.staffer import KIM, Staffer, at_work

HELD = "SELECT claimed_name FROM ai_conversations WHERE agent_type = 'customer'"


@pytest.fixture
async def sam(database_url: str) -> AsyncIterator[Staffer]:
    async with at_work(database_url) as staffer:
        await staffer.customer("Ann Lee", ANN)
        yield staffer


async def says(sam: Staffer, phone: str, words: str) -> None:
    await sam.house.text(phone, words)
    await sam.house.quiet()


async def asks_for_a_person(sam: Staffer) -> None:
    await says(sam, ANN, "can I talk to somebody?")
    listed = (await sam.database.read(staff_conversations.listed, "recent"))[0]
    await sam.write(details.ask_for_person, listed.id, sam.house.clock.now())


async def test_who_waits_is_listed_read_and_taken(sam: Staffer) -> None:
    await says(sam, BEN, "hello")
    await asks_for_a_person(sam)
    waiting = await sam.call("list_conversations")
    [one] = waiting["conversations"]
    assert (one["name"], one["phone"], one["waiting_since"]) == ("Ann Lee", ANN, "today noon")
    recent = await sam.call("list_conversations", which="recent")
    assert [each["phone"] for each in recent["conversations"]] == [ANN, BEN]
    read = await sam.call("read_conversation", conversation="ann")
    assert read["id"] == one["id"]
    assert read["summary"] == (
        "Ann Lee, by sms; nothing of an event was noted; no inquiry yet; waits for a person since "
        "today noon."
    )
    assert [line["who"] for line in read["messages"]] == ["Customer", "Assistant"]
    told = await sam.asks("take over ann's chat", "take_over", conversation="ann")
    assert told["done"].startswith("Sam has the conversation with Ann Lee;")
    assert await sam.house.rows(f"{HELD} ORDER BY id") == [None, "Sam"]
    held = await sam.call("list_conversations", which="held")
    assert (held["found"], held["conversations"][0]["held_by"]) == (1, "Sam")
    sam.who = KIM
    why = await sam.refused("take_over", conversation="ann")
    assert why == "Sam has this conversation: ask whether to take it"
    assert "give it back first" in await sam.refused("close_conversation", conversation="ann")
    assert "take it over first" in await sam.refused("send_message", customer="ann", text="Hi")
    sam.hears("take over ann's chat")
    taking, card = await sam.proposes("take_over", conversation="ann", anyway=True)
    assert card["In the hands of"] == "whoever approves this"
    assert (await sam.approves(taking)).startswith("Kim has the conversation with Ann Lee;")
    await sam.asks("give ann back to the bot", "give_back", conversation="ann")
    assert "nobody has this conversation" in await sam.refused("give_back", conversation="ann")
    await sam.asks("close the chat with Ann Lee", "close_conversation", conversation="ann")
    assert "closed already" in await sam.refused("close_conversation", conversation="ann")
    await says(sam, ANN, "one thing more")
    assert (await sam.call("read_conversation", conversation="ann"))["status"] == "active"


async def test_a_message_goes_out_by_a_yes_and_silences_the_agent(sam: Staffer) -> None:
    await says(sam, ANN, "hello")
    proposal, card = await sam.proposes("send_message", customer="ann", text="Sam: we come at 5.")
    assert (card["To"], card["By"]) == ("Ann Lee, (415) 555-0101", "text message")
    assert len(sam.house.said_to(ANN)) == 1
    assert await sam.approves(proposal) == (
        "Sent to Ann Lee by text message; Kim has the conversation now."
    )
    await says(sam, ANN, "great")
    assert len(sam.house.said_to(ANN)) == 2
    assert "we come at 5." in sam.house.said_to(ANN)[1]
    assert await sam.house.rows(HELD) == ["Kim"]


async def test_who_never_wrote_is_texted_with_who_we_are_and_answers_there(sam: Staffer) -> None:
    await sam.does("send_message", customer="ann", text="Your tasting is on Friday.")
    await sam.house.quiet()
    [first] = sam.house.said_to(ANN)
    assert "Your tasting is on Friday." in first
    assert "Reply STOP to opt out, HELP for help" in first
    assert sam.house.vendor.sent[0].lane.ours == US
    await says(sam, ANN, "thanks!")
    read = await sam.call("read_conversation", conversation="ann")
    assert [line["who"] for line in read["messages"]] == ["Kim", "Customer"]
    assert await sam.house.rows(HELD) == ["Kim"]


async def test_nobody_is_texted_who_must_not_be(sam: Staffer) -> None:
    await says(sam, ANN, "hello")
    await sam.write(phones.flag, ANN, 30006, sam.house.clock.now())
    why = await sam.refused("send_message", customer="ann", text="Hi")
    assert why == f"{ANN} takes no texts: call {ANN}"
    await says(sam, BEN, "STOP")
    why = await sam.refused("send_message", customer=BEN, text="Hi")
    assert why == f"{BEN} opted out of texts: call {BEN}"
    lead = await sam.has_lead("Zoe", "+12135550142")
    assert "there is no conversation" in await sam.refused("send_message", customer=lead, text="x")
    assert "they do not write on the website" in await sam.refused(
        "send_message", customer=BEN, text="x", by="web"
    )


async def test_at_night_only_who_waits_is_answered(sam: Staffer) -> None:
    await says(sam, ANN, "hello")
    sam.house.clock.move(hours=10)  # 10 pm
    why = await sam.refused("send_message", customer="ann", text="Still up?")
    assert why == "it is night there, and they did not just ask: text them tomorrow 9 am"
    await asks_for_a_person(sam)
    await sam.does("send_message", customer="ann", text="Sure, Kim here.")
    await sam.house.quiet()
    assert sam.house.said_to(ANN)[-1].endswith("Sure, Kim here.")


async def writes_on_the_website(sam: Staffer, words: str) -> None:
    """Ann, whose phone was proved there."""
    house = sam.house
    now = house.clock.now()

    def prove(tx: Connection) -> None:
        lane = visitors.thread_of(tx, "thread-ann", "visitor-ann")
        assert lane is not None
        customer_id, _ = people.ensure_by_phone(tx, ANN, "web", now)
        visitors.prove(tx, "visitor-ann", customer_id, ANN, now)
        join(tx, customer_id, [lane.id], now)

    await sam.write(threads.begin, "thread-ann", "visitor-ann", now)
    await sam.write(prove)
    await house.inbox.accept(Inbound(LaneAddress("web", "thread-ann"), "web-1", words, now))
    await house.quiet()


async def test_who_wrote_on_the_website_is_answered_there_or_by_text(sam: Staffer) -> None:
    await writes_on_the_website(sam, "hello from the web")
    proposal, card = await sam.proposes("send_message", customer="ann", text="Hi Ann, Kim here.")
    assert (card["To"], card["By"]) == ("Ann Lee", "the website's chat")
    await sam.approves(proposal)
    await sam.house.quiet()
    assert sam.house.said_to(ANN) == []
    again = {"customer": "ann", "text": "On my way."}
    assert "take it over first" in await sam.refused("send_message", **again)  # Kim has it
    sam.who = KIM
    await sam.does("send_message", customer="ann", text="On my way.", by="sms")
    await sam.house.quiet()
    [text] = sam.house.said_to(ANN)
    assert text.startswith("On my way.")
    assert "Reply STOP to opt out" in text
    read = await sam.call("read_conversation", conversation="ann")
    said = [(line["channel"], line["text"]) for line in read["messages"]]
    assert said[-2:] == [("web", "Hi Ann, Kim here."), ("sms", text)]
    await says(sam, ANN, "great")  # the answer by text is the same conversation
    read = await sam.call("read_conversation", conversation="ann")
    assert (read["held_by"], read["messages"][-1]["text"]) == ("Kim", "great")
