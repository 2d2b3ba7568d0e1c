"""Staff act from their desk: they take a customer's conversation, speak in it, give it back.

What they write there among themselves never comes here: a door passes on only what was meant for
the customer."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Literal, get_args, get_type_hints

import msgspec
from sqlalchemy import Connection

from bot.desk.handoff import Handoff, Step
from bot.desk.spoken import message_id_of
from bot.desk.threads import Threads
from bot.errors import NoSuchConversation, OptedOut
from bot.messages import Colleague
from bot.ports import Clock
from storage import bridges, conversations, handoffs
from storage.conversations import Conversation
from storage.database import Database
from storage.inbox import Stored

_MOST_LISTED = 20
_BY = {"sms": "by text", "web": "on the website"}
_TOUCHED_ANEW, _MOST_TOUCHED = timedelta(minutes=1), 1000
_LONG_AGO = datetime.fromtimestamp(0, UTC)
_WITH_FILES = "Files do not reach the customer from here: nothing was sent. Write it without them."
_UNKNOWN = "nothing was sent: this thread belongs to no customer; write in the thread of a card"


class Asked(msgspec.Struct, frozen=True):
    """Something that somebody did at the desk, as the door tells it in an Inbound's meta.

    act: take over; take over also from somebody else; give back; show what was said; say; keep it
    for longer.
    user: the desk's id of who did it. message: the desk's id of what the thread hangs on, thread:
    its place there. conversation: its public id, where a button named it. marked: said in the
    thread, for all of the staff to see. files: with files."""

    act: Literal["claim", "take", "give_back", "open", "say", "keep"]
    user: str
    message: str
    thread: str | None = None
    conversation: str | None = None
    marked: bool = False
    files: bool = False


ACTS: tuple[str, ...] = get_args(get_type_hints(Asked)["act"])


class Bridge:
    """Carries out what staff do with a customer's conversation."""

    def __init__(
        self, database: Database, clock: Clock, handoff: Handoff, threads: Threads
    ) -> None:
        self._database, self._clock = database, clock
        self._handoff, self._threads = handoff, threads
        self._touched: dict[str, datetime] = {}

    def act(self, tx: Connection, event: Stored, who: Colleague) -> Callable[[], None]:
        """Does it, in the transaction that ends its event; what it returns shows it."""
        asked = msgspec.convert(event.payload["meta"], Asked)
        try:
            step = self._do(tx, event, asked, who)
        except (NoSuchConversation, OptedOut) as error:
            self._tell(tx, asked, f"Sorry, {error}.")
            return _nothing
        return partial(self._handoff.show, step) if step else _nothing

    def _do(self, tx: Connection, event: Stored, asked: Asked, who: Colleague) -> Step | None:
        thread_id = asked.conversation or bridges.conversation_at(tx, event.channel, asked.message)
        if thread_id is None:
            raise NoSuchConversation(_UNKNOWN)
        match asked.act:
            case "claim" | "take":
                return self._take(tx, asked, thread_id, who)
            case "give_back":
                return self._give_back(tx, asked, thread_id, who)
            case "open":
                self._open(tx, asked, thread_id)
                return None
            case "say":
                return self._say(tx, event, asked, thread_id, who)
            case "keep":
                self._keep(tx, asked, thread_id, who)
                return None

    def _take(self, tx: Connection, asked: Asked, thread_id: str, who: Colleague) -> Step | None:
        deed = self._handoff.take_in if asked.act == "take" else self._handoff.claim_in
        step = deed(tx, thread_id, who.id, who.name)
        if step is None:
            self._taken(tx, asked, _held(tx, thread_id))
        elif step.events:
            self._threads.catch_up(tx, step.conversation_id, f"{who.name} took over.")
        return step

    def _taken(self, tx: Connection, asked: Asked, held: Conversation) -> None:
        """Tells who has it, and how to take it all the same."""
        words = f"{held.claimed_name} has this conversation."
        if asked.act == "say":
            words += " Nothing was sent."
        self._tell(tx, asked, words, take=held.thread_id)

    def _give_back(
        self, tx: Connection, asked: Asked, thread_id: str, who: Colleague
    ) -> Step | None:
        step = self._handoff.give_back_in(tx, thread_id, who.id)
        if not step.events:
            self._tell(tx, asked, "Nobody has this conversation: the assistant answers.")
            return None
        words = f"{who.name} gave the conversation back to the assistant."
        self._threads.catch_up(tx, step.conversation_id, words)
        return step

    def _open(self, tx: Connection, asked: Asked, thread_id: str) -> None:
        """What was said comes into the thread; the assistant goes on."""
        named = conversations.by_thread(tx, thread_id)
        if named is None or not self._threads.catch_up(tx, named.id):
            self._tell(tx, asked, "Everything that was said stands in the thread already.")

    def _keep(self, tx: Connection, asked: Asked, thread_id: str, who: Colleague) -> None:
        kept = self._handoff.keep_in(tx, thread_id)
        if kept is None:
            self._tell(tx, asked, "Nobody has this conversation: the assistant answers.")
            return
        if not self._threads.settle(tx, kept.id, f"{who.name} keeps the conversation."):
            self._tell(tx, asked, "Kept.")

    async def touched(self, message: str) -> None:
        """Somebody talked in the thread of a card, be it to colleagues: that is activity too.
        message: the desk's id of the card. Nothing of what was said is known here."""
        now = self._clock.now()
        if now - self._touched.get(message, _LONG_AGO) < _TOUCHED_ANEW:
            return
        if len(self._touched) >= _MOST_TOUCHED:
            self._touched.clear()
        self._touched[message] = now
        await self._database.write(self._touch, message)

    def _touch(self, tx: Connection, message: str) -> None:
        thread_id = bridges.conversation_at(tx, self._threads.channel, message)
        kept = self._handoff.keep_in(tx, thread_id) if thread_id else None
        if kept is not None:
            self._threads.settle(tx, kept.id, f"{kept.claimed_name} keeps the conversation.")

    def _say(
        self, tx: Connection, event: Stored, asked: Asked, thread_id: str, who: Colleague
    ) -> Step | None:
        if asked.files:
            self._tell(tx, asked, _WITH_FILES)
            return None
        held = _held(tx, thread_id)
        if held.claimed_by not in (None, who.id):
            self._taken(tx, asked, held)
            return None
        # What the customer wrote meanwhile stands above the answer.
        self._threads.catch_up(tx, held.id)
        words, message_id = event.payload["text"], message_id_of(f"{event.channel}:{event.id}")
        step = self._handoff.say_in(tx, thread_id, who.id, who.name, words, message_id)
        by = _BY.get(step.channel, f"by {step.channel}")
        done = f"✓ Sent {by}." if asked.marked else f"✓ {who.name}, {by}: {words}"
        self._threads.post(tx, step.conversation_id, done)
        return step

    def _tell(self, tx: Connection, asked: Asked, words: str, take: str | None = None) -> None:
        self._threads.whisper(tx, asked.user, asked.thread, words, take)

    async def waiting(self) -> str:
        """Who waits for a person, and who has one; a line each."""
        found = await self._database.read(bridges.waiting, _MOST_LISTED)
        lines = [
            f"{each.customer or 'A customer'}: "
            + (f"{each.held_by} has the conversation" if each.held_by else "waits for a person")
            for each in found
        ]
        return "\n".join(lines) or "Nobody waits for a person."


def _held(tx: Connection, thread_id: str) -> Conversation:
    """The conversation that is current where this one was, kept still."""
    held = handoffs.hold(tx, thread_id)
    if held is None:
        raise NoSuchConversation("there is no such conversation")
    return held.conversation


def _nothing() -> None:
    return
