"""People: customers, their phones over time, and whether they want to hear from us."""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.base import key, metadata, partial_index, public_id, refers, when
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
partial_index("uq_customer_phones_current", customer_phones.c.phone, unique=True, where=_PROVED)

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

# Whoever holds a visitor's token. name, phone, email: as they said, a claim. customer_id: set once
# a phone was proved, and proved_phone is that phone. site, subject: who a host site says they are.
visitors = Table(
    "visitors",
    metadata,
    key(),
    Column("visitor", String(64), nullable=False, unique=True),
    refers("customer_id", "customers", index=True),
    Column("name", String(120)),
    Column("phone", String(20)),
    Column("email", String(254)),
    Column("proved_phone", String(20)),
    Column("site", String(200)),
    Column("subject", String(200)),
    when("created_at", nullable=False),
    when("updated_at", nullable=False),
    UniqueConstraint("site", "subject"),
)

# Codes that prove a phone: an HMAC of each, never the code itself. The newest of a visitor counts.
codes = Table(
    "codes",
    metadata,
    key(),
    Column("visitor", String(64), nullable=False),
    Column("phone", String(20), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    when("created_at", nullable=False),
    when("expires_at", nullable=False),
    when("used_at"),
)
Index("ix_codes_visitor", codes.c.visitor, codes.c.id)

# Pictures that visitors sent ahead of the message that names them.
uploads = Table(
    "uploads",
    metadata,
    key(),
    public_id(),
    Column("visitor", String(64), nullable=False, index=True),
    Column("content_type", String(80), nullable=False),
    Column("size", Integer, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    when("created_at", nullable=False),
)

# What staff's programs identify themselves by: a SHA-256 of each token, never the token itself.
api_tokens = Table(
    "api_tokens",
    metadata,
    key(),
    public_id(),
    Column("role", String(20), nullable=False),
    Column("name", String(80), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    when("created_at", nullable=False),
    when("revoked_at"),
)
