"""Closing a turn: the reply, its outbox rows and the end of its events commit together."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.texts import fixed_text
from bot.messages import Reply, Superseded
from bot.opened import Talk
from bot.ports import Door
from storage import conversations, inbox, lanes, outbox
from storage.inbox import Stored
from storage.lanes import Claim
from storage.tables import lanes as lanes_table
from storage.types import new_public_id


class Closed(Struct, frozen=True):
    """How a turn ended: with this reply, and its message's public id; None of either: silence."""

    message_id: str | None
    reply: Reply | None


def hold_unchanged(tx: Connection, talk: Talk, *, patient: bool) -> int:
    """Keeps the mailbox still for an effect; its gen. patient: while the turn may still start
    over.

    Raises Superseded where more came in meanwhile, Fenced where the mailbox is not ours."""
    gen = lanes.hold(tx, talk.claim)
    if patient and gen > talk.seen:
        raise Superseded
    return gen


def close_turn(
    tx: Connection,
    talk: Talk,
    reply: Reply | None,
    doors: Mapping[str, Door],
    now: datetime,
    *,
    patient: bool,
    kind: str = "reply",
    how: str = "done",
) -> Closed:
    """Writes what is said and ends the turn's events.

    kind: the outbox's; only "consent" reaches somebody who is out. how: done, or dead for events
    that were given up. Raises Superseded and Fenced as hold_unchanged does."""
    gen = hold_unchanged(tx, talk, patient=patient)
    if gen > talk.seen and conversations.by_id(tx, talk.conversation.id).claimed_by is not None:
        talk.silence, reply = "claimed", None
    public_id = None if reply is None else new_public_id()
    if reply is not None and public_id is not None:
        door = doors[talk.last.channel]
        text = _introduced(tx, talk, talk.last, door, reply.text, now, kind)
        message_id = _say(tx, talk, reply, text, public_id, now)
        _send(tx, talk, talk.last, door, text, message_id, kind, now)
        for other in _other_places(talk) if kind == "reply" else ():
            door = doors[other.channel]
            text = _introduced(tx, talk, other, door, reply.text, now, kind)
            _send(tx, talk, other, door, text, message_id, kind, now)
        if reply.read_back is not None:
            read_back = {"versions": reply.read_back, "message_id": message_id}
            conversations.set_fields(tx, talk.conversation.id, read_back=read_back)
    inbox.end_events(tx, [event.id for event in talk.events], talk.scope.turn_id, how, now)
    lanes.release(tx, talk.claim, talk.seen, more=talk.more)
    return Closed(public_id, reply)


def _other_places(talk: Talk) -> list[Stored]:
    """Where else something of this turn was asked: who writes in two places at once is answered in
    both."""
    newest = {event.lane_id: event for event in talk.events}
    return [event for lane_id, event in newest.items() if lane_id != talk.last.lane_id]


def _introduced(
    tx: Connection, talk: Talk, to: Stored, door: Door, text: str, now: datetime, kind: str
) -> str:
    """The reply, with who we are and the way out where it is the first this phone gets, and with
    who it is that writes again after a person."""
    if not door.introduces:
        return text
    if kind == "reply" and _after_a_person(talk):
        text = f"{fixed_text(talk.scope.profile, 'assistant_again', now)} {text}"
    if _knows_us(tx, talk, to):
        return text
    tx.execute(lanes_table.update().where(lanes_table.c.id == to.lane_id).values(introduced_at=now))
    return f"{text}\n\n{fixed_text(talk.scope.profile, 'first_message', now)}"


def _knows_us(tx: Connection, talk: Talk, to: Stored) -> bool:
    if to.lane_id == talk.last.lane_id:
        return talk.introduced
    return conversations.of_lane(tx, to.lane_id, talk.claim.mailbox_id).introduced_at is not None


def _after_a_person(talk: Talk) -> bool:
    """Whether what the customer was last told came from one of the staff."""
    told = (m for m in reversed(talk.messages) if m.role == "assistant" and not m.tool_calls)
    last = next(told, None)
    return last is not None and last.author.startswith("staff:") and not talk.staffed


def _say(tx: Connection, talk: Talk, reply: Reply, text: str, public_id: str, now: datetime) -> int:
    row = {
        "public_id": public_id,
        "role": "assistant",
        "author": reply.author,
        "visibility": "customer",
        "channel": talk.last.channel,
        "content": text,
        "metadata": reply.metadata or None,
        "turn_id": talk.scope.turn_id,
        "profile_version": talk.scope.profile_version,
        "prompt_version": reply.prompt_version,
    }
    return conversations.append(tx, talk.conversation.id, [row], now)[0]


def _send(
    tx: Connection,
    talk: Talk,
    to: Stored,
    door: Door,
    text: str,
    message_id: int,
    kind: str,
    now: datetime,
) -> None:
    if door.sender is None:
        return
    for part in door.split(text):
        outbox.put(
            tx,
            lane_id=to.lane_id,
            conversation_id=talk.conversation.id,
            message_id=message_id,
            channel=to.channel,
            address=to.address,
            ours=to.ours,
            kind=kind,
            body=part,
            in_reply_to=talk.scope.turn_id,
            created_at=now,
        )


def fail_turn(tx: Connection, claim: Claim, delay: float) -> None:
    """Gives a mailbox back after a failure, to be tried again; what came later waits too, as
    order demands."""
    seen = lanes.hold(tx, claim)
    lanes.release(tx, claim, seen, more=True, delay=delay, failed=claim.attempts + 1)


def hand_back(tx: Connection, claim: Claim) -> None:
    """Gives a mailbox back for somebody else to go on with, at once."""
    seen = lanes.hold(tx, claim)
    lanes.release(tx, claim, seen, more=True, failed=claim.attempts)
