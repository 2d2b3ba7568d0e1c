"""Messages that a person of the staff sends to a customer, by text or on the website, as
themselves: the assistant is silent in that conversation from then on."""

from typing import Annotated, Any, Literal

from msgspec import Struct
from pydantic import Field
from sqlalchemy import Connection

from bot.business.cards import mask_cards
from bot.business.command import Arguments, Command, Context, Done, Fact, Preview
from bot.business.naming import Named, conversation_named, customer_named
from bot.business.people_search import search
from bot.business.phones import phone_text
from bot.business.quiet_hours import opens_for_unasked
from bot.business.reach import reach_of, texting_phone
from bot.business.staff_words import moment_text
from bot.commands.conversations import Talks
from bot.commands.conversations import name_of as name_in
from bot.commands.texting import Texting
from bot.errors import CommandRefused, NoSuchConversation, OptedOut
from storage import consent, customer_cards, handoffs, phones, staff_conversations
from storage.customer_cards import Customer
from storage.handoffs import Place
from storage.staff_conversations import Listed
from storage.types import new_public_id

_BY = {"sms": "text message", "web": "the website's chat"}


class SendMessage(Arguments):
    text: Annotated[str, Field(min_length=1, max_length=1600, description="word for word")]
    customer: Annotated[
        str | None,
        Named("recipient"),
        Field(max_length=200, description="the customer's id, name or phone"),
    ] = None
    conversation: Annotated[
        str | None,
        Named("conversation"),
        Field(max_length=200, description="its id, instead of a customer"),
    ] = None
    by: Annotated[
        Literal["sms", "web"] | None,
        Field(description="sms or web; left out: where they wrote last"),
    ] = None


class _Route(Struct, frozen=True):
    """How a message goes. listed None: they have no conversation with us yet. phone: it is texted
    there, wherever they wrote last; None: it goes where they wrote last."""

    listed: Listed | None
    customer: Customer | None
    channel: str
    address: str
    phone: str | None = None

    @property
    def name(self) -> str:
        if self.customer is not None and self.customer.name:
            return self.customer.name
        return name_in(self.listed) if self.listed else "somebody without a name"


class _Messages:
    def __init__(self, talks: Talks, texting: Texting) -> None:
        self._talks, self._texting = talks, texting

    def preview(self, tx: Connection, context: Context, arguments: SendMessage) -> Preview:
        route = self._route(tx, context, arguments)
        holder = route.listed.holder if route.listed else None
        if route.listed and holder not in (None, context.who.id):
            raise CommandRefused(
                f"{route.listed.held_by} has this conversation: take it over first"
            )
        to = f"{route.name}, {phone_text(route.address)}" if route.address else route.name
        facts = (
            Fact("To", to),
            Fact("By", _BY.get(route.channel, route.channel)),
            Fact("Text", mask_cards(arguments.text)),
        )
        return Preview(f"Send a message to {route.name}", facts)

    def send(self, tx: Connection, context: Context, arguments: SendMessage) -> Done:
        route, who, talks = self._route(tx, context, arguments), context.who, self._talks
        thread_id, place, text = self._placed(tx, context, route, mask_cards(arguments.text))
        fields = {"name": route.name, "phone": route.address or None}
        talks.card(tx, context, thread_id, {**fields, "reason": f"{who.name} wrote to them"})
        said = (thread_id, who.id, who.name, text, new_public_id(), place)
        try:
            step = talks.handoff().say_in(tx, *said)
        except (NoSuchConversation, OptedOut) as error:
            raise CommandRefused(str(error)) from None
        talks.follow(tx, step.conversation_id, f"{who.name} wrote to the customer.")
        talks.shown(context, step)
        by = _BY.get(route.channel, route.channel)
        return Done(
            f"Sent to {route.name} by {by}; {who.name} has the conversation now.",
            f"conversation:{thread_id}",
            None,
            {"text": text, "by": route.channel},
        )

    def _placed(
        self, tx: Connection, context: Context, route: _Route, text: str
    ) -> tuple[str, Place | None, str]:
        """The conversation's public id; where it is said, None for where they wrote last; and the
        words."""
        listed, customer = route.listed, route.customer
        place = None
        if route.phone is not None and customer is not None:
            place, text = self._texting.place(tx, context, customer, route.phone, text)
            if listed is None:
                return self._texting.begin(tx, context, customer, place), place, text
        return listed.thread_id if listed else "", place, text

    def _route(self, tx: Connection, context: Context, arguments: SendMessage) -> _Route:
        """How it goes. Raises CommandRefused where it must not, with what to do instead."""
        listed, customer = _addressed(tx, context, arguments)
        place = handoffs.place(tx, listed.id) if listed else None
        if arguments.by == "web" and (place is None or place.channel != "web"):
            raise CommandRefused("they do not write on the website: text them")
        if place is not None and arguments.by in (None, place.channel):
            route = _Route(listed, customer, place.channel, _number(place))
        else:
            route = self._by_text(tx, listed, customer)
        _check(tx, context, route)
        return route

    def _by_text(self, tx: Connection, listed: Listed | None, customer: Customer | None) -> _Route:
        if not self._texting.possible:
            raise CommandRefused("texts are switched off here: call them")
        if customer is None:
            raise CommandRefused("no number of theirs is proved: write to them on the website")
        own = customer_cards.phones_of(tx, customer.id)
        phone = texting_phone(tx, own)
        if phone is None:
            _, way = reach_of(tx, customer, own)
            raise CommandRefused(f"they cannot be texted: {way}")
        return _Route(listed, customer, "sms", phone, phone)


def _addressed(
    tx: Connection, context: Context, arguments: SendMessage
) -> tuple[Listed | None, Customer | None]:
    """The conversation and the customer that are meant; one of them may be missing."""
    said = arguments.conversation or arguments.customer
    if not said:
        raise CommandRefused("say to whom: a customer, or a conversation")
    found = search(tx, context.profile, said).found
    if arguments.conversation is None and any(kind == "customer" for kind, _ in found):
        customer = customer_named(tx, context.profile, said)
        return staff_conversations.newest_of(tx, customer.id), customer
    listed = conversation_named(tx, context.profile, said)
    if listed.customer_id is None:
        return listed, None
    return listed, customer_cards.by_ids(tx, [listed.customer_id])[listed.customer_id]


def _number(place: Place) -> str:
    return (place.phone or place.address) if place.channel == "sms" else ""


def _check(tx: Connection, context: Context, route: _Route) -> None:
    """Raises CommandRefused where a message must not go out."""
    if route.channel != "sms":
        return
    if consent.opted_out(tx, route.address):
        raise CommandRefused(_not_by_text(tx, route, "opted out of texts"))
    if phones.is_flagged(tx, route.address):
        raise CommandRefused(_not_by_text(tx, route, "takes no texts"))
    opens = opens_for_unasked(context.profile, route.address, context.now)
    if opens is not None and not _is_awaited(route.listed):
        when = moment_text(context.profile, opens, context.now)
        raise CommandRefused(f"it is night there, and they did not just ask: text them {when}")


def _not_by_text(tx: Connection, route: _Route, why: str) -> str:
    email = route.customer.email if route.customer else None
    ways = [f"call {route.address}"] + ([f"write to {email}"] if email else [])
    return f"{route.address} {why}: {' or '.join(ways)}"


def _is_awaited(listed: Listed | None) -> bool:
    """Whether the customer waits for an answer: a reply is not unasked, at any hour."""
    return listed is not None and (listed.waiting_since is not None or listed.author == "customer")


def message_commands(talks: Talks, texting: Texting) -> tuple[Command[Any], ...]:
    """What goes out to customers."""
    made = _Messages(talks, texting)
    return (
        Command(
            "send_message",
            "Send a customer a message as the person who approves it, by text or on the website; "
            "the assistant is silent there until it is given back.",
            SendMessage,
            made.preview,
            made.send,
        ),
    )
