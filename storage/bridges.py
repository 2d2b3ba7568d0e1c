"""The threads in which staff follow conversations: one a conversation, under a card of its own."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, bindparam, insert, or_, select, update

from storage.tables import ai_conversations, ai_messages, bridges, outbox


class Bridge(Struct, frozen=True):
    """A conversation's thread. card_id: the outbox row of the notice it hangs on; body, payload:
    what that says. told_id: the newest message that was shown in the thread."""

    id: int
    card_id: int
    told_id: int
    body: str
    payload: dict[str, Any]


class Said(Struct, frozen=True):
    """A line that the customer wrote or was shown. media: the content types of its files. name:
    of the member of staff who said it. sources: the headings of the owner's pages it is from.
    signals: what the words that a reply answers were marked with."""

    id: int
    author: str
    text: str
    media: tuple[str, ...]
    name: str | None
    sources: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()


class Waiting(Struct, frozen=True):
    """A conversation that waits for a person, or that one has. customer: as they named
    themselves."""

    thread_id: str
    customer: str | None
    person_asked_at: datetime | None
    held_by: str | None


_of = (
    select(bridges.c.id, bridges.c.card_id, bridges.c.told_id, outbox.c.body, outbox.c.payload)
    .join(outbox, outbox.c.id == bridges.c.card_id)
    .where(bridges.c.conversation_id == bindparam("conversation"))
    # Where conversations were joined: the thread in which staff followed one last.
    .order_by(bridges.c.told_id.desc(), bridges.c.id.desc())
    .limit(1)
)
_build = insert(bridges)
_card_at = (
    select(ai_conversations.c.thread_id)
    .join(bridges, bridges.c.conversation_id == ai_conversations.c.id)
    .join(outbox, outbox.c.id == bridges.c.card_id)
    .where(outbox.c.channel == bindparam("channel"), outbox.c.provider_id == bindparam("message"))
    # A thread goes on with the same customer's next conversation.
    .order_by(bridges.c.id.desc())
    .limit(1)
)
_conversation_at = (
    select(ai_conversations.c.thread_id)
    .join(outbox, outbox.c.conversation_id == ai_conversations.c.id)
    .where(outbox.c.channel == bindparam("channel"), outbox.c.provider_id == bindparam("message"))
)
_since = (
    select(ai_messages.c.id, ai_messages.c.author, ai_messages.c.content, ai_messages.c.metadata)
    .where(
        ai_messages.c.conversation_id == bindparam("conversation"),
        ai_messages.c.id > bindparam("after"),
        ai_messages.c.visibility == "customer",
        ai_messages.c.role.in_(["user", "assistant"]),
        or_(ai_messages.c.content != "", ai_messages.c.role == "user"),
    )
    .order_by(ai_messages.c.id.desc())
    .limit(bindparam("most"))
)
_waits = ai_conversations.c.person_asked_at.is_not(None) & or_(
    ai_conversations.c.claimed_at.is_(None),
    ai_conversations.c.claimed_at < ai_conversations.c.person_asked_at,
)
_waiting = (
    select(
        ai_conversations.c.thread_id,
        ai_conversations.c.details,
        ai_conversations.c.person_asked_at,
        ai_conversations.c.claimed_name,
    )
    .where(
        ai_conversations.c.status == "active",
        or_(ai_conversations.c.claimed_by.is_not(None), _waits),
    )
    .order_by(ai_conversations.c.person_asked_at, ai_conversations.c.id)
    .limit(bindparam("most"))
)


def of(tx: Connection, conversation_id: int) -> Bridge | None:
    """A conversation's thread; None: staff were not told of it yet."""
    row = tx.execute(_of, {"conversation": conversation_id}).first()
    return None if row is None else Bridge(*row)


def build(tx: Connection, conversation_id: int, card_id: int, now: datetime) -> None:
    """Makes a card the one that a conversation's thread hangs on."""
    row = {"conversation_id": conversation_id, "card_id": card_id, "told_id": 0, "created_at": now}
    tx.execute(_build, row)


def told(tx: Connection, bridge: Bridge, message_id: int) -> None:
    """Everything up to this message stands in the thread."""
    tx.execute(update(bridges).where(bridges.c.id == bridge.id).values(told_id=message_id))


def conversation_at(tx: Connection, channel: str, message: str) -> str | None:
    """The conversation, by its public id, that a message to staff told of; message: the vendor's
    id of it. None: no message of ours, or of no conversation."""
    values = {"channel": channel, "message": message}
    found: str | None = tx.execute(_card_at, values).scalar()
    return found or tx.execute(_conversation_at, values).scalar()


class Earlier(Struct, frozen=True):
    """The thread in which staff followed the same customer before. at: when its card was
    written."""

    card_id: int
    at: datetime


_whose = select(ai_conversations.c.customer_id, ai_conversations.c.mailbox_id).where(
    ai_conversations.c.id == bindparam("conversation")
)
_earlier = (
    select(bridges.c.card_id, outbox.c.created_at)
    .join(outbox, outbox.c.id == bridges.c.card_id)
    .join(ai_conversations, ai_conversations.c.id == bridges.c.conversation_id)
    .order_by(bridges.c.id.desc())
    .limit(1)
)


def earlier(tx: Connection, conversation_id: int) -> Earlier | None:
    """The newest thread of this conversation's customer; where nobody knows who it is, of its
    mailbox, which is one person's browser."""
    customer_id, mailbox_id = tx.execute(_whose, {"conversation": conversation_id}).one()
    theirs = ai_conversations.c.customer_id == customer_id
    if customer_id is None:
        same = ai_conversations.c.mailbox_id == mailbox_id
        theirs = same & ai_conversations.c.customer_id.is_(None)
    row = tx.execute(_earlier.where(theirs)).first()
    return None if row is None else Earlier(*row)


class Posted(Struct, frozen=True):
    """A row of the outbox that told staff something."""

    id: int
    body: str
    payload: dict[str, Any]
    created_at: datetime


_posted = (
    select(outbox.c.id, outbox.c.body, outbox.c.payload, outbox.c.created_at)
    .where(
        outbox.c.conversation_id == bindparam("conversation"),
        outbox.c.kind == bindparam("of_kind"),
        outbox.c.created_at >= bindparam("since"),
    )
    .order_by(outbox.c.id.desc())
    .limit(bindparam("most"))
)


def posted(
    tx: Connection, conversation_id: int, kind: str, since: datetime, most: int
) -> list[Posted]:
    """What staff were told of a conversation since then, in rows of this kind; newest first."""
    values = {"conversation": conversation_id, "of_kind": kind, "since": since, "most": most}
    rows = tx.execute(_posted, values)
    return [Posted(id_, body, payload or {}, at) for id_, body, payload, at in rows]


def said_since(tx: Connection, conversation_id: int, after: int, most: int) -> list[Said]:
    """What was said after a message, oldest first; of more than these, the newest."""
    values = {"conversation": conversation_id, "after": after, "most": most}
    rows = tx.execute(_since, values).all()
    return [_said(*row) for row in reversed(rows)]


def _said(id_: int, author: str, text: str, more: dict[str, Any] | None) -> Said:
    more = more or {}
    media = tuple(file["content_type"] for file in more.get("media", ()))
    sources = tuple(source["heading"] for source in more.get("sources", ()))
    signals = tuple(more.get("signals", ()))
    return Said(id_, author, text, media, more.get("name"), sources, signals)


def waits(tx: Connection, conversation_id: int) -> bool:
    """Whether somebody asked for a person here whom nobody has taken up since."""
    query = select(ai_conversations.c.id).where(
        ai_conversations.c.id == conversation_id, ai_conversations.c.status == "active", _waits
    )
    return tx.execute(query).first() is not None


def waiting(tx: Connection, most: int) -> list[Waiting]:
    """Who waits for a person or is with one, the longest waiting first."""
    rows = tx.execute(_waiting, {"most": most})
    return [
        Waiting(thread_id, (details.get("name") or {}).get("value"), asked, held_by)
        for thread_id, details, asked, held_by in rows
    ]
