"""A conversation between a customer and a scripted model, through the real loop and tools."""

from secrets import token_hex

from hypothesis import note
from msgspec import structs
from sqlalchemy import Connection

from agents.heed import overlooked
from agents.loop import Loop
from agents.prompts import Prompt
from agents.situation import read_back_of, situation_of
from agents.tools.customer import CUSTOMER_TOOLS
from agents.tools.toolbox import Toolbox
from bot.business.scope import Scope
from bot.messages import Event
from storage import conversations, lanes
from tests.property.model import Act, Says, Scripted
from tests.property.truth import Truth
from tests.property.words import Line
from tests.unit.agents.tools.chat import MONDAY, PHONE, Chat, knowledge

PROMPT = Prompt("You answer for {business_name}.", "No tools now.")


class Talk(Chat):
    """truth: what the customer said and saw."""

    def __init__(self, chat: Chat) -> None:
        super().__init__(chat.database, chat.scope)
        self.truth = Truth(PHONE)
        self._notices = 0

    async def exchange(self, line: Line, acts: list[Act], says: Says) -> None:
        """One text, and its answer; checks what came of it."""
        note(f"customer: {line.text}")
        self.scope = structs.replace(self.scope, turn_id=self.scope.turn_id + 1)
        await self.says(line.text)
        self.truth.hear(line)
        before = len(self.messages)
        reply = await self._loop(Scripted(acts, says, self.truth.told)).run(self)
        for step in self.messages[before:]:
            calls = ", ".join(f"{call.name} {call.arguments}" for call in step.tool_calls)
            note(f"  {'calls ' + calls if calls else step.content}")
        note(f"model: {reply.text}")
        await self._check()
        await self.hears(reply.text)
        self.truth.see(reply.text)

    def emit(self, event: Event) -> None:
        """Nobody watches."""

    @property
    def has_lead(self) -> bool:
        """Whether the conversation came to an inquiry."""
        return self.truth.lead is not None

    def _loop(self, model: Scripted) -> Loop:
        tools = Toolbox({"customer": CUSTOMER_TOOLS}, knowledge(), self._notify)
        return Loop(
            PROMPT,
            model,
            tools,
            situation_of,
            read_back_of,
            lambda: self.scope.received_at,
            heed=overlooked,
        )

    async def _check(self) -> None:
        mine = self.scope.conversation_id
        leads = [lead for lead in await self.leads() if lead.conversation_id == mine]
        found = [dict(lead._mapping) for lead in leads if lead.status != "incomplete"]
        assert len(found) <= 1
        if self.truth.check_lead(found[0] if found else None):
            assert len(self.notices) > self._notices, "staff were told nothing"
        self._notices = len(self.notices)
        self.truth.check_diet((await self.situation()).details.get("dietary"))


async def begun(chat: Chat) -> Talk:
    """A new conversation of the same customer."""
    return Talk(Chat(chat.database, await chat.database.write(_begin, chat.scope)))


def _begin(tx: Connection, scope: Scope) -> Scope:
    lane_id = lanes.ensure(tx, "sms", PHONE, token_hex(8), MONDAY)
    conversation = conversations.begin(
        tx,
        mailbox_id=lane_id,
        channel="sms",
        agent="customer",
        now=MONDAY,
        customer_id=scope.customer_id,
    )
    return structs.replace(scope, conversation_id=conversation.id, lane_id=lane_id, name=None)
