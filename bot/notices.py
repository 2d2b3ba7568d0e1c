"""Notices to staff: what they are told, in words that any desk can show."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from bot.messages import LaneAddress
from bot.ports import whole
from storage import bridges, conversations, lanes, outbox, phones, timers

TITLES = {
    "lead": "New inquiry",
    "lead_changed": "Inquiry changed",
    "lead_incomplete": "Inquiry left unfinished",
    "lead_untouched": "Nobody has touched this inquiry yet",
    "person_wanted": "A customer asks for a person",
    "gave_up": "The bot could not answer a customer",
    "still_waiting": "A customer still waits for a person",
    "opted_out": "A customer with an open inquiry opted out of texts",
    "not_delivered": "A message was not delivered",
    "budget": "The day's budget for the language model is nearly used up",
    "codes": "Today's texts with codes are used up: somebody may be running up the bill",
    "in_doubt": "It is not certain whether a message was sent",
    "not_registered": "The text messages are blocked until the number is registered",
    "bad_number": "A number takes no texts: call it, and ask for a mobile number",
    "unanswerable": "A text from a sender that cannot be answered",
}
UNCLAIMED = "unclaimed"  # the timer of a call for a person
CLAIM_WITHIN = timedelta(minutes=5)
_CALLS = ("person_wanted", "gave_up")
# Under these staff can take over; the first of a conversation carries its thread.
_CARDS = ("lead", "lead_incomplete", "still_waiting", *_CALLS)
_LABELS = {
    "name": "Name",
    "phone": "Phone",
    "sender": "From",
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
    """Where staff are told: the Slack channel, else the owner's phone, else the console. split: a
    notice in the parts that go out there. threads: whether staff answer there, each conversation in
    a thread of its own."""

    lane: LaneAddress
    split: Callable[[str], list[str]] = whole
    threads: bool = False

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
        known = {name: _flat(value) for name, value in fields.items()}
        known |= _way_to_reach(tx, fields)
        card = {"notice": kind, "title": TITLES[kind], **known}
        card |= self._threaded(tx, kind, conversation_id)
        first, *rest = self.split(text_of(kind, known))
        row = self.put(tx, now, conversation_id, body=first, payload=card, dedupe_key=key)
        for part in rest:
            self.put(tx, now, conversation_id, body=part)
        if conversation_id is not None and "conversation" in card:
            if "under" not in card:
                bridges.build(tx, conversation_id, row, now)
            if kind in _CALLS:
                expect_claim(tx, conversation_id, now + CLAIM_WITHIN)

    def _threaded(self, tx: Connection, kind: str, conversation_id: int | None) -> dict[str, Any]:
        """In which thread it stands, and what conversation its buttons are about."""
        if not self.threads or conversation_id is None:
            return {}
        more: dict[str, Any] = {}
        if (bridge := bridges.of(tx, conversation_id)) is not None:
            more |= {"under": bridge.card_id, "broadcast": True}
        if kind in _CARDS:
            more["conversation"] = conversations.by_id(tx, conversation_id).thread_id
        return more

    def put(
        self,
        tx: Connection,
        now: datetime,
        conversation_id: int | None,
        kind: str = "notice",
        **values: Any,
    ) -> int:
        """Adds a row to the outbox of the desk; its id."""
        lane = self.lane
        return outbox.put(
            tx,
            lane_id=lanes.ensure(tx, lane.channel, lane.address, lane.ours, now),
            conversation_id=conversation_id,
            channel=lane.channel,
            address=lane.address,
            ours=lane.ours,
            kind=kind,
            created_at=now,
            **values,
        )


def expect_claim(tx: Connection, conversation_id: int, by: datetime) -> None:
    """Sets when staff are reminded of a customer whom nobody has taken up."""
    mailbox_id = conversations.by_id(tx, conversation_id).mailbox_id
    if mailbox_id is not None:
        key, payload = f"{UNCLAIMED}:{conversation_id}", {"conversation_id": conversation_id}
        timers.schedule(tx, key, UNCLAIMED, mailbox_id, by, payload)


def _flat(value: Any) -> Any:
    """Texts in one line each: nobody's words may pass for lines of the notice."""
    if isinstance(value, str):
        return " ".join(value.split())
    return [_flat(each) for each in value] if isinstance(value, list) else value


def _way_to_reach(tx: Connection, fields: Mapping[str, Any]) -> dict[str, str]:
    """Where a notice names a number that takes no texts: what to do instead."""
    phone = fields.get("phone")
    if not phone or fields.get("reach") or not phones.is_flagged(tx, phone):
        return {}
    return {"reach": f"a call to {phone}, which takes no texts"}


def text_of(kind: str, fields: Mapping[str, Any]) -> str:
    """A notice as plain text, a line a fact, the last messages at the end."""
    lines = [TITLES[kind]]
    lines += [f"{label}: {fields[name]}" for name, label in _LABELS.items() if fields.get(name)]
    lines += [str(line) for line in fields.get("last_messages", ())]
    return "\n".join(lines)
