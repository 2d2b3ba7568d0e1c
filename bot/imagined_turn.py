"""A turn of which nothing lasts: its steps stand in it alone, and its effects are only imagined."""

from bot.business.scope import Scope
from bot.journal import Effect
from bot.messages import Event, Message, Picture, ToolCall
from bot.ports import Clock


class ImaginedTurn:
    """Implements what agents know as Turn. scope, messages: for whom and about what, and the
    conversation as it stood."""

    scope: Scope
    messages: list[Message]

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._done: list[Effect] = []

    async def look_again(self) -> bool:
        """What comes in meanwhile is no matter of this turn's."""
        return False

    async def record(self, step: Message) -> None:
        """Keeps a step for this turn alone."""
        self.messages.append(step)

    async def act(self, call: ToolCall, work: Effect) -> str:
        """Does it as if: what follows reads on from there, and nothing of it lasts."""
        result = await self._imagined(work)
        self._done.append(work)
        step = Message(
            role="tool",
            content=result,
            author="tool",
            channel=self.scope.channel,
            created_at=self._clock.now(),
            turn_id=self.scope.turn_id,
            tool_call_id=call.id,
        )
        self.messages.append(step)
        return result

    async def read(self, work: Effect) -> str:
        """Reads for a tool, after what was done as if."""
        return await self._imagined(work)

    async def recall(self, work: Effect) -> str:
        """As read: an imagined turn keeps nothing that it has read."""
        return await self.read(work)

    async def _imagined(self, work: Effect) -> str:
        """What it comes to after self._done; all of it is undone."""
        raise NotImplementedError

    async def pictures(self) -> tuple[Picture, ...]:
        """None: the model is told that it cannot see them."""
        return ()

    def emit(self, event: Event) -> None:
        """Nobody watches."""
