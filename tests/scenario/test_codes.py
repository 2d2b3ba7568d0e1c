"""The code that proves a phone: for whom it counts, how long, and how often one is sent."""

from contextlib import AsyncExitStack
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from time import monotonic

import pytest

from tests.scenario.browsers import Browsers, another, code_to, codes_to
from tests.scenario.inside import NOW, Inside, inside, on_sqlite

ANN, BEN, OUTSIDE = "+14155550101", "+14155550102", "+442079460018"


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
async def test_without_texts_no_code_is_promised(database_url: str, tmp_path: Path) -> None:
    off = {"TWILIO_ACCOUNT_SID": "", "TWILIO_AUTH_TOKEN": ""}
    async with inside(database_url, tmp_path, NOW, **off) as stage, AsyncExitStack() as stack:
        ann = await Browsers(stage, stack).open()
        status, answer = await ann.contact("code", phone=ANN)
        assert (status, "error" in answer) == (HTTPStatus.SERVICE_UNAVAILABLE, True)
