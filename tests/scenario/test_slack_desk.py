"""Staff take over from Slack: through really signed requests, and a Slack that checks its side."""

from datetime import timedelta

import pytest

from tests.fakes.slack import Drop, FakeSlack, Unavailable
from tests.scenario.desk import Desk, desk_settings
from tests.scenario.inside import NOW, Inside
from tests.scenario.web import Visitor

ANN = "+14155550101"
PERSON = "can I talk to a person please"
PNG = b"\x89PNG\r\n\x1a\n"
HELD = "SELECT claimed_name FROM ai_conversations"


@pytest.fixture
def settings(slack: FakeSlack) -> dict[str, str]:
    return desk_settings(slack)


async def test_a_texting_customer_is_answered_from_the_thread(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    assert await desk.clicks(sam, card, "claim") == 200
    assert "*Sam* has this conversation." in str(card.blocks)
    [context] = desk.thread(card)
    assert context.startswith("Sam took over.")
    assert f"Customer: {PERSON}" in context
    said = stage.said_to(ANN)
    picture = (stage.twilio.add_media(PNG, "image/png"), "image/png")
    await stage.text(ANN, "do you have <vegan> & halal?", media=[picture])
    await stage.idle()
    assert desk.thread(card)[1:] == ["Customer: [1 picture] do you have &lt;vegan&gt; &amp; halal?"]
    await desk.says(sam, card.ts, ">> Yes & yes, <24h> notice")
    assert stage.said_to(ANN)[len(said) :] == ["Sam from MyHibachi: Yes & yes, <24h> notice"]
    assert desk.thread(card)[2:] == ["✓ Sent by text."]
    assert await desk.clicks(sam, card, "give_back") == 200
    assert await stage.rows(HELD) == [None]
    assert "has this conversation" not in str(card.blocks)
    assert desk.thread(card)[3:] == ["Sam gave the conversation back to the assistant."]


async def test_a_visitor_of_the_website_is_answered_by_the_form(
    stage: Inside, desk: Desk, sam: str
) -> None:
    async with Visitor(stage) as visitor:
        await visitor.says(PERSON)
        card = await desk.card()
        await desk.clicks(sam, card, "claim")
        answer = await visitor.says("are you there?")
        assert (answer["response"], answer["handoff"]) == (None, True)
        await stage.idle()
        assert desk.thread(card)[-1] == "Customer: are you there?"
        assert await desk.sends(sam, card, "I am. Sam here.", times=2) is None
        page = await visitor.history()
        spoken = [m["content"] for m in page["messages"] if m["author"] == "staff"]
        assert spoken == ["I am. Sam here."]
        assert page["staff_name"] == "Sam"
        assert desk.thread(card)[-1] == "✓ Sam, on the website: I am. Sam here."


async def test_talk_among_staff_stays_there(stage: Inside, desk: Desk, sam: str) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await desk.clicks(sam, card, "claim")
    said, known = stage.said_to(ANN), await stage.rows("SELECT count(*) FROM inbox")
    for words in ("this one again", "> she said", ">>> quoted", "see >> there", "!sendoff", ">>"):
        await desk.says(sam, card.ts, words)
    await desk.says(sam, card.ts, ">> to nobody", thread_ts=None)
    assert stage.said_to(ANN) == said
    assert await stage.rows("SELECT count(*) FROM inbox") == known
    await desk.says(sam, card.ts, "!send To you")
    await desk.says(sam, card.ts, ">> And to all", subtype="thread_broadcast")
    assert stage.said_to(ANN)[len(said) :] == ["Sam from MyHibachi: To you", "And to all"]


async def test_one_has_it_and_another_may_take_it_knowingly(
    stage: Inside, desk: Desk, sam: str, kim: str
) -> None:
    await stage.talk(ANN, PERSON)
    card, said = await desk.card(), len(stage.said_to(ANN))
    await desk.clicks(sam, card, "claim")
    await desk.clicks(kim, card, "claim")
    await desk.says(kim, card.ts, ">> Kim here.")
    assert desk.told(kim) == [
        "Sam has this conversation.",
        "Sam has this conversation. Nothing was sent.",
    ]
    assert stage.said_to(ANN)[said:] == []
    await desk.clicks(kim, desk.slack.workspace.whispers[-1], "take")
    assert await stage.rows(HELD) == ["Kim"]
    assert "*Kim* has this conversation." in str(card.blocks)
    await desk.says(kim, card.ts, ">> Kim here.")
    assert stage.said_to(ANN)[said:] == ["Kim here."]


async def test_who_opted_out_is_not_written_to_and_staff_hear_it(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await stage.text(ANN, "STOP")
    await stage.idle()
    said = stage.said_to(ANN)
    await desk.says(sam, card.ts, ">> wait")
    assert stage.said_to(ANN) == said
    assert desk.told(sam) == ["Sorry, (415) 555-0101 opted out of texts: call them."]
    assert await stage.rows(HELD) == [None]


async def test_what_cannot_be_sent_is_said(stage: Inside, desk: Desk, sam: str) -> None:
    await stage.talk(ANN, PERSON)
    card, said = await desk.card(), stage.said_to(ANN)
    await desk.says(sam, card.ts, ">> look", subtype="file_share", files=[{"id": "F1"}])
    await desk.says(sam, "1700000000.000001", ">> hello")
    assert stage.said_to(ANN) == said
    files, unknown = desk.told(sam)
    assert "Files do not reach the customer" in files
    assert "this thread belongs to no customer" in unknown
    await desk.clicks(sam, card, "claim")
    errors = (await desk.sends(sam, card, "  "))["errors"]
    assert errors == {"words": "Write something to send."}


async def test_what_was_said_can_be_looked_at_without_taking_over(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await desk.clicks(sam, card, "open")
    [context] = desk.thread(card)
    assert f"Customer: {PERSON}" in context
    assert "Assistant: " in context
    assert await stage.rows(HELD) == [None]
    await desk.clicks(sam, card, "open")
    assert len(desk.thread(card)) == 1
    assert desk.told(sam) == ["Everything that was said stands in the thread already."]


async def test_a_conversation_has_one_thread(stage: Inside, desk: Desk, sam: str) -> None:
    await stage.talk(ANN, PERSON, "june 12 for 40 people in pasadena, i am ann lee", "yes")
    card = await desk.card()
    lead = next(post for post in desk.slack.posts if "New inquiry" in str(post.blocks))
    assert (lead.thread_ts, lead.reply_broadcast) == (card.ts, True)
    await desk.clicks(sam, lead, "claim")
    assert "*Sam* has this conversation." in str(card.blocks)


async def test_slack_down_for_ten_minutes_loses_nothing(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await desk.clicks(sam, card, "claim")
    before = desk.thread(card)
    await desk.slack.__aexit__(None, None, None)
    await stage.text(ANN, "hello?")
    unsent = "SELECT max(attempts) FROM outbox WHERE channel = 'slack' AND status = 'pending'"
    for minute in range(1, 11):
        await stage.until(unsent, [minute])
        stage.set_now(NOW + timedelta(minutes=minute))
        stage.app.bells.outbox.ring()
    await desk.slack.__aenter__()
    stage.set_now(NOW + timedelta(minutes=12))
    await stage.idle()
    assert desk.thread(card)[len(before) :] == ["Customer: hello?"]


async def test_what_staff_write_while_slack_does_not_answer_is_sent_later(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card, said = await desk.card(), len(stage.said_to(ANN))
    desk.slack.script(Unavailable(), method="conversations.members")
    await desk.says(sam, card.ts, ">> Sam here.")
    assert stage.said_to(ANN)[said:] == ["Sam here."]


async def test_a_line_whose_answer_was_lost_is_in_the_thread_once(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await desk.clicks(sam, card, "claim")
    desk.slack.script(Drop())
    await stage.text(ANN, "hello?")
    await stage.idle()
    assert desk.thread(card).count("Customer: hello?") == 1
    assert await stage.rows("SELECT DISTINCT status FROM outbox WHERE channel = 'slack'") == [
        "sent"
    ]


async def test_an_inquiry_is_a_card_to_take_over_from_too(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, "june 12 for 40 people in pasadena, i am ann lee", "yes that's right")
    card = await desk.card("New inquiry")
    await desk.clicks(sam, card, "claim")
    assert "Pasadena" in str(card.blocks)
    assert "*Sam* has this conversation." in str(card.blocks)
    assert desk.thread(card)[0].startswith("Sam took over.")


async def test_a_card_of_long_ago_is_of_what_the_customer_says_now(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    stage.set_now(NOW + timedelta(hours=25))
    await stage.tick()
    await stage.talk(ANN, "hello again")
    assert await stage.rows("SELECT count(*) FROM ai_conversations") == [2]
    await desk.clicks(sam, card, "claim")
    assert await stage.rows(f"{HELD} ORDER BY id") == [None, "Sam"]
    assert "Customer: hello again" in desk.thread(card)[-1]
    await desk.says(sam, card.ts, ">> Hello!")
    assert stage.said_to(ANN)[-1] == "Sam from MyHibachi: Hello!"
    assert "*Sam* has this conversation." in str(card.blocks)
