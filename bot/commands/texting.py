"""Texting a customer who did not text us last, or never: from the business's number."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.command import Context
from bot.business.texts import fixed_text
from bot.joining import join
from bot.opening import schedule_close
from storage import conversations, lanes, texting
from storage.customer_cards import Customer
from storage.handoffs import Place
from storage.joining import Joined


class Texting(Struct, frozen=True):
    """possible: whether texts can be sent at all. ours: the number that sends them, "" where the
    vendor picks one. show_joined: shows that lanes were joined, once that is durable."""

    possible: bool
    ours: str
    show_joined: Callable[[Joined], None]

    def place(
        self, tx: Connection, context: Context, customer: Customer, phone: str, text: str
    ) -> tuple[Place, str]:
        """Where a proved phone of the customer's is texted, and the words: with who we are and the
        way out, where it is the first text."""
        found = texting.place(tx, customer.id, phone)
        if found is None:
            lane_id = lanes.ensure(tx, "sms", phone, self.ours, context.now)
            joined = join(tx, customer.id, [lane_id], context.now)
            context.after.append(partial(self.show_joined, joined))
            found = texting.place_of(tx, lane_id)
        place = Place(found.lane_id, "sms", phone, found.ours, phone)
        if found.introduced:
            return place, text
        texting.introduce(tx, found.lane_id, context.now)
        return place, f"{text} {fixed_text(context.profile, 'first_message', context.now)}"

    def begin(self, tx: Connection, context: Context, customer: Customer, place: Place) -> str:
        """A conversation with somebody who never had one; its public id."""
        mailbox_id = lanes.by_id(tx, place.lane_id).joined_to or place.lane_id
        begun = conversations.begin(
            tx,
            mailbox_id=mailbox_id,
            channel="sms",
            agent="customer",
            now=context.now,
            customer_id=customer.id,
        )
        schedule_close(tx, begun.id, place.lane_id, context.now)
        return begun.thread_id
