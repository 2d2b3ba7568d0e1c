"""What staff are told of a customer who wants a person: who, what about, and how things stand."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from bot.business.dates import date_text, joined
from bot.business.lead_notices import last_messages, wish_fields
from bot.business.leads import origin_of, wish_now
from bot.business.scope import Scope
from bot.business.staff_words import cut
from storage import details, leads, lookups
from storage.leads import Lead

_LONGEST_QUOTE, _LONGEST_NOTES = 200, 400


def call_fields(tx: Connection, scope: Scope, reason: str) -> dict[str, Any]:
    """The fields of a notice that calls a person into the scope's conversation."""
    values = details.values(details.dialogue(tx, scope.conversation_id).details)
    wish = wish_now(tx, origin_of(scope), values, scope.received_at)
    lead = leads.open_of(tx, scope.conversation_id)
    return {
        **wish_fields(wish, scope.profile.local(scope.received_at).date()),
        "reason": reason,
        "summary": summary_of(tx, scope, lead),
        "lead_id": lead.public_id if lead else None,
        "last_messages": last_messages(tx, scope.conversation_id),
    }


def summary_of(tx: Connection, scope: Scope, lead: Lead | None) -> str:
    """How things stand with a customer, in a line: what they have with us, what is remembered of
    them, and what they asked last."""
    known = (*_bookings(tx, scope), *_remembered(tx, scope), *_last_words(tx, scope))
    return " ".join((_inquiry(lead), *known))


def _inquiry(lead: Lead | None) -> str:
    if lead is None:
        return "No inquiry yet."
    if lead.status == "incomplete":
        return "An inquiry was left unfinished."
    touched = "staff have looked at it" if lead.touched_at else "nobody has looked at it yet"
    return f"An inquiry is open ({lead.status}); {touched}."


def _bookings(tx: Connection, scope: Scope) -> Iterator[str]:
    if scope.customer_id is None:
        return
    today = scope.profile.local(scope.received_at).date()
    for event in lookups.bookings_of(tx, scope.customer_id, today)[:2]:
        day = date_text(event.event_date, today) if event.event_date else "a day to come"
        yield f"Booked: {day}, {event.guest_count or '?'} guests ({event.status})."


def _remembered(tx: Connection, scope: Scope) -> Iterator[str]:
    """What they told another time, and what a long conversation was about."""
    known = details.dialogue(tx, scope.conversation_id)
    before = [fact for fact in known.facts or () if fact["thread"] != scope.thread_id]
    if before:
        yield f"Told before: {joined([str(fact['value']) for fact in before], 'and')}."
    if known.summary:
        yield f"So far, as noted by the assistant: {cut(known.summary['text'], _LONGEST_NOTES)}"


def _last_words(tx: Connection, scope: Scope) -> Iterator[str]:
    said = lookups.last_said(tx, scope.conversation_id)
    if asked := [line.text for line in said if line.author == "customer"]:
        words = " ".join(asked[-1].split())
        short = words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE]}…"
        yield f'Asked last: "{short}"'
