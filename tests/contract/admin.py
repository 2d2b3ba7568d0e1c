"""An admin at work without a desk: their commands and tools, over a bot in this process."""

from typing import Any

from sqlalchemy import Connection

from agents.knowledge.library import Knowledge
from agents.tools.admin.tools import admin_tools
from agents.tools.tool import Desk, Tool
from bot.app.desk import commands_of
from bot.business.command import Context, Done, Preview
from bot.business.scope import Scope
from bot.messages import Colleague
from storage import audit
from tests.scenario.inside import Inside

ADA = Colleague("slack:U0ADA00001", "Ada", "admin")


class Admin:
    """Ada, who may do everything."""

    def __init__(self, stage: Inside, who: Colleague = ADA) -> None:
        self.stage, self.who = stage, who
        self._commands = {command.name: command for command in commands_of(stage.app)}
        self._tools = {tool.name: tool for tool in admin_tools(stage.app.handbook)}

    def _context(self) -> Context:
        rules = self.stage.app.rules()
        return Context(
            self.who, rules.profile, rules.profile_version, self.stage.app.clock.now(), []
        )

    async def sees(self, name: str, **arguments: Any) -> dict[str, tuple[str | None, str | None]]:
        """The card of a command: {line: (before, after)}."""
        preview = await self.preview(name, **arguments)
        return {fact.label: (fact.before, fact.after) for fact in preview.facts}

    async def preview(self, name: str, **arguments: Any) -> Preview:
        command = self._commands[name]
        given = command.arguments.model_validate(arguments)
        return await self.stage.app.database.write(command.preview, self._context(), given)

    async def does(self, name: str, **arguments: Any) -> Done:
        """A command, as its card's yes runs it."""
        command, context = self._commands[name], self._context()
        given = command.arguments.model_validate(arguments)

        def run(tx: Connection) -> Done:
            done = command.run(tx, context, given)
            now, changed = context.now, (done.before, done.after)
            audit.add(tx, now, self.who.id, command.name, done.subject, *changed)
            return done

        done = await self.stage.app.database.write(run)
        for each in context.after:
            each()
        return done

    async def asks(self, name: str, **arguments: Any) -> dict[str, Any]:
        """A tool's answer."""
        tool = self._tools[name]
        assert isinstance(tool, Tool)
        given = tool.arguments.model_validate(arguments)
        desk = Desk((), Knowledge(()), lambda *told: None, [])
        scope = await self._scope()
        return await self.stage.app.database.write(tool.run, scope, desk, given)

    async def _scope(self) -> Scope:
        """Of a turn that was opened now."""
        rules = self.stage.app.rules()
        return Scope(
            conversation_id=0,
            thread_id="",
            lane_id=0,
            turn_id=0,
            channel="slack",
            agent="admin",
            customer_id=None,
            phone=None,
            name=None,
            received_at=self.stage.app.clock.now(),
            profile=rules.profile,
            profile_version=rules.profile_version,
            staff=self.who,
        )
