"""Whose booking it is: a known customer, or somebody new with a number that nobody proved."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.booking_cells import read_email
from bot.business.command import Context, Fact
from bot.business.naming import customer_named
from bot.business.people_search import whole_phone
from bot.errors import CommandRefused
from storage import bookings, customer_cards, lookups, people


class Person(Struct, frozen=True):
    """Who is to be booked. customer_id None: a new customer is made of the rest."""

    customer_id: int | None
    name: str
    phone: str
    email: str | None
    fact: Fact

    def ensured(self, tx: Connection, source: str, now: datetime) -> int:
        """The customer's id; a new one's phone is a claim, which selects nobody."""
        if self.customer_id is not None:
            if lookups.name_of(tx, self.customer_id) is None:
                people.name_customer(tx, self.customer_id, self.name, now)
            return self.customer_id
        return bookings.new_customer(tx, self.name, self.phone, self.email, source, now)


def person_of(
    tx: Connection,
    context: Context,
    customer: str | None,
    name: str | None,
    phone: str | None,
    email: str | None,
    *,
    by_staff: bool = True,
) -> Person:
    """Who is meant. by_staff: one of us gave the number, and no visitor, whose word selects
    nobody. Raises CommandRefused for what is missing or is none."""
    if email:
        email = _checked_email(email)
    if phone:
        phone = checked_phone(context, phone)
    if customer:
        return _known(tx, context, customer, name, phone, email)
    if not name or not phone:
        raise CommandRefused("name the customer, or give a name and a phone number: ask for them")
    owner = people.by_phone(tx, phone)
    if owner is None:
        whose = "a new customer" if by_staff else "not known yet"
        return _new(name, phone, email, f"{whose}; nobody proved {phone}")
    called = owner[1] or "a customer without a name"
    if not by_staff:
        known = customer_cards.by_ids(tx, [owner[0]])[owner[0]]
        said = f"not known yet; {phone} is {called}’s by proof: if it is them, name the customer"
        return _new(name, phone, email, f"{said} {known.public_id}")
    return Person(owner[0], name, phone, email, Fact("Customer", f"{called}, who proved {phone}"))


def _new(name: str, phone: str, email: str | None, said: str) -> Person:
    return Person(None, name, phone, email, Fact("Customer", said))


def _known(
    tx: Connection,
    context: Context,
    said: str,
    name: str | None,
    phone: str | None,
    email: str | None,
) -> Person:
    known = customer_named(tx, context.profile, said)
    own = customer_cards.phones_of(tx, known.id)
    name, phone = name or known.name, phone or (own[0].phone if own else None)
    if not name or not phone:
        missing = "name" if not name else "phone number"
        raise CommandRefused(f"no {missing} of this customer is known: ask for it")
    return Person(known.id, name, phone, email or known.email, Fact("Customer", name))


def checked_phone(context: Context, text: str) -> str:
    """A phone in E.164. Raises CommandRefused."""
    phone = whole_phone(context.profile, text)
    if phone is None:
        raise CommandRefused(f'"{text}" is no phone number: write it with its area code')
    return phone


def _checked_email(text: str) -> str:
    try:
        return read_email(text)
    except ValueError as error:
        raise CommandRefused(f'"{text}" {error}') from None
