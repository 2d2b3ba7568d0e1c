"""Proposals for staff's programs: which wait for a yes, and what becomes of what one decides."""

import time
from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, to_builtins
from sqlalchemy import Connection

from bot.allowances import Allowances
from bot.business.command import Fact
from bot.chat_messages import Caller
from bot.desk.access import ROLES, may_act
from bot.desk.approvals import CHANGED, Approvals
from bot.desk.forms import Field
from bot.desk.proposal_card import reference
from bot.desk.staffroom import BY
from bot.errors import Refused, StillWorking
from bot.inbox import Inbox
from bot.live import Live
from bot.messages import Colleague, Inbound, LaneAddress
from bot.ports import Clock
from storage import inbox, lanes, proposals
from storage.database import Database
from storage.proposals import Proposal
from storage.types import new_public_id

LONGEST_WAIT = 30.0  # seconds
_POLL = 1.0  # where another process does it
_DOOR = "web"


class Offer(Struct, frozen=True):
    """A proposal as programs see it. facts: what would change. fields: what can be edited; none
    once it is decided. role: of whoever may decide. proposed_by, decided_by: names."""

    id: str
    command: str
    title: str
    facts: tuple[Fact, ...]
    fields: tuple[Field, ...]
    role: str
    status: str
    result: str | None
    proposed_by: str
    decided_by: str | None
    created_at: datetime
    expires_at: datetime
    revision: int = 1


class Deciding:
    """Lists and decides for programs. What they decide is an event, as a click in Slack is."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        events: Inbox,
        live: Live,
        allowances: Allowances,
        approvals: Approvals,
    ) -> None:
        self._database, self._clock, self._events, self._live = database, clock, events, live
        self._allowances, self._approvals = allowances, approvals

    async def waiting(self, who: Colleague) -> list[Offer]:
        """The open ones that somebody may decide on, the oldest first."""
        return await self._database.read(self._waiting, who)

    async def decide(
        self,
        caller: Caller,
        who: Colleague,
        public_id: str,
        act: str,
        values: Mapping[str, str],
        revision: int | None = None,
    ) -> Offer:
        """Decides, and waits for what comes of it: the proposal as it stands then. act: one of
        bot.desk.approvals.DECISIONS. values: of an edit, {field: text}; other fields stay.
        revision: the one that was looked at; None: whichever it is.

        Raises Refused where there is no such proposal, where its caller may not decide on it, where
        it was decided already and where an edit does not hold; TooFast, and StillWorking."""
        meta = await self._database.write(self._ask, caller, who, public_id, act, values)
        if revision is not None:
            meta["proposal"] = reference(public_id, revision)
        told = await self._done(self._inbound(who, meta))
        found = await self._database.read(proposals.by_public_id, public_id)
        if found is None:
            raise Refused(404, "there is no such proposal any more")
        if told is not None:
            is_edits_own = act == "edit" and found.status == "open" and told != CHANGED
            raise Refused(400 if is_edits_own else 409, told)
        if found.status == "expired":
            raise Refused(409, "nothing was done: it was not decided in time")
        return await self._database.read(self._offer, found)

    def _waiting(self, tx: Connection, who: Colleague) -> list[Offer]:
        roles = [role for role in ROLES if may_act(who.role, role)]
        return [self._offer(tx, each) for each in proposals.open_of(tx, roles, self._clock.now())]

    def _offer(self, tx: Connection, found: Proposal) -> Offer:
        form = self._approvals.form(tx, found.public_id)
        return Offer(
            id=found.public_id,
            command=found.command,
            title=found.title,
            facts=tuple(Fact(str(label), after, before) for label, after, before in found.facts),
            fields=form.fields if form else (),
            role=found.role,
            status=found.status,
            result=found.result,
            proposed_by=found.proposed_name,
            decided_by=found.decided_name,
            created_at=found.created_at,
            expires_at=found.expires_at,
            revision=found.revision,
        )

    def _ask(
        self,
        tx: Connection,
        caller: Caller,
        who: Colleague,
        public_id: str,
        act: str,
        values: Mapping[str, str],
    ) -> dict[str, object]:
        """What is asked for, as a door's meta. Refuses what can be refused at once; all of it is
        checked again when it is done."""
        self._allowances.take(tx, caller, ROLES[who.role][0])
        proposal = proposals.by_public_id(tx, public_id)
        if proposal is None:
            raise Refused(404, "there is no such proposal")
        if not may_act(who.role, proposal.role):
            raise Refused(403, f"only {proposal.role}s may decide on this")
        form = self._approvals.form(tx, public_id)
        if form is None:
            by = f" by {proposal.decided_name}" if proposal.decided_name else ""
            raise Refused(409, f"nothing was done: it was {proposal.status}{by} already")
        meta: dict[str, object] = {"act": act, "proposal": public_id, BY: to_builtins(who)}
        if act == "edit":
            meta["values"] = self._edited(tx, public_id, form.fields, values)
        lanes.ensure(tx, *_place(who), self._clock.now())
        return meta

    def _edited(
        self, tx: Connection, public_id: str, fields: tuple[Field, ...], values: Mapping[str, str]
    ) -> dict[str, str]:
        present = {field.name: field.value for field in fields}
        if unknown := sorted(values.keys() - present.keys()):
            raise Refused(400, f"there is no such field: {unknown[0]}")
        edited = present | dict(values)
        if faults := self._approvals.faults(tx, public_id, edited):
            raise Refused(400, "; ".join(f"{name}: {fault}" for name, fault in faults.items()))
        return edited

    def _inbound(self, who: Colleague, meta: dict[str, object]) -> Inbound:
        lane, event_id = LaneAddress(*_place(who)), f"decision:{new_public_id()}"
        return Inbound(lane, event_id, "", self._clock.now(), kind="staff", meta=meta)

    async def _done(self, inbound: Inbound) -> str | None:
        """Has it done; what there is to say where it was not."""
        [(_, mailbox_id)] = (
            await self._database.read(lanes.mailboxes, [inbound.lane.key])
        ).values()
        until = time.monotonic() + LONGEST_WAIT
        with self._live.watch(mailbox_id) as watcher:
            await self._events.accept(inbound)
            while time.monotonic() < until:
                found = await self._database.read(inbox.outcome_of, _DOOR, inbound.event_id)
                if found is not None and found[0] == "done":
                    return found[1]
                if found is not None and found[0] == "dead":
                    raise Refused(503, "this failed again and again; staff were told")
                await watcher.take(_POLL)
        raise StillWorking("it is not done yet; list the proposals to see what became of it")


def _place(who: Colleague) -> tuple[str, str, str]:
    """The lane of a program's deeds, in which nobody talks."""
    return _DOOR, f"staff:{who.id}", ""
