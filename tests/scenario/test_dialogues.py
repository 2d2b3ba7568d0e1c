"""Whole conversations with the embedded model, through signed webhooks and the chat API."""

from collections.abc import AsyncIterator, Callable
from datetime import date, time, timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.scenario.dialogues.dialogue import (
    Dialogue,
    faults_of_lead,
    faults_of_reply,
    load,
    names,
)
from tests.scenario.inside import Inside, inside

CUSTOMER = "+13105550142"
Say = Callable[..., Any]
# What they show is what is said; that it is kept alike, half of them each show.
_BY_TURNS = [*zip(cycle(["sqlite", "postgres"]), names(), strict=False)]


@pytest.mark.parametrize(("dialect", "name"), _BY_TURNS, indirect=["dialect"])
async def test_dialogue(name: str, database_url: str, tmp_path: Path) -> None:
    dialogue = load(name)
    async with inside(database_url, tmp_path, dialogue.now) as stage:
        said = [line async for line in _held(stage, dialogue)]
        faults = [*_faults(dialogue, said), *await _faults_of_end(stage, dialogue)]
        held = "SELECT content FROM ai_messages WHERE CAST(metadata AS TEXT) LIKE '%held_back%'"
        faults += [f"was held back: {text}" for text in await stage.rows(held)]
        assert not faults, "\n".join([*faults, "", *said])


async def _held(stage: Inside, dialogue: Dialogue) -> AsyncIterator[str]:
    """Holds a dialogue; the bot's reply to each turn."""
    say = _by_text(stage) if dialogue.channel == "sms" else _by_chat(stage)
    for minute, turn in enumerate(dialogue.turn):
        stage.set_now(dialogue.now + timedelta(minutes=minute))
        yield await say(*turn.texts)


def _by_text(stage: Inside) -> Say:
    async def say(*texts: str) -> str:
        return (await stage.talk(CUSTOMER, texts))[0]

    return say


def _by_chat(stage: Inside) -> Say:
    known: dict[str, str] = {}
    numbers = count(1)

    async def say(*texts: str) -> str:
        answer: dict[str, Any] = {}
        for text in texts:
            body = {"message": text, "client_message_id": str(next(numbers))}
            headers = {}
            if known:
                body["thread_id"] = known["thread_id"]
                headers = {"Authorization": f"Bearer {known['visitor_token']}"}
            async with (
                aiohttp.ClientSession() as session,
                session.post(f"{stage.url}/api/v1/ai/chat", json=body, headers=headers) as response,
            ):
                assert response.status == 200, await response.text()
                answer = await response.json()
            known.setdefault("thread_id", answer["thread_id"])
            if "visitor_token" in answer:
                known["visitor_token"] = answer["visitor_token"]
        return str(answer["response"])

    return say


def _faults(dialogue: Dialogue, said: list[str]) -> list[str]:
    return [
        f"turn {number}: {fault}"
        for number, (turn, reply) in enumerate(zip(dialogue.turn, said, strict=True), 1)
        for fault in faults_of_reply(turn.expect, reply)
    ]


async def _faults_of_end(stage: Inside, dialogue: Dialogue) -> list[str]:
    result = dialogue.result
    leads = await stage.records("SELECT * FROM leads ORDER BY id")
    called = await stage.rows(
        "SELECT count(*) FROM ai_conversations WHERE person_asked_at IS NOT NULL"
    )
    faults = [] if (called[0] > 0) == result.handoff else [f"a person was called: {called[0]}"]
    if (result.lead is not None) != bool(leads) or len(leads) > 1:
        return [*faults, f"{len(leads)} leads"]
    if result.lead is not None:
        faults += faults_of_lead(result.lead, _plain(leads[0]))
    return faults


def _plain(lead: dict[str, Any]) -> dict[str, Any]:
    """A row as both databases give it: SQLite, asked in plain SQL, has text for dates and 0/1."""
    day, hour = lead["event_date"], lead["event_time"]
    return lead | {
        "event_date": date.fromisoformat(day) if isinstance(day, str) else day,
        "event_time": time.fromisoformat(hour) if isinstance(hour, str) else hour,
        "needs_person": bool(lead["needs_person"]),
    }
