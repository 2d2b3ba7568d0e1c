"""Joining: the lanes of one person, who proved a phone on the website, become one conversation."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.business.leads import BOOKING_DETAILS, expect_completion
from bot.identity import Speaker, speaker_of
from bot.live import Live
from bot.messages import Event
from bot.wake import Bells
from storage import details, joining, timers
from storage.conversations import Conversation
from storage.inbox import Stored
from storage.joining import Joined
from storage.lanes import Claim

SILENCE = timedelta(hours=24)  # after which a conversation is over
_TIMERS = ("close", "incomplete", "hand_back", "hand_back_soon")  # that a conversation may have


def join(tx: Connection, customer_id: int, lane_ids: Iterable[int], now: datetime) -> Joined:
    """Joins lanes to the customer's, who must have proved to be at the other end of them.

    A turn under way in any of them is fenced off, and begun again in the one mailbox."""
    lane_ids = list(lane_ids)
    joined = joining.join(tx, customer_id, lane_ids, now, now - SILENCE)
    _follow(tx, joined, lane_ids[0], now)
    return joined


def _follow(tx: Connection, joined: Joined, lane_id: int, now: datetime) -> None:
    """Timers of conversations that are no more are those of the one that goes on."""
    into, gone = joined.merged.conversation_id, joined.merged.gone
    for conversation_id in gone:
        for kind in _TIMERS:
            timers.cancel(tx, f"{kind}:{conversation_id}")
    if into is not None and gone:
        noted = details.values(details.dialogue(tx, into).details)
        if not BOOKING_DETAILS.isdisjoint(noted):
            expect_completion(tx, into, lane_id, now)


def bring_home(
    tx: Connection,
    claim: Claim,
    events: Iterable[Stored],
    speaker: Speaker,
    current: Conversation | None,
) -> Joined | None:
    """Moves lanes that deliver into a mailbox which is not their speaker's: a thread or a number
    that somebody who is known by proof uses for the first time, or a phone that changed hands.

    speaker: of the newest event. None: all is where it belongs; else the claim holds no more."""
    lanes = {event.lane_id: event for event in events}
    if claim.mailbox_id in lanes:
        return _out_of_its_own(tx, lanes[claim.mailbox_id], speaker, current)
    owner = joining.customer_of(tx, claim.mailbox_id)
    moved = None
    for event in lanes.values():
        customer_id = speaker_of(tx, event).customer_id
        if customer_id is not None and customer_id != owner:
            moved = _to_owner(tx, event, customer_id) or joining.leave(tx, event.lane_id)
    return moved


def _out_of_its_own(
    tx: Connection, event: Stored, speaker: Speaker, current: Conversation | None
) -> Joined | None:
    if speaker.customer_id is None:
        return None
    # A lane whose conversation is this customer's was there to be joined when they proved it.
    if current is not None and current.customer_id == speaker.customer_id:
        return None
    return _to_owner(tx, event, speaker.customer_id)


def _to_owner(tx: Connection, event: Stored, customer_id: int) -> Joined | None:
    if joining.mailbox_of(tx, customer_id, hold=True) is None:
        return None
    return join(tx, customer_id, [event.lane_id], event.received_at)


def show_moved(mailboxes: Iterable[int], live: Live, bells: Bells) -> None:
    """Tells whoever watches these, here or in another process, to look whether they still may."""
    for mailbox_id in mailboxes:
        live.answered(mailbox_id)
        bells.answered(mailbox_id)


def show_joined(joined: Joined, live: Live, bells: Bells) -> None:
    """Tells whoever watches a mailbox that was left, here or in another process, to look where
    their thread delivers now, and takes back what a turn had said there that is begun again; and
    tells the workers that there may be work."""
    for mailbox_id in joined.left:
        live.publish(mailbox_id, Event("replace", {"content": ""}))
        live.answered(mailbox_id)
        bells.answered(mailbox_id)
    bells.inbox.ring()
