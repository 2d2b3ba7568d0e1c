"""Staff's programs: they ask over HTTP with a token, as staff, and no visitor sees any of it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.app import rules
from bot.desk.access import new_token
from storage import files, tokens
from tests.fakes.openai import Call, FakeOpenAI, Say
from tests.scenario.inside import NOW, Inside, inside
from tests.scenario.web import Visitor, refused

CHAT = "/api/v1/ai/chat"
PROPOSALS = "/api/v1/staff/proposals"
BLOCKED = "SELECT count(*) FROM days WHERE blocked"
OF_CUSTOMERS = ("customers", "leads", "visitors", "outbox")


@pytest.fixture
def settings(remote: dict[str, str]) -> dict[str, str]:
    return remote


@pytest.fixture
async def plain(database_url: str, tmp_path: Path) -> AsyncIterator[Inside]:
    """A bot without a remote model."""
    async with inside(database_url, tmp_path, NOW) as stage:
        yield stage


async def program(stage: Inside, role: str, name: str = "the desk") -> Visitor:
    """A program of the staff's, with a token of its own."""
    token = new_token()
    await stage.app.database.write(tokens.create, token, role, name, NOW)
    return Visitor(stage, token)


async def test_a_program_asks_as_staff_and_its_thread_is_its_own(
    stage: Inside, model: FakeOpenAI
) -> None:
    async with (
        await program(stage, "admin") as desk,
        await program(stage, "admin") as other,
        Visitor(stage) as ann,
    ):
        model.script(Call("get_capacity", {"day": "2027-06-05"}), Say("All 500 places are free."))
        answer = await desk.says("how full is june 5?", agent="staff")
        assert answer["response"] == "All 500 places are free."
        assert (answer["agent"], answer["tool_calls"]) == ("staff", ["get_capacity"])
        assert answer["usage"]["tokens_in"] > 0
        assert "visitor_token" not in answer
        assert "Set-Cookie" not in desk.answered.headers
        model.script(Say("You asked about June 5."))
        async with desk.streams("what did i ask?", agent="staff") as stream:
            done = await stream.until("done")
        assert done["metadata"]["agent"] == "staff"
        said = [line["content"] for line in (await desk.history())["messages"]]
        assert said[0] == "how full is june 5?"
        assert len(said) == 4
        follows = desk.listens(last_event_id=done["message_id"])
        async with follows as stream, desk.socket(agent="staff") as tab:
            model.script(Say("Hello to the tab."))
            await tab.say("hello", "tab-1")
            assert (await tab.until("done"))["content"] == "Hello to the tab."
            assert (await stream.until("done"))["content"] == "Hello to the tab."
        model.script(Say("Hello Ann."))
        # To everybody else there is no such thread, and to staff there is no customer's.
        await ann.says("hi")
        customers, ann.thread = ann.thread, desk.thread
        for somebody, agent in ((other, "staff"), (ann, "customer")):
            somebody.thread = desk.thread
            body = {"message": "hi", "thread_id": desk.thread, "agent": agent}
            for path in (CHAT, f"{CHAT}/stream"):
                assert (await somebody.ask("POST", path, json=body))[0] == 404
            assert (await somebody.ask("GET", f"{CHAT}/{desk.thread}/history"))[0] == 404
            assert await refused(somebody, agent=agent) == 404
        desk.thread = customers
        body = {"message": "hi", "thread_id": customers, "agent": "staff"}
        assert (await desk.ask("POST", CHAT, json=body))[0] == 404
        assert (await desk.ask("GET", f"{CHAT}/{customers}/history"))[0] == 404
    for table in OF_CUSTOMERS:
        assert await stage.rows(f"SELECT count(*) FROM {table}") == [0], table


async def test_what_a_token_may_not(plain: Inside) -> None:
    stage = plain
    async with (
        await program(stage, "staff") as desk,
        await program(stage, "analytics") as reports,
    ):
        table = [(desk, "admin"), (reports, "staff"), (reports, "admin"), (desk, "customer")]
        for somebody, agent in table:
            body = {"message": "hi", "agent": agent}
            assert (await somebody.ask("POST", CHAT, json=body))[0] == 403, agent
            assert await refused(somebody, agent=agent) == 403
        for path in ("/api/v1/visitors", "/api/v1/ai/contact", f"{CHAT}/x/rating"):
            assert (await desk.ask("POST", path, json={}))[0] == 403, path
        body = {"message": "hi", "agent": "staff"}
        assert (await desk.ask("POST", CHAT, json=body))[0] == 200
        [id_] = await stage.rows("SELECT public_id FROM api_tokens WHERE role = 'staff'")
        async with desk.socket(agent="staff") as tab:
            await stage.app.database.write(tokens.revoke, id_, NOW)
            await tab.say("hi", "m1")
            assert "does not hold" in (await tab.until("error"))["error"]
        assert (await desk.ask("POST", CHAT, json=body))[0] == 403
    assert await stage.rows("SELECT count(*) FROM inbox") == [1]


async def test_a_token_has_its_agents_limit(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {"staff": (1, 3), "admin": (1, 3), "analytics": (1, 3)}
    monkeypatch.setattr(rules, "_DESK_LIMITS", few)
    async with (
        inside(database_url, tmp_path, NOW) as stage,
        await program(stage, "admin") as desk,
        await program(stage, "admin") as other,
    ):
        async with desk.socket(agent="staff") as tab:
            for number in range(3):
                await tab.say("hi", f"m{number}")
            for _ in range(2):
                await tab.until("accepted")
            refusal = await tab.until("error")
            assert refusal["client_message_id"] == "m2"
            assert refusal["retry_after"] > 1
        body = {"message": "hi", "agent": "staff"}
        assert (await desk.ask("POST", CHAT, json=body))[0] == 429
        assert int(desk.answered.headers["Retry-After"]) in range(1, 61)
        assert (await desk.ask("POST", CHAT, json=body | {"agent": "admin"}))[0] == 200
        assert (await other.ask("POST", CHAT, json=body))[0] == 200


async def proposed(desk: Visitor, model: FakeOpenAI) -> str:
    """The id of a day's blocking that waits for a yes."""
    model.script(
        Call("block_dates", {"first": "2027-06-05", "reason": "a wedding of our own"}),
        Say("It waits for a yes."),
    )
    await desk.says("block june 5, a wedding of our own", agent="staff")
    _, found = await desk.ask("GET", PROPOSALS)
    [proposal] = found["proposals"]
    assert proposal["title"].startswith("Block Saturday, June 5")
    assert proposal["status"] == "open"
    return str(proposal["id"])


async def test_a_proposal_is_decided_over_http_once(stage: Inside, model: FakeOpenAI) -> None:
    async with (
        await program(stage, "staff", "Sam's script") as sam,
        await program(stage, "admin") as kim,
        await program(stage, "analytics") as reports,
        Visitor(stage) as nobody,
    ):
        path = f"{PROPOSALS}/{await proposed(sam, model)}"
        yes = {"decision": "approve"}
        assert (await nobody.ask("POST", path, json=yes))[0] == 401
        assert (await reports.ask("POST", path, json=yes))[0] == 403
        assert (await reports.ask("GET", PROPOSALS))[1] == {"proposals": []}
        assert (await sam.ask("POST", f"{PROPOSALS}/none", json=yes))[0] == 404
        for bad in ({"first": "soon"}, {"until": "2027-06-06"}):
            body = {"decision": "edit", "values": bad}
            assert (await sam.ask("POST", path, json=body))[0] == 400
        body = {"decision": "edit", "values": {"first": "2027-06-06"}}
        status, edited = await sam.ask("POST", path, json=body)
        assert (status, edited["status"]) == (200, "open")
        assert edited["title"].startswith("Block Sunday, June 6")
        assert await stage.rows(BLOCKED) == [0]
        answers = await asyncio.gather(*(each.ask("POST", path, json=yes) for each in (sam, kim)))
        assert sorted(status for status, _ in answers) == [200, 409]
        [approved] = [answer for status, answer in answers if status == 200]
        assert (approved["status"], approved["fields"]) == ("approved", [])
        assert approved["result"] == "Sunday, June 6 is blocked now."
        assert (await kim.ask("POST", path, json=yes))[0] == 409
    assert await stage.rows(BLOCKED) == [1]
    [actor] = await stage.rows("SELECT actor FROM audit")
    assert actor.startswith("token:")


async def test_a_proposal_is_cancelled_and_one_is_too_late(
    stage: Inside, model: FakeOpenAI
) -> None:
    async with await program(stage, "staff") as sam:
        path = f"{PROPOSALS}/{await proposed(sam, model)}"
        status, answer = await sam.ask("POST", path, json={"decision": "cancel"})
        assert (status, answer["status"]) == (200, "cancelled")
        path = f"{PROPOSALS}/{await proposed(sam, model)}"
        stage.set_now(NOW + timedelta(hours=25))
        assert (await sam.ask("GET", PROPOSALS))[1] == {"proposals": []}
        assert (await sam.ask("POST", path, json={"decision": "approve"}))[0] == 409
    assert await stage.rows(BLOCKED) == [0]


async def test_files_are_fetched_by_whoever_may(plain: Inside) -> None:
    def add(tx: Connection, name: str, *, for_admins: bool) -> str:
        about: Any = {"content_type": "text/html", "content": b"<b>1</b>", "conversation_id": None}
        return files.add(tx, name=name, now=NOW, for_admins=for_admins, days=1, **about)

    open_to_all = await plain.app.database.write(lambda tx: add(tx, "é 1.csv", for_admins=False))
    secret = await plain.app.database.write(lambda tx: add(tx, "2.csv", for_admins=True))
    async with (
        await program(plain, "admin") as admin,
        await program(plain, "analytics") as reports,
        Visitor(plain) as nobody,
    ):
        where = "/api/v1/staff/files"
        assert await reports.ask("GET", f"{where}/{open_to_all}") == (200, b"<b>1</b>")
        headers = reports.answered.headers
        assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''%C3%A9%201.csv"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert (await reports.ask("GET", f"{where}/{secret}"))[0] == 403
        assert (await admin.ask("GET", f"{where}/{secret}"))[0] == 200
        assert (await nobody.ask("GET", f"{where}/{open_to_all}"))[0] == 401
        plain.set_now(NOW + timedelta(days=2))
        assert (await admin.ask("GET", f"{where}/{secret}"))[0] == 404
