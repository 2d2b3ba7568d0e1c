"""Why no agent answers, where none does."""

from typing import Literal

from sqlalchemy import Connection

from bot.consent import keyword_of
from bot.messages import Inbound, LaneAddress, Media
from storage import consent
from storage.conversations import Conversation
from storage.inbox import Stored

# unanswerable: from a short code or a name, which no text reaches and where no person is.
# keyword: the network answered it. opting out: in plain words, now: answered once, never again.
# opted out: long ago. claimed: a person speaks. switched off: everything goes to a person.
Silence = Literal["unanswerable", "keyword", "opting out", "opted out", "claimed", "switched off"]


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
