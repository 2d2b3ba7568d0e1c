"""People: customers, their phones over time, and whether they want to hear from us."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from storage.tables.base import key, metadata, public_id, refers, when
from storage.types import Id, Json

customers = Table(
    "customers",
    metadata,
    key(),
    public_id(),
    Column("name", String(120)),
    Column("email", String(254)),
    Column("facts", Json),
    when("created_at", nullable=False),
    when("updated_at", nullable=False),
)

# A phone may change hands and a person may have several. Unique only where proved and current.
customer_phones = Table(
    "customer_phones",
    metadata,
    key(),
    refers("customer_id", "customers", nullable=False, index=True),
    Column("phone", String(20), nullable=False),
    when("proved_at"),
    Column("source", String(20), nullable=False),
    when("valid_from", nullable=False),
    when("valid_until"),
)
_PROVED = "proved_at IS NOT NULL AND valid_until IS NULL"
Index(
    "uq_customer_phones_current",
    customer_phones.c.phone,
    unique=True,
    sqlite_where=text(_PROVED),
    postgresql_where=text(_PROVED),
)

# A history; the newest row of a phone is in force. No row: nothing was ever said.
consent = Table(
    "consent",
    metadata,
    key(),
    Column("phone", String(20), nullable=False),
    Column("state", String(12), nullable=False),
    Column("source", String(24), nullable=False),
    Column("words", Text),
    Column("inbox_id", Id, unique=True),
    when("at", nullable=False),
)
Index("ix_consent_phone", consent.c.phone, consent.c.id)

# Numbers that take no texts, as the network said; a text that is delivered takes a number out.
bad_numbers = Table(
    "bad_numbers",
    metadata,
    Column("phone", String(120), primary_key=True),
    Column("code", Integer),
    when("since", nullable=False),
)
