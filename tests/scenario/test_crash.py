"""kill -9 in the middle of a turn: finished after the restart, one lead, one reply. On
PostgreSQL also with a second worker that takes over."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from storage.connect import open_database
from tests.fakes.openai import Call, FakeOpenAI, Hang, Say
from tests.fakes.twilio import Hang as SendHangs
from tests.polling import until
from tests.scenario.process import Rehearsal, rehearsal
from tests.scenario.stage import OWNER

# How a turn goes on: the same process starts again, or another one stands by.
_WAYS = [("sqlite", "restart"), ("postgres", "restart"), ("postgres", "takeover")]
pytestmark = [
    pytest.mark.durable,
    pytest.mark.timeout(180),
    pytest.mark.parametrize(("dialect", "way"), _WAYS, indirect=["dialect"]),
]
ANN = "+14155550101"
NOTED = {
    "name": "Ann Lee",
    "event_date": "Saturday June 12 2027",
    "guest_count": 40,
    "location": "Pasadena",
}
READ_BACK = (
    "So that is Saturday, June 12, 2027 for 40 guests in Pasadena, under the name Ann Lee. "
    "Is that right?"
)
BOOK = {"name": "Ann Lee", "phone": ANN, "guest_count": 40}


@pytest.fixture
async def stage(database_url: str, model: FakeOpenAI, tmp_path: Path) -> AsyncIterator[Rehearsal]:
    remote = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
    async with rehearsal(database_url, tmp_path, **remote) as stage:
        yield stage


@asynccontextmanager
async def killed(stage: Rehearsal, way: str, database_url: str) -> AsyncIterator[None]:
    """What happens inside is under way when the process dies; another one then goes on, when the
    leases of the dead one have run out and its sends have settled."""
    serve = await stage.start()
    yield
    if way == "takeover":
        await stage.start("worker")
    await serve.kill()
    await _half_a_minute_passes(database_url)
    if way == "restart":
        await stage.start()


async def _half_a_minute_passes(database_url: str) -> None:
    """By the database's clock, for whatever counts by it."""
    database = await open_database(database_url)
    for table, *columns in (
        ("lanes", "ready_at"),
        ("outbox", "leased_until", "tried_at"),
        ("leases", "until"),
    ):
        earlier = ", ".join(f"{column} = {column} - 30" for column in columns)
        await database.write(_run, f"UPDATE {table} SET {earlier}")
    await database.close()


def _run(tx: Connection, words: str) -> None:
    tx.execute(text(words))


async def leads(database_url: str) -> list[int]:
    database = await open_database(database_url)
    found = await database.read(
        lambda tx: list(tx.execute(text("SELECT guest_count FROM leads")).scalars())
    )
    await database.close()
    return found


async def test_before_the_model_answers(
    stage: Rehearsal, model: FakeOpenAI, way: str, database_url: str
) -> None:
    model.script([Hang(), Say("never seen")], Say("Hello Ann"))
    async with killed(stage, way, database_url):
        await stage.text(ANN, "hello")
        await model.gates.held(within=30)
    said = await stage.said(ANN, 1)
    assert [words.split("\n")[0] for words in said] == ["Hello Ann"]


async def test_after_a_tool_wrote(
    stage: Rehearsal, model: FakeOpenAI, way: str, database_url: str
) -> None:
    model.script(
        Call("note_details", NOTED),
        Say(READ_BACK),
        Call("create_booking_inquiry", BOOK),
        [Hang(), Say("never seen")],
        Say("Your inquiry is with our team."),
    )
    async with killed(stage, way, database_url):
        await stage.text(ANN, "40 people on June 12 2027 in Pasadena, I'm Ann Lee")
        await stage.said(ANN, 1)
        await stage.text(ANN, "yes that's right")
        await model.gates.held(within=30)
    said = await stage.said(ANN, 2)
    assert said[1:] == ["Your inquiry is with our team."]
    assert await leads(database_url) == [40]
    told = await stage.said(OWNER, 1)
    assert len(told) == 1


async def test_before_the_send(
    stage: Rehearsal, model: FakeOpenAI, way: str, database_url: str
) -> None:
    model.script(Say("Hello Ann"))
    stage.twilio.script(SendHangs(accepted=False))
    async with killed(stage, way, database_url):
        await stage.text(ANN, "hello")
        await stage.twilio.gates.held(within=30)
    assert len(await stage.said(ANN, 1)) == 1


async def test_after_the_send(
    stage: Rehearsal, model: FakeOpenAI, way: str, database_url: str
) -> None:
    model.script(Say("Hello Ann"))
    stage.twilio.script(SendHangs(accepted=True))
    async with killed(stage, way, database_url):
        await stage.text(ANN, "hello")
        await stage.twilio.gates.held(within=30)
    await _settled(database_url)
    assert len(stage.said_to(ANN)) == 1


async def _settled(database_url: str) -> None:
    """Waits until the outbox holds nothing that is under way."""
    database = await open_database(database_url)
    query = text("SELECT count(*) FROM outbox WHERE status IN ('pending', 'sending')")

    async def nothing_is_under_way() -> bool:
        return await database.read(lambda tx: tx.execute(query).scalar()) == 0

    await until(nothing_is_under_way, within=60)
    await database.close()
