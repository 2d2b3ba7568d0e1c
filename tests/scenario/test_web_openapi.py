"""The API's description: true to the routes, and to what a really running server answers."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, STDOUT
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.desk.access import new_token
from channels.web.openapi import document
from storage import files, proposals, tokens
from tests.scenario.inside import NOW, Inside
from tests.scenario.web import Visitor
from webhooks import build

PNG = b"\x89PNG\r\n\x1a\n of a patio"
# Vendors' and browsers' own doors: a page, files, webhooks, and what OpenAPI has no words for.
NOT_DESCRIBED = {"/", "/openapi.json", "/widget.js", "/widget/{language}.json"}
NOT_DESCRIBED |= {"/ws/chat/{thread_id}", "/webhooks/twilio/sms", "/webhooks/twilio/status"}
NOT_DESCRIBED |= {"/slack/events"}


@pytest.fixture
def dialect() -> str:
    return "sqlite"


@pytest.fixture
def settings() -> dict[str, str]:
    return {"AI_RATE_LIMIT_PER_MINUTE": "1000000", "AI_RATE_LIMIT_BURST": "1000000"}


async def test_every_route_is_described_and_nothing_else(stage: Inside) -> None:
    routes = {
        (route.method.lower(), resource.canonical)
        for resource in build(stage.app).router.resources()
        for route in resource
        if resource.canonical not in NOT_DESCRIBED and route.method != "HEAD"
    }
    paths = document()["paths"]
    assert routes == {(method, path) for path, found in paths.items() for method in found}


async def test_every_problem_that_is_raised_is_described(stage: Inside) -> None:
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            assert "200" in operation["responses"] or method == "post", path
            if operation["security"] and path.startswith("/api/"):
                assert {"403", "429"} <= operation["responses"].keys(), (method, path)


@pytest.mark.timeout(150)  # it starts anew what it tries with each route
async def test_schemathesis_finds_nothing(stage: Inside, tmp_path: Path) -> None:
    staff_token = new_token()
    await stage.app.database.write(tokens.create, staff_token, "admin", "test", NOW)
    async with Visitor(stage) as ann, Visitor(stage) as ben:
        _, other = await ben.ask("POST", "/api/v1/visitors")
        _, answer = await ann.ask("POST", "/api/v1/visitors")
        ann.token = answer["visitor_token"]
        _, upload = await ann.ask("POST", "/api/v1/ai/uploads", data=PNG)
        said = await ann.says("hi", attachments=[upload["id"]])
        [picture] = (await ann.history())["messages"][0]["media"]
        real = {
            "THREAD_ID": said["thread_id"],
            "MESSAGE_ID": said["message_id"],
            "MEDIA_ID": picture["id"],
            "OTHER_TOKEN": other["visitor_token"],
            "STAFF_TOKEN": staff_token,
            "PROPOSAL_ID": await stage.app.database.write(_proposal),
            "FILE_ID": await stage.app.database.write(_file),
        }
        code, report = await _schemathesis(stage, ann.token or "", real, tmp_path)
    assert code == 0, report
    assert await stage.rows("SELECT count(*) FROM inbox") != [1]


def _proposal(tx: Connection) -> str:
    """Something that waits for a yes."""
    made = proposals.add(
        tx,
        command="block_dates",
        arguments={"first": "2027-06-05"},
        title="Block Saturday, June 5",
        facts=[["Date", "Saturday, June 5", None]],
        role="staff",
        agent="staff",
        proposed_by="token:test",
        proposed_name="test",
        created_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )
    return made.public_id


def _file(tx: Connection) -> str:
    about: Any = {"content_type": "text/csv", "content": b"1", "conversation_id": None}
    return files.add(tx, name="1.csv", now=NOW, **about)


async def _schemathesis(
    stage: Inside, token: str, real: dict[str, str], folder: Path
) -> tuple[int | None, str]:
    """Its exit code, and what it says."""
    options = ["--max-examples", "2", "--seed", "1", "--no-color", "--warnings", "off"]
    process = await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).parent / "schemathesis"),),
        *("--config-file", str(Path(__file__).parent / "schemathesis.toml")),
        *("run", f"{stage.url}/openapi.json", "-H", f"Authorization: Bearer {token}", *options),
        cwd=folder,
        env={**os.environ, **real},
        stdout=PIPE,
        stderr=STDOUT,
    )
    try:
        async with asyncio.timeout(140):
            output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode, output.decode(errors="replace")
