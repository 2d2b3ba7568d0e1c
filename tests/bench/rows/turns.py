"""Whole turns over HTTP, with a model that takes no time."""

from contextlib import AsyncExitStack

from msgspec import Struct

from tests.bench.bench import Bench
from tests.bench.figures import Line, Row
from tests.bench.load import Job
from tests.bench.processes import Load, Server, loading, serving
from tests.bench.requests import settings
from tests.fakes.openai.script import Say
from tests.fakes.openai.writing import Pace
from tests.fakes.process import running

_LIMIT = "bare, both messages stored"
_ANSWER = "We serve chicken, steak, shrimp and vegetable hibachi for groups of 10 to 500 guests. "


class Entrant(Struct, frozen=True):
    """A bot, by its model and its database. turns: of a round."""

    line: str
    model: str
    database: str
    turns: int
    wanted: str = ""


ENTRANTS = (
    Entrant("embedded model, SQLite", "embedded", "sqlite", 400, ">= 1,000"),
    Entrant("embedded model, PostgreSQL", "embedded", "postgres", 120),
    Entrant("through the openai SDK, SQLite", "openai", "sqlite", 200, ">= 300"),
)
NOTES = (
    "a turn: a visitor's message to POST /api/v1/ai/chat, answered; 32 at a time, in threads of"
    " five messages; stored, claimed, run and closed by the engine",
    "the limit: aiohttp, and both messages stored by the same SQLite writer",
    "through the openai SDK: a stand-in streams 40 tokens at once, from a process of its own",
)


async def measure(bench: Bench) -> Row:
    """Every server stands all the time; the load goes from one to the next."""
    entrants = [entrant for entrant in ENTRANTS if bench.wants(entrant.line)]
    limit, *lines = [Line(_LIMIT), *(Line(entrant.line, entrant.wanted) for entrant in entrants)]
    row = Row("turns", "turns with the model at no delay", "turns/s", [limit, *lines], NOTES)
    async with AsyncExitStack() as stack:
        load = await stack.enter_async_context(loading(bench.scratch))
        model = await stack.enter_async_context(running("openai"))
        await model.settings(otherwise=[Say(_ANSWER * 2)], pace=Pace(burst=True))
        store = await stack.enter_async_context(serving("store", bench.scratch, {}))
        bots = [await _bot(stack, bench, entrant, model.url) for entrant in entrants]
        for _ in bench.numbers():
            limit.add(await _round(load, store, Job(store.url, "json", 2_000)))
            for entrant, bot, line in zip(entrants, bots, lines, strict=True):
                line.add(await _round(load, bot, Job(bot.url, "turns", entrant.turns)))
    return row


async def _bot(stack: AsyncExitStack, bench: Bench, entrant: Entrant, model: str) -> Server:
    given = settings(await bench.database(entrant.database))
    if entrant.model == "openai":
        given |= {"OPENAI_BASE_URL": f"{model}/v1", "OPENAI_API_KEY": "sk-bench"}
    profile = bench.profile(f"turns-{entrant.model}-{entrant.database}")
    return await stack.enter_async_context(serving("app", bench.scratch, given, profile))


async def _round(load: Load, server: Server, job: Job) -> dict[str, float]:
    spent = server.cpu_s()
    done = await load.run(job)
    return {
        "turns/s": job.count / done.seconds,
        "CPU us": (server.cpu_s() - spent) / done.asked * 1e6,
        "p50 ms": done.p50_ms,
        "p99 ms": done.p99_ms,
    }
