"""Notices to staff: which are told, where, and which are brought up to date."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.phones import phone_text
from bot.desk.gathering import is_one_of_many, standing, together, was_called_just_now
from bot.desk.notice_text import card_of, in_lines, shown_phone, text_of
from bot.messages import LaneAddress
from bot.ports import whole
from storage import bridges, conversations, lanes, outbox, phones, timers

UNCLAIMED = "unclaimed"  # the timer of a call for a person
CLAIM_WITHIN = timedelta(minutes=5)
_CALLS = ("person_wanted", "gave_up", "unsure", "asked_again")
_SAME_THREAD = timedelta(days=30)  # of a card: younger, and the customer's next talk goes on there
# Under these staff can take over; the first of a conversation carries its thread.
_CARDS = ("lead", "lead_incomplete", "still_waiting", "taken_over", *_CALLS)


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

        key: what it is about, where it must be told only once. What comes many times is gathered:
        see bot.desk.gathering."""
        if key is not None and outbox.has_key(tx, key):
            return
        if was_called_just_now(tx, kind, conversation_id, now):
            return
        known = in_lines(fields)
        known |= _way_to_reach(tx, fields)
        if self.threads and (earlier := standing(tx, kind, known, conversation_id, now)):
            self._update(tx, now, conversation_id, *earlier, together(earlier[1].payload, known))
            return
        if is_one_of_many(tx, kind, self.lane_id(tx, now), now):
            return
        self._post(tx, now, kind, known, conversation_id, key)

    def _post(
        self,
        tx: Connection,
        now: datetime,
        kind: str,
        known: dict[str, Any],
        conversation_id: int | None,
        key: str | None,
    ) -> None:
        place = self._threaded(tx, now, kind, conversation_id)
        known |= place.pop("known", {})
        card = {**card_of(kind, known), **place}
        first, *rest = self.split(text_of(kind, known))
        row = self.put(tx, now, conversation_id, body=first, payload=card, dedupe_key=key)
        for part in rest:
            self.put(tx, now, conversation_id, body=part)
        if conversation_id is not None and "conversation" in card:
            if "under" not in card:
                bridges.build(tx, conversation_id, row, now)
            if kind in _CALLS:
                expect_claim(tx, conversation_id, now + CLAIM_WITHIN)

    def _update(
        self,
        tx: Connection,
        now: datetime,
        conversation_id: int | None,
        row: int,
        earlier: bridges.Posted,
        known: dict[str, Any],
    ) -> None:
        """Brings a notice up to date where it stands; an update that still waits is replaced."""
        kind = earlier.payload["notice"]
        card = {**earlier.payload, **known, **shown_phone(known), "under": row, "update": True}
        values: dict[str, Any] = {"body": text_of(kind, known), "payload": card}
        if not earlier.payload.get("update") or not outbox.replace(tx, earlier.id, **values):
            self.put(tx, now, conversation_id, **values)

    def _threaded(
        self, tx: Connection, now: datetime, kind: str, conversation_id: int | None
    ) -> dict[str, Any]:
        """In which thread it stands, and what conversation its buttons are about. One customer has
        one thread, also over several conversations."""
        if not self.threads or conversation_id is None:
            return {}
        more: dict[str, Any] = {}
        bridge = bridges.of(tx, conversation_id)
        if bridge is not None:
            more |= {"under": bridge.card_id, "broadcast": True}
        if kind not in _CARDS:
            return more
        more["conversation"] = conversations.by_id(tx, conversation_id).thread_id
        if bridge is None and (earlier := bridges.earlier(tx, conversation_id)):
            if now - earlier.at < _SAME_THREAD:
                bridges.build(tx, conversation_id, earlier.card_id, now)
                more |= {"under": earlier.card_id, "broadcast": True}
            else:
                more["known"] = {"before": f"an earlier thread, of {earlier.at:%Y-%m-%d}"}
        return more

    def lane_id(self, tx: Connection, now: datetime) -> int:
        """The lane that notices go out by."""
        return lanes.ensure(tx, self.lane.channel, self.lane.address, self.lane.ours, now)

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
            lane_id=self.lane_id(tx, now),
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


def _way_to_reach(tx: Connection, fields: Mapping[str, Any]) -> dict[str, str]:
    """Where a notice names a number that takes no texts: what to do instead."""
    phone = fields.get("phone")
    if not phone or fields.get("reach") or not phones.is_flagged(tx, phone):
        return {}
    return {"reach": f"a call to {phone_text(phone)}, which takes no texts"}
