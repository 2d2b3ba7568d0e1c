"""What a reply to staff says of a day: that it is free or full only where that was looked up."""

import re
from collections.abc import Iterator

from agents.guardrails.records import Entry, Records

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = re.compile(rf"\b({MONTHS}) (\d{{1,2}})\b")
_STATES = re.compile(
    rf"\b(?P<day>(?:{MONTHS}) \d{{1,2}}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|that day|"
    r"the date)"
    r"(?:,? \d{4})? (?:is|looks|seems|'s) (?:still |all |wide |fully |completely )*"
    r"(?:(?P<free>free|open|available)|(?P<full>full|booked (?:up|out|solid)|sold out|taken))\b"
    r"(?! (?:from|until|by|to)\b)",
    re.IGNORECASE,
)
_TOLD = re.compile(r'"(?:left|available|remaining_capacity)":')
_SHUT = re.compile(
    r'"blocked":true|"left":0[,}]|"available":false|"remaining_capacity":0[,}]|"closed":"'
)


def ways_of(month: str, day: str) -> tuple[str, str]:
    """A day in the ways that results write it, in lower case."""
    number = MONTHS.split("|").index(month.capitalize()) + 1
    return f"{month} {day}".lower(), f"-{number:02}-{int(day):02}"


def faults_of(sentence: str, records: Records) -> Iterator[str]:
    """What of a sentence nothing proves, in words for the model."""
    if sentence.rstrip().endswith("?"):
        return
    for found in _STATES.finditer(sentence):
        days = [each for each in records.seen if _TOLD.search(each.own) and _is_of(each, found)]
        shut = [bool(_SHUT.search(each.own)) for each in days]
        if not days or bool(found["full"]) not in shut:
            yield f"it says how {found['day']} is, which no tool returned so"


def _is_of(entry: Entry, found: re.Match[str]) -> bool:
    named = DAY.search(found["day"])
    if named is not None:
        return any(way in entry.own for way in ways_of(*named.groups()))
    weekday = found["day"].lower()
    return not weekday.endswith("day") or weekday == "that day" or weekday in entry.own
