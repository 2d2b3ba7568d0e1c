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


def is_staff_token(token: str | None) -> bool:
    """Whether a token says that it is a program of the staff's."""
    return token is not None and token.startswith(PREFIX)


class Access:
    """Checks tokens."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def check(self, token: str | None, agent: str) -> Colleague | None:
        """Who speaks, by their token; None: a customer. Raises Refused where the bearer of a token
        may not speak with an agent."""
        if agent == "customer" and not is_staff_token(token):
            return None
        who = await self.find(token)
        if agent == "customer":
            raise Refused(403, "a staff token speaks with staff, admin or analytics: name an agent")
        if who is None or agent not in ROLES[who.role]:
            raise Refused(403, f"the {agent} agent needs a staff token of a role that may use it")
        return who

    async def find(self, token: str | None) -> Colleague | None:
        """Whose token this is; None: no staff token. Raises Refused for one that does not hold."""
        if token is None or not is_staff_token(token):
            return None
        held = await self._database.read(tokens.holder_of, token) if token.isascii() else None
        if held is None:
            raise Refused(403, "this staff token does not hold")
        return Colleague(f"token:{held.public_id}", held.name, held.role)  # type: ignore[arg-type]
