"""Who visitors are: tokens, cookies, other websites, limits, staff's programs."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.access import new_token
from storage import tokens
from tests.scenario.inside import NOW, Inside, inside, on_sqlite
from tests.scenario.stage import PUBLIC
from tests.scenario.web import Visitor

SHOP, KEY = "https://shop.example", "k" * 32
EMBEDDING = "https://friends.example"
CHAT = "/api/v1/ai/chat"


@pytest.fixture
def settings() -> dict[str, str]:
    sites = f'[{{"origin": "{SHOP}", "key": "{KEY}"}}]'
    return {"SITES": sites, "ALLOWED_ORIGINS": EMBEDDING}


def cookie_of(visitor: Visitor) -> str:
    return visitor.answered.cookies["visitor"].value


async def status(visitor: Visitor, headers: Mapping[str, str], words: str = "hi") -> int:
    """Of a message, sent with just these headers."""
    visitor.token = None
    return (await visitor.ask("POST", CHAT, json={"message": words}, headers=headers))[0]


@on_sqlite
async def test_a_cookie_is_a_token_on_our_own_pages_alone(stage: Inside, ann: Visitor) -> None:
    await ann.says("hi")
    morsel = ann.answered.cookies["visitor"]
    assert (morsel["httponly"], morsel["samesite"], morsel["secure"]) == (True, "Lax", True)
    thread = f"{CHAT}/{ann.thread}/history"
    cookie, ann.token = {"Cookie": f"visitor={morsel.value}"}, None
    table = {
        "no page": ({}, 200),
        "our page": ({"Origin": stage.url}, 200),
        "our page, as the browser says": ({"Sec-Fetch-Site": "same-origin"}, 200),
        "an address typed in": ({"Sec-Fetch-Site": "none"}, 200),
        "a site that may embed us": ({"Origin": EMBEDDING}, 403),
        "a sister site": ({"Sec-Fetch-Site": "same-site"}, 403),
        "a picture on another site": ({"Sec-Fetch-Site": "cross-site"}, 403),
        "another site": ({"Origin": "https://evil.example"}, 403),
        "a sandboxed frame": ({"Origin": "null"}, 403),
    }
    for case, (headers, expected) in table.items():
        for method, path in (("GET", thread), ("POST", "/api/v1/visitors")):
            found = (await ann.ask(method, path, headers=cookie | headers))[0]
            assert found == expected, (case, method)
    for stale in ("visitor=forged", "visitor=\N{SNOWMAN}"):  # of another server on this machine
        none = {"Cookie": stale}
        assert (await ann.ask("GET", thread, headers=none))[0] == 401
        assert (await ann.ask("POST", "/api/v1/visitors", headers=none))[0] == 200
        assert cookie_of(ann) != morsel.value


@on_sqlite
async def test_which_websites_may_speak_to_us(stage: Inside, ann: Visitor) -> None:
    for origin in (PUBLIC, SHOP, EMBEDDING, stage.url):
        assert await status(ann, {"Origin": origin}) == 200, origin
        assert ann.answered.headers["Access-Control-Allow-Origin"] == origin
        assert "Access-Control-Allow-Credentials" not in ann.answered.headers
        assert ann.answered.headers["Vary"] == "Origin"
    for origin in (
        "https://evil.example",
        "null",
        f"{EMBEDDING}.evil.example",
        "http://shop.example",
    ):
        assert await status(ann, {"Origin": origin}) == 403, origin
        assert "Access-Control-Allow-Origin" not in ann.answered.headers
    asked = {"Access-Control-Request-Method": "POST"}
    assert (await ann.ask("OPTIONS", CHAT, headers={"Origin": SHOP} | asked))[0] == 204
    assert "Authorization" in ann.answered.headers["Access-Control-Allow-Headers"]
    assert (await ann.ask("OPTIONS", CHAT, headers={"Origin": "https://evil.example"}))[0] == 403
    # A stream and an error carry it too.
    body = {"message": "hi"}
    for path, given in ((f"{CHAT}/stream", body), (CHAT, {})):
        await ann.ask("POST", path, json=given, headers={"Origin": SHOP})
        assert ann.answered.headers["Access-Control-Allow-Origin"] == SHOP


@on_sqlite
async def test_a_token_ends_by_the_business_clock(stage: Inside, ann: Visitor) -> None:
    await ann.says("hi")
    old = ann.token
    stage.set_now(NOW + timedelta(days=80))
    _, answer = await ann.ask("POST", "/api/v1/visitors")
    ann.token = answer["visitor_token"]
    assert cookie_of(ann) == ann.token
    stage.set_now(NOW + timedelta(days=100))
    assert len((await ann.history())["messages"]) == 2  # the same visitor
    ann.token = old
    assert (await ann.ask("GET", f"{CHAT}/{ann.thread}/history"))[0] == 403


async def test_limits_of_a_visitor_and_of_an_address(database_url: str, tmp_path: Path) -> None:
    slow = {"AI_RATE_LIMIT_PER_MINUTE": "2", "AI_RATE_LIMIT_BURST": "2"}
    proxy = {"TRUSTED_PROXIES": "127.0.0.0/8"}
    async with (
        inside(database_url, tmp_path, NOW, **slow, **proxy) as stage,
        Visitor(stage) as ann,
    ):
        home, work = {"X-Forwarded-For": "198.51.100.7"}, {"X-Forwarded-For": "203.0.113.9"}
        # Those without a token share one visitor's allowance.
        assert [await status(ann, home) for _ in range(3)] == [200, 200, 429]
        assert int(ann.answered.headers["Retry-After"]) in range(1, 31)
        assert (await ann.ask("POST", "/api/v1/visitors", headers=home))[0] == 429
        assert await status(ann, {"X-Forwarded-For": "1.2.3.4, 198.51.100.7"}) == 429
        # Elsewhere somebody else has their own, and a token is one visitor wherever it is.
        _, answer = await ann.ask("POST", "/api/v1/visitors", headers=work)
        ann.token = answer["visitor_token"]
        said = {"json": {"message": "hi"}}
        found = [(await ann.ask("POST", CHAT, headers=work, **said))[0] for _ in range(2)]
        found += [(await ann.ask("POST", CHAT, headers=home, **said))[0]]
        assert found == [200, 200, 429]
        # A whole address has three visitors' allowance; of IPv6 the /64 counts.
        found = []
        for number in range(7):
            ann.token = stage.app.visitors.issue(f"visitor {number}")
            where = {"X-Forwarded-For": f"2001:db8:0:1::{number + 1}"}
            found.append((await ann.ask("POST", CHAT, headers=where, **said))[0])
        assert found == [200] * 6 + [429]
        stage.set_now(NOW + timedelta(minutes=1))
        assert await status(ann, home) == 200
        assert await stage.rows("SELECT count(*) FROM inbox WHERE channel = 'web'") == [11]


@on_sqlite
async def test_an_untrusted_proxy_is_not_believed(database_url: str, tmp_path: Path) -> None:
    slow = {"AI_RATE_LIMIT_PER_MINUTE": "2", "AI_RATE_LIMIT_BURST": "2"}
    async with inside(database_url, tmp_path, NOW, **slow) as stage, Visitor(stage) as ann:
        found = [await status(ann, {"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(3)]
        assert found == [200, 200, 429]


@on_sqlite
async def test_bodies_have_limits(stage: Inside, ann: Visitor) -> None:
    assert await status(ann, {}, "x" * 4001) == 400
    assert await status(ann, {}, "x" * 100_000) == 413
    assert (await ann.ask("POST", CHAT, data=b"\xff"))[0] == 400
    assert (await ann.ask("POST", CHAT, data=b"[]"))[0] == 400
    assert await stage.rows("SELECT count(*) FROM inbox") == [0]


async def test_other_agents_need_a_staff_token(stage: Inside, ann: Visitor) -> None:
    made: dict[str, str] = {}
    for role in ("staff", "admin", "analytics"):
        made[role] = new_token()
        await stage.app.database.write(tokens.create, made[role], role, "test", NOW)
    revoked = new_token()
    id_ = await stage.app.database.write(tokens.create, revoked, "admin", "test", NOW)
    assert await stage.app.database.write(tokens.revoke, id_, NOW)
    assert not await stage.app.database.write(tokens.revoke, id_, NOW)
    await ann.says("hi")
    table = [
        (None, "staff", 403),
        (ann.token, "staff", 403),
        ("staff_guess", "staff", 403),
        (revoked, "staff", 403),
        (made["staff"], "admin", 403),
        (made["analytics"], "staff", 403),
        (made["staff"], "customer", 403),
        (made["staff"], "staff", 200),
        (made["staff"], "analytics", 200),
        (made["admin"], "analytics", 200),
        (made["analytics"], "analytics", 200),
        (None, "boss", 400),
    ]
    for token, agent, expected in table:
        ann.token = token
        body = {"message": "hi", "agent": agent}
        for path in (CHAT, f"{CHAT}/stream"):
            assert (await ann.ask("POST", path, json=body))[0] == expected, (agent, token)
        query = body | {"client_message_id": "m1"}
        assert (await ann.ask("GET", f"{CHAT}/stream", params=query))[0] == expected
    # One was said twice with the same id.
    assert await stage.rows("SELECT count(*) FROM inbox") == [1 + 4 * 3 - 1]
    assert made["staff"] not in str(await stage.records("SELECT * FROM api_tokens"))
