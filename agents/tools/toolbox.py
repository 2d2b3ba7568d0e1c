"""Which agent has which tools, and the one way to call them."""

from collections.abc import Callable, Mapping, Sequence

from pydantic import ValidationError
from sqlalchemy import Connection

from agents.knowledge.library import Knowledge, Library
from agents.ports import Notify, ToolSpec, Turn
from agents.tools.tool import AnyTool, Desk, SlowTool, faults
from bot.business.command import Arguments
from bot.business.scope import Scope
from bot.errors import CommandRefused
from bot.messages import ToolCall
from storage.database import dumps


class Toolbox:
    """The tools of every agent. A tool acts for the turn's scope, whoever an argument names."""

    def __init__(
        self,
        tools: Mapping[str, Sequence[AnyTool]],
        knowledge: Knowledge | Library,
        notify: Notify,
    ) -> None:
        self._tools = {agent: {tool.name: tool for tool in own} for agent, own in tools.items()}
        self._specs: dict[str, tuple[ToolSpec, ...]] = {}
        self.knowledge, self._notify = knowledge, notify

    def specs(self, agent: str) -> tuple[ToolSpec, ...]:
        """What the agent's model is offered, always in the same order (prompts are cached)."""
        if agent not in self._specs:
            self._specs[agent] = tuple(tool.spec() for tool in self._tools.get(agent, {}).values())
        return self._specs[agent]

    async def call(self, turn: Turn, call: ToolCall) -> str:
        """Runs a tool as its agent's model called it; the JSON text of its answer, or of what is
        wrong with the call. Raises Superseded where the customer wrote again before it acted."""
        tool = self._tools.get(turn.scope.agent, {}).get(call.name)
        if tool is None:
            return dumps({"error": "unknown_tool", "tools": self.names(turn.scope.agent)})
        try:
            arguments = tool.arguments.model_validate_json(call.arguments or "{}")
        except ValidationError as error:
            return dumps({"error": "invalid", "fields": faults(error)})
        after: list[Callable[[], None]] = []
        knowledge = self.knowledge.of(turn.scope.profile_version)
        desk = Desk(tuple(turn.messages), knowledge, self._notify, after, call)
        try:
            result = await _carried_out(tool, turn, call, desk, arguments)
        except CommandRefused as refused:
            return dumps({"error": "refused", "message": str(refused)})
        for each in after:
            each()
        return result

    def names(self, agent: str) -> list[str]:
        """Of an agent's tools, in their order."""
        return list(self._tools.get(agent, {}))


async def _carried_out(
    tool: AnyTool, turn: Turn, call: ToolCall, desk: Desk, arguments: Arguments
) -> str:
    if isinstance(tool, SlowTool):
        return dumps(await tool.run(turn, desk, arguments))

    def work(tx: Connection, scope: Scope) -> str:
        return dumps(tool.run(tx, scope, desk, arguments))

    return await (turn.act(call, work) if tool.acts else turn.read(work))
