"""What came in while a turn was under way, and may join it."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.chat_messages import Line
from bot.desk.reception import as_seen_by
from bot.identity import speaker_of
from bot.journal import write_down
from bot.messages import Message
from bot.opened import Rules, Talk
from bot.opening import MOST_EVENTS, speaks_for
from bot.silence import Silence, silence_of
from bot.transcript import history, take_in
from storage import conversations, inbox, lanes
from storage.inbox import Stored


class Joined(Struct, frozen=True):
    """What came in while a turn was under way."""

    seen: int
    late: list[Stored]
    messages: list[Message]
    silence: Silence | None
    heard: list[Line]
    more: bool
    steps: Sequence[Message]
    introduced: bool = False

    def apply(self, talk: Talk) -> None:
        """Makes it part of the turn, once it is durable."""
        talk.with_ids(self.steps)
        talk.seen = self.seen
        talk.silence, talk.more = self.silence, self.more
        if not self.late:
            return
        talk.events = talk.events + self.late
        talk.last = self.late[-1]
        talk.introduced = self.introduced
        talk.scope = replace(
            talk.scope,
            lane_id=talk.last.lane_id,
            channel=talk.last.channel,
            received_at=talk.last.received_at,
        )
        talk.messages[:] = self.messages


def join(
    tx: Connection, talk: Talk, rules: Rules, unwritten: Sequence[Message], now: datetime
) -> Joined | None:
    """Takes in what came of the same person; None: nothing came. Raises Fenced."""
    gen = lanes.hold(tx, talk.claim)
    if gen == talk.seen:
        return None
    steps = write_down(tx, talk, unwritten, now)
    known = {event.id for event in talk.events}
    found = inbox.unfinished(tx, talk.claim.mailbox_id, MOST_EVENTS)
    late = [event for event in found if event.id not in known and _belongs(tx, talk, event)]
    more = len(found) > len(known) + len(late) or len(found) == MOST_EVENTS
    # A person may have taken the conversation meanwhile.
    conversation = conversations.by_id(tx, talk.conversation.id)
    chatbot = talk.staffed or rules.answers(talk.last.channel)
    silence = silence_of(tx, conversation, talk.events + late, chatbot=chatbot)
    if not late:
        return Joined(gen, [], [], silence, [], more, steps)
    heard = take_in(tx, conversation.id, late, talk.scope.turn_id, now)
    lane = conversations.of_lane(tx, late[-1].lane_id, talk.claim.mailbox_id)
    introduced = lane.introduced_at is not None
    messages = as_seen_by(talk.scope.staff, history(tx, conversation.id))
    return Joined(gen, late, messages, silence, heard, more, steps, introduced)


def _belongs(tx: Connection, talk: Talk, event: Stored) -> bool:
    """Whether an event may join the turn: a message that no other turn has begun with, of the
    same person (a phone that is joined may have changed hands)."""
    if event.kind != "message" or event.status != "pending":
        return False
    if talk.staffed:
        return speaks_for(event) == speaks_for(talk.last)
    known = any(event.lane_id == each.lane_id for each in talk.events)
    return known or speaker_of(tx, event).customer_id == talk.scope.customer_id
