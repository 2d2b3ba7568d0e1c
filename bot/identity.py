"""Who writes: a phone that the network or a code proved, else somebody who says a name."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from storage import people, visitors
from storage.inbox import Stored


class Speaker(Struct, frozen=True):
    """Whom an event comes from. customer_id, phone: by proof. name: as they gave it once. claims:
    {slot: value} of what they said of themselves before, and nothing proved."""

    customer_id: int | None = None
    phone: str | None = None
    name: str | None = None
    claims: Mapping[str, str] = {}

    def details(self) -> dict[str, dict[str, Any]]:
        """What a new conversation of theirs begins with."""
        return {
            slot: {"value": value, "version": 1, "message_id": 0}
            for slot, value in self.claims.items()
        }


_NOBODY = Speaker()


def speaker_of(tx: Connection, event: Stored) -> Speaker:
    """Whom a message comes from; a phone that texts for the first time is a new customer."""
    if phone := event.payload.get("phone"):
        customer_id, name = people.ensure_by_phone(tx, phone, event.channel, event.received_at)
        return Speaker(customer_id, phone, name)
    visitor = visitors.of_lane(tx, event.lane_id) if event.channel == "web" else None
    if visitor is None:
        return _NOBODY
    phone = None if visitor.proved_phone else visitor.phone
    said = {"name": visitor.called, "phone": phone, "email": visitor.email}
    claims = {slot: value for slot, value in said.items() if value}
    return Speaker(visitor.customer_id, visitor.proved_phone, visitor.called, claims)
