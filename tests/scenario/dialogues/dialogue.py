"""Reads dialogues, and says how what came differs from what they expect (see README.md)."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, convert

FOLDER = Path(__file__).parent


class Expect(Struct, frozen=True, forbid_unknown_fields=True):
    contains: tuple[str, ...] = ()
    not_contains: tuple[str, ...] = ()


class Turn(Struct, frozen=True, forbid_unknown_fields=True):
    say: str | tuple[str, ...]
    expect: Expect = Expect()

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.say,) if isinstance(self.say, str) else self.say


class Result(Struct, frozen=True, forbid_unknown_fields=True):
    lead: dict[str, Any] | None = None
    handoff: bool = False
    none: bool = False


class Dialogue(Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    now: datetime
    turn: tuple[Turn, ...]
    result: Result
    channel: Literal["sms", "web"] = "sms"


def names() -> list[str]:
    """The dialogues, by their files' names without the ending."""
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


def load(name: str) -> Dialogue:
    """Raises msgspec.ValidationError where a file holds what README.md does not know."""
    return convert(tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")), Dialogue)


def faults_of_reply(expect: Expect, reply: str) -> list[str]:
    """What of the reply is not as expected."""
    said = reply.lower()
    missing = [entry for entry in expect.contains if not _holds(said, entry)]
    unwanted = [entry for entry in expect.not_contains if _holds(said, entry)]
    return [f"says nothing of {entry!r}" for entry in missing] + [
        f"says {entry!r}" for entry in unwanted
    ]


def _holds(said: str, entry: str) -> bool:
    return any(way.lower() in said for way in entry.split("|"))


def faults_of_lead(expected: Mapping[str, Any], lead: Mapping[str, Any]) -> list[str]:
    """What of the lead is not as expected. lead: its columns."""
    return [
        f"{field} is {lead[field]!r}, not {value!r}"
        for field, value in expected.items()
        if not _agrees(lead[field], value)
    ]


def _agrees(found: object, value: object) -> bool:
    if isinstance(value, str) and isinstance(found, str):
        return value.lower() in found.lower()
    return found == value
