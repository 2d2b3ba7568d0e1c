"""Proposals: what somebody must say yes to before it is done."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, insert, select, update

from storage.tables import proposals
from storage.types import new_public_id


class Proposal(Struct, frozen=True):
    """A proposal as it stands. facts: [[label, after, before]]. card_id: the outbox row of its
    card. decided_name: who said yes or no."""

    id: int
    public_id: str
    command: str
    arguments: dict[str, Any]
    revision: int
    title: str
    facts: list[list[str | None]]
    role: str
    status: str
    result: str | None
    agent: str
    conversation_id: int | None
    card_id: int | None
    proposed_by: str
    proposed_name: str
    decided_by: str | None
    decided_name: str | None
    created_at: datetime
    expires_at: datetime


_COLUMNS = [proposals.c[field] for field in Proposal.__struct_fields__]


def add(tx: Connection, **values: Any) -> Proposal:
    """Makes an open proposal; values: its columns."""
    row = {"public_id": new_public_id(), "revision": 1, "status": "open", **values}
    return Proposal(*tx.execute(insert(proposals).values(row).returning(*_COLUMNS)).one())


def by_public_id(tx: Connection, public_id: str) -> Proposal | None:
    """The proposal of this public id."""
    row = tx.execute(select(*_COLUMNS).where(proposals.c.public_id == public_id)).first()
    return None if row is None else Proposal(*row)


def hold(tx: Connection, public_id: str) -> Proposal | None:
    """The same, kept still until the transaction ends."""
    query = select(*_COLUMNS).where(proposals.c.public_id == public_id).with_for_update()
    row = tx.execute(query).first()
    return None if row is None else Proposal(*row)


def change(tx: Connection, proposal_id: int, **values: Any) -> Proposal:
    """Changes columns of a proposal that is held; as it stands then."""
    changed = update(proposals).where(proposals.c.id == proposal_id).values(values)
    return Proposal(*tx.execute(changed.returning(*_COLUMNS)).one())


def open_of(
    tx: Connection, roles: Collection[str], now: datetime, most: int = 50
) -> list[Proposal]:
    """Those that wait for the yes of one of these roles and can still have it, the oldest first."""
    waits = (proposals.c.status == "open") & (proposals.c.expires_at > now)
    query = select(*_COLUMNS).where(waits, proposals.c.role.in_(roles))
    return [Proposal(*row) for row in tx.execute(query.order_by(proposals.c.id).limit(most))]
