"""The turns of a recorded conversation, and what is to be known of each to hold it again."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import orjson
from msgspec import Struct

from bot.app.trace.entry import spent
from storage import details
from storage.timeline import Journal, Row

Details = dict[str, Mapping[str, Any]]
Dumped = Mapping[str, Any]

_COUNTS = ("adults", "children", "guest_count")


class PastTurn(Struct, frozen=True):
    """A turn that an agent answered. asked: the customer's words, oldest first. last: the newest of
    them. steps: what the agent did. reply: its answer. opened_at: None where it is not known.
    before, after: the typed slots."""

    journal: Journal
    turn_id: int
    agent: str
    asked: tuple[Row, ...]
    steps: tuple[Row, ...]
    reply: Row
    opened_at: datetime | None
    before: Details
    after: Details

    @property
    def last(self) -> Row:
        return self.asked[-1]

    @property
    def seconds(self) -> float | None:
        """How long the customer waited for the agent."""
        begun = self.opened_at
        return None if begun is None else (self.reply["created_at"] - begun).total_seconds()

    @property
    def micros(self) -> int:
        """What its calls to models cost."""
        return sum(spent(each) for each in self.journal.calls if each["turn_id"] == self.turn_id)

    @property
    def lane_id(self) -> int | None:
        """Where its newest words came from."""
        events = {event["id"]: event for event in self.journal.events}
        event = events.get(self.last["inbox_id"])
        return event["lane_id"] if event else None


def past_turns(journal: Journal, agent: str) -> Iterator[PastTurn]:
    """The turns that this agent answered, in their order."""
    for reply in journal.messages:
        if reply["author"] != f"agent:{agent}" or reply["visibility"] != "customer":
            continue
        turn = reply["turn_id"]
        own = [m for m in journal.messages if turn is not None and m["turn_id"] == turn]
        asked = tuple(m for m in own if m["role"] == "user")
        if not asked:
            continue
        events = (e for e in journal.events if e["turn_id"] == turn and e["opened_at"])
        yield PastTurn(
            journal=journal,
            turn_id=turn,
            agent=agent,
            asked=asked,
            steps=tuple(m for m in own if m["role"] != "user" and m["seq"] < reply["seq"]),
            reply=reply,
            opened_at=min((event["opened_at"] for event in events), default=None),
            before=details_at(journal, asked[0]["seq"]),
            after=details_at(journal, reply["seq"]),
        )


def details_at(journal: Journal, seq: int) -> Details:
    """The typed slots as they stood when only the messages before this one were there: those whose
    words had been said by then stand as they do now, the others as tools told of them then."""
    known = {m["id"] for m in journal.messages if m["seq"] < seq}
    noted = _noted(journal, seq)
    present: Details = {
        slot: value
        for slot, value in journal.conversation["details"].items()
        if value["message_id"] == 0 or value["message_id"] in known
    }
    return {**noted, **present}


def _noted(journal: Journal, seq: int) -> Details:
    """What the results of note_details told until then."""
    state: details.Details = {}
    newest = 0
    for message in journal.messages:
        if message["seq"] >= seq:
            break
        if message["role"] == "user":
            newest = message["id"]
        for call in message["tool_calls"] or ():
            told = _result(journal, call["id"], seq) if call["name"] == "note_details" else {}
            for slot, value in _slots(told.get("noted", {})).items():
                state = details.with_value(state, slot, value, newest)
    return dict(state)


def _slots(noted: Dumped) -> dict[str, Any]:
    """Guests are counted as a whole: what was not told apart is nothing."""
    found = {slot: value for slot, value in noted.items() if slot != "weekday"}
    return {**dict.fromkeys(_COUNTS), **found} if "guest_count" in found else found


def inquiry_then(past: PastTurn) -> tuple[str, Dumped] | None:
    """The public id of the inquiry that the agent had made by then, and the values it was made of
    last; None: it had made none."""
    for message in reversed(past.journal.messages):
        if message["seq"] < past.asked[0]["seq"] and message["role"] == "tool":
            told = loaded(message["content"])
            if told.get("status") in ("new", "changed") and "inquiry" in told:
                return told["inquiry"], details.values(details_at(past.journal, message["seq"]))
    return None


def _result(journal: Journal, call_id: str, seq: int) -> dict[str, Any]:
    for message in journal.messages:
        if message["tool_call_id"] == call_id and message["seq"] < seq:
            return loaded(message["content"])
    return {}


def loaded(text: str) -> dict[str, Any]:
    """A JSON object; anything else is an empty one."""
    try:
        found = orjson.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
