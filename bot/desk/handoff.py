"""Hand-over: a person takes a conversation, speaks in it, and gives it back. From the claim, or
the person's first words, the agent is silent there."""

from collections.abc import Callable
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from bot.business.phones import phone_text
from bot.chat_messages import Line, message_event
from bot.desk import patience
from bot.desk.spoken import append, message_id_of, note, words_to
from bot.errors import NoSuchConversation, OptedOut
from bot.live import Live
from bot.messages import Event
from bot.opened import Rules
from bot.ports import Clock
from bot.wake import Bells
from storage import consent, conversations, handoffs, outbox
from storage.conversations import Conversation
from storage.database import Database
from storage.handoffs import Held, Place
from storage.types import new_public_id

Changed = Callable[[Connection, str, int], None]
"""Told within the transaction that a conversation's hands changed: (tx, the public id by which it
was named, the id of the one that is current)."""

Spoke = Callable[[Connection, int], None]
"""Told within the transaction that a person said something to a customer: (tx, conversation)."""


def nobody(tx: Connection, thread_id: str, conversation_id: int) -> None:
    """A Changed where nobody needs to know."""


def unheard(tx: Connection, conversation_id: int) -> None:
    """A Spoke where nobody needs to know."""


class Handoff:
    """What staff do with conversations, from whatever desk. A conversation is named by its public
    id (thread_id); staff by an id of their desk's, and the name that customers see.

    Each deed is also there as a part of the caller's transaction (…_in): what it returns is shown,
    by show(), once that is durable. on_taken: called then with a conversation that was taken."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bells: Bells,
        live: Live,
        rules: Callable[[], Rules],
        changed: Changed = nobody,
        spoke: Spoke = unheard,
    ) -> None:
        self._database, self._clock, self._bells, self._live = database, clock, bells, live
        self._rules, self._changed, self._spoke = rules, changed, spoke
        self.on_taken: Callable[[int], None] = lambda conversation_id: None

    async def claim(self, conversation: str, staff: str, name: str) -> bool:
        """Takes a conversation; False: somebody else has it. Raises NoSuchConversation."""
        done = await self._database.write(self.claim_in, conversation, staff, name)
        if isinstance(done, Step):
            self.show(done)
        return done is not None

    async def say(
        self, conversation: str, staff: str, name: str, text: str, *, event_id: str | None = None
    ) -> str:
        """Says something to the customer where they wrote last, and takes the conversation, also
        from somebody else; the message's public id. A repeat of an event_id says nothing twice.

        Raises NoSuchConversation, and OptedOut where the customer wants no texts."""
        message_id = message_id_of(event_id) if event_id else new_public_id()
        step = await self._database.write(self.say_in, conversation, staff, name, text, message_id)
        self.show(step)
        return message_id

    async def give_back(self, conversation: str, staff: str) -> bool:
        """Gives a conversation back to the agent, who answers what nobody has; False: it was in
        nobody's hands. Raises NoSuchConversation."""
        step = await self._database.write(self.give_back_in, conversation, staff)
        self.show(step)
        return bool(step.events)

    async def typing(self, conversation: str) -> None:
        """Shows the customer's widget that a person writes. Raises NoSuchConversation."""
        found = await self._database.read(conversations.by_thread, conversation)
        if found is None or found.mailbox_id is None:
            raise NoSuchConversation("there is no such conversation")
        self._live.publish(found.mailbox_id, Event("typing", {"who": "staff"}))

    def claim_in(self, tx: Connection, thread_id: str, staff: str, name: str) -> "Step | None":
        """Takes a conversation; None: somebody else has it. Raises NoSuchConversation."""
        held = _held(tx, thread_id)
        holder = held.conversation.claimed_by
        if holder is not None and holder != staff:
            return None
        return self._taken(tx, thread_id, held, staff, name)

    def take_in(self, tx: Connection, thread_id: str, staff: str, name: str) -> "Step":
        """Takes a conversation, also from somebody else. Raises NoSuchConversation."""
        return self._taken(tx, thread_id, _held(tx, thread_id), staff, name)

    def _taken(self, tx: Connection, thread_id: str, held: Held, staff: str, name: str) -> "Step":
        events = self._take(tx, thread_id, held, staff, name)
        return Step(held.mailbox_id, events, held.conversation.id, taken=bool(events))

    def _take(
        self, tx: Connection, thread_id: str, held: Held, staff: str, name: str
    ) -> list[Event]:
        """Puts it into these hands where it is not, and sets when it is given back by itself."""
        now = self._clock.now()
        conversation = held.conversation
        patience.begin(tx, conversation, self._rules().profile, now)
        if conversation.claimed_by == staff:
            return []
        handoffs.claim(tx, conversation.id, staff, name, now)
        joined = note(tx, conversation, "joined", staff, name, now)
        self._changed(tx, thread_id, conversation.id)
        return [joined, Event("handoff", {"active": True, "name": name})]

    def keep_in(self, tx: Connection, thread_id: str) -> Conversation | None:
        """Somebody was active about a conversation that one of them has: it is given back by itself
        that much later. None: nobody has it."""
        found = conversations.by_thread(tx, thread_id)
        if found is None or found.claimed_by is None:
            return None
        patience.begin(tx, found, self._rules().profile, self._clock.now())
        return found

    def say_in(
        self,
        tx: Connection,
        thread_id: str,
        staff: str,
        name: str,
        text: str,
        message_id: str,
        at: Place | None = None,
    ) -> "Step":
        """Says something under a public id of the caller's, which is said once; see say(). at: in
        this place, and not where the customer wrote last."""
        message = Line(
            id=message_id,
            author="staff",
            content=text,
            created_at=self._clock.now(),
            channel="",
            name=name,
        )
        return self._say(tx, thread_id, staff, message, at)

    def _say(
        self, tx: Connection, thread_id: str, staff: str, message: Line, at: Place | None
    ) -> "Step":
        held = _held(tx, thread_id)
        if conversations.is_said(tx, message.id):
            return Step(held.mailbox_id, [], held.conversation.id)
        place = at or handoffs.place(tx, held.conversation.id)
        if place is None:
            raise NoSuchConversation("the customer has not written yet")
        if place.channel == "sms" and place.phone and consent.opted_out(tx, place.phone):
            raise OptedOut(f"{phone_text(place.phone)} opted out of texts: call them")
        events = self._take(tx, thread_id, held, staff, message.name or "")
        said = (staff, message.name, message.content)
        words = words_to(tx, self._rules(), held.conversation.id, place, *said)
        message = msgspec.structs.replace(message, channel=place.channel, content=words)
        message_id = append(tx, held.conversation, staff, message)
        self._send(tx, held, place, message, message_id)
        self._spoke(tx, held.conversation.id)
        events.append(message_event(message))
        return Step(held.mailbox_id, events, held.conversation.id, place.channel)

    def _send(
        self, tx: Connection, held: Held, place: Place, message: Line, message_id: int
    ) -> None:
        door = self._rules().doors[place.channel]
        if door.sender is None:
            return
        for part in door.split(message.content):
            outbox.put(
                tx,
                lane_id=place.lane_id,
                conversation_id=held.conversation.id,
                message_id=message_id,
                channel=place.channel,
                address=place.address,
                ours=place.ours,
                kind="staff",
                body=part,
                created_at=message.created_at,
            )

    def give_back_in(self, tx: Connection, thread_id: str, staff: str) -> "Step":
        """Gives a conversation back; no events: it was in nobody's hands. Raises
        NoSuchConversation."""
        return give_back(tx, thread_id, staff, self._clock.now(), self._changed)

    def show(self, step: "Step") -> None:
        """Shows what was done to whoever watches, and wakes who has work by it."""
        for event in step.events:
            self._live.publish(step.mailbox_id, event)
        if step.events:
            self._bells.answered(step.mailbox_id)
            self._bells.inbox.ring()
            self._bells.outbox.ring()
        if step.taken:
            self.on_taken(step.conversation_id)


class Step(msgspec.Struct, frozen=True):
    """What was done in a mailbox, to be shown to whoever watches it once it is durable.

    conversation_id: the one that is current there. channel: by which something was said.
    taken: it came into somebody's hands."""

    mailbox_id: int
    events: list[Event]
    conversation_id: int
    channel: str = ""
    taken: bool = False


def give_back(
    tx: Connection, thread_id: str, staff: str, now: datetime, changed: Changed = nobody
) -> Step:
    """Ends a hand-over in the caller's transaction. Raises NoSuchConversation."""
    held = _held(tx, thread_id)
    conversation = held.conversation
    if conversation.claimed_by is None:
        return Step(held.mailbox_id, [], conversation.id)
    handoffs.let_go(tx, conversation.id)
    patience.end(tx, conversation.id)
    left = note(tx, conversation, "left", staff, conversation.claimed_name or "", now)
    handoffs.ask_again(tx, held)
    changed(tx, thread_id, conversation.id)
    return Step(held.mailbox_id, [left, Event("handoff", {"active": False})], conversation.id)


def _held(tx: Connection, thread_id: str) -> Held:
    held = handoffs.hold(tx, thread_id)
    if held is None:
        raise NoSuchConversation("there is no such conversation")
    return held
