"""Notes: what staff want to be remembered of a customer, an inquiry or a booking."""

from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from bot.business.cards import mask_cards
from bot.business.command import Arguments, Command, Context, Done, Preview
from bot.business.staff_words import cut
from bot.business.subjects import subject_named
from storage import notes

_TITLE = 80

Subject = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        description="id, or a name or phone; with booking or inquiry before it, which of theirs",
    ),
]


class AddNote(Arguments):
    about: Subject
    text: Annotated[str, Field(min_length=1, max_length=2000)]


def _preview(tx: Connection, context: Context, arguments: AddNote) -> Preview:
    subject = subject_named(tx, context.profile, arguments.about, context.now)
    return Preview(f"Note on {subject.said}: {cut(arguments.text, _TITLE)}")


def _add(tx: Connection, context: Context, arguments: AddNote) -> Done:
    subject = subject_named(tx, context.profile, arguments.about, context.now)
    text, who = mask_cards(arguments.text), context.who
    notes.add(tx, subject.about, who.id, who.name, text, context.now)
    return Done(f"Noted on {subject.said}.", subject.key, None, {"note": text})


NOTE_COMMANDS: tuple[Command[Any], ...] = (
    Command(
        "add_note",
        "Write a note on a customer, an inquiry or a booking.",
        AddNote,
        _preview,
        _add,
        approved=False,
    ),
)
