"""list_conversations and read_conversation: who waits, who has whom, and what it is about."""

from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Connection

from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.naming import conversation_named
from bot.business.reach import reach_of
from bot.business.scope import Scope
from bot.business.staff_views import View, known, name_in
from storage import customer_cards, reservations, staff_conversations, staff_leads
from storage.staff_conversations import Listed

_MOST_SAID = 15
_SLOTS = {
    "occasion": "{}",
    "guest_count": "{} guests",
    "event_date": "on {}",
    "event_time": "at {}",
    "location": "in {}",
    "dietary": "dietary: {}",
}


class ListConversations(Arguments):
    which: Annotated[
        Literal["waiting", "held", "recent"] | None,
        Field(description="waiting for a person (the usual), held by one of us, or recent"),
    ] = None


def list_conversations(
    tx: Connection, scope: Scope, desk: Desk, arguments: ListConversations
) -> dict[str, Any]:
    view = View(scope.profile, scope.received_at)
    which = arguments.which or "waiting"
    found = staff_conversations.listed(tx, which)
    return {
        "which": which,
        "found": len(found),
        "conversations": [view.conversation(each) for each in found],
    }


LIST_CONVERSATIONS = Tool(
    name="list_conversations",
    description="Customers' conversations: who waits for a person, who has which, or the latest.",
    arguments=ListConversations,
    run=list_conversations,
)


class ReadConversation(Arguments):
    conversation: Annotated[
        str, Field(min_length=1, max_length=200, description="id, or the customer's name or phone")
    ]


def read_conversation(
    tx: Connection, scope: Scope, desk: Desk, arguments: ReadConversation
) -> dict[str, Any]:
    view = View(scope.profile, scope.received_at)
    listed = conversation_named(tx, scope.profile, arguments.conversation)
    lead = staff_leads.of_conversation(tx, listed.id)
    booked = reservations.of_customers(tx, [listed.customer_id] if listed.customer_id else [])
    ahead = [each for each in booked if each.stands and each.event_date >= view.today]
    details = _details(listed)
    return {
        **view.conversation(listed),
        "summary": _summary(view, listed, details, lead is not None, len(ahead)),
        "details": details,
        **known(lead=view.lead(lead) if lead else None),
        "bookings": [view.booking(each) for each in ahead],
        **_reach(tx, listed),
        "messages": [
            view.message(line) for line in customer_cards.said_in(tx, listed.id, _MOST_SAID)
        ],
    }


def _details(listed: Listed) -> dict[str, Any]:
    slots = {slot: noted.get("value") for slot, noted in listed.details.items()}
    return {slot: value for slot, value in slots.items() if value is not None}


def _summary(
    view: View, listed: Listed, details: dict[str, Any], has_lead: bool, bookings: int
) -> str:
    """Who, what about, and what is open, without a model's help."""
    about = [said.format(details[slot]) for slot, said in _SLOTS.items() if slot in details]
    parts = [
        f"{name_in(listed) or 'Somebody without a name'}, by {listed.channel}",
        ", ".join(about) or "nothing of an event was noted",
        "an inquiry is made" if has_lead else "no inquiry yet",
    ]
    if bookings:
        parts.append(f"{bookings} booked")
    if listed.held_by:
        parts.append(f"{listed.held_by} has the conversation")
    elif listed.waiting_since:
        parts.append(f"waits for a person since {view.at(listed.waiting_since)}")
    return "; ".join(parts) + "."


def _reach(tx: Connection, listed: Listed) -> dict[str, Any]:
    if listed.customer_id is None:
        return {"may_be_texted": False}
    customer = customer_cards.by_ids(tx, [listed.customer_id])[listed.customer_id]
    may, way = reach_of(tx, customer, customer_cards.phones_of(tx, customer.id))
    return {"may_be_texted": may} | known(reach=way)


READ_CONVERSATION = Tool(
    name="read_conversation",
    description="One conversation: who, what about, what is open, and its last 15 messages.",
    arguments=ReadConversation,
    run=read_conversation,
)
