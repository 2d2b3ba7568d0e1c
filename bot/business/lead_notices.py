"""What staff are told of a lead or of a customer who wants a person: its fields, ready to read."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.business.attachments import with_files
from bot.business.dates import clock_text, date_text, joined
from bot.business.money import format_cents
from bot.business.profile import Profile
from storage import details, lookups
from storage.leads import Lead, Wish

_SAID_BY = {"customer": "Customer", "agent": "Assistant", "staff": "Team"}
_COMPARED = {
    "name": "name",
    "phone": "phone",
    "date": "date",
    "time": "time",
    "guests": "guests",
    "place": "place",
    "dietary": "dietary",
    "email": "e-mail",
    "message": "message",
}


def lead_fields(tx: Connection, profile: Profile, lead: Lead, now: datetime) -> dict[str, Any]:
    """Everything of a lead that a notice shows; what is not known is None."""
    return {
        "lead_id": lead.public_id,
        **wish_fields(lead.wish, profile.local(now).date()),
        "told_before": _told_before(tx, lead),
        "last_messages": last_messages(tx, lead.conversation_id),
    }


def _told_before(tx: Connection, lead: Lead) -> str | None:
    """Dietary needs that the customer told another time, and that the lead does not name: nobody
    may have asked about them."""
    if lead.conversation_id is None:
        return None
    known, noted = details.dialogue(tx, lead.conversation_id), (lead.wish.dietary or "").lower()
    needs = [str(fact["value"]) for fact in known.facts or () if fact["kind"] == "dietary"]
    return joined([need for need in needs if need.lower() not in noted], "and") or None


def wish_fields(wish: Wish, today: date) -> dict[str, Any]:
    """What a notice tells of a wish, as text; None for what it does not say."""
    return {
        "name": wish.name,
        "phone": wish.phone,
        "email": wish.email,
        "date": date_text(wish.event_date, today) if wish.event_date else None,
        "time": clock_text(wish.event_time) if wish.event_time else None,
        "guests": guests_text(wish),
        "adults": wish.adults,
        "children": wish.children,
        "place": wish.place,
        "dietary": wish.dietary,
        "message": wish.message,
        "estimate": _estimate(wish),
        "needs_person": wish.needs_person,
        "reason": wish.reason,
    }


def guests_text(wish: Wish) -> str | None:
    """Return "38 (30 adults, 8 children)"."""
    if wish.guest_count is None:
        return None
    if not wish.children:
        return str(wish.guest_count)
    return f"{wish.guest_count} ({wish.adults} adults, {wish.children} children)"


def changes_text(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """ "guests 30, now 40; date …": what differs between two wishes' fields."""
    return "; ".join(
        f"{label} {old[field] or 'not known'}, now {new[field] or 'not known'}"
        for field, label in _COMPARED.items()
        if old[field] != new[field]
    )


def last_messages(tx: Connection, conversation_id: int | None) -> list[str]:
    """The conversation's last lines, each with who said it."""
    if conversation_id is None:
        return []
    return [
        f"{_SAID_BY.get(said.author.partition(':')[0], said.author)}: "
        f"{with_files(said.text, said.media)}"
        for said in lookups.last_said(tx, conversation_id)
    ]


def _estimate(wish: Wish) -> str | None:
    low, high = wish.estimate_low_cents, wish.estimate_high_cents
    if low is None or high is None:
        return None
    return format_cents(low) if low == high else f"{format_cents(low)} to {format_cents(high)}"
