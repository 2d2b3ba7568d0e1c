"""Users of other websites, whose own servers sign who they are."""

import asyncio
from datetime import timedelta
from typing import Any

import jwt
import pytest

from tests.scenario.inside import NOW, Inside, on_sqlite
from tests.scenario.web import Visitor

SHOP, KEY = "https://shop.example", "k" * 32
CHAT = "/api/v1/ai/chat"


@pytest.fixture
def settings() -> dict[str, str]:
    return {"SITES": f'[{{"origin": "{SHOP}", "key": "{KEY}"}}]'}


def signed(key: str = KEY, **claims: Any) -> dict[str, str]:
    usual = {"iss": SHOP, "sub": "u1", "exp": NOW + timedelta(minutes=5)}
    found = {name: value for name, value in {**usual, **claims}.items() if value is not None}
    return {"site_token": jwt.encode(found, key, algorithm="HS256")}


@on_sqlite
async def test_a_site_token_that_does_not_hold(stage: Inside, ann: Visitor) -> None:
    wrong = {
        "another key": signed("x" * 32),
        "too old": signed(exp=NOW - timedelta(minutes=2)),
        "endless": signed(exp=None),
        "of nobody": signed(sub=None),
        "of an empty name": signed(sub=""),
        "of another site": signed(iss="https://evil.example"),
        "of no site": signed(iss=None),
        "unsigned": {"site_token": jwt.encode({"iss": SHOP, "sub": "u1"}, "", algorithm="none")},
        "no token": {"site_token": "nonsense"},
        "our own": {"site_token": stage.app.visitors.issue("u1")},
    }
    for case, body in wrong.items():
        assert (await ann.ask("POST", "/api/v1/visitors", json=body))[0] == 403, case
    assert await stage.rows("SELECT count(*) FROM visitors") == [0]


async def test_a_user_of_another_site_is_the_same_everywhere(stage: Inside, ann: Visitor) -> None:
    await ann.says("hi")
    told = {"name": "Ann Lee", "phone_number": "(415) 555-0101", "email": "ann@shop.example"}
    status, answer = await ann.ask("POST", "/api/v1/visitors", json=signed(**told))
    assert (status, answer["name"]) == (200, "Ann Lee")
    ann.token = answer["visitor_token"]
    assert len((await ann.history())["messages"]) == 2  # begun before the login
    async with Visitor(stage, thread=ann.thread) as elsewhere:
        _, answer = await elsewhere.ask("POST", "/api/v1/visitors", json=signed())
        elsewhere.token = answer["visitor_token"]
        assert answer["name"] == "Ann Lee"
        assert len((await elsewhere.history())["messages"]) == 2
        # Another user on the same machine is somebody else.
        _, answer = await elsewhere.ask("POST", "/api/v1/visitors", json=signed(sub="u2"))
        assert "name" not in answer
        elsewhere.token = answer["visitor_token"]
        assert (await elsewhere.ask("GET", f"{CHAT}/{ann.thread}/history"))[0] == 404
    # A phone that the site does not call verified is a claim.
    assert await stage.rows("SELECT phone FROM visitors WHERE subject = 'u1'") == ["+14155550101"]
    assert await stage.rows("SELECT count(*) FROM customers") == [0]


async def test_a_phone_that_a_site_has_verified_is_proved(stage: Inside, ann: Visitor) -> None:
    await stage.talk("+14155550101", "hi, this is Ann")
    await ann.says("hello")
    body = signed(phone_number="+14155550101", phone_number_verified="true")
    _, answer = await ann.ask("POST", "/api/v1/visitors", json=body)
    assert (await ann.ask("GET", f"{CHAT}/{ann.thread}/history"))[0] == 404  # by the old token
    ann.token = answer["visitor_token"]
    assert len((await ann.history())["messages"]) == 2
    body = signed(phone_number="+14155550101", phone_number_verified=True)
    _, answer = await ann.ask("POST", "/api/v1/visitors", json=body)
    ann.token = answer["visitor_token"]
    lines = (await ann.history())["messages"]
    assert [line["channel"] for line in lines] == ["sms", "sms", "web", "web"]


async def test_a_user_has_nothing_of_who_proved_a_phone_on_the_same_machine(
    stage: Inside, ann: Visitor
) -> None:
    await stage.talk("+14155550101", "hi, this is Ann")
    await ann.says("hello")
    form = {"thread_id": ann.thread, "phone": "(415) 555-0101"}
    await ann.ask("POST", "/api/v1/ai/contact/code", json=form)
    await stage.idle()
    code = stage.said_to("+14155550101")[-1][:6]
    given = {"thread_id": ann.thread, "code": code}
    status, answer = await ann.ask("POST", "/api/v1/ai/contact/proof", json=given)
    assert status == 200
    ann.token = answer["visitor_token"]
    other: dict[str, Any] = {"phone_number": "+14155550102", "phone_number_verified": True}
    async with Visitor(stage, ann.token, ann.thread) as bob:
        for user in (signed(sub="bob"), signed(sub="rob", **other)):
            _, answer = await ann.ask("POST", "/api/v1/visitors", json=user)
            bob.token = answer["visitor_token"]
            assert (await bob.ask("GET", f"{CHAT}/{ann.thread}/history"))[0] == 404
    assert len((await ann.history())["messages"]) == 4
    same: dict[str, Any] = {"phone_number": "+14155550101", "phone_number_verified": True}
    _, answer = await ann.ask("POST", "/api/v1/visitors", json=signed(sub="ann", **same))
    ann.token = answer["visitor_token"]
    assert len((await ann.history())["messages"]) == 4


async def test_a_user_who_comes_twice_at_the_same_time_is_one(stage: Inside) -> None:
    async def comes() -> tuple[int, str]:
        async with Visitor(stage) as tab:
            status, answer = await tab.ask("POST", "/api/v1/visitors", json=signed())
            return status, stage.app.visitors.read(answer["visitor_token"])

    [one, *others] = await asyncio.gather(*(comes() for _ in range(6)))
    assert one[0] == 200
    assert others == [one] * 5
