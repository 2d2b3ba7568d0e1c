"""Whole turns over HTTP, with a model that takes no time."""

from contextlib import AsyncExitStack

from tests.bench.bench import Bench
from tests.bench.figures import Line, Row
from tests.bench.load import Job
from tests.bench.processes import Load, Server, loading, serving
from tests.bench.requests import settings
from tests.fakes.openai.script import Say
from tests.fakes.openai.writing import Pace
from tests.fakes.process import running

_ANSWER = "We serve chicken, steak, shrimp and vegetable hibachi for groups of 10 to 500 guests. "
NOTES = (
    "a turn: a visitor's message to POST /api/v1/ai/chat, answered; 32 at a time, in threads of"
    " five messages; stored, claimed, run and closed by the engine",
    "the limit: aiohttp, and both messages stored by the same SQLite writer",
    "through the openai SDK: a stand-in streams 30 tokens at once, from a process of its own",
)


async def measure(bench: Bench) -> Row:
    lines = [
        Line("bare, both messages stored"),
        Line("embedded model, SQLite", ">= 1,000"),
        Line("embedded model, PostgreSQL", ""),
        Line("through the openai SDK, SQLite", ">= 300"),
    ]
    row = Row("turns", "turns with the model at no delay", "turns/s", lines, NOTES)
    async with AsyncExitStack() as stack:
        load = await stack.enter_async_context(loading(bench.scratch))
        model = await stack.enter_async_context(running("openai"))
        await model.settings(otherwise=[Say(_ANSWER * 2)], pace=Pace(burst=True))
        remote = {"OPENAI_BASE_URL": f"{model.url}/v1", "OPENAI_API_KEY": "sk-bench"}
        store = await stack.enter_async_context(serving("store", bench.scratch, {}))
        sqlite = await _bot(stack, bench, "sqlite", "embedded", {})
        postgres = await _bot(stack, bench, "postgres", "embedded", {})
        openai = await _bot(stack, bench, "sqlite", "openai", remote)
        for _ in range(bench.rounds):
            lines[0].add(await _round(load, store, Job(store.url, "json", 4_000)))
            lines[1].add(await _round(load, sqlite, Job(sqlite.url, "turns", 1_000)))
            lines[2].add(await _round(load, postgres, Job(postgres.url, "turns", 1_000)))
            lines[3].add(await _round(load, openai, Job(openai.url, "turns", 600)))
    return row


async def _bot(
    stack: AsyncExitStack, bench: Bench, kind: str, model: str, more: dict[str, str]
) -> Server:
    given = settings(await bench.database(kind), **more)
    profile = bench.profile(f"turns-{model}-{kind}")
    return await stack.enter_async_context(serving("app", bench.scratch, given, profile))


async def _round(load: Load, server: Server, job: Job) -> dict[str, float]:
    spent = server.cpu_s()
    done = await load.run(job)
    return {
        "turns/s": job.count / done.seconds,
        "CPU us": (server.cpu_s() - spent) / job.count * 1e6,
        "p50 ms": done.p50_ms,
        "p99 ms": done.p99_ms,
    }
