"""A phone typed on the website, proved by a code, and one history from then on: over real HTTP,
signed webhooks and Twilio's stand-in."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import aiohttp
import orjson
import pytest

from tests.fakes.twilio import Service
from tests.scenario.browsers import Browsers, code_to
from tests.scenario.inside import NOW, Inside, inside, on_sqlite

ANN, BEN = "+14155550101", "+14155550102"
POOLED, SERVICE = "+14155550188", "MG" + "0" * 32
TYPED = "(415) 555-0101"


async def test_a_code_proves_the_phone_and_its_texts_join(
    stage: Inside, browsers: Browsers
) -> None:
    await stage.talk(ANN, "hi, do you have shrimp?")
    ann, stranger = await browsers.open("what does it cost?"), await browsers.open("good morning")
    status, answer = await ann.contact(name="Ann Lee", phone=TYPED)
    assert (status, answer) == (
        HTTPStatus.OK,
        {"name": "Ann Lee", "phone": ANN, "phone_national": TYPED, "proved": False},
    )
    assert await ann.said() == ["what does it cost?"]
    assert await ann.contact("code", phone=TYPED) == (
        HTTPStatus.ACCEPTED,
        {"sent": True, "expires_in": 600},
    )
    code = await code_to(stage, ANN)
    assert await ann.contact("proof", code=f"{code[:3]} {code[3:]}") == (
        HTTPStatus.OK,
        {"proved": True, "name": "Ann Lee"},
    )
    assert await ann.said() == ["hi, do you have shrimp?", "what does it cost?"]
    await stage.talk(ANN, "and scallops?")
    await ann.say("thanks")
    said = ["hi, do you have shrimp?", "what does it cost?", "and scallops?", "thanks"]
    assert await ann.said() == said
    assert {line["channel"] for line in await ann.history()} == {"sms", "web"}
    assert await stranger.said() == ["good morning"]
    assert (await ann.contact(phone=TYPED))[1]["proved"] is True
    # Nothing of the code is kept, and it is good no more.
    assert await stage.rows(f"SELECT count(*) FROM outbox WHERE body LIKE '%{code}%'") == [0]
    assert (await ann.contact("proof", code=code))[0] == HTTPStatus.BAD_REQUEST


@on_sqlite
async def test_the_conversation_goes_on_by_text(stage: Inside, browsers: Browsers) -> None:
    ann = await browsers.open("what does it cost for 30 people?")
    assert (await ann.contact("text"))[0] == HTTPStatus.FORBIDDEN
    await ann.contact(phone=TYPED)
    assert (await ann.contact("text"))[0] == HTTPStatus.FORBIDDEN
    await ann.prove(ANN)
    assert (await ann.contact("text"))[0] == HTTPStatus.ACCEPTED
    await stage.idle()
    assert stage.said_to(ANN)[-1].startswith("This is MyHibachi. We can go on right here")
    assert "Reply STOP to opt out" in stage.said_to(ANN)[-1]
    [reply] = await stage.talk(ANN, "is june 12 free?")
    assert "Reply STOP" not in reply  # they were told
    assert await ann.said() == ["what does it cost for 30 people?", "is june 12 free?"]
    assert await stage.rows("SELECT count(*) FROM ai_conversations") == [1]


async def test_what_was_copied_before_the_proof_opens_nothing_after_it(
    stage: Inside, browsers: Browsers
) -> None:
    await stage.talk(ANN, "hi, do you have shrimp?")
    ann, eve = await browsers.open("what does it cost?"), await browsers.open()
    eve.token, eve.thread = ann.token, ann.thread  # from a browser that both have used
    async with eve.stream() as theirs:
        await ann.prove(ANN)
        async with ann.stream() as own:
            await stage.text(ANN, "and scallops?")
            assert await said_in(own, "and scallops?")
        assert not await said_in(theirs, "and scallops?")  # it has ended
    assert (await eve.post("chat", message="hi", thread_id=eve.thread))[0] == HTTPStatus.NOT_FOUND
    eve.thread = ""
    await eve.say("what have I booked?")
    assert await eve.said() == ["what have I booked?"]


async def test_who_logs_out_leaves_nothing_open(stage: Inside, browsers: Browsers) -> None:
    ann = await browsers.open("what does it cost?")
    async with ann.stream() as lines:
        assert await ann.post("../visitors/logout") == (HTTPStatus.OK, {"ended": True})
        assert not await said_in(lines, "anything")
    assert (await ann.post("chat", message="hi", thread_id=ann.thread))[0] == HTTPStatus.NOT_FOUND
    assert await stage.rows("SELECT count(*) FROM ai_messages WHERE role = 'user'") == [1]


async def said_in(lines: aiohttp.StreamReader, words: str) -> bool:
    """Waits until a stream shows that the customer said this."""
    async with asyncio.timeout(20):
        async for line in lines:
            if not line.startswith(b"data:"):
                continue
            event = orjson.loads(line.removeprefix(b"data:"))
            if event["type"] == "message" and event["message"]["content"] == words:
                assert event["message"]["channel"] == "sms"
                return True
    return False


@on_sqlite
async def test_a_vendor_that_picks_the_number_leads_to_the_same_conversation(
    database_url: str, tmp_path: Path
) -> None:
    settings = {"TWILIO_MESSAGING_SERVICE_SID": SERVICE}
    async with inside(database_url, tmp_path, NOW, **settings) as stage, AsyncExitStack() as stack:
        stage.twilio.account.services[SERVICE] = Service(POOLED)
        ann = await Browsers(stage, stack).open("what does it cost?")
        await ann.prove(ANN)
        assert (await ann.contact("text"))[0] == HTTPStatus.ACCEPTED
        await stage.idle()
        assert {m.messaging_service_sid for m in stage.twilio.messages} == {SERVICE}
        await stage.text(ANN, "is june 12 free?", ours=POOLED)
        await stage.idle()
        assert await ann.said() == ["what does it cost?", "is june 12 free?"]


@on_sqlite
@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ({"name": "A"}, None),
        ({"name": "12345"}, None),
        ({"name": "  Ann   Lee "}, "Ann Lee"),
        ({"phone": "555-0101"}, None),
        ({"phone": "+44 20 7946 0018"}, "+44 20 7946 0018"),
        ({"phone": "415.555.0101"}, TYPED),
        ({"email": "ann@example"}, None),
        ({}, None),
    ],
)
async def test_what_is_typed_is_checked(
    stage: Inside, browsers: Browsers, body: dict[str, str], kept: str | None
) -> None:
    ann = await browsers.open()
    status, answer = await ann.contact(**body)
    if kept is None:
        assert (status, "error" in answer) == (HTTPStatus.BAD_REQUEST, True)
        assert await stage.rows("SELECT count(*) FROM visitors WHERE name IS NOT NULL") == [0]
    else:
        assert kept in (answer["name"], answer["phone_national"])


@on_sqlite
async def test_what_is_typed_is_noted_where_the_agent_looks(
    stage: Inside, browsers: Browsers
) -> None:
    ann = await browsers.open("june 12 for 40 people in pasadena")
    await ann.contact(name="Ann Lee", phone=TYPED)
    answer = await ann.say("no allergies")
    assert "Ann Lee" in answer
    assert TYPED in answer  # all is known: it is read back
    await ann.contact(phone="(415) 555-0102")
    answer = await ann.say("yes, that's right")
    assert await stage.rows("SELECT count(*) FROM leads") == [0]
    assert "(415) 555-0102" in answer  # read back anew: the phone is another
    await ann.say("yes")
    assert await stage.rows("SELECT phone FROM leads") == [BEN]


@on_sqlite
async def test_a_later_conversation_knows_them(stage: Inside, browsers: Browsers) -> None:
    ann = await browsers.open()
    await ann.contact(name="Ann Lee", phone=TYPED)
    stage.set_now(NOW + timedelta(days=3))
    ann.thread = ""
    assert "Ann" in await ann.say("hi")
    answer = await ann.say("june 12 for 40 people in pasadena, no allergies")
    assert TYPED in answer


@on_sqlite
async def test_bookings_are_shown_to_who_proved_their_phone(
    stage: Inside, browsers: Browsers
) -> None:
    await stage.talk(ANN, "june 12 for 40 people in pasadena, i am ann lee", "yes, that's right")
    ann = await browsers.open()
    await ann.contact(name="Ann Lee", phone=TYPED)
    assert "Pasadena" not in await ann.say("what have I booked?")
    await ann.prove(ANN)
    assert "Pasadena" in await ann.say("what have I booked?")
