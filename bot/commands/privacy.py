"""A customer's wish to be forgotten."""

from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context, Done, Fact, Preview
from bot.errors import CommandRefused
from storage import erasure, privacy
from storage.privacy import Outlook, Person


class Whom(Arguments):
    customer: Annotated[str, Field(max_length=80, description="the public id, or the phone")]


def _person(tx: Connection, arguments: Whom) -> Person:
    person = privacy.person_of(tx, arguments.customer)
    if person is None:
        raise CommandRefused("no customer has this id or phone: find them with find_customers")
    return person


def _look(tx: Connection, context: Context, person: Person) -> Outlook:
    return privacy.outlook(tx, person, context.profile.local(context.now).date())


def _preview(tx: Connection, context: Context, arguments: Whom) -> Preview:
    person = _person(tx, arguments)
    seen = _look(tx, context, person)
    goes = (
        f"name, {_many(len(person.phones), 'phone')}, "
        f"{_many(len(person.conversations), 'conversation')} with {_many(seen.messages, 'line')}, "
        "pictures, notes, what staff and the assistant wrote about them, exports with names"
    )
    stays = (
        f"{_many(len(person.bookings), 'booking')} and {_many(seen.inquiries, 'inquiry')} with "
        "their figures, of nobody; an opt-out of texts with its phone, as the law wants it"
    )
    facts = [
        Fact("Who", ", ".join([person.name or "no name", *person.phones])),
        *(
            Fact("Also known as", f"{name or 'no name'}, id {public_id}: erase separately")
            for name, public_id in privacy.namesakes(tx, person)
        ),
        Fact("Goes for good", goes),
        Fact("Stays", stays),
        Fact("Out of reach", "what was posted in Slack, and backups: delete it there"),
    ]
    if seen.ahead:
        ahead = f"{_many(seen.ahead, 'booking')} to come: nobody will know whose"
        facts.append(Fact("Mind", ahead))
    if seen.held_by:
        facts.append(Fact("Mind", f"{seen.held_by} has a conversation with them in hand"))
    return Preview("Erase a customer for good", tuple(facts))


def _many(count: int, one: str) -> str:
    several = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
    return f"{count} {one if count == 1 else several}"


def _erase(tx: Connection, context: Context, arguments: Whom) -> Done:
    person = _person(tx, arguments)
    seen = _look(tx, context, person)
    erasure.erase(tx, person, context.now)
    counts = {
        "conversations": len(person.conversations),
        "messages": seen.messages,
        "inquiries": seen.inquiries,
        "bookings": len(person.bookings),
    }
    say = "The customer is erased. Whoever writes from their phone again is new."
    return Done(say, f"customer:{person.public_id}", counts, None)


PRIVACY_COMMANDS: tuple[Command[Any], ...] = (
    Command(
        "erase_customer",
        "Erase a customer for good, as they may ask for: names, phones, messages, pictures and "
        "notes go; the figures of bookings stay, of nobody. It cannot be undone.",
        Whom,
        _preview,
        _erase,
        role="admin",
    ),
)
