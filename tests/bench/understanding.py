"""Measures how well dates and party sizes are understood, and how fast.

    python tests/bench/understanding.py SENTENCES.jsonl [--misses]

One JSON object a line: text; where known also date (ISO) or choices (a list of them), and
ref_date, the day the sentence was said; guests (an integer); prev_system or asked, which tell
what was asked just before. A sentence with neither date nor date_surface states no date, one
with none of guests, guests_surface and party_description no party: what is found there is false.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TypedDict

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from agents.understanding.date_grammar import read_dates
from agents.understanding.dates import find_dates
from agents.understanding.intents import read_intents
from agents.understanding.party import find_party
from agents.understanding.tokens import scan

TODAY = "2027-03-01"
_ASKS = ("how many", "party size", "headcount", "number of guests")


class Row(TypedDict, total=False):
    """One sentence with what it states."""

    text: str
    ref_date: str
    date: str
    choices: list[str]
    date_surface: str
    guests: int
    guests_surface: str
    party_description: str
    prev_system: str | None
    asked: list[str] | bool | None


def asked_for_guests(row: Row) -> bool:
    """Whether the guest count had just been asked for."""
    asked = row.get("asked")
    if isinstance(asked, bool):
        return asked
    question = (row.get("prev_system") or "").lower()
    return "people" in (asked or []) or any(ask in question for ask in _ASKS)


def said_at(row: Row) -> datetime:
    """When the sentence was said, in the zone of the machine."""
    day = date.fromisoformat(row.get("ref_date", TODAY))
    return datetime(day.year, day.month, day.day, 12).astimezone()


def date_outcome(row: Row) -> tuple[str, str]:
    """What became of the sentence's date ("" where it cannot be judged), and what was found."""
    found = find_dates(row["text"], said_at(row))
    seen = "; ".join(" or ".join(map(str, each.choices)) for each in found)
    if "date" in row:
        right = bool(found) and str(found[0].value) == row["date"]
        return ("date exact" if right else "date wrong" if found else "date missed"), seen
    if "choices" in row:
        right = bool(found) and [str(day) for day in found[0].choices] == row["choices"]
        return ("date exact" if right else "date wrong" if found else "date missed"), seen
    if "date_surface" in row:
        return "", seen
    return ("date false" if found else "date rightly none"), seen


def guests_outcome(row: Row) -> tuple[str, str]:
    """What became of the sentence's party size, and what was found."""
    party = find_party(row["text"], asked_for_guests(row))
    total = party.total if party else None
    if "guests" in row:
        right = "exact" if total == row["guests"] else "missed" if total is None else "wrong"
        return f"guests {right}", str(party)
    if "guests_surface" in row or "party_description" in row:
        return "", str(party)
    return ("guests rightly none" if party is None else "guests false"), str(party)


def share(counts: Counter[str], subject: str) -> Iterable[str]:
    """The lines that tell how well one subject was understood."""
    exact, false = counts[f"{subject} exact"], counts[f"{subject} false"]
    stated = exact + counts[f"{subject} wrong"] + counts[f"{subject} missed"]
    silent = false + counts[f"{subject} rightly none"]
    yield f"{subject}: {exact} of {stated} exact ({_percent(exact, stated)})"
    yield f"{subject}: {false} of {silent} found where none is stated ({_percent(false, silent)})"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


def microseconds(rows: list[Row], read: Callable[[Row], object]) -> float:
    """The mean CPU time of one cold reading: what is cached by message is forgotten before."""
    spent = 0
    for row in rows:
        scan.cache_clear()
        read_dates.cache_clear()
        begun = time.thread_time_ns()
        read(row)
        spent += time.thread_time_ns() - begun
    return spent / len(rows) / 1000


def whole_turn(row: Row) -> None:
    """All that a turn reads from one message."""
    find_dates(row["text"], said_at(row))
    find_party(row["text"], asked_for_guests(row))
    read_intents(row["text"])


def main() -> None:
    """Prints the figures of one file."""
    options = argparse.ArgumentParser(description="How well and how fast sentences are understood")
    options.add_argument("sentences", type=Path)
    options.add_argument("--misses", action="store_true", help="print each wrong reading")
    arguments = options.parse_args()
    lines = arguments.sentences.read_text(encoding="utf-8").splitlines()
    rows: list[Row] = [json.loads(line) for line in lines if line.strip()]
    counts: Counter[str] = Counter()
    for row in rows:
        for outcome, seen in (date_outcome(row), guests_outcome(row)):
            counts[outcome] += 1
            if arguments.misses and outcome.endswith(("wrong", "missed", "false")):
                print(f"{outcome}: {row['text']!r} -> {seen}")
    for subject in ("date", "guests"):
        print("\n".join(share(counts, subject)))
    report_speed(rows)


def report_speed(rows: list[Row]) -> None:
    """Prints the mean microseconds a message, by kind; the first round only warms up."""
    now = datetime(2027, 3, 1, 12).astimezone()
    dated = [row for row in rows if find_dates(row["text"], now)]
    dateless = [row for row in rows if not find_dates(row["text"], now)]
    for name, some, read in (
        ("find_dates, dated", dated, lambda row: find_dates(row["text"], now)),
        ("find_dates, no date", dateless, lambda row: find_dates(row["text"], now)),
        ("find_party", rows, lambda row: find_party(row["text"])),
        ("read_intents", rows, lambda row: read_intents(row["text"])),
        ("all three", rows, whole_turn),
    ):
        if some:
            best = min(microseconds(some, read) for _ in range(5))
            print(f"{name}: {best:.0f} µs a message ({len(some)} messages)")


if __name__ == "__main__":
    main()
