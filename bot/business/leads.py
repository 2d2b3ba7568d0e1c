"""Leads: made and changed by a customer's yes, left unfinished, or not touched by anybody."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from msgspec import Struct, structs
from sqlalchemy import Connection

from bot.business.lead_notices import changes_text, lead_fields, wish_fields
from bot.business.profile import Profile
from bot.business.scope import Scope
from bot.business.wishes import concerns, wish_of
from storage import conversations, details, leads, lookups, people, timers
from storage.leads import Lead, Wish

UNTOUCHED_AFTER = timedelta(hours=1)
INCOMPLETE_AFTER = timedelta(minutes=30)
BOOKING_DETAILS = frozenset(
    {
        "event_date",
        "event_time",
        "guest_count",
        "adults",
        "children",
        "location",
        "occasion",
        "dietary",
    }
)
_OURS = ("needs_person", "reason", "zone", "estimate_low_cents", "estimate_high_cents")

Tell = Callable[[str, dict[str, Any]], None]
"""Tells staff within the transaction: (kind of notice, its fields)."""


class Origin(Struct, frozen=True):
    """Where a wish comes from. phone: proved. name: as it was given once before."""

    conversation_id: int
    lane_id: int
    channel: str
    customer_id: int | None
    phone: str | None
    name: str | None
    profile: Profile
    profile_version: int


class Recorded(Struct, frozen=True):
    """A lead that stands. outcome unchanged: it said all this already, and nobody was told."""

    lead: Lead
    outcome: Literal["new", "changed", "unchanged"]


def origin_of(scope: Scope) -> Origin:
    """Where an inquiry comes from: that of the turn's scope."""
    return Origin(**{name: getattr(scope, name) for name in Origin.__struct_fields__})


def wish_now(tx: Connection, origin: Origin, values: Mapping[str, Any], now: datetime) -> Wish:
    """The wish that the noted values make, with all that a person must look at."""
    doubts = list(concerns(tx, origin.profile, values, now))
    return wish_of(origin.profile, _named(origin, values), doubts, origin.phone)


def _named(origin: Origin, values: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"name": origin.name, **values}


def made_of(lead: Lead, origin: Origin, values: Mapping[str, Any]) -> bool:
    """Whether a lead is an inquiry of these values, and not of others or a half one."""
    wish = wish_of(origin.profile, _named(origin, values), (), origin.phone)
    return lead.status != "incomplete" and same_wish(lead.wish, wish)


def record(
    tx: Connection, origin: Origin, values: Mapping[str, Any], now: datetime, tell: Tell
) -> Recorded:
    """Makes the conversation's lead, or brings its open one up to these values; tells staff.

    values: what the customer said yes to. The conversation must be held by this transaction."""
    wish = wish_now(tx, origin, values, now)
    timers.cancel(tx, _incomplete_key(origin.conversation_id))
    if origin.customer_id is not None and wish.name and wish.name != origin.name:
        people.name_customer(tx, origin.customer_id, wish.name, now)
    lead = leads.open_of(tx, origin.conversation_id)
    if lead is None:
        return Recorded(_make(tx, origin, wish, now, tell, "new"), "new")
    if lead.status == "incomplete":
        return Recorded(_complete(tx, origin, lead, wish, now, tell), "new")
    if same_wish(lead.wish, wish):
        return Recorded(lead, "unchanged")
    return Recorded(_change(tx, origin, lead, wish, now, tell), "changed")


def same_wish(one: Wish, other: Wish) -> bool:
    """Whether two wishes say the same of the customer and the event."""
    said, also = structs.asdict(one), structs.asdict(other)
    return all(said[field] == also[field] for field in said if field not in _OURS)


def _make(
    tx: Connection, origin: Origin, wish: Wish, now: datetime, tell: Tell, status: str
) -> Lead:
    lead = leads.add(
        tx,
        wish,
        conversation_id=origin.conversation_id,
        customer_id=origin.customer_id,
        lane_id=origin.lane_id,
        source=origin.channel,
        status=status,
        profile_version=origin.profile_version,
        now=now,
    )
    _remind_later(tx, lead, origin.lane_id, now)
    kind = "lead" if status == "new" else "lead_incomplete"
    tell(kind, lead_fields(tx, origin.profile, lead, now))
    return lead


def _complete(
    tx: Connection, origin: Origin, lead: Lead, wish: Wish, now: datetime, tell: Tell
) -> Lead:
    version = origin.profile_version
    lead = leads.change(tx, lead, wish, status="new", profile_version=version, now=now)
    _remind_later(tx, lead, origin.lane_id, now)
    tell("lead", lead_fields(tx, origin.profile, lead, now))
    return lead


def _change(
    tx: Connection, origin: Origin, lead: Lead, wish: Wish, now: datetime, tell: Tell
) -> Lead:
    version, today = origin.profile_version, origin.profile.local(now).date()
    changed = leads.change(tx, lead, wish, status=lead.status, profile_version=version, now=now)
    fields = lead_fields(tx, origin.profile, changed, now)
    what = changes_text(wish_fields(lead.wish, today), fields)
    tell("lead_changed", {**fields, "changed": what})
    return changed


def _remind_later(tx: Connection, lead: Lead, lane_id: int, now: datetime) -> None:
    due_at, payload = now + UNTOUCHED_AFTER, {"lead_id": lead.id}
    timers.schedule(tx, f"lead:{lead.id}", "lead_untouched", lane_id, due_at, payload)


def remind_untouched(
    tx: Connection, lead_id: int, profile: Profile, now: datetime, tell: Tell
) -> bool:
    """Tells staff of a lead that nobody has touched yet; whether that was so."""
    lead = leads.by_id(tx, lead_id)
    if lead is None or lead.touched_at or lead.status not in ("new", "incomplete"):
        return False
    tell("lead_untouched", lead_fields(tx, profile, lead, now))
    return True


def expect_completion(tx: Connection, conversation_id: int, lane_id: int, now: datetime) -> None:
    """Sets the time after which a conversation that noted something becomes an incomplete lead."""
    timers.schedule(
        tx,
        _incomplete_key(conversation_id),
        "incomplete_lead",
        lane_id,
        now + INCOMPLETE_AFTER,
        {"conversation_id": conversation_id},
    )


def _incomplete_key(conversation_id: int) -> str:
    return f"incomplete:{conversation_id}"


def make_incomplete(
    tx: Connection,
    conversation_id: int,
    lane_id: int,
    profile: Profile,
    profile_version: int,
    now: datetime,
    tell: Tell,
) -> Lead | None:
    """Makes a lead of what a conversation noted and never said yes to, and tells staff.

    Where there is a lead already, also one that is closed by now, staff are told what changed
    since, without a yes: an allergy may be named after the booking. None: no lead was made; there
    was one, or no way to reach the customer, or nothing of an event."""
    values = details.values(details.dialogue(tx, conversation_id, hold=True).details)
    origin = _origin_at(tx, conversation_id, lane_id, profile, profile_version)
    wish = wish_now(tx, origin, values, now)
    lead = leads.open_of(tx, conversation_id) or leads.last_of(tx, conversation_id)
    if lead is not None:
        if not same_wish(lead.wish, wish):
            _catch_up(tx, origin, lead, wish, now, tell)
        return None
    reachable = bool(wish.phone or wish.email)
    if not reachable or BOOKING_DETAILS.isdisjoint(values):
        return None
    return _make(tx, origin, wish, now, tell, "incomplete")


def _catch_up(
    tx: Connection, origin: Origin, lead: Lead, wish: Wish, now: datetime, tell: Tell
) -> None:
    """A lead without a yes follows what is noted; one with a yes stands, and staff are told."""
    if lead.status == "incomplete":
        _change(tx, origin, lead, wish, now, tell)
        return
    fields, today = lead_fields(tx, origin.profile, lead, now), origin.profile.local(now).date()
    what = changes_text(fields, wish_fields(wish, today))
    reason = "changed by the customer, who has not confirmed it"
    tell("lead_changed", {**fields, "changed": what, "reason": reason})


def _origin_at(
    tx: Connection, conversation_id: int, lane_id: int, profile: Profile, profile_version: int
) -> Origin:
    customer_id = conversations.by_id(tx, conversation_id).customer_id
    return Origin(
        conversation_id=conversation_id,
        lane_id=lane_id,
        channel=lookups.channel_of(tx, lane_id),
        customer_id=customer_id,
        phone=lookups.proved_phone(tx, lane_id, customer_id),
        name=None if customer_id is None else lookups.name_of(tx, customer_id),
        profile=profile,
        profile_version=profile_version,
    )
