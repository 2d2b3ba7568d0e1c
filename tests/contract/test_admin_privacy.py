"""A customer's data, given out and erased: nothing of them is left, and the books still hold."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import Connection, insert, select

from bot.errors import CommandRefused
from storage import files, lanes, outbox, privacy
from storage import proposals as open_proposals
from storage.tables import (
    audit,
    bookings,
    customer_phones,
    customers,
    metadata,
    notes,
    proposals,
    todos,
)
from storage.types import new_public_id
from tests.contract.admin import Admin
from tests.scenario.browsers import Browser
from tests.scenario.inside import Inside, inside

NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)
ANN, BEN = "+14155550101", "+14155550102"
TRACES = (ANN, "4155550101", "Ann Leeson", "ann.leeson@", "1420 Elm", "leeson-gate")


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Inside]:
    async with inside(database_url, tmp_path, NOW) as s:
        yield s


@pytest.fixture
async def ann(stage: Inside) -> str:
    """A customer with an inquiry, a booking, a note, a to-do and a proposal; her public id."""
    await stage.talk(
        ANN,
        "40 guests, saturday june 12, 1420 Elm Ave, Long Beach. Ann Leeson, ann.leeson@example.org",
        "yes that's right",
        "is the leeson-gate wide enough",
    )
    await stage.talk(BEN, "hello, what is on the menu")
    return await stage.app.database.write(_worked_on)


def _worked_on(tx: Connection) -> str:
    who = privacy.person_of(tx, ANN)
    assert who is not None
    at = {"created_at": NOW}
    booked = {
        "public_id": new_public_id(),
        "lead_id": who.leads[0],
        "customer_id": who.customer_id,
        "status": "confirmed",
        "name": "Ann Leeson",
        "phone": ANN,
        "place": "1420 Elm Ave",
        "event_date": datetime(2027, 6, 12).date(),
        "guest_count": 40,
        "total_cents": 123_400,
        "source": "staff",
        "updated_at": NOW,
    }
    booking = tx.execute(insert(bookings).values(booked | at).returning(bookings.c.id)).scalar()
    by = {"author": "slack:U1", "author_name": "Kim"}
    tx.execute(insert(notes).values(booking_id=booking, text="leeson-gate code 7", **by, **at))
    todo = {"public_id": new_public_id(), "text": "call Ann Leeson", "created_by": "slack:U1"}
    tx.execute(insert(todos).values(customer_id=who.customer_id, **todo, **at))
    proposal: dict[str, Any] = {
        "public_id": new_public_id(),
        "command": "send_message",
        "arguments": {"customer": who.public_id, "text": "Dear Ann Leeson"},
        "title": "Write to Ann Leeson",
        "facts": [["Text", "Dear Ann Leeson", None]],
        "role": "staff",
        "status": "open",
        "revision": 1,
        "agent": "staff",
        "proposed_by": "slack:U1",
        "proposed_name": "Kim",
        "expires_at": NOW,
    }
    tx.execute(insert(proposals).values(proposal | at))
    return who.public_id


def everything(tx: Connection) -> str:
    """All that is in the database, as text."""
    rows = (row for table in metadata.sorted_tables for row in tx.execute(select(table)))
    return "\n".join(str(tuple(row)) for row in rows)


async def test_all_that_is_held_is_given_out(stage: Inside, ann: str) -> None:
    def held(tx: Connection) -> dict[str, Any]:
        who = privacy.person_of(tx, "(415) 555-0101")
        assert who is not None
        assert who == privacy.person_of(tx, ann)
        return privacy.held(tx, who)

    data = json.loads(json.dumps(await stage.app.database.read(held), default=str))
    assert data["customer"]["name"] == "Ann Leeson"
    [talk] = data["conversations"]
    assert any("leeson-gate" in line["content"] for line in talk["messages"])
    assert {line["author"].split(":")[0] for line in talk["messages"]} == {"customer", "agent"}
    assert [data["phones"][0]["phone"], data["inquiries"][0]["guest_count"]] == [ANN, 40]
    assert [data["bookings"][0]["total_cents"], data["notes"][0]["author_name"]] == [123_400, "Kim"]
    assert BEN not in str(data)


async def test_a_customer_is_erased_and_the_figures_stay(stage: Inside, ann: str) -> None:
    ada = Admin(stage)
    seen = str(await ada.sees("erase_customer", customer=ANN))
    assert "1 booking to come: nobody will know whose" in seen
    assert "1 conversation with" in seen
    counts = "SELECT count(*) FROM ai_messages"
    [before] = await stage.rows(counts)
    await ada.does("erase_customer", customer=ann)
    left = await stage.app.database.read(everything)
    assert [trace for trace in TRACES if trace in left] == []
    assert BEN in left
    assert 0 < (await stage.rows(counts))[0] < before
    [booking] = await stage.records("SELECT * FROM bookings")
    kept = (booking["status"], booking["guest_count"], booking["total_cents"], booking["name"])
    assert kept == ("confirmed", 40, 123_400, None)
    assert await stage.rows("SELECT status FROM leads") == ["lost"]
    assert await stage.rows("SELECT status FROM proposals") == ["cancelled"]
    [entry] = (await ada.asks("audit_log", action="erase_customer"))["entries"]
    assert (entry["subject"], entry["after"]) == (f"customer:{ann}", None)
    with pytest.raises(CommandRefused, match="no customer has"):
        await ada.does("erase_customer", customer=ANN)
    # Who writes again is new, and nothing is remembered of them.
    said = await stage.talk(ANN, "hi, me again", "what do you know about my party")
    assert "automated assistant" in said[0]
    assert "40" not in " ".join(said)
    assert await stage.rows("SELECT count(*) FROM customers") == [2]


async def test_an_opt_out_outlives_its_person(stage: Inside, ann: str) -> None:
    await stage.text(ANN, "STOP")
    await stage.idle()
    await Admin(stage).does("erase_customer", customer=ann)
    assert await stage.records("SELECT phone, state, words FROM consent") == [
        {"phone": ANN, "state": "out", "words": None}
    ]
    before = len(stage.said_to(ANN))
    await stage.text(ANN, "hello?")
    await stage.idle()
    assert len(stage.said_to(ANN)) == before


async def test_whoever_is_at_work_for_them_writes_nothing_more(stage: Inside, ann: str) -> None:
    """A message comes in while they are erased: it is of somebody new, or of nobody."""
    await stage.text(ANN, "and is 1420 Elm Ave fine")
    await Admin(stage).does("erase_customer", customer=ann)
    await stage.idle()
    customer = select(customers.c.id).where(customers.c.public_id == ann)
    assert await stage.app.database.read(lambda tx: tx.execute(customer).all()) == []
    assert await stage.rows("SELECT count(*) FROM leads WHERE name = 'Ann Leeson'") == [0]


async def test_files_given_out_before_go_too(stage: Inside, ann: str) -> None:
    def give(tx: Connection) -> str:
        content, name = b"{}", f"customer-{ann}.json"
        kind = "application/json"
        return files.add(
            tx, name=name, content_type=kind, content=content, conversation_id=None, now=NOW
        )

    given = await stage.app.database.write(give)
    await Admin(stage).does("erase_customer", customer=ann)
    assert await stage.app.database.read(files.load, given) is None


async def test_who_talked_by_text_and_on_the_website_is_erased_on_both(stage: Inside) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        browser = Browser(stage, session)
        await browser.say("hello, this is Ann Leeson with the leeson-gate")
        await browser.prove(ANN)
        await stage.talk(ANN, "and by text, too: 1420 Elm Ave")
        assert len(await browser.said()) == 2
        await Admin(stage).does("erase_customer", customer=ANN)
        left = await stage.app.database.read(everything)
        assert [trace for trace in TRACES if trace in left] == []
        status, _ = await browser.post("chat", message="still there?", thread_id=browser.thread)
        assert status == HTTPStatus.NOT_FOUND
        browser.thread = ""  # the widget begins anew
        await browser.say("what is on the menu")
        assert await browser.said() == ["what is on the menu"]
        assert "automated assistant" in (await stage.talk(ANN, "hi"))[0]
        assert len(await browser.said()) == 1  # nothing proves that it is her browser


def _claims(tx: Connection, name: str, phone: str) -> str:
    """A customer of this name who only typed a phone; their public id."""
    of = {"public_id": new_public_id(), "name": name, "created_at": NOW, "updated_at": NOW}
    made = tx.execute(insert(customers).values(of).returning(customers.c.id)).scalar_one()
    row = {"customer_id": made, "phone": phone, "source": "form", "valid_from": NOW}
    tx.execute(insert(customer_phones).values(row))
    return str(of["public_id"])


async def test_who_only_typed_a_number_takes_nothing_of_its_owner(stage: Inside, ann: str) -> None:
    bob = await stage.app.database.write(_claims, "Bob Marsh", ANN)
    ada, ours = Admin(stage), "SELECT {} FROM {} ORDER BY 1"
    queries = [
        ours.format(*each)
        for each in (
            ("address", "lanes"), ("phone", "consent"), ("key", "limits"), ("body", "outbox"),
            ("content", "ai_messages"), ("name", "bookings"), ("status", "proposals"),
        )
    ]  # fmt: skip
    before = [await stage.rows(query) for query in queries]
    card = await ada.sees("erase_customer", customer=bob)
    assert card["Also known as"][1] == f"Ann Leeson, id {ann}: erase separately"
    assert f"Bob Marsh, id {bob}" in str(await ada.sees("erase_customer", customer=ann))

    def held(tx: Connection) -> dict[str, Any]:
        who = privacy.person_of(tx, bob)
        assert who is not None
        return privacy.held(tx, who)

    given = await stage.app.database.read(held)
    assert [given["conversations"], given["consent"], given["bookings"]] == [[], [], []]
    await ada.does("erase_customer", customer=bob)
    assert [await stage.rows(query) for query in queries] == before
    assert await stage.rows("SELECT name FROM customers WHERE name = 'Bob Marsh'") == []


async def _of_august(stage: Inside, name: str) -> list[Any]:
    """What is left of another customer's things about August 5 when somebody is erased."""

    def prepare(tx: Connection) -> str:
        proposal = {"title": "Block August Bank, August 5", "facts": [], "arguments": {}}
        tx.execute(proposals.update().values(proposal))
        at = {"at": NOW, "actor": "slack:U1", "action": "block_dates", "subject": "day:1"}
        tx.execute(insert(audit).values(**at, before=None, after={"august bank": "August 5"}))
        place = {"lane_id": lanes.ensure(tx, "slack", "C1", "", NOW), "channel": "slack"}
        for text in ("AUGUST BANK wrote", "August banks are shut", "August 5 is full"):
            row = {"address": "C1", "ours": "", "kind": "notice", "body": text, "created_at": NOW}
            outbox.put(tx, **place, **row)
        return _claims(tx, name, "+14155550177")

    customer = await stage.app.database.write(prepare)
    await Admin(stage).does("erase_customer", customer=customer)
    told = await stage.rows("SELECT body FROM outbox WHERE channel = 'slack' AND address = 'C1'")
    [status] = await stage.rows("SELECT status FROM proposals")
    kept = "SELECT count(*) FROM audit WHERE action = 'block_dates' AND after IS NOT NULL"
    return [sorted(told), status, await stage.rows(kept)]


async def test_a_first_name_is_nobodys_trace(stage: Inside, ann: str) -> None:
    told = ["AUGUST BANK wrote", "August 5 is full", "August banks are shut"]
    assert await _of_august(stage, "August") == [told, "open", [1]]


async def test_a_whole_name_goes_from_what_was_told_and_cancels_nothing(
    stage: Inside, ann: str
) -> None:
    told = ["(erased)", "August 5 is full", "August banks are shut"]
    assert await _of_august(stage, "August Bank") == [told, "open", [1]]


async def test_those_that_nobody_here_may_decide_hide_none(stage: Inside, ann: str) -> None:
    """Sixty older ones of admins, or out of time, before one that staff may decide."""

    def waiting(tx: Connection) -> list[str]:
        row = tx.execute(select(proposals)).mappings().one()
        plain = {name: value for name, value in row.items() if name not in ("id", "public_id")}
        later = NOW + timedelta(days=1)
        for role, until in [("admin", later)] * 60 + [("staff", NOW)] * 60 + [("staff", later)]:
            some = {**plain, "role": role, "expires_at": until, "title": f"{role} {until == later}"}
            open_proposals.add(tx, **some)
        return [each.title for each in open_proposals.open_of(tx, ["staff"], NOW)]

    assert await stage.app.database.write(waiting) == ["staff True"]
