"""One turn of one agent: ask the model, carry out what it calls, until it has said something."""

from collections.abc import Callable, Iterable
from datetime import datetime

import orjson
import structlog
from msgspec import Struct, structs

from agents.additions import with_card_told, with_person_offered
from agents.calls import Calls, Toolbox, identified
from agents.guardrails.signals import signals_of
from agents.loop_ports import Account, Check, Heed, Models, ReadBackOf, SituationOf, WindowOf
from agents.marks import marks_of, steps_of
from agents.memory.window import whole
from agents.ports import Answer, ModelError, ModelRequest, Situation, ToolSpec, Turn
from agents.prompts import LivePrompt, Prompt
from agents.voice import Voice, everything
from bot.business.texts import fixed_text
from bot.messages import Message, Reply, ToolCall, Usage

_MOST_HELD_BACK = 2  # answers of a turn, before a text of the owner's is said
TRANSFER = "transfer"  # the tool that passes a conversation on to another agent

log = structlog.get_logger(__name__)


class Carry(Struct, frozen=True):
    """Next: carry these calls out, then ask again."""

    text: str
    calls: tuple[ToolCall, ...]


class Say(Struct, frozen=True):
    """Next: say this, and the turn ends."""

    text: str


class AskAgain(Struct, frozen=True):
    """Next: ask again; the customer wrote meanwhile, and the answer did not know of it."""


Next = Carry | Say | AskAgain


class Stuck(ModelError):
    """A model called tools to the turn's limit and said nothing; another one may."""


class Loop:
    """Runs the turns of one agent. tool_calling False: no tool is offered, and the prompt says
    what that means. check: of each answer; None: it is said as it is. limit: model calls a turn.
    marked: puts the canary into the prompt. account: of a turn of staff's; None: customers', who
    are offered a person."""

    def __init__(
        self,
        prompt: Prompt | LivePrompt,
        models: Models,
        tools: Toolbox,
        situation_of: SituationOf,
        read_back_of: ReadBackOf,
        now: Callable[[], datetime],
        *,
        check: Callable[[ModelRequest], Check] | None = None,
        tool_calling: bool = True,
        limit: int = 8,
        window: WindowOf = whole,
        marked: Callable[[str], str] = str,
        heed: Heed = lambda messages, situation: None,
        account: Callable[[Turn], Account] | None = None,
    ) -> None:
        self.prompt, self.models, self.tools, self.check = prompt, models, tools, check
        self.situation_of, self.read_back_of, self.now = situation_of, read_back_of, now
        self.tool_calling, self.limit, self.window = tool_calling, limit, window
        self.marked, self.heed, self.account = marked, heed, account

    async def run(self, turn: Turn) -> Reply:
        """The reply to a turn, which may have been begun before. Raises ModelError where no
        model has one."""
        return await _Run(self, turn).reply()


class _Run:
    def __init__(self, loop: Loop, turn: Turn) -> None:
        self._loop, self._turn = loop, turn
        self._author = f"agent:{turn.scope.agent}"
        specs: tuple[ToolSpec, ...] = ()
        if loop.tool_calling:
            specs = loop.tools.specs(turn.scope.agent)
        self._offered = specs
        prompt = loop.prompt.now()
        self._told = prompt.told(turn.scope.agent, specs)
        self._system = loop.marked(prompt.system(turn.scope.profile, tools=loop.tool_calling))
        self._calls = Calls(loop.tools, turn, specs, loop.now)
        self._model = loop.models.begin()
        self._voice = Voice(turn.emit)
        self._usage = Usage(0, 0)
        self._held_back: list[list[str]] = []  # what was wrong with each answer that was not said

    async def reply(self) -> Reply:
        await self._calls.resume()
        try:
            return await self._converse(
                self._loop.limit - len(steps_of(self._turn.messages, self._turn.scope.turn_id))
            )
        except Stuck:
            self._model.give_up()
            return await self._converse(self._loop.limit)

    async def _converse(self, limit: int) -> Reply:
        for _ in range(limit):
            request = await self._request()
            check = self._loop.check(request) if self._loop.check else None
            self._voice.begin(check.through() if check else everything)
            answer = await self._model.answer(request, self._voice.say)
            self._usage = _sum(self._usage, answer.usage)
            match self._next(answer, await self._turn.look_again()):
                case AskAgain():
                    self._voice.discard()
                case Carry(text=text, calls=calls):
                    self._voice.discard()
                    await self._carry(text, calls)
                    if agent := self._transferred(calls):
                        return self._passed_on(agent)
                case Say(text=text):
                    if not (faults := self._faults(check, text)):
                        whole = self._with_offer(text, request.situation)
                        return await self._ended(whole, request.situation)
                    if self._is_hopeless(faults):
                        return await self._ended(self._safe_text(), request.situation)
        raise Stuck("the model calls tools and says nothing")

    async def _request(self) -> ModelRequest:
        situation = await self._loop.situation_of(self._turn)
        return ModelRequest(
            agent=self._turn.scope.agent,
            system=self._system,
            tools=self._offered,
            messages=tuple(self._turn.messages),
            situation=situation,
            pictures=await self._turn.pictures() if self._model.sees else (),
            faults=tuple(self._held_back[-1]) if self._held_back else (),
            hidden=self._loop.window(self._turn.messages, situation),
            signals=self._signals(),
        )

    def _faults(self, check: Check | None, text: str) -> list[str]:
        """What must not be said of an answer. The embedded model of staff's agents is code, which
        only reads results out."""
        is_code = self._loop.account is not None and self._model.name == "embedded"
        return check.faults(text) if check and not is_code else []

    def _signals(self) -> tuple[str, ...]:
        return signals_of(self._turn.messages, self._turn.scope.turn_id)

    def _is_hopeless(self, faults: list[str]) -> bool:
        """An answer did not hold: the model is told why and asked again, then the embedded one."""
        self._voice.discard()
        self._held_back.append(faults)
        log.warning("reply held back", model=self._model.name, faults=faults)
        if len(self._held_back) > 1:
            self._model.give_up()
        account = self._loop.account
        once = account is not None and account(self._turn).acted
        return len(self._held_back) > (1 if once else _MOST_HELD_BACK)

    def _safe_text(self) -> str:
        if self._loop.account is not None:
            return self._loop.account(self._turn).text
        scope = self._turn.scope
        return fixed_text(scope.profile, "unknown_answer", scope.received_at)

    def _with_offer(self, text: str, situation: Situation) -> str:
        """Where the model was given up for what it said, a person is offered besides; not beside
        a read-back, of which a yes would then say nothing."""
        is_staffs = self._loop.account is not None
        is_read_back = self._loop.read_back_of(text, situation)
        if len(self._held_back) < _MOST_HELD_BACK or is_read_back or is_staffs:
            return text
        return with_person_offered(text, self._turn.scope)

    def _next(self, answer: Answer, something_new: bool) -> Next:
        if something_new:
            return AskAgain()
        if answer.tool_calls:
            return Carry(answer.text, identified(answer.tool_calls, self._turn.messages))
        return Say(answer.text)

    async def _carry(self, text: str, calls: tuple[ToolCall, ...]) -> None:
        await self._turn.record(self._step(text, calls))
        if not await self._calls.carry_out(calls):
            await self._turn.look_again()

    def _step(self, text: str, calls: tuple[ToolCall, ...]) -> Message:
        scope = self._turn.scope
        return Message(
            role="assistant",
            content=text,
            author=self._author,
            channel=scope.channel,
            created_at=self._loop.now(),
            turn_id=scope.turn_id,
            tool_calls=calls,
        )

    async def _ended(self, text: str, situation: Situation) -> Reply:
        text = with_card_told(text, self._turn.messages, self._turn.scope)
        self._voice.finish(text)
        situation = await self._heeded(situation)
        return Reply(
            text=text,
            author=self._author,
            prompt_version=self._told.version,
            prompt=self._told,
            read_back=self._loop.read_back_of(text, situation),
            metadata={
                "agent": self._turn.scope.agent,
                "model": self._model.name,
                "usage": {k: n for k, n in structs.asdict(self._usage).items() if n is not None},
            }
            | ({"held_back": self._held_back} if self._held_back else {})
            | ({"signals": list(signals)} if (signals := self._signals()) else {})
            | marks_of(self._turn.messages, self._turn.scope.turn_id, text),
        )

    async def _heeded(self, situation: Situation) -> Situation:
        """The situation, once what code has to note is noted. Where the customer wrote again it
        is not: closing finds that out, and the turn goes on."""
        call = self._loop.heed(self._turn.messages, situation) if self._offered else None
        if call is None:
            return situation
        await self._turn.record(self._step("", (call,)))
        await self._calls.carry_out((call,))
        return await self._loop.situation_of(self._turn)

    def _transferred(self, calls: Iterable[ToolCall]) -> str | None:
        """The agent that a call has just given the conversation to."""
        asked = {call.id for call in calls if call.name == TRANSFER}
        for line in reversed(self._turn.messages) if asked else ():
            if line.tool_call_id in asked:
                found: str | None = orjson.loads(line.content).get("transferred")
                return found
        return None

    def _passed_on(self, agent: str) -> Reply:
        return Reply("", self._author, self._told.version, transfer=agent)


def _sum(so_far: Usage, more: Usage | None) -> Usage:
    if more is None:
        return so_far
    return Usage(
        so_far.tokens_in + more.tokens_in,
        so_far.tokens_out + more.tokens_out,
        so_far.tokens_cached + more.tokens_cached,
    )
