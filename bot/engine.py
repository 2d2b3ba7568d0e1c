"""The engine: what a claimed mailbox holds is worked through, a turn at a time."""

from collections.abc import Callable, Mapping

import structlog
from sqlalchemy import Connection

from bot.aftermath import Aftermath
from bot.business.texts import fixed_text
from bot.closing import Closed, close_turn
from bot.contacts import ASKED
from bot.desk.notices import Desk
from bot.desk.reception import seat
from bot.engine_ports import Deed, OnTimer, Run, SlowTimer, StaffRoom
from bot.errors import Away
from bot.joining import show_joined
from bot.live import Live
from bot.messages import Event, Reply, Superseded
from bot.offers import with_offers
from bot.opened import GivenUp, Moved, Rules, StaffActed, Talk, TimerDue
from bot.opening import open_turn
from bot.ports import Clock
from bot.served import ServedPrompts
from bot.summaries import expect_summary
from bot.turn import LiveTurn
from bot.wake import Bells
from storage import inbox, lanes
from storage.database import Database
from storage.lanes import Claim

_TRANSFERS = 3  # of one turn, from agent to agent

log = structlog.get_logger(__name__)


class Engine:
    """Runs turns. agents: by name. timers, slow_timers: what a timer of each kind does, in the
    transaction that ends it. rules(): what turns opened from now on go by. room: the staff's."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bells: Bells,
        live: Live,
        desk: Desk,
        rules: Callable[[], Rules],
        agents: Mapping[str, Run],
        timers: Mapping[str, OnTimer],
        room: StaffRoom,
        slow_timers: Mapping[str, SlowTimer] = {},
    ) -> None:
        self._slow_timers = slow_timers
        self._database, self._clock, self._bells, self._live = database, clock, bells, live
        self._desk, self._rules, self._agents, self._timers = desk, rules, agents, timers
        self._room, self._aftermath = room, Aftermath(desk, room, clock)
        self._served = ServedPrompts(clock)

    async def run(self, claim: Claim) -> None:
        """Works through a mailbox's next turn. Raises what went wrong: the worker gives the
        mailbox back, to be tried again."""
        rules = self._rules()
        opened = await self._database.write(open_turn, claim, rules, self._clock.now())
        match opened:
            case Talk():
                await self._talk(opened, rules)
            case TimerDue():
                await self._database.write(self._on_timer, opened, await self._made(opened))
                self._live.answered(claim.mailbox_id)
            case StaffActed():
                await self._follow_staff(opened)
            case GivenUp():
                await self._give_up(opened, rules)
            case Moved():
                show_joined(opened.joined, self._live, self._bells)
            case None:
                return
        self._bells.outbox.ring()

    async def _talk(self, talk: Talk, rules: Rules) -> None:
        if talk.staffed:
            try:
                who = await self._room.who(talk.last)
            except Away as away:
                await self._database.write(self._wait, talk, away.after)
                return
            await self._database.write(seat, talk, who, self._room)
            if not talk.turned_away:
                self._room.asked(talk)
        turn = LiveTurn(self._database, self._clock, self._live, rules, talk)
        turn.show(talk.heard)
        turn.emit(Event("start", {"thread_id": talk.scope.thread_id}))
        while True:
            reply = await self._reply(turn)
            try:
                closed = await self._database.write(self._close, turn, reply, rules)
            except Superseded:
                turn.emit(Event("replace", {"content": ""}))
                turn.overtaken()
                await turn.look_again()
                continue
            break
        self._served.kept(closed.reply)
        self._tell(talk, closed, rules)
        if talk.silence == "claimed":
            self._room.waits(talk.conversation.id)

    async def _reply(self, turn: LiveTurn) -> Reply | None:
        match turn.talk.silence:
            case None if turn.talk.staffed and turn.talk.turned_away:
                return Reply(turn.talk.turned_away, "agent:engine", "")
            case None:
                return await self._answered(turn)
            case "opting out":
                return self._fixed(turn.talk, "opted_out")
            case "switched off" if turn.talk.conversation.person_asked_at is None:
                return self._fixed(turn.talk, "assistant_off")
            case _:
                return None

    async def _answered(self, turn: LiveTurn) -> Reply:
        """An agent's reply; one that transfers names the next, within the asker's rights."""
        for _ in range(_TRANSFERS):
            reply = await self._agents[turn.scope.agent](turn)
            if reply.transfer is None:
                return reply
            turn.pass_to(reply.transfer)
        return self._fixed(turn.talk, "apology")

    def _fixed(self, talk: Talk, text: str) -> Reply:
        """A text of the owner's, where no agent is to speak."""
        now = self._clock.now()
        return Reply(fixed_text(talk.scope.profile, text, now), "agent:engine", "")

    def _close(self, tx: Connection, turn: LiveTurn, reply: Reply | None, rules: Rules) -> Closed:
        now = self._clock.now()
        talk = turn.talk
        if reply is not None:
            reply = with_offers(tx, talk, reply) if not talk.staffed else reply
        turn.write_down(tx)
        kind = "consent" if talk.silence == "opting out" else "reply"
        closed = close_turn(tx, talk, reply, rules.doors, now, patient=turn.patient, kind=kind)
        expect_summary(tx, talk, rules.history_tokens, now)
        self._served.keep(tx, closed.reply)
        self._aftermath.of_turn(tx, talk, closed.reply, rules)
        return closed

    def _tell(self, talk: Talk, closed: Closed, rules: Rules) -> None:
        reply = closed.reply
        if reply is not None and (fields := reply.metadata.get(ASKED)):
            self._live.publish(talk.claim.mailbox_id, Event(ASKED, {"fields": fields}))
        data = {
            "message_id": closed.message_id,
            "content": reply.text if reply else None,
            "handoff": talk.silence == "claimed",
            "metadata": reply.metadata if reply else {},
        }
        self._live.publish(talk.claim.mailbox_id, Event("done", data))
        if rules.doors[talk.last.channel].sender is None:
            self._bells.answered(talk.claim.mailbox_id)

    async def _made(self, due: TimerDue) -> Callable[[Connection], None]:
        payload = dict(due.event.payload)
        kind = payload.pop("timer")
        payload |= {"lane_id": due.event.lane_id}
        if kind in self._slow_timers:
            return await self._slow_timers[kind](payload)
        do = self._timers[kind]
        return lambda tx: do(tx, dict(payload))

    def _on_timer(self, tx: Connection, due: TimerDue, deed: Callable[[Connection], None]) -> None:
        lanes.hold(tx, due.claim)
        deed(tx)
        inbox.end_events(tx, [due.event.id], due.event.id, "done", self._clock.now())
        lanes.release(tx, due.claim, due.seen, more=True)

    async def _follow_staff(self, acted: StaffActed) -> None:
        try:
            deed = await self._room.read(acted.event)
        except Away as away:
            await self._database.write(self._wait, acted, away.after)
            return
        done = await self._database.write(self._end_staff, acted, deed)
        done()
        self._live.answered(acted.claim.mailbox_id)
        self._bells.answered(acted.claim.mailbox_id)

    def _wait(self, tx: Connection, acted: StaffActed | Talk, seconds: float) -> None:
        """Not a failure of the event's: it is never given up for it."""
        lanes.hold(tx, acted.claim)
        failed = acted.claim.attempts
        lanes.release(tx, acted.claim, acted.seen, more=True, delay=seconds, failed=failed)

    def _end_staff(self, tx: Connection, acted: StaffActed, deed: Deed) -> Callable[[], None]:
        lanes.hold(tx, acted.claim)
        done = deed(tx)
        inbox.end_events(tx, [acted.event.id], acted.event.id, "done", self._clock.now())
        lanes.release(tx, acted.claim, acted.seen, more=True)
        return done

    async def _give_up(self, given_up: GivenUp, rules: Rules) -> None:
        """The dead letter: staff are told, and the customer gets an apology and a person."""
        log.error("gave up on events", events=[event.id for event in given_up.events])
        talk = given_up.talk
        if talk is None:
            await self._database.write(self._bury, given_up)
            return
        reply = self._fixed(talk, "apology") if talk.silence is None else None
        closed = await self._database.write(self._bury_talk, talk, reply, rules)
        self._tell(talk, closed, rules)

    def _bury(self, tx: Connection, given_up: GivenUp) -> None:
        lanes.hold(tx, given_up.claim)
        event = given_up.events[0]
        inbox.end_events(tx, [event.id], event.id, "dead", self._clock.now())
        what = event.payload.get("timer") or "something that staff did"
        fields = {"reason": f"this failed again and again: {what}"}
        key = f"dead_letter:{event.id}"
        self._desk.notify(tx, self._clock.now(), "dead_letter", fields, key=key)
        lanes.release(tx, given_up.claim, given_up.seen, more=True)

    def _bury_talk(self, tx: Connection, talk: Talk, reply: Reply | None, rules: Rules) -> Closed:
        now = self._clock.now()
        closed = close_turn(tx, talk, reply, rules.doors, now, patient=False, how="dead")
        if not talk.staffed:
            self._aftermath.call_person(tx, talk, "gave_up", "answering failed again and again")
        return closed
