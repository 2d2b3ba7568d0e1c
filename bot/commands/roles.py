"""Who may do what: roles given at run time, and tokens revoked."""

import re
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context, Done, Fact, Preview
from bot.commands.settings import enacted
from bot.editions import ROLES
from bot.errors import CommandRefused
from bot.rulebook import Rulebook
from storage import colleagues, tokens

_SLACK = re.compile(r"(?:<@|slack:)?([UW][A-Z0-9]{6,20})(?:\|[^>]*)?>?")


class SetRole(Arguments):
    colleague: Annotated[
        str, Field(min_length=1, max_length=80, description="a name, or a desk id (slack:U…)")
    ]
    role: Annotated[
        Literal["staff", "admin", "none"],
        Field(description="none: no role of their own: as the channel and the environment have it"),
    ]


class RevokeToken(Arguments):
    token: Annotated[str, Field(max_length=40, description="its id, as list_tokens names it")]


def _who(tx: Connection, said: str) -> tuple[str, str]:
    """The desk's id and the name of the one who is meant. Raises CommandRefused."""
    slack = _SLACK.fullmatch(said)
    found = colleagues.called(tx, f"slack:{slack[1]}" if slack else said)
    if len(found) > 1:
        names = ", ".join(f"{each.name} ({each.id})" for each in found)
        raise CommandRefused(f"several people are called that: {names}. Say which, by the id")
    if found and found[0].id.startswith("token:"):
        raise CommandRefused("a program's role is its token's: revoke it, and make another")
    if found:
        return found[0].id, found[0].name
    if slack:
        return f"slack:{slack[1]}", slack[1]
    raise CommandRefused(f'nobody called "{said}" was ever here: give their Slack id (U…)')


def _role(rulebook: Rulebook, tx: Connection, who: str) -> str:
    """What somebody's role is, as far as the house decides it."""
    usual = "admin (environment)" if who in rulebook.admins else "staff, if in the staff's channel"
    given: str | None = rulebook.present(tx).roles.get(who)
    return given or usual


def _path(tx: Connection, arguments: SetRole) -> tuple[str, str, str | None]:
    who, name = _who(tx, arguments.colleague)
    return who, name, None if arguments.role == "none" else arguments.role


def _preview(rulebook: Rulebook, tx: Connection, context: Context, arguments: SetRole) -> Preview:
    who, name, role = _path(tx, arguments)
    before, after = rulebook.draft(tx, ROLES + who, role)
    if before.roles == after.roles:
        raise CommandRefused(f"{name} is that already: there is nothing to do")
    usual = "admin (environment)" if who in rulebook.admins else "staff, if in the staff's channel"
    fact = Fact("Role", role or usual, _role(rulebook, tx, who))
    facts = [fact, Fact("Who", f"{name} ({who})")]
    if who == context.who.id and role != "admin":
        facts.append(Fact("Mind", "That is yourself: you could not undo it."))
    return Preview(f"Change the role of {name}", tuple(facts))


def _run(rulebook: Rulebook, tx: Connection, context: Context, arguments: SetRole) -> Done:
    who, name, role = _path(tx, arguments)
    say = f"{name} is {role} now." if role else f"{name} has no role of their own any more."
    return enacted(rulebook, tx, context, ROLES + who, role, say=say)


def _token(tx: Connection, arguments: RevokeToken) -> tokens.Token:
    for token in tokens.listed(tx):
        if token.public_id == arguments.token and token.revoked_at is None:
            return token
    raise CommandRefused("there is no such token that still holds: see list_tokens")


def _preview_revoke(tx: Connection, context: Context, arguments: RevokeToken) -> Preview:
    token = _token(tx, arguments)
    facts = (Fact("Role", token.role), Fact("Mind", "The program that uses it is locked out."))
    return Preview(f"Revoke the token {token.name}", facts)


def _revoke(tx: Connection, context: Context, arguments: RevokeToken) -> Done:
    token = _token(tx, arguments)
    tokens.revoke(tx, token.public_id, context.now)
    say = f"The token {token.name} is revoked."
    return Done(say, f"token:{token.public_id}", {"role": token.role}, {"role": None})


def role_commands(rulebook: Rulebook) -> tuple[Command[Any], ...]:
    """set_role and revoke_token."""
    return (
        Command(
            "set_role",
            "Make a colleague an admin or a member of the staff, or take a role back that was "
            "given so. The last admin stays one.",
            SetRole,
            partial(_preview, rulebook),
            partial(_run, rulebook),
            role="admin",
        ),
        Command(
            "revoke_token",
            "Revoke an API token of the staff's, from now on.",
            RevokeToken,
            _preview_revoke,
            _revoke,
            role="admin",
        ),
    )
