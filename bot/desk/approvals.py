"""Commands carried out for staff: at once, or as proposals that somebody says yes to first.

The yes is an event of its own and runs the command in code, not in a model, with its values checked
again; the audit log names who did what."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from typing import Any, Literal

import msgspec
from pydantic import ValidationError
from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context, Done, Heard
from bot.business.naming import with_ids
from bot.business.scope import Scope
from bot.desk.access import may_act
from bot.desk.asked import is_asked
from bot.desk.forms import Field, Form, fields_of, values_of
from bot.desk.notices import Desk
from bot.desk.proposal_card import ended, reference, referred, shown_of
from bot.desk.proposing import Proposing, kept
from bot.errors import CommandRefused
from bot.messages import Colleague
from bot.opened import Rules
from bot.ports import Clock
from storage import audit, proposals
from storage.inbox import Stored
from storage.proposals import Proposal

CHANGED = "Nothing was done: this has changed since it was shown. Look at the card again."
DECISIONS = ("approve", "edit", "cancel")

Whisper = Callable[[Connection, Stored, str], None]
"""Tells somebody alone what became of something they did: (tx, event, words)."""


class Decision(msgspec.Struct, frozen=True):
    """What somebody did with a proposal, as the door tells it in an Inbound's meta. proposal: as
    reference() names it. values: of an edited form, {field: text}."""

    act: Literal["approve", "edit", "cancel"]
    proposal: str
    values: Mapping[str, str] = {}


class Approvals:
    """Implements what agents know as Commands. commands(): all there are, of every role;
    asked for when first needed."""

    def __init__(
        self,
        commands: Callable[[], Iterable[Command[Any]]],
        desk: Desk,
        clock: Clock,
        rules: Callable[[], Rules],
        whisper: Whisper,
    ) -> None:
        self._all = commands
        self._clock, self._rules, self._whisper = clock, rules, whisper
        self._proposing = Proposing(desk, clock, rules)
        self.expire = self._proposing.expire

    @cached_property
    def _commands(self) -> dict[str, Command[Any]]:
        return {command.name: command for command in self._all()}

    def offered(self) -> tuple[Command[Any], ...]:
        """All commands, in a fixed order."""
        return tuple(self._commands.values())

    def call(
        self,
        tx: Connection,
        scope: Scope,
        command: Command[Any],
        arguments: Arguments,
        heard: Heard,
        after: list[Callable[[], None]],
    ) -> dict[str, Any]:
        """Does what an agent was asked for, or proposes it; what the agent is told of it. heard: of
        the one who asks. Raises CommandRefused."""
        who = scope.staff
        if who is None or not may_act(who.role, command.role):
            raise CommandRefused(f"only {command.role}s may do this: nothing was done")
        context = self._context(who, after)
        if command.approved and not is_asked(tx, context, command, arguments, heard):
            return self._proposing.put_up(tx, scope, command, arguments, context)
        done = self._run(tx, command, arguments, context)
        return {"done": done.say, **done.told}

    def at_once(
        self,
        tx: Connection,
        who: Colleague,
        name: str,
        values: Mapping[str, Any],
        after: list[Callable[[], None]],
    ) -> str:
        """Does what somebody pressed a button of their own for, which is their yes; what was done,
        in a sentence. Raises CommandRefused."""
        command = self._commands.get(name)
        if command is None:
            raise CommandRefused("this cannot be done here")
        if not may_act(who.role, command.role):
            raise CommandRefused(f"only {command.role}s may do this")
        try:
            arguments = command.arguments.model_validate(values)
        except ValidationError as error:
            raise CommandRefused("its values do not hold") from error
        return self._run(tx, command, arguments, self._context(who, after)).say

    def _context(self, who: Colleague, after: list[Callable[[], None]]) -> Context:
        rules = self._rules()
        return Context(who, rules.profile, rules.profile_version, self._clock.now(), after)

    def _run(
        self, tx: Connection, command: Command[Any], arguments: Arguments, context: Context
    ) -> Done:
        with tx.begin_nested():
            done = command.run(tx, context, arguments)
        who, now = context.who.id, context.now
        audit.add(tx, now, who, command.name, done.subject, done.before, done.after)
        return done

    def act(self, tx: Connection, event: Stored, who: Colleague) -> Callable[[], None]:
        """What somebody decided; once, however often they click."""
        decision = msgspec.convert(event.payload["meta"], Decision)
        public_id, seen = referred(decision.proposal)
        proposal = proposals.hold(tx, public_id)
        if proposal is None:
            self._whisper(tx, event, "There is no such proposal any more.")
            return _nothing
        if not may_act(who.role, proposal.role):
            self._whisper(tx, event, f"Only {proposal.role}s may decide on this. Nothing was done.")
            return _nothing
        if proposal.status != "open":
            self._whisper(tx, event, f"Nothing was done: {ended(proposal)}.")
            return _nothing
        if seen not in (None, proposal.revision) and decision.act != "cancel":
            self._whisper(tx, event, CHANGED)
            return _nothing
        after: list[Callable[[], None]] = []
        context = self._context(who, after)
        if context.now >= proposal.expires_at:
            self._proposing.end(tx, proposal, "expired", None, "It was not decided in time.")
        elif decision.act == "cancel":
            self._proposing.end(tx, proposal, "cancelled", who, "Nothing was changed.")
        elif decision.act == "edit":
            self._edit(tx, event, proposal, context, decision.values)
        else:
            done = self._approve(tx, event, proposal, context)
            return partial(_all, after) if done else _nothing
        return partial(_all, after)

    def _approve(self, tx: Connection, event: Stored, proposal: Proposal, context: Context) -> bool:
        """Does it, where it still is what the card shows; whether it was done."""
        try:
            command = self._command(proposal)
            arguments = command.arguments.model_validate(proposal.arguments)
            shown = shown_of(command.preview(tx, self._proposers(proposal, context), arguments))
            if shown != {"title": proposal.title, "facts": proposal.facts}:
                self._proposing.revise(tx, proposal, **shown)
                self._whisper(tx, event, CHANGED)
                return False
            done = self._run(tx, command, arguments, context)
        except (CommandRefused, ValidationError) as error:
            why = str(error) if isinstance(error, CommandRefused) else "its values do not hold"
            self._proposing.end(tx, proposal, "failed", context.who, f"Not done: {why}.")
            return False
        self._proposing.end(tx, proposal, "approved", context.who, done.say)
        return True

    def _command(self, proposal: Proposal) -> Command[Any]:
        """Raises CommandRefused for one that is not there any more."""
        if (command := self._commands.get(proposal.command)) is None:
            raise CommandRefused("this cannot be done any more: ask for it anew")
        return command

    def _proposers(self, proposal: Proposal, context: Context) -> Context:
        """As it was proposed, so that what has changed meanwhile is all that differs."""
        role: Any = proposal.role
        who = Colleague(proposal.proposed_by, proposal.proposed_name, role)
        return msgspec.structs.replace(context, who=who, after=[])

    def _edit(
        self,
        tx: Connection,
        event: Stored,
        proposal: Proposal,
        context: Context,
        values: Mapping[str, str],
    ) -> None:
        try:
            command = self._command(proposal)
            arguments = command.arguments.model_validate(values_of(command.arguments, values))
            arguments = with_ids(tx, arguments, context)
            preview = command.preview(tx, self._proposers(proposal, context), arguments)
        except CommandRefused as error:
            self._whisper(tx, event, f"Not changed: {error}.")
            return
        except ValidationError:
            self._whisper(tx, event, "Not changed: a value does not hold.")
            return
        self._proposing.revise(tx, proposal, arguments=kept(arguments), **shown_of(preview))

    def form(self, tx: Connection, shown: str) -> Form | None:
        """What can be edited of a proposal, as a reference or an id names it; None: it is not
        open."""
        proposal = proposals.by_public_id(tx, referred(shown)[0])
        if proposal is None or proposal.status != "open":
            return None
        if (command := self._commands.get(proposal.command)) is None:
            return None
        named = reference(proposal.public_id, proposal.revision)
        return Form(named, proposal.title, fields_of(command.arguments, proposal.arguments))

    def faults(self, tx: Connection, shown: str, values: Mapping[str, str]) -> dict[str, str]:
        """{field: what is wrong with it} of an edited form; empty: it holds."""
        proposal = proposals.by_public_id(tx, referred(shown)[0])
        if proposal is None or proposal.command not in self._commands:
            return {}
        return Field.faults(self._commands[proposal.command].arguments, values)


def _all(after: list[Callable[[], None]]) -> None:
    for each in after:
        each()


def _nothing() -> None:
    return
