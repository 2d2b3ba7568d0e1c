"""Conversations: taken over, given back and closed by staff, from wherever they ask."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from msgspec import Struct
from pydantic import Field
from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context, Done, Fact, Preview
from bot.business.naming import Named, conversation_named
from bot.business.phones import phone_text
from bot.business.staff_views import name_in, phone_in
from bot.desk.handoff import Handoff, Step
from bot.desk.notices import UNCLAIMED, Desk
from bot.desk.threads import Threads
from bot.errors import CommandRefused, NoSuchConversation
from storage import bridges, conversations, handoffs, timers
from storage.staff_conversations import Listed

NamedConversation = Annotated[
    str,
    Named("conversation"),
    Field(min_length=1, max_length=200, description="id, or the customer's name or phone"),
]

# How they sound in staff's own words.
_TAKES = (
    r"\b(?:tak(?:e|ing) over|take|grab|claim|i(?:'ll| will| can)? (?:take|got|have|handle|answer)|"
    r"i've got|(?:jump|step|get|hop) in(?:to| on| with)?|is mine)\b(?! (?:a look|note))"
)
_ANYWAY = r"\b(?:anyway|anyhow|all the same|regardless|even so|even though .+ has it)\b"
_GIVES = (
    r"\b(?:(?:giv(?:e|ing)|hand|pass|release|return)\b(?=.*\b(?:back|(?:to|over to) the (?:bot|"
    r"assistant)|to bot)\b)|release|let the (?:bot|assistant) (?:have|take|answer|handle)|"
    r"(?:bot|assistant) can (?:have|take(?: over)?))\b"
)
_CLOSES = r"\b(?:close|end|finish|archive|resolve|wrap up)\b(?! .*\blost\b)"


class Talks(Struct, frozen=True):
    """What it takes to act in customers' conversations. handoff(), threads(): there once the house
    is put together; threads() None: staff follow no conversations at their desk."""

    handoff: Callable[[], Handoff]
    threads: Callable[[], Threads | None]
    desk: Desk

    def card(
        self, tx: Connection, context: Context, thread_id: str, fields: dict[str, str | None]
    ) -> None:
        """Sees to it that a conversation has a card at the desk: its customer's answers appear
        under it. fields: of the card. Raises CommandRefused."""
        held = handoffs.hold(tx, thread_id)
        if held is None:
            raise CommandRefused("there is no such conversation any more")
        current = held.conversation.id
        if self.desk.threads and bridges.of(tx, current) is None:
            self.desk.notify(tx, context.now, "taken_over", fields, conversation_id=current)

    def follow(self, tx: Connection, conversation_id: int, words: str) -> None:
        """Shows in the thread what was said meanwhile, under a line of its own."""
        if (threads := self.threads()) is not None:
            threads.catch_up(tx, conversation_id, words)

    def shown(self, context: Context, step: Step) -> None:
        """Shows a step to whoever watches, once it is durable."""
        context.after.append(partial(self.handoff().show, step))


class TakeOver(Arguments):
    conversation: NamedConversation
    anyway: Annotated[bool | None, Field(description="also from a colleague who has it")] = None


class OneConversation(Arguments):
    conversation: NamedConversation


class _Commands:
    def __init__(self, talks: Talks) -> None:
        self._talks = talks

    def preview_take(self, tx: Connection, context: Context, arguments: TakeOver) -> Preview:
        listed = _free(tx, context, arguments)
        holder = listed.held_by or "the assistant"
        facts = (
            Fact("In the hands of", "whoever approves this", holder),
            Fact("The assistant", "is silent there until it is given back"),
        )
        return Preview(f"Take over the conversation with {name_of(listed)}", facts)

    def take(self, tx: Connection, context: Context, arguments: TakeOver) -> Done:
        talks, who = self._talks, context.who
        listed = _free(tx, context, arguments)
        fields = {"name": name_in(listed), "phone": phone_in(listed)}
        talks.card(tx, context, listed.thread_id, {**fields, "reason": f"{who.name} took over"})
        step = talks.handoff().take_in(tx, listed.thread_id, who.id, who.name)
        if step.events:
            talks.follow(tx, step.conversation_id, f"{who.name} took over.")
        talks.shown(context, step)
        said = (
            f"{who.name} has the conversation with {name_of(listed)}; the assistant is silent "
            "there until it is given back."
        )
        return _done(listed, said, {"held_by": listed.held_by}, {"held_by": who.name})

    def preview_give_back(
        self, tx: Connection, context: Context, arguments: OneConversation
    ) -> Preview:
        listed = _held(tx, context, arguments)
        fact = Fact("In the hands of", "the assistant", listed.held_by)
        return Preview(f"Give back the conversation with {name_of(listed)}", (fact,))

    def give_back(self, tx: Connection, context: Context, arguments: OneConversation) -> Done:
        talks, listed = self._talks, _held(tx, context, arguments)
        try:
            step = talks.handoff().give_back_in(tx, listed.thread_id, context.who.id)
        except NoSuchConversation as error:
            raise CommandRefused(str(error)) from None
        words = f"{context.who.name} gave the conversation back to the assistant."
        talks.follow(tx, step.conversation_id, words)
        talks.shown(context, step)
        said = f"The assistant answers {name_of(listed)} again."
        return _done(listed, said, {"held_by": listed.held_by}, {"held_by": None})

    def preview_close(
        self, tx: Connection, context: Context, arguments: OneConversation
    ) -> Preview:
        listed = _closable(tx, context, arguments)
        return Preview(f"Close the conversation with {name_of(listed)}")

    def close(self, tx: Connection, context: Context, arguments: OneConversation) -> Done:
        listed = _closable(tx, context, arguments)
        conversations.close(tx, listed.id, context.now, listed.person_asked_at is None)
        for kind in ("close", UNCLAIMED):
            timers.cancel(tx, f"{kind}:{listed.id}")
        said = f"The conversation with {name_of(listed)} is closed."
        return _done(listed, said, {"status": listed.status}, {"status": "closed"})


def _free(tx: Connection, context: Context, arguments: TakeOver) -> Listed:
    listed = conversation_named(tx, context.profile, arguments.conversation)
    if listed.holder not in (None, context.who.id) and not arguments.anyway:
        raise CommandRefused(f"{listed.held_by} has this conversation: ask whether to take it")
    return listed


def _closable(tx: Connection, context: Context, arguments: OneConversation) -> Listed:
    listed = conversation_named(tx, context.profile, arguments.conversation)
    if listed.status == "closed":
        raise CommandRefused("this conversation is closed already")
    held = handoffs.hold(tx, listed.thread_id)
    if held is None or held.conversation.id != listed.id:
        raise CommandRefused("another conversation with this customer goes on: close that one")
    if held.conversation.claimed_by is not None:
        raise CommandRefused(f"{listed.held_by} has it: give it back first, then close it")
    return listed


def _held(tx: Connection, context: Context, arguments: OneConversation) -> Listed:
    listed = conversation_named(tx, context.profile, arguments.conversation)
    if listed.holder is None:
        raise CommandRefused("nobody has this conversation: the assistant answers there")
    return listed


def name_of(listed: Listed) -> str:
    """Whose conversation it is, in words."""
    phone = phone_in(listed)
    return name_in(listed) or (phone_text(phone) if phone else "somebody without a name")


def _done(listed: Listed, said: str, before: dict[str, Any], after: dict[str, Any]) -> Done:
    return Done(said, f"conversation:{listed.thread_id}", before, after)


def _taking(arguments: TakeOver) -> tuple[str, ...]:
    return (_TAKES, _ANYWAY) if arguments.anyway else (_TAKES,)


def conversation_commands(talks: Talks) -> tuple[Command[Any], ...]:
    """What is done with conversations: none is silenced, or let loose on a customer, unasked."""
    made = _Commands(talks)
    return (
        Command(
            "take_over",
            "Take a customer's conversation: the assistant is silent there from now on.",
            TakeOver,
            made.preview_take,
            made.take,
            in_words=_taking,
        ),
        Command(
            "give_back",
            "Give a conversation back to the assistant, who answers what nobody has.",
            OneConversation,
            made.preview_give_back,
            made.give_back,
            in_words=lambda arguments: (_GIVES,),
        ),
        Command(
            "close_conversation",
            "Close a conversation that is over.",
            OneConversation,
            made.preview_close,
            made.close,
            in_words=lambda arguments: (_CLOSES,),
        ),
    )
