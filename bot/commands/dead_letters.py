"""Dead letters: tried once more, or dropped."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from msgspec import Struct
from pydantic import Field
from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context, Done, Fact, Preview
from bot.errors import CommandRefused
from bot.wake import Bells
from storage import consent, dead_letters
from storage.dead_letters import DeadLetter

_CODE = "code"
_LONGEST = 300

Trouble = Callable[[str, str, int | None], str]
"""Why a message did not arrive, in words: (channel, status, error code)."""


class Which(Arguments):
    id: Annotated[str, Field(max_length=240, description="as list_dead_letters names it")]


class _Post(Struct, frozen=True):
    """bells: wake whoever works through it. trouble: says why it is dead."""

    bells: Bells
    trouble: Trouble


def _found(tx: Connection, arguments: Which) -> DeadLetter:
    letter = dead_letters.find(tx, arguments.id)
    if letter is None:
        raise CommandRefused("there is no such dead letter any more: see list_dead_letters")
    return letter


def _facts(post: _Post, letter: DeadLetter) -> list[Fact]:
    whose = ", ".join(part for part in (letter.name, letter.address) if part)
    text = "(hidden)" if letter.kind == _CODE else letter.text
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    why = post.trouble(letter.channel, letter.status, letter.error_code)
    return [Fact("Whose", whose or "the house's own"), Fact("Text", shown), Fact("Why", why)]


def _preview_retry(post: _Post, tx: Connection, context: Context, arguments: Which) -> Preview:
    letter = _found(tx, arguments)
    _check_retry(tx, letter)
    facts = _facts(post, letter)
    if letter.may_have_arrived:
        told = "It may have arrived the first time: its recipient may get it twice."
        facts.append(Fact("Mind", told))
    if letter.direction == "in" and letter.kind == "message":
        facts.append(Fact("Mind", "The customer was told that something went wrong."))
        return Preview("Answer a message that was given up", tuple(facts))
    verb = "Send again" if letter.direction == "out" else "Carry out again"
    return Preview(f"{verb} what did not arrive", tuple(facts))


def _check_retry(tx: Connection, letter: DeadLetter) -> None:
    if letter.kind == _CODE:
        raise CommandRefused("a code is no good any more after a while: drop it")
    out = letter.direction == "out" and letter.channel == "sms"
    if out and letter.kind != "consent" and consent.opted_out(tx, letter.address):
        raise CommandRefused("this phone opted out of texts: call them, and drop the message")


def _retry(post: _Post, tx: Connection, context: Context, arguments: Which) -> Done:
    letter = _found(tx, arguments)
    _check_retry(tx, letter)
    dead_letters.retry(tx, letter, context.now)
    bell = post.bells.inbox if letter.direction == "in" else post.bells.outbox
    context.after.append(bell.ring)
    return _done(letter, "It is on its way again.", "retried")


def _preview_drop(post: _Post, tx: Connection, context: Context, arguments: Which) -> Preview:
    return Preview("Drop a dead letter for good", tuple(_facts(post, _found(tx, arguments))))


def _drop(post: _Post, tx: Connection, context: Context, arguments: Which) -> Done:
    letter = _found(tx, arguments)
    dead_letters.drop(tx, letter)
    return _done(letter, "It is dropped.", "dropped")


def _done(letter: DeadLetter, say: str, after: str) -> Done:
    before = {"status": letter.status, "error_code": letter.error_code}
    return Done(say, f"letter:{letter.id}", before, {"status": after})


def letter_commands(bells: Bells, trouble: Trouble) -> tuple[Command[Any], ...]:
    """retry_dead_letter and drop_dead_letter."""
    post = _Post(bells, trouble)
    return (
        Command(
            "retry_dead_letter",
            "Send a message again that did not arrive, or work through one again that was given "
            "up. Find the cause first: it would fail again.",
            Which,
            partial(_preview_retry, post),
            partial(_retry, post),
            role="admin",
        ),
        Command(
            "drop_dead_letter",
            "Take a dead letter off the list for good; nothing is sent.",
            Which,
            partial(_preview_drop, post),
            partial(_drop, post),
            role="admin",
        ),
    )
