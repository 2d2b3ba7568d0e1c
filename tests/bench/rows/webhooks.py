"""Signed webhooks, acknowledged."""

from contextlib import AsyncExitStack
from typing import Literal

from msgspec import Struct

from tests.bench.bench import Bench
from tests.bench.figures import Line, Row
from tests.bench.load import Job
from tests.bench.processes import Load, Server, loading, serving
from tests.bench.requests import SLACK_SECRET, settings
from tests.fakes.process import running

_DESK = {  # at rest nobody calls Slack
    "SLACK_BOT_TOKEN": "xoxb-none",
    "SLACK_SIGNING_SECRET": SLACK_SECRET,
    "SLACK_STAFF_CHANNEL": "C0STAFF001",
}
_CALM = 150  # requests
_RATE = 100.0  # a second


class Entrant(Struct, frozen=True):
    """A server and what it is asked. requests: a round's, at full speed."""

    line: str
    kind: str
    asked: Literal["json", "texts", "events"]
    requests: int
    database: str | None = None
    wanted: str = ""


ENTRANTS = (
    Entrant("bare JSON echo", "echo", "json", 8_000),
    Entrant("Twilio's validator, nothing stored", "verify", "texts", 3_000),
    Entrant("ours, SQLite", "app-at-rest", "texts", 2_000, "sqlite", ">= 4,000; 2 / 5 ms"),
    Entrant("ours, PostgreSQL", "app-at-rest", "texts", 2_000, "postgres", ">= 4,000; 2 / 5 ms"),
    Entrant("ours, Slack events, SQLite", "app-at-rest", "events", 2_000, "sqlite", ">= 4,500"),
    Entrant("ours at work, SQLite", "app", "texts", 200, "sqlite"),
    Entrant("ours at work, PostgreSQL", "app", "texts", 100, "postgres"),
)
NOTES = (
    "ours: verified, stored, deduplicated; no worker runs, so acknowledging alone is measured",
    "ours at work: beside it the turns of these texts run, and their replies go to a stand-in;"
    " CPU us is then of the whole turn",
    f"p50 and p99: at {_RATE:.0f} a second; the rest: 32 connections at full speed",
)


async def measure(bench: Bench) -> Row:
    """Every server stands all the time; the load goes from one to the next."""
    entrants = [e for e in ENTRANTS if e.database is None or bench.wants(e.line)]
    lines = [Line(entrant.line, entrant.wanted) for entrant in entrants]
    row = Row("webhooks", "signed webhooks acknowledged", "a second", lines, NOTES)
    async with AsyncExitStack() as stack:
        load = await stack.enter_async_context(loading(bench.scratch))
        vendor = await stack.enter_async_context(running("twilio"))
        servers = [await _server(stack, bench, entrant, vendor.url) for entrant in entrants]
        for number in bench.numbers():
            for entrant, server, line in zip(entrants, servers, lines, strict=True):
                line.add(await _round(load, server, entrant, number * 10_000))
    return row


async def _server(stack: AsyncExitStack, bench: Bench, entrant: Entrant, vendor: str) -> Server:
    given: dict[str, str] = {}
    profile = None
    if entrant.database is not None:
        desk = _DESK if entrant.asked == "events" else {}
        given = settings(await bench.database(entrant.database), TWILIO_API_URL=vendor, **desk)
        profile = bench.profile(f"webhooks-{entrant.kind}-{entrant.database}")
    return await stack.enter_async_context(serving(entrant.kind, bench.scratch, given, profile))


async def _round(load: Load, server: Server, entrant: Entrant, first: int) -> dict[str, float]:
    spent = server.cpu_s()
    fast = await load.run(Job(server.url, entrant.asked, entrant.requests, first=first))
    await _rest(server, entrant)
    spent = server.cpu_s() - spent
    first += entrant.requests
    calm = await load.run(Job(server.url, entrant.asked, _CALM, _RATE, first))
    await _rest(server, entrant)
    return {
        "a second": entrant.requests / fast.seconds,
        "CPU us": spent / entrant.requests * 1e6,
        "p50 ms": calm.p50_ms,
        "p99 ms": calm.p99_ms,
    }


async def _rest(server: Server, entrant: Entrant) -> None:
    """What one line left to do is not to cost the next one."""
    if entrant.kind == "app":
        await server.idle()
