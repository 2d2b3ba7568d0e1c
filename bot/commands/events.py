"""Events as commands describe them: made of their arguments, shown on a card."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from bot.business.cards import mask_cards
from bot.business.command import Arguments, Context, Fact
from bot.business.moments import MaybeDay, MaybeTime, day_of, time_of
from bot.business.reservations import Party, Price, Room, dishes_of, doubts
from bot.business.staff_words import event_text, guests_text
from bot.errors import CommandRefused

Guests = Annotated[
    int | None, Field(ge=1, le=100_000, description="all guests, children among them")
]
Children = Annotated[int | None, Field(ge=0, le=100_000, description="children among the guests")]
Dishes = Annotated[
    dict[str, Annotated[int, Field(ge=0, le=100_000)]] | None,
    Field(description="adults' plates by dish, as far as chosen"),
]
Place = Annotated[str | None, Field(max_length=300, description="address, city or ZIP code")]
Words = Annotated[str | None, Field(max_length=1000)]
_NEEDED = {"day": "date", "guests": "number of guests"}


class Event(Arguments):
    """What may be said of an event; what is left out stays, or is not known."""

    date: MaybeDay = None
    time: MaybeTime = None
    guests: Guests = None
    children: Children = None
    place: Place = None
    dishes: Dishes = None
    dietary: Words = None
    message: Words = None


def with_changes(context: Context, asked: Event, known: Mapping[str, Any]) -> Party:
    """The party that is asked for. known: what stands of it, by Party's fields. Raises
    CommandRefused."""
    said: dict[str, Any] = {
        "day": day_of(asked.date) if asked.date else None,
        "guests": asked.guests,
        "time": time_of(asked.time) if asked.time else None,
        "children": asked.children,
        "place": asked.place,
        "dishes": dishes_of(context.profile, asked.dishes),
        "dietary": _clean(asked.dietary),
        "message": _clean(asked.message),
    }
    whole: dict[str, Any] = {
        name: known.get(name) if value is None else value for name, value in said.items()
    }
    missing = [label for name, label in _NEEDED.items() if whole[name] is None]
    if missing:
        raise CommandRefused(f"no {' and no '.join(missing)} is known: ask for it")
    return Party(**whole)


def _clean(text: str | None) -> str | None:
    return mask_cards(text) if text else None


def facts_of(context: Context, party: Party, before: Party | None = None) -> Iterator[Fact]:
    """The lines of an event; of one that changes, only those that do."""
    now = _lines(context, party)
    then = _lines(context, before) if before else {}
    for label, value in now.items():
        was = then.get(label)
        if value is not None and (before is None or value != was):
            yield Fact(label, value, was if before else None)


def _lines(context: Context, party: Party) -> dict[str, str | None]:
    today = context.profile.local(context.now).date()
    return {
        "When": event_text(party.day, party.time, today),
        "Guests": guests_text(party.guests, party.children),
        "Place": party.place,
        "Dishes": _dishes(context, party),
        "Dietary": party.dietary,
        "Message": party.message,
    }


def _dishes(context: Context, party: Party) -> str | None:
    if not party.dishes:
        return None
    # In the menu's order: a database may give them back in another than they were named in.
    names = {dish.key: dish.name for dish in context.profile.menu.dishes}
    order = [*names, *(key for key in sorted(party.dishes) if key not in names)]
    plates = party.dishes
    return ", ".join(f"{plates[key]} {names.get(key, key)}" for key in order if key in plates)


def price_facts(price: Price) -> tuple[Fact, ...]:
    """A price as lines of a card."""
    return Fact("Total", price.text), Fact("Deposit", price.deposit_text)


def look_out(context: Context, party: Party, room: Room) -> Iterator[Fact]:
    """The room that is left, and what a person should look at before the yes."""
    left = room.left - party.guests
    yield Fact("Room that day", f"{room.booked} of {room.capacity} booked, {left} left after this")
    said = [*doubts(context.profile, party, context.now)]
    if said:
        yield Fact("Look out", "; ".join(said))
