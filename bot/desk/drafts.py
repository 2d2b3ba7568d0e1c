"""Suggested replies: what the agent would answer while a person has the conversation. Nothing of it
reaches the customer, and nothing is changed, until that person sends it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Literal

import msgspec
import structlog
from sqlalchemy import Connection

from bot.business.facts import render
from bot.desk.drafting import Brief, DraftTurn, brief_of
from bot.desk.forms import Field, Form
from bot.desk.handoff import Handoff, Step
from bot.desk.spoken import message_id_of, words_to
from bot.desk.threads import Threads
from bot.errors import NoSuchConversation, OptedOut
from bot.messages import Colleague, Reply
from bot.opened import Rules
from bot.ports import Clock
from bot.wake import Bells
from storage import conversations, drafts
from storage.database import Database
from storage.drafts import Draft
from storage.inbox import Stored

DECISIONS = ("draft_send", "draft_edit", "draft_discard")
_AT_ONCE = 4  # drafts that are made at the same time
_TEXT = "text"
_LONGEST = 2000  # characters of a suggested reply

Run = Callable[[DraftTurn], Awaitable[Reply]]

log = structlog.get_logger(__name__)


class Decision(msgspec.Struct, frozen=True):
    """What somebody did with a suggested reply, as the door tells it in an Inbound's meta. values:
    of the form, {"text": what is to be said}."""

    act: Literal["draft_send", "draft_edit", "draft_discard"]
    user: str
    draft: str
    thread: str | None = None
    values: Mapping[str, str] = {}


class Drafts:
    """Makes suggested replies beside the turns, never in their way, and carries out what staff do
    with them. run: the agent's, with tools that only read."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bells: Bells,
        rules: Callable[[], Rules],
        handoff: Handoff,
        threads: Threads,
        run: Run,
    ) -> None:
        self._database, self._clock, self._bells, self._rules = database, clock, bells, rules
        self._handoff, self._threads, self._run = handoff, threads, run
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def ask(self, conversation_id: int) -> None:
        """Wants a suggested reply for a conversation that somebody has; an older wish is dropped.
        A process that dies loses it, and nothing else."""
        rules = self._rules()
        if not rules.profile.staff.suggest_replies:
            return
        if older := self._tasks.pop(conversation_id, None):
            older.cancel()
        name = f"draft for {conversation_id}"
        task = asyncio.create_task(self._make(conversation_id, rules), name=name)
        self._tasks[conversation_id] = task
        task.add_done_callback(partial(self._ended, conversation_id))

    async def stop(self) -> None:
        """Ends what is under way: a suggestion that nobody waits for."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, conversation_id: int, task: asyncio.Task[None]) -> None:
        if self._tasks.get(conversation_id) is task:
            del self._tasks[conversation_id]
        if not task.cancelled() and (error := task.exception()):
            log.warning("no suggested reply", error=type(error).__name__)

    async def _make(self, conversation_id: int, rules: Rules) -> None:
        async with self._room:
            brief = await self._database.read(brief_of, conversation_id, rules)
            if brief is None:
                return
            text = await self._text(brief)
            await self._database.write(self._show, brief, text)
        self._bells.outbox.ring()

    async def _text(self, brief: Brief) -> str:
        if brief.greets:
            profile = brief.scope.profile
            return render(profile, profile.wording.staff_greeting, staff=brief.name)
        return _cut((await self._run(DraftTurn(self._database, self._clock, brief))).text.strip())

    def _show(self, tx: Connection, brief: Brief, text: str) -> None:
        """Puts it into the thread, unless more was said meanwhile or nobody has it any more."""
        current = conversations.by_id(tx, brief.scope.conversation_id)
        newest = drafts.newest_said(tx, current.id)
        if current.claimed_by != brief.staff or newest is None or newest[0] != brief.message_id:
            return
        said = (brief.staff, brief.name, text.strip())
        words = words_to(tx, self._rules(), current.id, brief.place, *said)
        self._threads.suggest(tx, current.id, brief.message_id, words)

    def act(self, tx: Connection, event: Stored, who: Colleague) -> Callable[[], None]:
        """What somebody decided; once, however often they click."""
        decision = msgspec.convert(event.payload["meta"], Decision)
        draft = self._held(tx, decision.draft)
        if draft is None or draft.status != "open":
            self._tell(tx, decision, f"Nothing was sent: {_why(draft)}.")
            return _nothing
        if decision.act == "draft_discard":
            ended = drafts.end(tx, draft, "discarded", self._clock.now(), who.id)
            self._threads.decided(tx, ended, who.name)
            return _nothing
        edited = decision.act == "draft_edit"
        text = decision.values.get(_TEXT, "").strip() if edited else draft.text
        if not text:
            self._tell(tx, decision, "Nothing was sent: there is no text in it.")
            return _nothing
        return self._send(tx, decision, draft, text, who)

    def _held(self, tx: Connection, public_id: str) -> Draft | None:
        """It, kept still, as it is now: out of date as soon as more was said."""
        draft = drafts.hold(tx, public_id)
        if draft is None or draft.status != "open":
            return draft
        newest = drafts.newest_said(tx, draft.conversation_id)
        if newest is not None and newest[0] == draft.message_id:
            return draft
        ended = drafts.end(tx, draft, "outdated", self._clock.now())
        self._threads.decided(tx, ended)
        return ended

    def _send(
        self, tx: Connection, decision: Decision, draft: Draft, text: str, who: Colleague
    ) -> Callable[[], None]:
        current = conversations.by_id(tx, draft.conversation_id)
        if current.claimed_by != who.id:
            words = f"{current.claimed_name or 'Nobody'} has this conversation. Nothing was sent."
            self._tell(tx, decision, words, take=current.thread_id)
            return _nothing
        try:
            step = self._said(tx, decision, draft, text, who)
        except (NoSuchConversation, OptedOut) as error:
            self._tell(tx, decision, f"Sorry, {error}.")
            return _nothing
        return partial(self._handoff.show, step)

    def _said(
        self, tx: Connection, decision: Decision, draft: Draft, text: str, who: Colleague
    ) -> Step:
        thread_id = conversations.by_id(tx, draft.conversation_id).thread_id
        message_id = message_id_of(f"draft:{draft.public_id}")
        with tx.begin_nested():
            status = "edited" if decision.act == "draft_edit" else "sent"
            ended = drafts.end(tx, draft, status, self._clock.now(), who.id)
            step = self._handoff.say_in(tx, thread_id, who.id, who.name, text, message_id)
        self._threads.decided(tx, ended, who.name)
        if status == "edited":
            self._threads.post(tx, step.conversation_id, f"✓ {who.name}: {text}")
        self._threads.told(tx, step.conversation_id)
        return step

    def _tell(
        self, tx: Connection, decision: Decision, words: str, take: str | None = None
    ) -> None:
        self._threads.whisper(tx, decision.user, decision.thread, words, take)

    def form(self, tx: Connection, public_id: str) -> Form | None:
        """A suggested reply to be changed and sent; None: it is not open."""
        draft = drafts.by_public_id(tx, public_id)
        if draft is None or draft.status != "open":
            return None
        field = Field(_TEXT, "Message", "", draft.text, required=True)
        return Form(public_id, "Send to the customer", (field,))


def _why(draft: Draft | None) -> str:
    reasons = {
        "sent": "it was sent already",
        "edited": "it was changed and sent already",
        "discarded": "it was discarded",
        "outdated": "more was said since",
    }
    return reasons.get(draft.status if draft else "", "there is no such suggestion")


def _cut(text: str) -> str:
    """As much as a card and its form show: nobody sends what they did not see."""
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(maxsplit=1)[0]


def _nothing() -> None:
    return
