"""Proposals: put up as cards, brought up to date, and ended."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context
from bot.business.scope import Scope
from bot.desk.notices import Desk
from bot.desk.proposal_card import card_of, ended, shown_of, text_of
from bot.messages import Colleague
from bot.opened import Rules
from bot.ports import Clock
from storage import conversations, lanes, outbox, proposals, timers
from storage.proposals import Proposal

KIND, EXPIRES = "proposal", "proposal_expires"
HOLDS_FOR = timedelta(hours=24)
_TOLD = (
    "Nothing is done yet. A card with Approve, Edit and Cancel was posted: say that it waits for a "
    "yes there, and do not call this again."
)


class Proposing:
    """Their rows, their cards and their timers; what they would do is the commands' business."""

    def __init__(self, desk: Desk, clock: Clock, rules: Callable[[], Rules]) -> None:
        self._desk, self._clock, self._rules = desk, clock, rules

    def put_up(
        self,
        tx: Connection,
        scope: Scope,
        command: Command[Any],
        arguments: Arguments,
        context: Context,
    ) -> dict[str, Any]:
        """What an agent is told of it. Raises CommandRefused."""
        preview = command.preview(tx, context, arguments)
        proposal = proposals.add(
            tx,
            command=command.name,
            arguments=kept(arguments),
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
        return {"proposed": preview.title, "proposal": proposal.public_id, "message": _TOLD}

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

    def revise(self, tx: Connection, proposal: Proposal, **values: Any) -> None:
        """Brings a proposal and its card up to date; who saw it before has to look again."""
        revised = proposals.change(tx, proposal.id, revision=proposal.revision + 1, **values)
        self._bring_up_to_date(tx, revised)

    def end(
        self,
        tx: Connection,
        proposal: Proposal,
        status: str,
        who: Colleague | None,
        result: str,
    ) -> None:
        """Nobody can decide on it any more. result: what became of it, in a sentence."""
        over = proposals.change(
            tx,
            proposal.id,
            status=status,
            result=result,
            decided_by=who.id if who else None,
            decided_name=who.name if who else None,
            decided_at=self._clock.now(),
        )
        timers.cancel(tx, f"{EXPIRES}:{proposal.id}")
        self._bring_up_to_date(tx, over)
        self._note(tx, over)

    def expire(self, tx: Connection, payload: Mapping[str, Any]) -> None:
        """The timer of a proposal that nobody decided."""
        proposal = proposals.hold(tx, payload["proposal"])
        if proposal is not None and proposal.status == "open":
            self.end(tx, proposal, "expired", None, "It was not decided in time.")

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


def kept(arguments: Arguments) -> dict[str, Any]:
    """The arguments of a command as a proposal keeps them."""
    return arguments.model_dump(mode="json", exclude_none=True)
