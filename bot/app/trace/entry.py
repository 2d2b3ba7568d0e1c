"""What a timeline is made of, and words for its parts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import orjson
from msgspec import Struct

Kind = Literal[
    "heard", "turn", "model", "tool", "held back", "said", "silence", "sent", "staff", "notice",
    "inquiry", "note", "timer", "ahead",
]  # fmt: skip


class Entry(Struct, frozen=True):
    """Something that happened. took: seconds. slow: longer than it should have. wrong: it failed.
    turn: whose part it is. more: what else is known of it, for machines and `--full`."""

    at: datetime
    kind: Kind
    text: str
    took: float | None = None
    slow: bool = False
    wrong: bool = False
    turn: int | None = None
    more: Mapping[str, Any] = {}


def seconds(begun: datetime | None, ended: datetime | None) -> float | None:
    """Between two moments; None where one is not known. Clocks that were set back count as 0."""
    if begun is None or ended is None:
        return None
    return max((ended - begun).total_seconds(), 0.0)


def lasted(
    begun: datetime | None, ended: datetime | None, limit: float
) -> tuple[float | None, bool]:
    """Seconds between two moments, and whether they are more than they should be."""
    took = seconds(begun, ended)
    return took, took is not None and took > limit


def spent(call: Mapping[str, Any]) -> int:
    """Micro-dollars of a call to a model: what it came to, or what is reserved for it."""
    return int(call["reserved"] if call["settled"] is None else call["settled"])


def dollars(micros: int) -> str:
    """Micro-dollars, with as many places as say something."""
    if not micros:
        return "$0"
    amount = micros / 1_000_000
    return f"${amount:.2f}" if amount >= 1 else f"${amount:.6f}".rstrip("0").ljust(6, "0")


def in_short(json: str) -> str:
    """A tool's arguments or result, as `name=value`s; what is no JSON object as it is."""
    try:
        told = orjson.loads(json or "{}")
    except ValueError:
        return json
    if not isinstance(told, dict):
        return json
    return ", ".join(f"{name}={_value(value)}" for name, value in told.items())


def _value(value: object) -> str:
    return value if isinstance(value, str) and " " not in value else orjson.dumps(value).decode()
