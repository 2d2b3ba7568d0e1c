"""Which agents a program of the staff's may speak with."""

from secrets import token_urlsafe

from bot.errors import Refused
from storage import tokens
from storage.database import Database

PREFIX = "staff_"
ROLES = {"staff": {"staff"}, "admin": {"staff", "admin", "analytics"}, "analytics": {"analytics"}}


def new_token() -> str:
    """A token that nobody can guess."""
    return f"{PREFIX}{token_urlsafe(32)}"


class Access:
    """Checks tokens."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def check(self, token: str | None, agent: str) -> None:
        """Raises Refused where the bearer of a token may not speak with an agent."""
        if agent == "customer":
            return
        role = None
        if token is not None and token.isascii() and token.startswith(PREFIX):
            role = await self._database.read(tokens.role_of, token)
        if role is None or agent not in ROLES[role]:
            raise Refused(403, f"the {agent} agent needs a staff token of a role that may use it")
        raise Refused(501, f"the {agent} agent does not answer here yet")
