"""The views that analytics may ask: what each is about, and what its columns mean.

People stand in them as public ids. Names, phones, addresses, and whatever anybody typed freely are
personal: only admins may ask for these columns.
"""

from storage.analytics.columns import Column, View, times
from storage.analytics.costs import COSTS, MODEL_CALLS, cost_of


def _person(name: str, sql: str, about: str) -> Column:
    return Column(name, sql, about, personal=True)


def _event(table: str) -> tuple[Column, ...]:
    return (
        Column("event_date", f"{table}.event_date", "day of the event"),
        Column("event_time", f"$clock({table}.event_time)", "HH:MM, when it starts"),
        Column("guest_count", f"{table}.guest_count", "guests in all"),
        Column("adults", f"{table}.adults", "adults among them"),
        Column("children", f"{table}.children", "children among them"),
        _person("name", f"{table}.name", "the contact's name"),
        _person("phone", f"{table}.phone", "the contact's phone, as they gave it"),
        _person("email", f"{table}.email", "the contact's e-mail"),
        _person("place", f"{table}.place", "where the event is"),
        _person("dietary", f"{table}.dietary", "dietary needs, as written"),
    )


LEADS = View(
    "v_leads",
    "Inquiries (leads), one row each; a wish, which holds no place.",
    "leads l LEFT JOIN customers c ON c.id = l.customer_id "
    "LEFT JOIN ai_conversations a ON a.id = l.conversation_id",
    (
        Column("lead", "l.public_id", "its public id"),
        Column("customer", "c.public_id", "the customer's public id, NULL while unknown"),
        Column("conversation", "a.thread_id", "the conversation it came from"),
        Column("source", "l.source", "the channel: sms, web, slack..."),
        Column("status", "l.status", "new, incomplete, contacted, quoted, won or lost"),
        Column("needs_person", "$yes(l.needs_person)", "'yes' where the bot could not take it"),
        *_event("l"),
        Column("estimate_low_dollars", "$dollars(l.estimate_low_cents)", "least it may come to"),
        Column("estimate_high_dollars", "$dollars(l.estimate_high_cents)", "most it may come to"),
        Column("assigned_name", "l.assigned_name", "the colleague who has it"),
        Column(
            "cost_dollars",
            cost_of("l.conversation_id"),
            "what its conversation cost: models and texts",
        ),
        _person("message", "l.message", "what the customer wrote with it"),
        _person("lost_reason", "l.lost_reason", "why it was lost, as staff wrote"),
        *times("l.created_at", "it was made"),
        *times("l.touched_at", "staff first did something about it", "touched"),
    ),
)
BOOKINGS = View(
    "v_bookings",
    "Bookings, one row each; they hold places of their day unless cancelled.",
    "bookings b LEFT JOIN customers c ON c.id = b.customer_id "
    "LEFT JOIN leads l ON l.id = b.lead_id",
    (
        Column("booking", "b.public_id", "its public id"),
        Column("customer", "c.public_id", "the customer's public id, NULL if unknown"),
        Column("lead", "l.public_id", "the inquiry it was made of, if any"),
        Column("source", "b.source", "where it came from"),
        Column("status", "b.status", "held (no deposit yet), confirmed or cancelled"),
        *_event("b"),
        Column("total_dollars", "$dollars(b.total_cents)", "the whole bill"),
        Column("deposit_dollars", "$dollars(b.deposit_cents)", "the deposit asked"),
        Column("deposit_paid_dollars", "$dollars(b.deposit_paid_cents)", "the deposit paid"),
        Column("deposit_paid_date", "$date(b.deposit_paid_at)", "the day it was paid"),
        Column(
            "cancelled_date",
            "CASE WHEN b.status = 'cancelled' THEN $date(b.updated_at) END",
            "the day it was cancelled, NULL if it was not",
        ),
        Column(
            "cost_dollars",
            cost_of("l.conversation_id"),
            "what the conversation cost that it came of: models and texts",
        ),
        _person("cancelled_reason", "b.cancelled_reason", "why, as staff wrote"),
        *times("b.created_at", "it was made"),
    ),
)
DAYS = View(
    "v_days",
    "A calendar: every day from two years ago to a year and a half ahead, booked or not. "
    "Also useful to join, so that days without anything are counted.",
    "$calendar LEFT JOIN days d ON d.day = c.day",
    (
        Column("day", "c.day", "the date"),
        Column("booked_guests", "coalesce(d.booked, 0)", "guests booked for it"),
        Column("capacity", "coalesce(d.capacity, $capacity)", "guests it can take in all"),
        Column("blocked", "$yes(d.blocked)", "'yes' where staff closed it for new bookings"),
        _person("reason", "d.reason", "why it was closed, as staff wrote"),
    ),
)
CUSTOMERS = View(
    "v_customers",
    "Customers, one row each.",
    "customers c",
    (
        Column("customer", "c.public_id", "their public id"),
        _person("name", "c.name", "their name"),
        _person("email", "c.email", "their e-mail"),
        _person(
            "phone",
            "(SELECT min(p.phone) FROM customer_phones p WHERE p.customer_id = c.id "
            "AND p.proved_at IS NOT NULL AND p.valid_until IS NULL)",
            "their proved phone",
        ),
        *times("c.created_at", "they first came"),
    ),
)
CONVERSATIONS = View(
    "v_conversations",
    "Conversations, one row each. agent = 'customer' are those with customers; the others are "
    "staff's own with the bot.",
    "ai_conversations a LEFT JOIN customers c ON c.id = a.customer_id",
    (
        Column("conversation", "a.thread_id", "its public id"),
        Column("customer", "c.public_id", "the customer's public id, NULL while unknown"),
        Column("agent", "a.agent_type", "customer, staff, admin or analytics"),
        Column("channel", "a.channel", "where it began: sms, web, slack..."),
        Column("status", "a.status", "active or closed"),
        Column("resolved", "$yes(a.resolved)", "'yes': closed without a person being asked for"),
        Column("rating", "a.rating", "1 to 5, the customer's"),
        Column("messages", "a.last_seq", "lines in it, the bot's own steps among them"),
        Column("person_asked", "$yes(a.person_asked_at IS NOT NULL)", "'yes': waits for a person"),
        Column("held", "$yes(a.claimed_by IS NOT NULL)", "'yes': a colleague has it now"),
        Column(
            "cost_dollars",
            cost_of("a.id"),
            "what it has cost: models and texts",
        ),
        *times("a.created_at", "it began"),
        Column("updated_at", "$utc(a.updated_at)", "the last thing in it, UTC"),
        Column("closed_at", "$utc(a.closed_at)", "when it ended, UTC"),
    ),
)
MESSAGES = View(
    "v_messages",
    "Lines of conversations, one row each; never their words.",
    "ai_messages m JOIN ai_conversations a ON a.id = m.conversation_id",
    (
        Column("message", "m.public_id", "its public id"),
        Column("conversation", "a.thread_id", "its conversation"),
        Column("conversation_agent", "a.agent_type", "the conversation's agent"),
        Column("seq", "m.seq", "its place in the conversation"),
        Column(
            "author",
            "CASE WHEN m.author LIKE 'agent:%' THEN 'bot' WHEN m.author LIKE 'staff:%' "
            "THEN 'staff' WHEN m.author = 'customer' THEN 'customer' ELSE 'system' END",
            "customer, bot, staff or system",
        ),
        Column("role", "m.role", "user, assistant, tool or system"),
        Column("visible", "$yes(m.visibility = 'customer')", "'yes': it was shown to the customer"),
        Column("channel", "m.channel", "sms, web, slack..."),
        Column("length", "length(m.content)", "characters"),
        Column("rating", "m.rating", "the customer's thumb: 1 up, -1 down"),
        *times("m.created_at", "it was written"),
    ),
)
DELIVERIES = View(
    "v_deliveries",
    "Messages that went out or are to go, one row each.",
    "outbox o LEFT JOIN ai_conversations a ON a.id = o.conversation_id",
    (
        Column("delivery", "o.public_id", "its public id"),
        Column("conversation", "a.thread_id", "the conversation, if any"),
        Column("channel", "o.channel", "sms, slack..."),
        Column("kind", "o.kind", "reply, notice, code..."),
        Column(
            "status",
            "o.status",
            "pending, sending, sent, delivered; or undelivered, failed, refused, expired, doubt",
        ),
        Column("error_code", "o.error_code", "the vendor's code, where it failed"),
        Column("segments", "o.segments", "SMS segments, which are what is paid"),
        Column("cost_dollars", "$micros(o.cost)", "what the carriers take for it; NULL: nothing"),
        Column("attempts", "o.attempts", "tries so far"),
        *times("o.created_at", "it was written"),
        Column("sent_at", "$utc(o.sent_at)", "when the vendor took it, UTC"),
    ),
)
TODOS = View(
    "v_todos",
    "Staff's to-dos, one row each.",
    "todos t LEFT JOIN customers c ON c.id = t.customer_id",
    (
        Column("todo", "t.public_id", "its public id"),
        Column("customer", "c.public_id", "the customer it is about, if any"),
        Column("assigned_name", "t.assigned_name", "the colleague who is to do it"),
        Column("done", "$yes(t.done_at IS NOT NULL)", "'yes' once it is done"),
        _person("text", "t.text", "what is to be done"),
        Column("due_date", "$date(t.due_at)", "the day it is due, business time"),
        Column("done_date", "$date(t.done_at)", "the day it was done, business time"),
        *times("t.created_at", "it was written"),
    ),
)

VIEWS: dict[str, View] = {
    view.name: view
    for view in (
        LEADS,
        BOOKINGS,
        DAYS,
        CUSTOMERS,
        CONVERSATIONS,
        MESSAGES,
        MODEL_CALLS,
        COSTS,
        DELIVERIES,
        TODOS,
    )
}
