"""remember: what a customer told of themselves that will matter another time."""

from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Connection

from agents.memory.facts import learn_preference
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.scope import Scope

_LONGEST = 120


class Remember(Arguments):
    kind: Literal["likes", "contact", "language", "children"]
    value: Annotated[str, Field(min_length=1, max_length=_LONGEST)]


def remember(tx: Connection, scope: Scope, desk: Desk, arguments: Remember) -> dict[str, Any]:
    if scope.customer_id is None:
        message = "Nobody proved who writes here, so nothing is kept. Go on without it."
        return {"error": "not_proved", "message": message}
    if not learn_preference(tx, scope, desk.messages, arguments.kind, arguments.value):
        message = "The customer has not said this. Pass their own words, or leave it."
        return {"error": "not_said", "message": message}
    return {"remembered": {arguments.kind: arguments.value}}


REMEMBER = Tool(
    name="remember",
    description=(
        "Keep for another time what will still hold then, in the customer's own words. "
        "kind: likes, contact, language or children."
    ),
    arguments=Remember,
    run=remember,
    acts=True,
)
