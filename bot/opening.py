"""Opening a turn: what a claimed mailbox holds, who speaks there, and whether to answer at all."""

from datetime import datetime

from sqlalchemy import Connection

from bot.business.scope import Scope
from bot.identity import Speaker, speaker_of
from bot.joining import SILENCE, bring_home
from bot.opened import GivenUp, Moved, Opened, Rules, StaffActed, Talk, TimerDue
from bot.pacing import ask_for_patience, wait_for
from bot.silence import silence_of
from bot.transcript import history, take_in
from storage import conversations, inbox, lanes, timers
from storage.conversations import Conversation
from storage.inbox import Stored
from storage.lanes import Claim

MOST_EVENTS = 64  # of one turn


def open_turn(tx: Connection, claim: Claim, rules: Rules, now: datetime) -> Opened:
    """What there is to do in a mailbox. None: nothing, or not yet; it was let go.

    Raises storage.lanes.Fenced where the mailbox is not ours any more."""
    seen = lanes.hold(tx, claim)
    events = inbox.unfinished(tx, claim.mailbox_id, MOST_EVENTS)
    if not events:
        lanes.release(tx, claim, seen)
        return None
    batch = _first_of_a_kind(events)
    given_up = claim.attempts >= rules.attempts
    if batch[0].kind == "timer":
        return GivenUp(None, claim, seen, batch) if given_up else TimerDue(claim, seen, batch[0])
    if batch[0].kind == "staff":
        return GivenUp(None, claim, seen, batch) if given_up else StaffActed(claim, seen, batch[0])
    wait = 0.0 if given_up else _wait_for_allowance(tx, claim, batch, rules, now)
    if wait:
        lanes.release(tx, claim, seen, more=True, delay=wait)
        return None
    talk = _talk(tx, claim, seen, batch, rules, now, more=_is_more(batch, events))
    return GivenUp(talk, claim, seen, batch) if given_up and isinstance(talk, Talk) else talk


def _is_more(batch: list[Stored], events: list[Stored]) -> bool:
    return len(batch) < len(events) or len(events) == MOST_EVENTS


def _first_of_a_kind(events: list[Stored]) -> list[Stored]:
    """The first turn's: turns that were begun apart, before their lanes were joined, stay so."""
    first = events[0]
    for i, event in enumerate(events):
        begun_apart = event.turn_id is not None and event.turn_id != first.turn_id
        of_another = event.kind != first.kind or speaks_for(event) != speaks_for(first)
        if of_another or begun_apart:
            return events[:i]
    return events


def speaks_for(event: Stored) -> object:
    """Who of the staff an event comes from: nobody's words are acted on with another's rights."""
    meta = event.payload.get("meta") or {}
    return meta.get("user") or meta.get("staff")


def _wait_for_allowance(
    tx: Connection, claim: Claim, events: list[Stored], rules: Rules, now: datetime
) -> float:
    last = events[-1]
    door = rules.doors[last.channel]
    if door.limited or events[0].status == "open":
        return 0.0
    wait = wait_for(tx, last, door, rules.limits, now)
    if not wait or door.staffed:
        return wait
    conversation = conversations.of_lane(tx, last.lane_id, claim.mailbox_id).conversation
    answers = rules.answers(last.channel)
    if conversation and silence_of(tx, conversation, events, chatbot=answers):
        return 0.0  # no agent speaks: a person is to see it at once
    ask_for_patience(tx, last, door, rules.profile, now)
    return wait


def _talk(
    tx: Connection,
    claim: Claim,
    seen: int,
    events: list[Stored],
    rules: Rules,
    now: datetime,
    *,
    more: bool,
) -> Talk | Moved:
    last = events[-1]
    staffed = rules.doors[last.channel].staffed or "staff" in last.payload["meta"]
    speaker = speaker_of(tx, last)
    lane = conversations.of_lane(tx, last.lane_id, claim.mailbox_id)
    conversation = lane.conversation
    if moved := bring_home(tx, claim, events, speaker, conversation):
        return Moved(moved)
    if conversation is None or _is_over(conversation, last.received_at):
        agent = "staff" if staffed else rules.doors[last.channel].agent
        conversation = _begin(tx, last, claim.mailbox_id, agent, speaker)
    turn_id = events[0].turn_id or events[0].id
    heard = take_in(tx, conversation.id, events, turn_id, now)
    scope = Scope(
        conversation_id=conversation.id,
        thread_id=conversation.thread_id,
        lane_id=last.lane_id,
        turn_id=turn_id,
        channel=last.channel,
        agent=conversation.agent_type,
        customer_id=conversation.customer_id,
        phone=speaker.phone,
        name=speaker.name,
        received_at=last.received_at,
        profile=rules.profile,
        profile_version=rules.profile_version,
    )
    return Talk(
        claim=claim,
        seen=seen,
        events=events,
        last=last,
        scope=scope,
        conversation=conversation,
        messages=history(tx, conversation.id),
        silence=silence_of(
            tx, conversation, events, chatbot=staffed or rules.answers(last.channel)
        ),
        introduced=lane.introduced_at is not None,
        heard=heard,
        more=more,
        staffed=staffed,
    )


def _is_over(conversation: Conversation, now: datetime) -> bool:
    if conversation.status == "closed":
        return True
    return conversation.claimed_by is None and now - conversation.updated_at > SILENCE


def _begin(
    tx: Connection, event: Stored, mailbox_id: int, agent: str, speaker: Speaker
) -> Conversation:
    begun = conversations.begin(
        tx,
        mailbox_id=mailbox_id,
        channel=event.channel,
        agent=agent,
        now=event.received_at,
        customer_id=speaker.customer_id,
        details=speaker.details(),
    )
    schedule_close(tx, begun.id, event.lane_id, event.received_at)
    return begun


def schedule_close(
    tx: Connection, conversation_id: int, lane_id: int, silent_since: datetime
) -> None:
    """Sets the time at which a conversation that stays silent is over."""
    timers.schedule(
        tx,
        f"close:{conversation_id}",
        "close_conversation",
        lane_id,
        silent_since + SILENCE,
        {"conversation_id": conversation_id},
    )
