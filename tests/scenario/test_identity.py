"""A phone typed on the website, proved by a code, and one history from then on: over real HTTP,
signed webhooks and Twilio's stand-in."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp
import orjson
import pytest

from tests.fakes.twilio import Service
from tests.scenario.inside import Inside, inside

ANN, BEN, OUTSIDE = "+14155550101", "+14155550102", "+442079460018"
POOLED, SERVICE = "+14155550188", "MG" + "0" * 32
TYPED = "(415) 555-0101"
NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)  # a Thursday, 11 am in California
on_sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Inside]:
    async with inside(database_url, tmp_path, NOW) as stage:
        yield stage


class Browser:
    """A visitor's: its token, and the thread it began."""

    def __init__(self, stage: Inside, session: aiohttp.ClientSession) -> None:
        self.stage, self._session = stage, session
        self.token, self.thread = "", ""

    async def post(self, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        url = f"{self.stage.url}/api/v1/ai/{path}"
        async with self._session.post(url, json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def say(self, words: str) -> str:
        """Says something; what it is answered."""
        body = {"message": words} | ({"thread_id": self.thread} if self.thread else {})
        status, answer = await self.post("chat", **body)
        assert status == HTTPStatus.OK, answer
        self.token = answer.get("visitor_token", self.token)
        self.thread = answer["thread_id"]
        return str(answer["response"])

    async def contact(self, what: str = "", **body: Any) -> tuple[int, dict[str, Any]]:
        path = f"contact/{what}" if what else "contact"
        status, answer = await self.post(path, thread_id=self.thread, **body)
        self.token = answer.pop("visitor_token", self.token)
        return status, answer

    async def history(self) -> list[dict[str, Any]]:
        url = f"{self.stage.url}/api/v1/ai/chat/{self.thread}/history"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self._session.get(url, headers=headers) as answer:
            assert answer.status == HTTPStatus.OK
            messages: list[dict[str, Any]] = (await answer.json())["messages"]
            return messages

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[aiohttp.StreamReader]:
        """What happens in the thread from now on."""
        url = f"{self.stage.url}/api/v1/ai/chat/stream?thread_id={self.thread}"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self._session.get(url, headers=headers) as answer:
            assert answer.status == HTTPStatus.OK
            yield answer.content

    async def said(self) -> list[str]:
        """What the history shows of the customer's own words."""
        return [line["content"] for line in await self.history() if line["author"] == "customer"]

    async def prove(self, phone: str) -> None:
        """Has a code sent, and gives it back."""
        assert (await self.contact("code", phone=phone))[0] == HTTPStatus.ACCEPTED
        status, answer = await self.contact("proof", code=await code_to(self.stage, phone))
        assert (status, answer["proved"]) == (HTTPStatus.OK, True)


class Browsers:
    """Opens browsers, and closes them in the end."""

    def __init__(self, stage: Inside, stack: AsyncExitStack) -> None:
        self._stage, self._stack = stage, stack

    async def open(self, first_words: str = "hello") -> Browser:
        session = await self._stack.enter_async_context(
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        )
        browser = Browser(self._stage, session)
        await browser.say(first_words)
        return browser


@pytest.fixture
async def browsers(stage: Inside) -> AsyncIterator[Browsers]:
    async with AsyncExitStack() as stack:
        yield Browsers(stage, stack)


def codes_to(stage: Inside, phone: str) -> list[str]:
    found = (re.match(r"(\d{6}) is your", body) for body in stage.said_to(phone))
    return [match.group(1) for match in found if match]


async def code_to(stage: Inside, phone: str) -> str:
    """The newest code that a phone got, once it is there."""
    await stage.idle()
    return codes_to(stage, phone)[-1]


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


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


async def test_another_visitor_can_use_neither_thread_nor_code(
    stage: Inside, browsers: Browsers
) -> None:
    ann, stranger = await browsers.open(), await browsers.open()
    await ann.contact("code", phone=ANN)
    code = await code_to(stage, ANN)
    wanted = {"": {"name": "Eve"}, "code": {"phone": ANN}, "proof": {"code": code}, "text": {}}
    for what, body in wanted.items():
        path = f"contact/{what}" if what else "contact"
        status, _ = await stranger.post(path, thread_id=ann.thread, **body)
        assert status == HTTPStatus.NOT_FOUND
    status, answer = await stranger.contact("proof", code=code)
    assert (status, answer["tries_left"]) == (HTTPStatus.BAD_REQUEST, 0)
    assert (await ann.contact("proof", code=code))[0] == HTTPStatus.OK


async def test_five_wrong_tries_and_the_right_one_is_too_late(
    stage: Inside, browsers: Browsers
) -> None:
    ann = await browsers.open()
    await ann.contact("code", phone=ANN)
    code = await code_to(stage, ANN)
    left = [(await ann.contact("proof", code=another(code)))[1]["tries_left"] for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    status, answer = await ann.contact("proof", code=code)
    assert (status, answer["tries_left"]) == (HTTPStatus.BAD_REQUEST, 0)
    assert await stage.rows("SELECT count(*) FROM customers") == [0]


@on_sqlite
async def test_a_code_is_good_for_ten_minutes(stage: Inside, browsers: Browsers) -> None:
    ann = await browsers.open()
    await ann.contact("code", phone=ANN)
    code = await code_to(stage, ANN)
    stage.set_now(NOW + timedelta(minutes=11))
    status, answer = await ann.contact("proof", code=code)
    assert (status, answer["tries_left"]) == (HTTPStatus.BAD_REQUEST, 0)


async def test_the_newest_code_counts(stage: Inside, browsers: Browsers) -> None:
    ann = await browsers.open()
    await ann.contact("code", phone=ANN)
    first = await code_to(stage, ANN)
    await ann.contact("code", phone=ANN)
    second = await code_to(stage, ANN)
    if first != second:
        assert (await ann.contact("proof", code=first))[0] == HTTPStatus.BAD_REQUEST
    assert (await ann.contact("proof", code=second))[0] == HTTPStatus.OK


@on_sqlite
@pytest.mark.parametrize("code", ["12345", "1234567", "abcdef", "١٢٣٤٥٦"])
async def test_what_is_no_code_costs_no_try(stage: Inside, browsers: Browsers, code: str) -> None:
    ann = await browsers.open()
    await ann.contact("code", phone=ANN)
    assert (await ann.contact("proof", code=code))[0] == HTTPStatus.BAD_REQUEST
    assert await stage.rows("SELECT tries FROM codes") == [0]


@on_sqlite
async def test_nothing_tells_what_becomes_of_a_number(stage: Inside, browsers: Browsers) -> None:
    """Known, new, opted out, abroad, toll-free, flagged: one answer, in one time."""
    await stage.talk(ANN, "hello")
    await stage.text(BEN, "STOP")
    await stage.idle()
    before = len(stage.said_to(BEN))
    took = []
    for phone in (ANN, "+14155550103", BEN, OUTSIDE, "+18005550199"):
        browser = await browsers.open()
        began = monotonic()
        assert await browser.contact("code", phone=phone) == (
            HTTPStatus.ACCEPTED,
            {"sent": True, "expires_in": 600},
        )
        took.append(monotonic() - began)
        status, answer = await browser.contact("proof", code="000000")
        assert (status, answer["tries_left"]) == (HTTPStatus.BAD_REQUEST, 4)
    await stage.idle()
    assert max(took) - min(took) < 0.2
    assert len(codes_to(stage, ANN)) == len(codes_to(stage, "+14155550103")) == 1
    assert len(stage.said_to(BEN)) == before
    assert stage.said_to(OUTSIDE) == stage.said_to("+18005550199") == []


@on_sqlite
async def test_nobody_runs_up_the_bill(stage: Inside, browsers: Browsers) -> None:
    ann = await browsers.open()
    answers = [await ann.contact("code", phone=f"+1415555{4000 + i}") for i in range(6)]
    assert [status for status, _ in answers] == [HTTPStatus.ACCEPTED] * 5 + [
        HTTPStatus.TOO_MANY_REQUESTS
    ]


@on_sqlite
async def test_one_phone_gets_so_many_codes_and_no_more(stage: Inside, browsers: Browsers) -> None:
    """And what was not sent cannot be guessed."""
    for _ in range(7):
        browser = await browsers.open()
        assert (await browser.contact("code", phone=ANN))[0] == HTTPStatus.ACCEPTED
    await stage.idle()
    assert len(codes_to(stage, ANN)) == 5


@on_sqlite
async def test_a_code_that_does_not_arrive_is_no_matter_for_staff(
    stage: Inside, browsers: Browsers
) -> None:
    ann = await browsers.open()
    await ann.contact("code", phone=ANN)
    await stage.idle()
    sid = [m.sid for m in stage.twilio.messages if m.to == ANN][-1]
    await stage.twilio.report(sid, "undelivered", error_code=30005)
    await stage.idle()
    assert await stage.rows("SELECT count(*) FROM outbox WHERE kind = 'notice'") == [0]


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
async def test_without_texts_no_code_is_promised(database_url: str, tmp_path: Path) -> None:
    off = {"TWILIO_ACCOUNT_SID": "", "TWILIO_AUTH_TOKEN": ""}
    async with inside(database_url, tmp_path, NOW, **off) as stage, AsyncExitStack() as stack:
        ann = await Browsers(stage, stack).open()
        status, answer = await ann.contact("code", phone=ANN)
        assert (status, "error" in answer) == (HTTPStatus.SERVICE_UNAVAILABLE, True)


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
