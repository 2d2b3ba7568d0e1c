"""Who of the staff may speak with which agent, and do what."""

from secrets import token_urlsafe

from bot.errors import Refused
from bot.messages import Colleague
from storage import tokens
from storage.database import Database

PREFIX = "staff_"
ROLES = {
    "staff": ("staff", "analytics"),
    "admin": ("staff", "admin", "analytics"),
    "analytics": ("analytics",),
}
"""The agents that each role may speak with; the first is the one that answers unless asked."""


def may_act(role: str, needed: str) -> bool:
    """Whether somebody of a role may do what needs another."""
    return role == needed or (role == "admin" and needed == "staff")


def new_token() -> str:
    """A token that nobody can guess."""
    return f"{PREFIX}{token_urlsafe(32)}"


class Access:
    """Checks tokens."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def check(self, token: str | None, agent: str) -> Colleague | None:
        """Who speaks, by their token; None: a customer. Raises Refused where the bearer of a token
        may not speak with an agent."""
        if agent == "customer":
            return None
        held = None
        if token is not None and token.isascii() and token.startswith(PREFIX):
            held = await self._database.read(tokens.holder_of, token)
        if held is None or agent not in ROLES[held.role]:
            raise Refused(403, f"the {agent} agent needs a staff token of a role that may use it")
        return Colleague(f"token:{held.public_id}", held.name, held.role)  # type: ignore[arg-type]
