"""The dialogues of tests/scenario/dialogues, without engine and door."""

import re
from pathlib import Path

import pytest

from channels.sms.segments import is_gsm7
from tests.scenario.dialogues.dialogue import (
    Dialogue,
    faults_of_lead,
    faults_of_reply,
    load,
    names,
)
from tests.unit.agents.embedded.talk import Talk, talking

_LONGEST_TEXT = 480  # three segments; 320 is the aim, and an allergy needs more
_KEYWORD = re.compile(
    r"\b(?:reply|text|answer|type|say|write)\s+(?:with\s+)?[\"']?"
    r"(?:stop|cancel|end|quit|yes|no|start|help|info)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\$[\d,.]*\d")
_SENTENCE = re.compile(r"[^.?!]+[.?!]")


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
        found = faults_of_reply(turn.expect, reply) + _manners(talk, reply, before)
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


def _manners(talk: Talk, reply: str, before: str) -> list[str]:
    """What no reply may do, whatever the dialogue."""
    again = {s for s in _sentences(reply) & _sentences(before) if len(s.split()) > 3}
    told = "".join(line.content for line in talk.messages if line.role == "tool")
    made_up = [amount for amount in _AMOUNT.findall(reply) if amount not in told]
    sms = talk.scope.channel == "sms"
    checks = {
        "is empty": not reply.strip(),
        "asks for a keyword": _KEYWORD.search(reply) is not None,
        f"repeats {again}": bool(again),
        f"makes up {made_up}": bool(made_up),
        "asks for the phone": sms and "phone number" in reply.lower(),
        "is too long": sms and len(reply) > _LONGEST_TEXT,
        "needs two bytes a character": not is_gsm7(reply),
        "asks two questions": reply.count("?") > 1 and "¿" not in reply,
    }
    return [fault for fault, found in checks.items() if found]


def _sentences(text: str) -> set[str]:
    return {sentence.strip() for sentence in _SENTENCE.findall(text)}
