"""What a scenario's database holds before it begins."""

from datetime import datetime

from sqlalchemy import Connection, update

from bot.app.evaluation.scenario import GivenDay, GivenEvent, Scenario
from bot.business.profile import Profile
from bot.messages import LaneAddress
from storage import bookings, consent, conversations, days, lanes, leads, people
from storage.tables import bookings as bookings_table

OURS = "+12135550100"


def lane_of(phone: str) -> LaneAddress:
    """Where somebody texts from."""
    return LaneAddress("sms", phone, OURS)


def furnish(tx: Connection, scenario: Scenario, profile: Profile, now: datetime) -> None:
    """Puts in what the scenario gives."""
    given = scenario.given
    for day in given.days:
        _day(tx, day)
    for number, event in enumerate(given.bookings, 1):
        _booking(tx, number, event, profile, now)
    for event in given.leads:
        _lead(tx, event, profile, now)
    customer = scenario.customer
    if customer.name is not None:
        _person(tx, customer.phone, customer.name, now)
    if given.opted_out == "yes":
        consent.record(tx, consent.Word(customer.phone, "out", "keyword"), now)


def _person(tx: Connection, phone: str, name: str, now: datetime) -> int:
    customer_id, known = people.ensure_by_phone(tx, phone, "sms", now)
    if not known:
        people.name_customer(tx, customer_id, name, now)
    return customer_id


def _day(tx: Connection, given: GivenDay) -> None:
    days.change(
        tx,
        given.date,
        booked=given.booked,
        capacity=given.capacity,
        blocked=given.blocked is not None,
        reason=given.blocked,
    )


def _booking(
    tx: Connection, number: int, event: GivenEvent, profile: Profile, now: datetime
) -> None:
    made = bookings.NewBooking(
        external_id=f"given-{number}",
        status="held" if event.status == "held" else "confirmed",
        name=event.name,
        phone=event.phone,
        event_date=event.date,
        guest_count=event.guests,
        place=event.place,
        zone=profile.business.timezone,
        event_time=event.time.value if event.time else None,
        total_cents=_cents(event.total),
        deposit_cents=_cents(event.deposit),
    )
    booking_id = bookings.add(tx, made, "scenario", now)
    assert booking_id is not None
    bookings.link(tx, booking_id, _person(tx, event.phone, event.name, now))
    bookings.count_places(tx, event.date, event.guests)
    if made.status == "confirmed" and made.deposit_cents:
        paid = {"deposit_paid_cents": made.deposit_cents, "deposit_paid_at": now}
        tx.execute(update(bookings_table).where(bookings_table.c.id == booking_id).values(paid))


def _lead(tx: Connection, event: GivenEvent, profile: Profile, now: datetime) -> None:
    where = lane_of(event.phone)
    lane_id = lanes.ensure(tx, where.channel, where.address, where.ours, now)
    begun = conversations.begin(tx, mailbox_id=lane_id, channel="sms", agent="customer", now=now)
    wish = leads.Wish(
        name=event.name,
        phone=event.phone,
        event_date=event.date,
        event_time=event.time.value if event.time else None,
        zone=profile.business.timezone,
        guest_count=event.guests,
        place=event.place,
    )
    leads.add(
        tx,
        wish,
        conversation_id=begun.id,
        customer_id=_person(tx, event.phone, event.name, now),
        lane_id=lane_id,
        source="sms",
        status="new",
        profile_version=1,
        now=now,
    )


def _cents(dollars: float | None) -> int | None:
    return None if dollars is None else round(dollars * 100)
