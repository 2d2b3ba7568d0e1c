"""transfer: another agent of the house goes on with a request that is its business."""

from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Connection

from agents.loop import TRANSFER as TRANSFER_TOOL
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.scope import Scope
from storage import conversations

_MAY = {"staff": ("staff", "analytics"), "admin": ("staff", "admin", "analytics")}


class Transfer(Arguments):
    agent: Literal["staff", "admin", "analytics"]
    reason: Annotated[str, Field(max_length=300)] = ""


def transfer(tx: Connection, scope: Scope, desk: Desk, arguments: Transfer) -> dict[str, Any]:
    role = scope.staff.role if scope.staff else ""
    if arguments.agent not in _MAY.get(role, ()):
        message = f"This colleague may not ask the {arguments.agent} agent. Say so."
        return {"error": "not_allowed", "message": message}
    if arguments.agent == scope.agent:
        return {"error": "already", "message": "You are that agent: answer yourself."}
    conversations.set_fields(tx, scope.conversation_id, agent_type=arguments.agent)
    return {"transferred": arguments.agent}


TRANSFER = Tool(
    name=TRANSFER_TOOL,
    description=(
        "Hand the request to another agent, which answers in your place: staff (customers, leads, "
        "bookings, conversations), admin (settings, the bot itself), analytics (figures, charts, "
        "reports, exports)."
    ),
    arguments=Transfer,
    run=transfer,
    acts=True,
)
