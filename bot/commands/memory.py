"""What is remembered of a customer, and forgotten at their wish."""

import re
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context, Done, Preview
from bot.business.dates import joined
from bot.business.naming import Named, customer_named
from bot.errors import CommandRefused
from storage import memory
from storage.customer_cards import Customer

_FORGETS = r"\b(?:forget(?: that| about)?|remove|delete|erase)\b"


class ForgetFact(Arguments):
    customer: Annotated[
        str,
        Named("customer"),
        Field(min_length=1, max_length=200, description="id, name, phone or e-mail"),
    ]
    fact: Annotated[
        str,
        Field(min_length=1, max_length=200, description="as customer_card has it, or words of it"),
    ]


def _found(tx: Connection, context: Context, arguments: ForgetFact) -> tuple[Customer, memory.Fact]:
    customer = customer_named(tx, context.profile, arguments.customer)
    known = customer.facts or []
    fits = [fact for fact in known if _fits(fact, arguments.fact.lower())]
    if len(fits) == 1:
        return customer, fits[0]
    told = joined([f"{fact['kind']}: {fact['value']}" for fact in fits or known], "and")
    if fits:
        raise CommandRefused(f"this fits several facts, name one: {told}")
    whom = customer.name or "this customer"
    raise CommandRefused(f"nothing like it is remembered of {whom}; there is {told or 'nothing'}")


def _fits(fact: memory.Fact, said: str) -> bool:
    value = str(fact["value"]).lower()
    return said in value or value in said or said == fact["kind"]


def _preview(tx: Connection, context: Context, arguments: ForgetFact) -> Preview:
    customer, fact = _found(tx, context, arguments)
    return Preview(f"Forget of {customer.name or 'a customer'}: {fact['value']}")


def _forget(tx: Connection, context: Context, arguments: ForgetFact) -> Done:
    customer, fact = _found(tx, context, arguments)
    memory.forget(tx, customer.id, fact, context.now)
    # The audit log would remember what is to be forgotten.
    before = {"kind": fact["kind"], "told_at": fact["at"]}
    say = f"Forgotten: {fact['kind']}, {fact['value']}."
    return Done(say, f"customer:{customer.public_id}", before, None)


def _forgetting(arguments: ForgetFact) -> tuple[str, ...]:
    """The fact's own words too: what is forgotten may be an allergy."""
    words = (word for word in re.findall(r"\w{4,}", arguments.fact) if word.lower() != "allergy")
    return (_FORGETS, *(rf"\b{re.escape(word)}" for word in words))


MEMORY_COMMANDS: tuple[Command[Any], ...] = (
    Command(
        "forget_fact",
        "Forget one thing that is remembered of a customer, as they may ask for, or since it is "
        "wrong.",
        ForgetFact,
        _preview,
        _forget,
        in_words=_forgetting,
    ),
)
