"""Notices to staff: what they are told, in words that any desk can show."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from bot.messages import LaneAddress
from storage import lanes, outbox

TITLES = {
    "lead": "New inquiry",
    "lead_changed": "Inquiry changed",
    "lead_incomplete": "Inquiry left unfinished",
    "lead_untouched": "Nobody has touched this inquiry yet",
    "person_wanted": "A customer asks for a person",
    "gave_up": "The bot could not answer a customer",
    "opted_out": "A customer with an open inquiry opted out of texts",
    "not_delivered": "A message was not delivered",
    "budget": "The day's budget for the language model is nearly used up",
    "in_doubt": "It is not certain whether a message was sent",
    "not_registered": "The text messages are blocked until the number is registered",
}
_LABELS = {
    "name": "Name",
    "phone": "Phone",
    "email": "E-mail",
    "date": "Date",
    "time": "Time",
    "guests": "Guests",
    "place": "Place",
    "dietary": "Dietary",
    "occasion": "Occasion",
    "estimate": "Estimate",
    "message": "Message",
    "changed": "Changed",
    "reason": "Reason",
    "reach": "Reach them by",
    "error": "Error",
    "lead_id": "Inquiry",
}


class Desk(Struct, frozen=True):
    """Where staff are told: the Slack channel, else the owner's phone, else the console."""

    lane: LaneAddress

    def notify(
        self,
        tx: Connection,
        now: datetime,
        kind: str,
        fields: Mapping[str, Any],
        *,
        conversation_id: int | None = None,
        key: str | None = None,
    ) -> None:
        """Writes a notice into the outbox, within the transaction of what it tells of.

        key: what it is about, where it must be told only once."""
        if key is not None and outbox.has_key(tx, key):
            return
        lane = self.lane
        outbox.put(
            tx,
            lane_id=lanes.ensure(tx, lane.channel, lane.address, lane.ours, now),
            conversation_id=conversation_id,
            channel=lane.channel,
            address=lane.address,
            ours=lane.ours,
            kind="notice",
            body=text_of(kind, fields),
            payload={"notice": kind, "title": TITLES[kind], **fields},
            dedupe_key=key,
            created_at=now,
        )


def text_of(kind: str, fields: Mapping[str, Any]) -> str:
    """A notice as plain text, a line a fact, the last messages at the end."""
    lines = [TITLES[kind]]
    lines += [f"{label}: {fields[name]}" for name, label in _LABELS.items() if fields.get(name)]
    lines += [str(line) for line in fields.get("last_messages", ())]
    return "\n".join(lines)
