"""`bot replay`: a recorded conversation is held again with another prompt or model; what differs is
shown, and nothing is sent or written but what the calls cost."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.app.replay.command import CannotReplay, run
from storage.tables import metadata
from tests.fakes.openai import Call, ChatRequest, FakeOpenAI, Say, Turn
from tests.fakes.slack import FakeSlack, User
from tests.scenario.conftest import Out
from tests.scenario.desk import Desk, desk_settings
from tests.scenario.dialogues.dialogue import load
from tests.scenario.inside import NOW, Inside, inside, on_sqlite

ANN, BEN = "+14155550101", "+14155550102"
ASKED = ("20 adults on june 12 in Pasadena, I'm Ann Lee", "yes, all of it", "may a person call me?")
NOTE = {"guest_count": 20, "event_date": "june 12", "location": "Pasadena", "name": "Ann Lee"}
MADE = {"name": "Ann Lee", "phone": ANN, "guest_count": 20}
CURT = "You are CURT, for {business_name}."
_PAID = ("model_calls", "budgets")

Rows = Mapping[str, list[dict[str, Any]]]


def answer(request: ChatRequest) -> Turn:
    """What the model does; told to be curt, it notes less and makes no inquiry."""
    curt = "CURT" in request.messages[0]["content"]
    said = [str(m["content"]) for m in request.messages if m["role"] == "user"]
    if request.results:
        told = json.loads(list(request.results.values())[-1])
        return Say("Noted." if curt else told.get("read_back") or told["say"])
    match next(n for n in (2, 1, 0) if ASKED[n] in "".join(said)):
        case 0:
            return Call("note_details", NOTE)
        case 1:
            return Say("All right.") if curt else Call("create_booking_inquiry", MADE)
        case _:
            return Call("request_human", {"reason": "wants a call"})


@pytest.fixture
def settings(remote: dict[str, str]) -> dict[str, str]:
    return remote


async def everything(stage: Inside) -> Rows:
    """Every row of every table."""

    def read(tx: Connection) -> Rows:
        return {
            table.name: [dict(row) for row in tx.execute(select(table)).mappings()]
            for table in metadata.sorted_tables
        }

    return await stage.app.database.read(read)


async def replay(stage: Inside, *threads: str, **options: Any) -> int:
    usual: dict[str, Any] = {
        **dict.fromkeys(("last", "since", "prompt", "model", "html")),
        **{"agent": "customer", "max_cost": 1.0, "full": False},
    }
    return await run(stage.app.settings, thread=threads, **usual | options)


async def test_a_conversation_is_held_again_and_nothing_is_sent_or_written(
    stage: Inside, model: FakeOpenAI, tmp_path: Path, out: Out
) -> None:
    model.decide = answer
    await stage.talk(ANN, *ASKED)
    assert await stage.rows("SELECT status FROM leads") == ["new"]
    before, sent = await everything(stage), len(stage.twilio.messages)
    asked = len(model.requests)

    # As it is served: each turn does what it did, from where it stood then.
    assert await replay(stage) == 0
    told = out()
    assert "3 turns of 1 conversation" in told
    assert "the same        3 turns" in told

    # Otherwise worded it does otherwise: what, and in which turn, is told.
    prompt = tmp_path / "curt.md"
    prompt.write_text(CURT)
    page = tmp_path / "page.html"
    assert await replay(stage, ANN, prompt=prompt, html=page) == 1
    told = out()
    assert "✗" in told
    assert "create_booking_inquiry" in told
    assert "All right." in told
    assert "reads back" in told
    assert "create_booking_inquiry" in page.read_text()

    # Without a model that costs anything, and with too little money for one that does.
    assert await replay(stage, model="embedded", last=1) in (0, 1)
    assert "embedded 3 now" in out()
    assert await replay(stage, max_cost=0.0000001) == 1
    assert "stopped: --max-cost" in out()
    with pytest.raises(CannotReplay, match="no conversation of"):
        await replay(stage, BEN)
    for wrong in ({"last": 0}, {"last": -1}, {"max_cost": -0.5}):
        with pytest.raises(CannotReplay, match="must be"):
            await replay(stage, **wrong)

    # Not a row has changed but those of the money, and those add up.
    after = await everything(stage)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == set(_PAID)
    own = [row for row in after["model_calls"] if row["purpose"] == "simulation"]
    assert len(own) == len(model.requests) - asked
    assert {(row["conversation_id"], row["turn_id"]) for row in own} == {(None, None)}
    [day] = [row["micros"] for row in after["budgets"] if row["name"].startswith("day:2027")]
    assert day == sum(row["settled"] for row in after["model_calls"])
    assert len(stage.twilio.messages) == sent


@on_sqlite
async def test_what_the_embedded_model_did_it_does_again_from_where_each_turn_stood(
    database_url: str, tmp_path: Path, out: Out
) -> None:
    """Minds changed, inquiries changed after they were sent, a person called: all of it is put
    back as it was, or a turn would go otherwise."""
    names = ("changes_after_sending", "mind_changed_twice", "complaint")
    talks = sorted(map(load, names), key=lambda talk: talk.now)
    async with inside(database_url, tmp_path, talks[0].now) as stage:
        for number, talk in enumerate(talks):
            for minute, turn in enumerate(talk.turn):
                stage.set_now(talk.now + timedelta(minutes=minute))
                await stage.talk(f"+1310555014{number}", turn.texts)
        assert await replay(stage, model="embedded") == 0, out()
        turns = sum(len(talk.turn) for talk in talks)
        assert f"the same        {turns} turns" in out()


@on_sqlite
async def test_a_colleagues_question_is_held_again_with_their_rights(
    database_url: str, tmp_path: Path, model: FakeOpenAI, slack: FakeSlack, out: Out
) -> None:
    remote = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
    async with inside(database_url, tmp_path, NOW, **desk_settings(slack), **remote) as stage:
        desk = Desk(slack, stage)
        sam = desk.join(User("U0SAM00001", "Sam"))
        look = Call("list_leads", {})
        model.decide = lambda request: Say("None yet.") if request.results else look
        await desk.mentions(sam, "which inquiries are new?")
        before = await everything(stage)
        assert await replay(stage, agent="staff") == 0
        assert "the same        1 turn" in out()
        after = await everything(stage)
        assert {name for name in before if before[name] != after[name]} == set(_PAID)


@on_sqlite
async def test_a_model_that_does_not_answer_is_not_judged_by_another_s_words(
    stage: Inside, model: FakeOpenAI, out: Out
) -> None:
    model.decide = answer
    await stage.talk(ANN, ASKED[0])
    assert await replay(stage, model="gpt-none") == 1
    told = out()
    assert "no reply of gpt-none: the model's server refused: 404, for want of the model" in told
    assert "no reply        1 turn" in told
    assert "embedded" not in told
