"""Commands carried out for staff: at once, or as proposals that somebody says yes to first.

The yes is an event of its own and runs the command in code, not in a model, with its values checked
again; the audit log names who did what."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import cached_property, partial
from typing import Any, Literal

import msgspec
from pydantic import ValidationError
from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context, Done
from bot.business.naming import with_ids
from bot.desk.access import may_act
from bot.desk.forms import Field, Form, fields_of, values_of
from bot.desk.notices import Desk
from bot.desk.proposal_card import card_of, ended, reference, referred, shown_of, text_of
from bot.errors import CommandRefused
from bot.messages import Colleague, Scope
from bot.opening import Rules
from bot.ports import Clock
from storage import audit, conversations, lanes, outbox, proposals, timers
from storage.inbox import Stored
from storage.proposals import Proposal

KIND, EXPIRES = "proposal", "proposal_expires"
CHANGED = "Nothing was done: this has changed since it was shown. Look at the card again."
DECISIONS = ("approve", "edit", "cancel")
HOLDS_FOR = timedelta(hours=24)

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
        self._desk, self._clock, self._rules, self._whisper = desk, clock, rules, whisper

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
        after: list[Callable[[], None]],
    ) -> dict[str, Any]:
        """Does what an agent was asked for, or proposes it; what the agent is told of it. Raises
        CommandRefused."""
        who = scope.staff
        if who is None or not may_act(who.role, command.role):
            raise CommandRefused(f"only {command.role}s may do this: nothing was done")
        context = self._context(who, after)
        if command.approved:
            return self._propose(tx, scope, command, arguments, context)
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

    def _propose(
        self,
        tx: Connection,
        scope: Scope,
        command: Command[Any],
        arguments: Arguments,
        context: Context,
    ) -> dict[str, Any]:
        preview = command.preview(tx, context, arguments)
        proposal = proposals.add(
            tx,
            command=command.name,
            arguments=arguments.model_dump(mode="json", exclude_none=True),
            **shown_of(preview),
            role=command.role,
            agent=scope.agent,
            conversation_id=scope.conversation_id,
            proposed_by=context.who.id,
            proposed_name=context.who.name,
            created_at=context.now,
            expires_at=context.now + HOLDS_FOR,
        )
        card_id, lane_id = self._post(tx, scope, proposal)
        proposals.change(tx, proposal.id, card_id=card_id)
        payload = {"proposal": proposal.public_id}
        key = f"{EXPIRES}:{proposal.id}"
        timers.schedule(tx, key, EXPIRES, lane_id, proposal.expires_at, payload)
        return {
            "proposed": preview.title,
            "proposal": proposal.public_id,
            "message": "Nothing is done yet. A card with Approve, Edit and Cancel was posted: say "
            "that it waits for a yes there, and do not call this again.",
        }

    def _post(self, tx: Connection, scope: Scope, proposal: Proposal) -> tuple[int, int]:
        """The card, where the one who asks is, or else at the desk: its row, and its lane."""
        door = self._rules().doors[scope.channel]
        shown = {"body": text_of(proposal), "payload": {KIND: card_of(proposal)}}
        if door.sender is None:
            row = self._desk.put(tx, proposal.created_at, scope.conversation_id, KIND, **shown)
            lane = self._desk.lane
            at = lanes.ensure(tx, lane.channel, lane.address, lane.ours, proposal.created_at)
            return row, at
        row = outbox.put(
            tx,
            **lanes.place_of(tx, scope.lane_id),
            conversation_id=scope.conversation_id,
            kind=KIND,
            created_at=proposal.created_at,
            **shown,
        )
        return row, scope.lane_id

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
            self._end(tx, proposal, "expired", None, "It was not decided in time.")
        elif decision.act == "cancel":
            self._end(tx, proposal, "cancelled", who, "Nothing was changed.")
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
                self._revise(tx, proposal, **shown)
                self._whisper(tx, event, CHANGED)
                return False
            done = self._run(tx, command, arguments, context)
        except (CommandRefused, ValidationError) as error:
            why = str(error) if isinstance(error, CommandRefused) else "its values do not hold"
            self._end(tx, proposal, "failed", context.who, f"Not done: {why}.")
            return False
        self._end(tx, proposal, "approved", context.who, done.say)
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

    def _revise(self, tx: Connection, proposal: Proposal, **values: Any) -> None:
        """Brings a proposal and its card up to date; who saw it before has to look again."""
        revised = proposals.change(tx, proposal.id, revision=proposal.revision + 1, **values)
        self._bring_up_to_date(tx, revised)

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
        kept = arguments.model_dump(mode="json", exclude_none=True)
        self._revise(tx, proposal, arguments=kept, **shown_of(preview))

    def _end(
        self,
        tx: Connection,
        proposal: Proposal,
        status: str,
        who: Colleague | None,
        result: str,
    ) -> None:
        ended = proposals.change(
            tx,
            proposal.id,
            status=status,
            result=result,
            decided_by=who.id if who else None,
            decided_name=who.name if who else None,
            decided_at=self._clock.now(),
        )
        timers.cancel(tx, f"{EXPIRES}:{proposal.id}")
        self._bring_up_to_date(tx, ended)
        self._note(tx, ended)

    def _note(self, tx: Connection, proposal: Proposal) -> None:
        """The agent reads in the conversation what became of it."""
        if proposal.conversation_id is None:
            return
        row = {
            "role": "system",
            "author": "engine:proposal",
            "visibility": "internal",
            "channel": "",
            "content": f"{proposal.title}: {ended(proposal)}. {proposal.result}",
        }
        conversations.append(tx, proposal.conversation_id, [row], self._clock.now())

    def _bring_up_to_date(self, tx: Connection, proposal: Proposal) -> None:
        if proposal.card_id is None:
            return
        outbox.put(
            tx,
            **outbox.place_of(tx, proposal.card_id),
            conversation_id=proposal.conversation_id,
            kind=KIND,
            body=text_of(proposal),
            payload={KIND: card_of(proposal), "under": proposal.card_id, "update": True},
            created_at=self._clock.now(),
        )

    def expire(self, tx: Connection, payload: Mapping[str, Any]) -> None:
        """The timer of a proposal that nobody decided."""
        proposal = proposals.hold(tx, payload["proposal"])
        if proposal is not None and proposal.status == "open":
            self._end(tx, proposal, "expired", None, "It was not decided in time.")

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
