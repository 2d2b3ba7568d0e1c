"""What staff's programs identify themselves by; only a digest of each token is kept."""

from datetime import datetime
from hashlib import sha256

from msgspec import Struct
from sqlalchemy import Connection, insert, select, update

from storage.tables import api_tokens
from storage.types import new_public_id


class Token(Struct, frozen=True):
    """A token's row."""

    public_id: str
    role: str
    name: str
    created_at: datetime
    revoked_at: datetime | None


_COLUMNS = [api_tokens.c[field] for field in Token.__struct_fields__]


def create(tx: Connection, token: str, role: str, name: str, now: datetime) -> str:
    """Keeps a new token; its public id."""
    public_id = new_public_id()
    row = {
        "public_id": public_id,
        "role": role,
        "name": name,
        "digest": _digest(token),
        "created_at": now,
    }
    tx.execute(insert(api_tokens).values(row))
    return public_id


def holder_of(tx: Connection, token: str) -> Token | None:
    """The row of a token that holds; None: there is no such token, or it was revoked."""
    query = select(*_COLUMNS).where(
        api_tokens.c.digest == _digest(token), api_tokens.c.revoked_at.is_(None)
    )
    row = tx.execute(query).first()
    return None if row is None else Token(*row)


def revoke(tx: Connection, public_id: str, now: datetime) -> bool:
    """From now on a token does not hold; False: there is no such token that does."""
    held = (api_tokens.c.public_id == public_id) & api_tokens.c.revoked_at.is_(None)
    return tx.execute(update(api_tokens).where(held).values(revoked_at=now)).rowcount == 1


def listed(tx: Connection) -> list[Token]:
    """All of them, oldest first."""
    return [Token(*row) for row in tx.execute(select(*_COLUMNS).order_by(api_tokens.c.id))]


def _digest(token: str) -> str:
    # A plain hash does: a token is 256 random bits, and nobody can try them all.
    return sha256(token.encode()).hexdigest()
