"""No floods: what staff would be told again and again is gathered."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from storage import bridges, floods, timers
from storage.bridges import Posted

FLOOD = "flood"  # the timer at the end of a window
WINDOW = timedelta(minutes=10)
_MOST = 3  # of a kind in a window, one by one
_TOGETHER = timedelta(minutes=5)
_LOOKED_AT = 30

# Of any customer's: a vendor that is down fails them all.
_MANY = frozenset({"not_delivered", "in_doubt", "bad_number", "dead_letter"})
# Of one customer: the notice that stands there is brought up to date.
_UPDATED = frozenset({"lead_changed", "booking_changed", "not_delivered"})
# Asked again within minutes is no news.
_CALLED = frozenset({"person_wanted", "gave_up", "unsure", "still_waiting", "asked_again"})


def is_one_of_many(tx: Connection, kind: str, lane_id: int, now: datetime) -> bool:
    """Whether this one is only counted, and told as a number when the window ends."""
    if kind not in _MANY:
        return False
    count = floods.count(tx, kind, now, WINDOW, _MOST)
    if count == _MOST + 1:
        timers.schedule(tx, f"{FLOOD}:{kind}", FLOOD, lane_id, now + WINDOW, {"kind": kind})
    return count > _MOST


def counted(tx: Connection, kind: str, now: datetime) -> int:
    """How many were only counted, at the end of their window."""
    return max(0, floods.end(tx, kind, now) - _MOST)


def was_called_just_now(
    tx: Connection, kind: str, conversation_id: int | None, now: datetime
) -> bool:
    """Whether a customer asks again for a person whom staff were told of minutes ago."""
    if kind != "asked_again" or conversation_id is None:
        return False
    recent = bridges.posted(tx, conversation_id, "notice", now - WINDOW, _LOOKED_AT)
    return any(each.payload.get("notice") in _CALLED for each in recent)


def standing(
    tx: Connection, kind: str, fields: Mapping[str, Any], conversation_id: int | None, now: datetime
) -> tuple[int, Posted] | None:
    """The notice of this kind on the same thing that was written minutes ago: (the row whose
    message shows it, what it says now)."""
    if kind not in _UPDATED or conversation_id is None:
        return None
    for each in bridges.posted(tx, conversation_id, "notice", now - _TOGETHER, _LOOKED_AT):
        if each.payload.get("notice") == kind and _same(each.payload, fields):
            return (each.payload["under"] if each.payload.get("update") else each.id), each
    return None


def _same(told: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    return all(told.get(name) == fields.get(name) for name in ("lead_id", "booking"))


def together(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """The fields of two notices as those of one: the newest, and all that was changed."""
    both = {name: value for name, value in now.items() if value is not None}
    if "changed" in before and "changed" in both:
        both["changed"] = f"{before['changed']}; {both['changed']}"[-1000:]
    both["times"] = int(before.get("times") or 1) + 1
    return both
