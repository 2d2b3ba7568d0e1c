"""list_roles and list_tokens: who of the staff may do what, and which programs of theirs."""

from functools import partial
from typing import Any

from msgspec import structs
from sqlalchemy import Connection

from agents.tools.admin.house import House
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.dates import moment_text
from bot.business.scope import Scope
from storage import tokens


class Nothing(Arguments):
    pass


def list_roles(
    house: House, tx: Connection, scope: Scope, desk: Desk, arguments: Nothing
) -> dict[str, Any]:
    return {"people": [structs.asdict(each) for each in house.roles(tx)]}


def list_tokens(tx: Connection, scope: Scope, desk: Desk, arguments: Nothing) -> dict[str, Any]:
    local = scope.profile.local
    return {
        "tokens": [
            {
                "token": each.public_id,
                "name": each.name,
                "role": each.role,
                "made": moment_text(local(each.created_at)),
                "revoked": moment_text(local(each.revoked_at)) if each.revoked_at else None,
            }
            for each in tokens.listed(tx)
        ]
    }


def people_tools(house: House) -> tuple[Tool[Any], ...]:
    return (
        Tool(
            "list_roles",
            "Everybody of the staff who was ever here or named, with their role (staff or admin) "
            "and where it comes from.",
            Nothing,
            partial(list_roles, house),
        ),
        Tool(
            "list_tokens",
            "The staff's API tokens by name and role, never the tokens themselves. New ones are "
            "made on the server by `bot token create`, never here.",
            Nothing,
            list_tokens,
        ),
    )
