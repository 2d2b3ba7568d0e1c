"""Whole sentences with the date and the party size that people mean by them."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agents.understanding.dates import find_dates
from agents.understanding.party import find_party

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "sentences.jsonl").read_text("utf-8").splitlines()
]


def said_at(row: dict[str, Any]) -> datetime:
    day = date.fromisoformat(row["ref_date"])
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("America/Los_Angeles"))


def name_of(row: dict[str, Any]) -> str:
    return f"{row['ref_date']} {row['text']}"


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_dates_are_what_people_mean(row: dict[str, Any]) -> None:
    found = find_dates(row["text"], said_at(row))
    first = row.get("choices") or ([row["date"]] if "date" in row else [])
    assert [[str(day) for day in each.choices] for each in found[:1]] == ([first] if first else [])
    assert [str(each.value) for each in found[1:]] == row.get("also", [])
    assert [each.past for each in found[:1]] == ([row.get("past", False)] if first else [])
    for each in found:
        assert each.value == (each.choices[0] if len(each.choices) == 1 else None)
        assert row["text"][slice(*each.span)] == each.text


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_party_sizes_are_what_people_mean(row: dict[str, Any]) -> None:
    party = find_party(row["text"], row.get("asked", False))
    if "guests" not in row:
        assert party is None
        return
    assert party is not None
    parts = (party.total, party.adults, party.children, party.low, party.high)
    assert parts == tuple(row.get(key) for key in ("guests", "adults", "children", "low", "high"))
    assert 0 <= party.span[0] < party.span[1] <= len(row["text"])
