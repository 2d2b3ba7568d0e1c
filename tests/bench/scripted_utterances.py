"""What of a model's values reaches the database, where it passes right and wrong ones.

    python tests/bench/scripted_utterances.py SENTENCES.jsonl [--misses]

One JSON object a line, as tests/bench/understanding.py reads it. Each sentence is a customer's
text; a scripted model calls note_details with what was meant, and with other days and numbers.
Exit code 1 where a wrong one was noted.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from msgspec import structs
from sqlalchemy import Connection

from agents.tools.said import numbers_in
from bot.business.scope import Scope
from storage import conversations, details
from tests.bench.understanding import Row
from tests.unit.agents.tools.chat import Chat, chatting, profile

_AS_IF = "2027-03-01"  # said on, where a sentence does not tell
_NOBODY_SAID = ("2027-06-19", "2019-03-16")
Case = tuple[str, Any]
"""(argument of note_details, its value)."""


def right(row: Row) -> Iterator[Case]:
    """What was meant; a party's size is a day's guests here too."""
    if "date" in row:
        yield "event_date", row["date"]
    if "guests" in row:
        yield "guest_count", row["guests"]


def wrong(row: Row) -> Iterator[Case]:
    """Other days and numbers: near ones, swapped ones, those of something else in the text."""
    if "date" in row:
        yield from (
            ("event_date", str(day)) for day in _other_days(date.fromisoformat(row["date"]))
        )
    elif "date_surface" not in row:
        yield from (("event_date", day) for day in _NOBODY_SAID)
    if "guests" in row:
        yield from (("guest_count", count) for count in _other_counts(row))
    elif not {"guests_surface", "party_description"} & row.keys():
        yield "guest_count", 37


def _other_days(day: date) -> set[date]:
    days = {day + timedelta(days=step) for step in (-1, 1, -7, 7, 14, 28, 365, -30, 31)}
    if day.day <= 12 and day.day != day.month:
        days.add(day.replace(month=day.day, day=day.month))
    return days - {day}


def _other_counts(row: Row) -> set[int]:
    guests = row["guests"]
    counts = {guests + 1, guests - 1, guests * 10, guests + 10, int(str(guests)[::-1]), 37}
    counts |= set(numbers_in(row["text"]))
    counts |= {date.fromisoformat(row["date"]).day} if "date" in row else set()
    return {count for count in counts if 0 < count <= 5000} - {guests}


async def noted(chat: Chat, row: Row, case: Case) -> tuple[bool, dict[str, Any]]:
    """Whether the database has the value after the call, and what the model was answered."""
    chat = Chat(chat.database, await chat.database.write(_begin, chat.scope, _said_at(row)))
    if question := row.get("prev_system") or _question(row):
        await chat.hears(question)
    await chat.says(row["text"])
    slot, value = case
    answer = await chat.call("note_details", **{slot: value})
    dialogue = await chat.database.read(details.dialogue, chat.scope.conversation_id)
    return details.values(dialogue.details).get(slot) == value, answer


def _begin(tx: Connection, scope: Scope, now: datetime) -> Scope:
    begun = conversations.begin(
        tx, mailbox_id=scope.lane_id, channel="sms", agent="customer", now=now
    )
    return structs.replace(scope, conversation_id=begun.id, received_at=now)


def _said_at(row: Row) -> datetime:
    day = date.fromisoformat(row.get("ref_date", _AS_IF))
    zone = ZoneInfo(str(profile().zone))
    return datetime(day.year, day.month, day.day, 12, tzinfo=zone).astimezone(UTC)


def _question(row: Row) -> str:
    asked = row.get("asked")
    return "How many people will it be?" if isinstance(asked, list) and "people" in asked else ""


async def measure(rows: list[Row], *, misses: bool) -> Counter[str]:
    """How many values of each kind were noted, refused, and asked back."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        async with chatting(f"sqlite:///{folder}/bot.db") as chat:
            for row in rows:
                for kind, cases in (("right", right(row)), ("wrong", wrong(row))):
                    for case in cases:
                        is_noted, answer = await noted(chat, row, case)
                        why = _why(answer, case[0])
                        found[f"{kind} {case[0]} {'noted' if is_noted else why}"] += 1
                        if misses and is_noted is (kind == "wrong"):
                            print(kind, case, why, "|", row.get("date"), row["text"][:110])
    return found


def _why(answer: dict[str, Any], slot: str) -> str:
    refusal = answer.get("refused", {}).get(slot)
    if refusal is None:
        return "other value noted"
    return "asked back" if refusal.get("alternatives") else "refused"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--misses", action="store_true", help="show each that went wrong")
    options = parser.parse_args()
    with options.sentences.open(encoding="utf-8") as file:
        rows: list[Row] = [json.loads(line) for line in file if line.strip()]
    found = asyncio.run(measure(rows, misses=options.misses))
    for name, count in sorted(found.items()):
        print(f"{count:6} {name}")
    return any(name.startswith("wrong") and name.endswith(" noted") for name in found)


if __name__ == "__main__":
    sys.exit(main())
