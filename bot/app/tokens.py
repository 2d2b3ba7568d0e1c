"""Tokens of the staff's programs: made, listed, revoked."""

from bot.app.parts import clock_of
from bot.app.storage import open_storage
from bot.desk.access import ROLES, new_token
from bot.errors import ConfigurationError
from bot.settings import Settings
from storage import tokens

_LONGEST_NAME = 80


async def create(settings: Settings, *, role: str, name: str) -> int:
    """Makes a token, and shows it this once."""
    if role not in ROLES:
        raise ConfigurationError(f"--role must be one of {', '.join(ROLES)}")
    if not (name.strip() and name.isprintable() and len(name) <= _LONGEST_NAME):
        raise ConfigurationError(f"--name must have 1 to {_LONGEST_NAME} printable characters")
    token = new_token()
    database = await open_storage(settings, migrating=True)
    try:
        now = clock_of(settings).now()
        public_id = await database.write(tokens.create, token, role, name.strip(), now)
    finally:
        await database.close()
    print(f"{token}\n\nIt is shown this once. Its id, to revoke it by: {public_id}")
    return 0


async def show(settings: Settings) -> int:
    """Lists all that were made."""
    database = await open_storage(settings, migrating=True)
    try:
        found = await database.read(tokens.listed)
    finally:
        await database.close()
    for each in found:
        ended = f"revoked {each.revoked_at:%Y-%m-%d}" if each.revoked_at else "holds"
        print(f"{each.public_id}  {each.role:<9}  {each.created_at:%Y-%m-%d}  {ended}  {each.name}")
    if not found:
        print("there are no tokens")
    return 0


async def revoke(settings: Settings, *, id: str) -> int:
    """Makes a token hold no more."""
    database = await open_storage(settings, migrating=True)
    try:
        done = await database.write(tokens.revoke, id, clock_of(settings).now())
    finally:
        await database.close()
    print(f"{id} holds no more" if done else f"no token that holds has the id {id}")
    return int(not done)
