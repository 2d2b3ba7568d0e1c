"""Opening a turn: what a claimed mailbox holds, who speaks there, and whether to answer at all."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.profile import Profile
from bot.consent import keyword_of
from bot.messages import Inbound, LaneAddress, Media, Message, Scope, ToolCall
from bot.ports import Door
from storage import consent, conversations, inbox, lanes, limits, people, timers
from storage.conversations import Conversation, Line
from storage.inbox import Stored
from storage.lanes import Claim

MOST_EVENTS = 64  # of one turn
MOST_HISTORY = 60  # messages
SILENCE = timedelta(hours=24)  # after which a conversation is over


class Rules(Struct, frozen=True):
    """What turns are opened by; one version from a turn's start to its end.

    attempts: failures in a row after which a mailbox's events are given up.
    limits: {agent: (per minute, burst)} of one person. chatbot: ENABLE_AI_CHATBOT. tools:
    ENABLE_TOOL_CALLING; without them the agent can do little but fetch a person."""

    profile: Profile
    profile_version: int
    doors: Mapping[str, Door]
    limits: Mapping[str, tuple[int, int]]
    attempts: int
    chatbot: bool
    tools: bool = True


# unanswerable: from a short code or a name, which no text reaches and where no person is.
# keyword: the network answered it. opting out: in plain words, now: answered once, never again.
# opted out: long ago. claimed: a person speaks. switched off: everything goes to a person.
Silence = Literal["unanswerable", "keyword", "opting out", "opted out", "claimed", "switched off"]


class Talk(Struct):
    """A turn of conversation. seen: the mailbox's gen that this turn knows of. last: the newest
    event, whose address the reply goes to."""

    claim: Claim
    seen: int
    events: list[Stored]
    last: Stored
    scope: Scope
    conversation: Conversation
    messages: list[Message]
    silence: Silence | None
    introduced: bool


class TimerDue(Struct, frozen=True):
    """A turn of the clock's."""

    claim: Claim
    seen: int
    event: Stored


class GivenUp(Struct, frozen=True):
    """Events that failed too often; the conversation goes on without an answer to them."""

    talk: Talk | None
    claim: Claim
    seen: int
    events: list[Stored]


Opened = Talk | TimerDue | GivenUp | None


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
    wait = 0.0 if given_up else _wait_for_allowance(tx, batch, rules, now)
    if wait:
        lanes.release(tx, claim, seen, more=True, delay=wait)
        return None
    talk = _talk(tx, claim, seen, batch, rules)
    return GivenUp(talk, claim, seen, batch) if given_up else talk


def _first_of_a_kind(events: list[Stored]) -> list[Stored]:
    for i, event in enumerate(events):
        if event.kind != events[0].kind:
            return events[:i]
    return events


def _wait_for_allowance(tx: Connection, events: list[Stored], rules: Rules, now: datetime) -> float:
    door = rules.doors[events[-1].channel]
    if door.limited or events[0].status == "open":
        return 0.0
    per_minute, burst = rules.limits[door.agent]
    return limits.take(tx, f"{door.agent}:{events[-1].lane_key}", now, per_minute, burst)


def _talk(tx: Connection, claim: Claim, seen: int, events: list[Stored], rules: Rules) -> Talk:
    last = events[-1]
    phone = last.payload.get("phone")
    customer = people.ensure_by_phone(tx, phone, last.channel, last.received_at) if phone else None
    lane = conversations.of_lane(tx, last.lane_id)
    conversation = lane.conversation
    if conversation is None or _is_over(conversation, last.received_at):
        customer_id = customer[0] if customer else None
        agent = rules.doors[last.channel].agent
        conversation = _begin(tx, last, claim.mailbox_id, agent, customer_id)
    turn_id = events[0].turn_id or events[0].id
    take_in(tx, conversation.id, events, turn_id)
    scope = Scope(
        conversation_id=conversation.id,
        thread_id=conversation.thread_id,
        lane_id=last.lane_id,
        turn_id=turn_id,
        channel=last.channel,
        agent=conversation.agent_type,
        customer_id=conversation.customer_id,
        phone=phone,
        name=customer[1] if customer else None,
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
        silence=silence_of(tx, conversation, events, chatbot=rules.chatbot),
        introduced=lane.introduced_at is not None,
    )


def _is_over(conversation: Conversation, now: datetime) -> bool:
    if conversation.status == "closed":
        return True
    return conversation.claimed_by is None and now - conversation.updated_at > SILENCE


def _begin(
    tx: Connection, event: Stored, mailbox_id: int, agent: str, customer_id: int | None
) -> Conversation:
    begun = conversations.begin(
        tx,
        lane_id=event.lane_id,
        mailbox_id=mailbox_id,
        channel=event.channel,
        agent=agent,
        now=event.received_at,
        customer_id=customer_id,
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


def take_in(tx: Connection, conversation_id: int, events: list[Stored], turn_id: int) -> None:
    """Puts the words of events that are new into the conversation."""
    new = [event for event in events if event.status == "pending"]
    if not new:
        return
    rows = [
        {
            "role": "user",
            "author": "customer",
            "visibility": "customer",
            "channel": event.channel,
            "content": event.payload["text"],
            "metadata": {"media": event.payload["media"]} if event.payload["media"] else None,
            "inbox_id": event.id,
            "turn_id": turn_id,
            "created_at": event.received_at,
        }
        for event in new
    ]
    conversations.append(tx, conversation_id, rows, new[-1].received_at)
    inbox.open_events(tx, [event.id for event in new], turn_id)


def history(tx: Connection, conversation_id: int) -> list[Message]:
    """The conversation as agents see it."""
    lines = conversations.recent(tx, conversation_id, MOST_HISTORY)
    # A tool's answer whose call lies beyond the window would stand there without a question.
    first = next((i for i, line in enumerate(lines) if line.role != "tool"), len(lines))
    return [message_of(line) for line in lines[first:] if not line.author.startswith("note:")]


def message_of(line: Line) -> Message:
    return Message(
        role=line.role,  # type: ignore[arg-type]
        content=line.content,
        author=line.author,
        channel=line.channel,
        created_at=line.created_at,
        id=line.id,
        turn_id=line.turn_id,
        tool_calls=tuple(ToolCall(**call) for call in line.tool_calls or ()),
        tool_call_id=line.tool_call_id,
        media=tuple(file["content_type"] for file in (line.metadata or {}).get("media", ())),
    )


def silence_of(
    tx: Connection, conversation: Conversation, events: list[Stored], *, chatbot: bool
) -> Silence | None:
    """Why no agent is to answer these words."""
    phone = events[-1].payload.get("phone")
    if events[-1].channel == "sms" and not phone:
        return "unanswerable"
    if all(keyword_of(inbound_of(event)) for event in events):
        return "keyword"
    if events[-1].channel == "sms" and phone:
        standing = consent.newest(tx, phone)
        if standing and standing.state == "out":
            now_in_words = standing.source == consent.PLAIN_WORDS and standing.inbox_id in {
                event.id for event in events
            }
            return "opting out" if now_in_words else "opted out"
    if conversation.claimed_by is not None:
        return "claimed"
    return None if chatbot else "switched off"


def inbound_of(event: Stored) -> Inbound:
    """A stored event as it came in."""
    return Inbound(
        lane=LaneAddress(event.channel, event.address, event.ours),
        event_id="",
        text=event.payload["text"],
        received_at=event.received_at,
        phone=event.payload["phone"],
        keyword=event.payload["keyword"],
        media=tuple(Media(**media) for media in event.payload["media"]),
        meta=event.payload["meta"],
    )
