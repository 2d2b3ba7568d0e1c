"""A customer's conversation that has just begun."""

from datetime import datetime

from sqlalchemy import Connection

from bot.business.profile import Profile
from bot.business.scope import Scope
from storage import conversations, lanes, people
from storage.tables import metadata


def begin_conversation(
    tx: Connection, channel: str, phone: str | None, profile: Profile, now: datetime
) -> Scope:
    """The scope of its first turn, in a database that may still be empty."""
    metadata.create_all(tx)
    customer = people.ensure_by_phone(tx, phone, channel, now) if phone else None
    lane_id = lanes.ensure(tx, channel, phone or "visitor", "+12135550142", now)
    conversation = conversations.begin(
        tx,
        mailbox_id=lane_id,
        channel=channel,
        agent="customer",
        now=now,
        customer_id=customer[0] if customer else None,
    )
    return Scope(
        conversation_id=conversation.id,
        thread_id=conversation.thread_id,
        lane_id=lane_id,
        turn_id=1,
        channel=channel,
        agent="customer",
        customer_id=customer[0] if customer else None,
        phone=phone,
        name=customer[1] if customer else None,
        received_at=now,
        profile=profile,
        profile_version=1,
    )
