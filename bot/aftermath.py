"""What staff hear of a customer's turn that no agent answered, or none as it should have."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.business.attachments import with_files
from bot.business.optouts import still_open
from bot.desk.calling import call_person
from bot.desk.notices import Desk
from bot.engine_ports import StaffRoom
from bot.messages import Reply
from bot.opened import Rules, Talk
from bot.ports import Clock
from storage import consent


class Aftermath:
    """Tells them. room: where those are who have a conversation."""

    def __init__(self, desk: Desk, room: StaffRoom, clock: Clock) -> None:
        self._desk, self._room, self._clock = desk, room, clock

    def of_turn(self, tx: Connection, talk: Talk, reply: Reply | None, rules: Rules) -> None:
        """Of a turn that ends with this reply, in the transaction that ends it."""
        if talk.staffed:
            return
        now = self._clock.now()
        if talk.silence in ("opting out", "keyword") and (told := self._still_open(tx, talk)):
            kind, fields = told
            key = f"opted_out:{talk.scope.turn_id}"
            self._desk.notify(tx, now, kind, fields, conversation_id=talk.conversation.id, key=key)
        if talk.silence == "unanswerable":
            self._pass_on(tx, talk, now)
        held = talk.conversation.claimed_by is not None
        if held or talk.silence in ("claimed", "switched off"):
            self._room.heard(tx, talk.conversation.id)
        if talk.silence == "switched off" and reply is not None:
            self.call_person(tx, talk, "person_wanted", "the assistant is switched off")
        if talk.silence is None and not rules.tools and talk.conversation.person_asked_at is None:
            self.call_person(tx, talk, "person_wanted", "the assistant may not use its tools")
        if reply is not None and _was_given_up(reply) and talk.conversation.person_asked_at is None:
            self.call_person(tx, talk, "unsure", "its answers were held back; another was sent")

    def _pass_on(self, tx: Connection, talk: Talk, now: datetime) -> None:
        """What came from a sender that no text reaches; staff hear of each once a day."""
        sender = talk.last.address
        words = [with_files(m.content, m.media) for m in talk.messages if m.role == "user"]
        fields = {"sender": sender, "message": words[-1]}
        key = f"unanswerable:{sender}:{now:%Y-%m-%d}"
        self._desk.notify(
            tx, now, "unanswerable", fields, conversation_id=talk.conversation.id, key=key
        )

    def _still_open(self, tx: Connection, talk: Talk) -> tuple[str, dict[str, Any]] | None:
        """What is open of somebody who is out by now, and how to reach them."""
        phone = talk.scope.phone
        if phone is None or not consent.opted_out(tx, phone):
            return None
        return still_open(tx, phone, talk.conversation.id, self._clock.now())

    def call_person(self, tx: Connection, talk: Talk, kind: str, reason: str) -> None:
        """As calling.call_person, now."""
        call_person(tx, self._desk, talk, kind, reason, self._clock.now())


def _was_given_up(reply: Reply) -> bool:
    """Whether the model was given up for what it said, more than once."""
    return len(reply.metadata.get("held_back", ())) > 1
