"""Whether a customer can be texted, and what to do where they cannot."""

from collections.abc import Sequence

from sqlalchemy import Connection

from storage import consent, phones
from storage.customer_cards import Customer, Phone


def texting_phone(tx: Connection, own: Sequence[Phone]) -> str | None:
    """The phone to text: proved, still theirs, not opted out, and taking texts."""
    return next((phone.phone for phone in own if why_not(tx, phone) is None), None)


def why_not(tx: Connection, phone: Phone) -> str | None:
    """Why a phone must not be texted; None: it may be."""
    if phone.valid_until is not None:
        return "is somebody else's by now"
    if phone.proved_at is None:
        return "was only named and never proved"
    if consent.opted_out(tx, phone.phone):
        return "opted out of texts"
    return "takes no texts" if phones.is_flagged(tx, phone.phone) else None


def reach_of(tx: Connection, customer: Customer, own: Sequence[Phone]) -> tuple[bool, str | None]:
    """(whether they may be texted; if not, how to reach them all the same)."""
    if texting_phone(tx, own) is not None:
        return True, None
    present = [phone for phone in own if phone.valid_until is None]
    ways = [f"call {phone.phone} ({why_not(tx, phone)})" for phone in present]
    if customer.email:
        ways.append(f"write to {customer.email}")
    return False, "; ".join(ways) or "no phone and no e-mail address is known"
