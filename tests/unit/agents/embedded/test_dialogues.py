"""The dialogues of tests/scenario/dialogues, without engine and door."""

from pathlib import Path

import pytest

from tests.scenario.dialogues.dialogue import (
    Dialogue,
    faults_of_lead,
    faults_of_reply,
    load,
    names,
)
from tests.unit.agents.embedded.manners import ill_manners
from tests.unit.agents.embedded.talk import Talk, talking

_LONGEST_TEXT = 480  # three segments; 320 is the aim, and an allergy needs more


@pytest.mark.parametrize("name", names())
async def test_dialogue(name: str, tmp_path: Path) -> None:
    dialogue = load(name)
    url = f"sqlite:///{tmp_path}/bot.db"
    async with talking(url, dialogue.now, channel=dialogue.channel) as talk:
        faults = await _held(talk, dialogue)
        faults += await _ended(talk, dialogue)
    assert not faults, "\n".join(faults)


async def _held(talk: Talk, dialogue: Dialogue) -> list[str]:
    """Every turn's faults, with what was said."""
    faults: list[str] = []
    before = ""
    for turn in dialogue.turn:
        reply = await talk.say(*turn.texts)
        found = faults_of_reply(turn.expect, reply) + ill_manners(
            talk, reply, before, _LONGEST_TEXT
        )
        faults += [f"{turn.texts} -> {reply!r}: {fault}" for fault in found]
        before = reply
    return faults


async def _ended(talk: Talk, dialogue: Dialogue) -> list[str]:
    leads, expected = await talk.leads(), dialogue.result
    faults = []
    if len(leads) != (expected.lead is not None):
        faults.append(f"{len(leads)} leads; the last reply was {talk.replies[-1]!r}")
    elif expected.lead is not None:
        faults += faults_of_lead(expected.lead, leads[0]._mapping)
    if talk.person_wanted is not expected.handoff:
        faults.append(f"a person was {'' if talk.person_wanted else 'not '}called")
    return faults
