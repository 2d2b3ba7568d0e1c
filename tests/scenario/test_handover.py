"""A hand-over to its end: what is suggested to staff, how it is given back, and no loop."""

import copy
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from storage import reservations
from tests.fakes.openai import Call, FakeOpenAI, Say
from tests.fakes.slack import FakeSlack, Post, User
from tests.fakes.slack.workspace import TEAM
from tests.scenario.desk import Desk, desk_settings
from tests.scenario.inside import NOW, Inside, inside
from tests.scenario.web import Visitor

ANN = "+14155550101"
PERSON = "can I talk to a person please"
HELLO = "Hi, this is Sam from MyHibachi. How can I help you?"
HELD = "SELECT claimed_name FROM ai_conversations ORDER BY id DESC LIMIT 1"
STATUSES = "SELECT status FROM drafts ORDER BY id"


@pytest.fixture
def settings(slack: FakeSlack) -> dict[str, str]:
    return desk_settings(slack)


async def taken(stage: Inside, desk: Desk, user: str) -> Post:
    """Ann's card, once she asked for a person and somebody came."""
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await desk.clicks(user, card, "claim")
    return card


async def asks(stage: Inside, words: str) -> None:
    await stage.text(ANN, words)
    await stage.idle()


async def fills(desk: Desk, user: str, words: str) -> None:
    """Sends what is written into the form that stands open."""
    view = desk.slack.workspace.views[-1]
    state = {"values": {"text": {"words": {"type": "plain_text_input", "value": words}}}}
    payload = {"type": "view_submission", "user": {"id": user, "team_id": TEAM}}
    payload |= {"team": {"id": TEAM}, "view": {**view, "state": state}}
    assert (await desk.form(payload=json.dumps(payload)))[0] == 200
    await desk.stage.idle()


async def test_a_suggested_reply_goes_out_as_it_stands_changed_or_not_at_all(
    stage: Inside, desk: Desk, sam: str, kim: str
) -> None:
    card = await taken(stage, desk, sam)
    said = len(stage.said_to(ANN))
    hello = await desk.draft(card)
    assert HELLO in str(hello.blocks)
    before = copy.deepcopy(hello)
    await desk.clicks(kim, hello, "draft_send")
    assert desk.told(kim) == ["Sam has this conversation. Nothing was sent."]
    await desk.clicks(sam, hello, "draft_send")
    await desk.clicks(sam, before, "draft_send")
    assert stage.said_to(ANN)[said:] == [HELLO]
    assert desk.told(sam) == ["Nothing was sent: it was sent already."]
    assert "actions" not in {block["type"] for block in hello.blocks}

    await asks(stage, "what does it cost for 40 people in pasadena?")
    price = await desk.draft(card, "$")
    await asks(stage, "and do you have vegetarian food?")
    assert "actions" not in {block["type"] for block in price.blocks}
    vegetarian = await desk.draft(card)
    await desk.clicks(sam, vegetarian, "draft_edit")
    await fills(desk, sam, "We do: tofu and vegetables.")
    assert stage.said_to(ANN)[said:] == [HELLO, "We do: tofu and vegetables."]
    assert "✓ Sam: We do: tofu and vegetables." in desk.thread(card)

    await asks(stage, "great, what else do you have?")
    await desk.clicks(sam, await desk.draft(card), "draft_discard")
    # Somebody else is suggested words of their own.
    await desk.clicks(kim, desk.slack.workspace.whispers[0], "take")
    assert "Kim from MyHibachi: " in (await desk.draft(card)).text
    assert len(stage.said_to(ANN)) == said + 2
    statuses = ["sent", "outdated", "edited", "discarded", "open"]
    assert await stage.rows(STATUSES) == statuses
    # Nothing that was thought over was done: no detail is noted, no inquiry made.
    [details] = await stage.rows("SELECT details FROM ai_conversations")
    assert details in ({}, "{}")
    assert await stage.rows("SELECT count(*) FROM leads") == [0]


async def test_a_visitor_of_the_website_is_answered_by_a_suggested_reply(
    stage: Inside, desk: Desk, sam: str
) -> None:
    async with Visitor(stage) as visitor:
        await visitor.says(PERSON)
        card = await desk.card()
        await after(stage, 6)
        assert "still waits for a person" in desk.thread(card)[-1]
        await desk.clicks(sam, card, "claim")
        await visitor.says("do you come to pasadena?")
        await desk.clicks(sam, await desk.draft(card, "Pasadena"), "draft_send")
        page = await visitor.history()
        [spoken] = [m["content"] for m in page["messages"] if m["author"] == "staff"]
        assert "Pasadena" in spoken
        # A colleague's own answer makes a suggestion out of date.
        await visitor.says("how much is it for 20 people?")
        stale = copy.deepcopy(await desk.draft(card, "$"))
        await desk.says(sam, card.ts, ">> Let me look that up.")
        await desk.clicks(sam, stale, "draft_send")
        assert desk.told(sam) == ["Nothing was sent: more was said since."]
        page = await visitor.history()
        assert len([m for m in page["messages"] if m["author"] == "staff"]) == 2
        await desk.clicks(sam, card, "give_back")
        answer = await visitor.says("thanks, and who are you?")
        assert answer["response"]
        assert not answer["handoff"]


async def test_the_model_that_suggests_reads_and_does_nothing(
    database_url: str, tmp_path: Path, slack: FakeSlack
) -> None:
    async with FakeOpenAI() as model:
        remote = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
        settings = desk_settings(slack) | remote
        async with inside(database_url, tmp_path, NOW, **settings) as stage:
            await stage.app.agents.warm_up()
            desk = Desk(slack, stage)
            sam = desk.join(User("U0SAM00001", "Sam"))
            model.script(Call("request_human", {"reason": "asked"}))
            model.script(Say("I've asked our team."))
            card = await taken(stage, desk, sam)
            model.script(Call("get_menu"), Call("request_human", {"reason": "again"}))
            model.script(Say("We have chicken and shrimp."))
            await asks(stage, "what do you have, june 12 for 40 people?")
            await desk.draft(card, "Sam from MyHibachi: We have chicken and shrimp.")
            asked = model.requests[-1].body
            tools = {tool["function"]["name"] for tool in asked["tools"]}
            assert "get_menu" in tools
            assert not tools & {"create_booking_inquiry", "request_human"}
            assert "A colleague, Sam, has this conversation" in json.dumps(asked["messages"])
            assert "unknown_tool" in json.dumps(asked["messages"])
            # Each of its calls was paid for out of the day's budget.
            paid = "SELECT count(*) FROM model_calls WHERE settled > 0"
            assert await stage.rows(paid) == [len(model.requests)]
            assert await stage.rows("SELECT count(*) FROM ai_messages WHERE role = 'tool'") == [1]


async def test_suggestions_can_be_switched_off(
    stage: Inside, desk: Desk, sam: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import msgspec

    rules = stage.app.rules()
    staff = rules.profile.staff.model_copy(update={"suggest_replies": False})
    profile = rules.profile.model_copy(update={"staff": staff})
    quiet = msgspec.structs.replace(rules, profile=profile)
    monkeypatch.setattr(stage.app.slack.drafts, "_rules", lambda: quiet)  # type: ignore[union-attr]
    card = await taken(stage, desk, sam)
    await asks(stage, "how much is it?")
    await desk.says(sam, card.ts, ">> One moment.")
    assert await stage.rows("SELECT count(*) FROM drafts") == [0]


async def after(stage: Inside, minutes: float) -> None:
    """Lets so much time pass since the beginning, and what is due happen."""
    stage.set_now(NOW + timedelta(minutes=minutes))
    await stage.tick()


async def test_it_is_announced_before_it_is_given_back_and_can_be_kept(
    stage: Inside, desk: Desk, sam: str
) -> None:
    card = await taken(stage, desk, sam)
    await asks(stage, "hello?")
    await after(stage, 24)
    assert not any("goes back" in text for text in desk.thread(card))
    await after(stage, 26)
    [notice] = [p for p in desk.slack.posts if "goes back to the assistant in 5" in p.text]
    assert notice.thread_ts == card.ts
    await desk.clicks(sam, notice, "keep")
    assert notice.text == "Sam keeps the conversation."
    await after(stage, 50)
    assert await stage.rows(HELD) == ["Sam"]
    # Talk among colleagues under the card is activity too, and goes no further.
    await desk.says(sam, card.ts, "I'm on the phone with them")
    await after(stage, 70)
    assert await stage.rows(HELD) == ["Sam"]
    assert not any("on the phone" in words for words in await stage.rows("SELECT body FROM outbox"))
    said = len(stage.said_to(ANN))
    await after(stage, 76)
    await after(stage, 82)
    assert await stage.rows(HELD) == [None]
    told = "Nobody of the team wrote: the assistant has the conversation again."
    assert desk.thread(card)[-1] == told
    assert "has this conversation" not in str(card.blocks)
    # What nobody answered is the assistant's, which says that it is it again.
    assert len(stage.said_to(ANN)) == said + 1


async def test_the_same_words_call_nobody_again_and_new_ones_do(
    stage: Inside, desk: Desk, sam: str
) -> None:
    card = await taken(stage, desk, sam)
    await asks(stage, "hello? I want to talk to a human")
    said = len(stage.said_to(ANN))
    await desk.clicks(sam, card, "give_back")
    await stage.idle()
    assert len(stage.said_to(ANN)) == said + 1
    assert "get back to you" in stage.said_to(ANN)[-1]
    asked = "SELECT count(*) FROM outbox WHERE body LIKE 'A customer asks for a person%'"
    cards = "SELECT count(*) FROM outbox WHERE kind = 'notice'"
    assert await stage.rows(f"{asked} AND kind = 'notice'") == [1]
    known = (await stage.rows(cards))[0]
    stage.set_now(NOW + timedelta(minutes=20))
    await asks(stage, "a person please")
    assert await stage.rows(cards) == [known + 1]
    again = [p for p in desk.slack.posts if p.thread_ts == card.ts and p.reply_broadcast]
    assert len(again) == 1
    assert "asks for a person" in again[0].text


async def test_who_speaks_is_told_to_a_phone_that_shows_no_names(
    stage: Inside, desk: Desk, sam: str
) -> None:
    card = await taken(stage, desk, sam)
    said = len(stage.said_to(ANN))
    await desk.says(sam, card.ts, ">> How many guests?")
    await desk.says(sam, card.ts, ">> And where?")
    await desk.clicks(sam, card, "give_back")
    await stage.talk(ANN, "what is on the menu?", "thanks")
    first, second, third, fourth = stage.said_to(ANN)[said:]
    assert (first, second) == ("Sam from MyHibachi: How many guests?", "And where?")
    assert third.startswith("This is our automated assistant again. ")
    assert "automated assistant" not in fourth


async def test_a_customer_has_one_thread_while_it_is_young(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    for days, cards in ((3, 1), (40, 2)):
        stage.set_now(NOW + timedelta(days=days))
        await stage.tick()
        await stage.talk(ANN, PERSON)
        asked = [p for p in desk.slack.posts if "asks for a person" in p.text]
        assert len([p for p in asked if p.thread_ts is None]) == cards
    under = [p for p in desk.slack.posts if p.thread_ts == card.ts and "asks for" in p.text]
    assert len(under) == 1
    newest = [p for p in desk.slack.posts if "asks for a person" in p.text][-1]
    assert "an earlier thread, of 2027-05-20" in newest.text
    # What is done in the old thread is done to what the customer says now.
    await desk.clicks(sam, newest, "claim")
    assert await stage.rows(HELD) == ["Sam"]
    assert "*Sam* has this conversation." in str(newest.blocks)


async def test_who_asks_again_and_again_is_heard_without_a_flood(stage: Inside, desk: Desk) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    for _ in range(3):
        await stage.talk(ANN, "I want a human being")
    assert len(desk.thread(card)) == 0
    await after(stage, 20)
    [reminder] = desk.thread(card)
    assert "still waits" in reminder
    await after(stage, 40)
    await stage.talk(ANN, "I want a human being")
    assert "asks again" in desk.thread(card)[-1]
    await after(stage, 46)
    assert "still waits" in desk.thread(card)[-1]


async def test_who_cancels_a_booking_in_one_word_has_opted_out_and_staff_know(
    stage: Inside, desk: Desk
) -> None:
    await stage.talk(ANN, "hello")
    [customer] = await stage.rows("SELECT id FROM customers")
    booking = {"name": "Ann Lee", "phone": ANN, "place": "Pasadena", "source": "staff"}
    day = {"event_date": date(2027, 6, 12), "zone": "America/Los_Angeles", "guest_count": 40}
    await stage.app.database.write(
        lambda tx: reservations.add(
            tx, NOW, status="confirmed", customer_id=customer, **booking, **day
        )
    )
    await stage.text(ANN, "CANCEL")
    await stage.idle()
    [told] = [post for post in desk.slack.posts if "opted out" in post.text]
    assert told.text.startswith("A customer with a booking opted out of texts: call them")
    assert "Booking: Saturday, June 12, 40 guests, Pasadena (confirmed)" in told.text
    assert "<tel:+14155550101|(415) 555-0101>" in str(told.blocks)
    assert await stage.rows("SELECT status FROM bookings") == ["confirmed"]
