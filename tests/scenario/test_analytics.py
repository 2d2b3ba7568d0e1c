"""Staff ask for figures in Slack: charts and files come back, to whom they are meant."""

import asyncio
import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.schedule import Schedule
from tests.contract.analytics import SECRETS, fill
from tests.fakes.openai import Call, FakeOpenAI, Say
from tests.scenario.desk import Desk
from tests.scenario.inside import NOW, Inside

LEADS_PER_WEEK = (
    "SELECT date_trunc('week', created_date) AS week, count(*) AS leads FROM v_leads "
    "GROUP BY 1 ORDER BY 1"
)


@pytest.fixture
def settings(staffed: dict[str, str]) -> dict[str, str]:
    return staffed


@pytest.fixture
async def stage(stage: Inside) -> Inside:
    await stage.app.database.write(fill)
    return stage


async def told(stage: Inside) -> list[dict[str, Any]]:
    """What the tools answered, in their order."""
    rows = await stage.rows("SELECT content FROM ai_messages WHERE role = 'tool' ORDER BY id")
    return [json.loads(row) for row in rows]


async def files(stage: Inside) -> list[dict[str, Any]]:
    return await stage.records("SELECT * FROM files ORDER BY id")


async def test_a_chart_of_leads_per_week(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str
) -> None:
    model.script(
        Call("describe_views", {"views": ["v_leads"]}),
        Call("query", {"sql": LEADS_PER_WEEK}),
        Call("run_python", {"code": "print(len(r1))\nsum(row['leads'] for row in r1)"}),
        Call("make_chart", {"kind": "bar", "x": "Week", "y": "leads", "title": "Leads per week"}),
        Say("4 leads in two weeks; the chart is below."),
    )
    thread = await desk.asks(sam, "report: leads per week as a chart")
    assert "4 leads in two weeks" in str([post.text for post in desk.answers(thread)])
    views, answer, python, chart = await told(stage)
    assert "phone" not in views["views"]["v_leads"]["columns"]
    assert views["today"] == "2027-05-20"
    weeks = [["2027-05-10", 3], ["2027-05-17", 1]]
    assert answer == {"result": "r1", "columns": ["week", "leads"], "rows": weeks, "row_count": 2}
    assert python == {"printed": "2\n", "value": 4}
    assert chart["shown"] is True
    assert chart["points"] == 2
    [kept] = await files(stage)
    assert kept["name"] == "leads-per-week.png"
    assert bytes(kept["bytes"]).startswith(b"\x89PNG")
    [row] = await stage.records("SELECT * FROM outbox WHERE kind = 'file'")
    assert chart["file"] == kept["public_id"]
    assert kept["public_id"] in str(row["payload"])
    assert row["status"] == "sent"
    assert await stage.rows("SELECT agent_type FROM ai_conversations") == ["analytics"]
    [reply] = await stage.records("SELECT metadata FROM ai_messages WHERE role = 'assistant' AND "
                                  "visibility = 'customer'")  # fmt: skip
    assert kept["public_id"] in str(reply["metadata"])


async def test_programs_that_would_do_harm(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str
) -> None:
    programs = (
        ("open('/etc/passwd').read()", "PermissionError"),
        ("import os\nos.environ", "not supported"),
        ("import socket", "ModuleNotFoundError"),
        ("import urllib.request", "ModuleNotFoundError"),
        ("import subprocess", "ModuleNotFoundError"),
        ("'x' * 1_000_000_000", "MemoryError"),
        ("import time\ntime.sleep(60)", "TimeoutError"),
        ("while True: pass", "TimeoutError"),
        ("for n in range(1000): print('x' * 1000)", "MemoryError"),
        ("r1[0]['leads'] / 0", "ZeroDivisionError: division by zero, line 1"),
        ("len(r1", "SyntaxError"),
    )
    calls = [Call("run_python", {"code": code}) for code, _ in programs]
    model.script(Call("query", {"sql": LEADS_PER_WEEK}), *calls[:10], Say("None of it."))
    model.script(calls[10], Call("run_python", {"code": "r9"}), Say("Nor that."))
    thread = await desk.asks(sam, "report: do your worst")
    await desk.asks(sam, "report: and another", thread)
    _, *answers, missing = await told(stage)
    for (code, words), answer in zip(programs, answers, strict=True):
        assert answer["error"] == "python", (code, answer)
        assert any(word in answer["message"] for word in words.split("|")), (code, answer)
        assert len(answer["printed"]) <= 4_000
    assert missing["error"] == "refused"


async def test_files_hold_what_was_asked_and_run_nothing(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str
) -> None:
    sql = "SELECT lead, guest_count, '=1+1' AS trick, '@x' AS other FROM v_leads ORDER BY lead"
    model.script(
        Call("export_file", {"sql": sql, "format": "csv", "name": "Leads"}),
        Call("export_file", {"sql": sql, "format": "xlsx", "name": "Leads"}),
        Call("export_file", {"sql": "DELETE FROM leads", "format": "csv", "name": "x"}),
        Call("make_chart", {"kind": "pie", "x": "source", "y": "lead", "title": "x",
                            "sql": "SELECT source, lead FROM v_leads"}),
        Say("Two files."),
    )  # fmt: skip
    await desk.asks(sam, "report: leads as csv and excel")
    first, second, refused, undrawn = await told(stage)
    assert (first["rows"], second["rows"]) == (4, 4)
    assert "only SELECT" in refused["message"]
    assert "lead holds text" in undrawn["message"]
    table, sheet = [bytes(kept["bytes"]) for kept in await files(stage)]
    assert table.startswith(b"\xef\xbb\xbflead,guest_count")
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert rows[1] == ["lead-0", "20", "'=1+1", "'@x"]
    inside_it = zipfile.ZipFile(io.BytesIO(sheet)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in inside_it
    assert "=1+1" in inside_it + str(zipfile.ZipFile(io.BytesIO(sheet)).namelist())


async def test_names_and_phones_are_for_admins_who_ask(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, ada: str
) -> None:
    personal = {"sql": "SELECT name, phone FROM v_leads", "personal": True}
    tricks = (
        personal,
        {"sql": "SELECT name, phone FROM v_leads"},
        {"sql": "SELECT phone FROM leads"},
    )
    model.script(
        *[Call("query", trick) for trick in tricks],
        Call("export_file", {**personal, "format": "csv", "name": "x"}),
        Say("Only admins may see that."),
    )
    await desk.asks(sam, "report: everybody's phone number")
    assert [each["error"] for each in await told(stage)] == ["refused"] * 4
    said = str(await told(stage))
    assert not any(secret in said for secret in SECRETS)
    export = {**personal, "format": "csv", "name": "Leads"}
    model.script(Call("query", personal), Call("export_file", export), Say("I found them."))
    thread = await desk.mentions(ada, "report: names and phones of our leads")
    *_, found, exported = await told(stage)
    assert found["rows"][0] == [SECRETS[1], SECRETS[0]]
    assert "direct messages" in exported["message"]
    assert [post.channel for post in desk.slack.posts if post.files] == [
        desk.slack.workspace.direct(ada)
    ]
    # In the admin's own thread, another colleague does not get at the result.
    model.script(Call("run_python", {"code": "r1[0]['phone']"}), Say("I may not."))
    await desk.mentions(sam, "report: the first phone", thread)
    assert "personal" in (await told(stage))[-1]["message"]
    seen = str([line for line in model.requests[-1].messages if line["role"] == "tool"])
    assert "not_for_you" in seen
    assert not any(secret in seen for secret in SECRETS)


async def test_a_report_of_ones_own_stands_and_goes(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str
) -> None:
    report = {"name": "Leads a week", "every": "weekly", "weekday": "friday", "at": "09:30"}
    report |= {"sql": LEADS_PER_WEEK, "chart": "bar"}
    model.script(
        Call("schedule_report", report | {"sql": "SELECT phone FROM leads"}),
        Call("schedule_report", report),
        Call("list_reports", {}),
        Say("Every Friday."),
    )
    thread = await desk.asks(sam, "report: leads a week, each friday at 9:30")
    refused, done, listed = await told(stage)
    assert "there is no view leads" in refused["message"]
    assert (
        done["done"]
        == "Leads a week is posted every Friday at 09:30, next on " + done["next"] + "."
    )
    assert [each["name"] for each in listed["reports"]] == ["Leads a week"]
    assert await stage.rows("SELECT actor FROM audit") == ["slack:U0SAM00001"]

    stage.set_now(datetime(2027, 5, 21, 16, 31, tzinfo=UTC))
    await stage.tick()
    [posted] = [post for post in desk.slack.posts if "Leads a week" in str(post.blocks)]
    assert "May 10" not in posted.text
    assert "2027-05-10: 3" in posted.text
    assert await stage.rows("SELECT count(*) FROM files") == [1]
    await stage.tick()
    assert await stage.rows("SELECT count(*) FROM outbox WHERE kind = 'report'") == [1]

    model.script(Call("remove_report", {"name": "leads a WEEK"}), Say("Gone."))
    await desk.asks(sam, "report: no more of that", thread)
    stage.set_now(NOW + timedelta(days=9))
    await stage.tick()
    assert await stage.rows("SELECT count(*) FROM outbox WHERE kind = 'report'") == [1]


async def test_the_digest_comes_every_morning_once(stage: Inside, desk: Desk, sam: str) -> None:
    stage.set_now(datetime(2027, 5, 20, 14, 0, tzinfo=UTC))
    await stage.app.database.write(stage.app.reports.ensure)
    await stage.app.database.write(stage.app.reports.ensure)
    await stage.tick()
    assert await stage.rows("SELECT count(*) FROM outbox WHERE kind = 'report'") == [0]
    stage.set_now(datetime(2027, 5, 20, 15, 0, 30, tzinfo=UTC))  # 8:00 in Los Angeles
    app = stage.app
    another = Schedule(app.database, app.clock, app.bells, "another clock")
    await asyncio.gather(app.schedule._fire(), another._fire(), app.schedule._fire())
    await stage.idle()
    [digest] = await stage.rows("SELECT body FROM outbox WHERE kind = 'report'")
    assert digest.split("\n") == [
        "Daily digest, Thursday, May 20",
        "Bookings made: 3",
        "Bookings cancelled: 1",
        "Guests booked: 100",
        "Revenue booked: $3,000.50",
        "Events today: 1, 40 guests",
        "• 18:00, 40 guests, Ann Lee, 1420 Elm Ave, confirmed",
    ]
    # One that was given up comes back by itself.
    fired = "UPDATE timers SET status = 'fired' WHERE key = 'report:weekly report'"
    await app.database.write(lambda tx: tx.execute(text(fired)))
    # Two days asleep, and awake at noon: today's is late, yesterday's is skipped.
    stage.set_now(datetime(2027, 5, 23, 19, 0, tzinfo=UTC))
    await stage.tick()
    await stage.tick()
    bodies = await stage.rows("SELECT body FROM outbox WHERE kind = 'report' ORDER BY id")
    assert len(bodies) == 2, bodies
    waiting = "SELECT key FROM timers WHERE kind = 'report' AND status = 'waiting' ORDER BY key"
    assert await stage.rows(waiting) == ["report:daily digest"]
    stage.set_now(datetime(2027, 5, 25, 15, 1, tzinfo=UTC))
    await stage.tick()
    assert await stage.rows(waiting) == ["report:daily digest", "report:weekly report"]
    assert bodies[1] == (
        "Daily digest, Sunday, May 23\nNothing happened yesterday, and there is no event today."
    )


async def test_the_weekly_report_has_two_charts(stage: Inside, desk: Desk, sam: str) -> None:
    await stage.app.database.write(stage.app.reports.ensure)
    stage.set_now(datetime(2027, 5, 24, 15, 1, tzinfo=UTC))  # Monday, 8:01
    await stage.tick()
    weekly = await stage.rows(
        "SELECT body FROM outbox WHERE kind = 'report' AND body LIKE 'Weekly%'"
    )
    assert len(weekly) == 1
    assert "New inquiries: 1 (3 the week before)" in weekly[0]
    assert "Bookings made: 3 (0 the week before)" in weekly[0]
    assert "Revenue booked: $3,000.50 ($0.00 the week before)" in weekly[0]
    assert "Bookings cancelled: 1 (0 the week before)" in weekly[0]
    names = [kept["name"] for kept in await files(stage)]
    assert sorted(names) == ["inquiries-a-week.png", "revenue-booked-a-week.png"]
