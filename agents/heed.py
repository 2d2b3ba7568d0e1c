"""What code notes by itself at the end of a turn, since no model may pass over it: an allergy."""

import secrets
from collections.abc import Sequence

from agents.ports import Situation
from agents.tools.diet import with_overlooked
from agents.tools.note import NOTE_DETAILS
from agents.tools.said import customers
from bot.messages import Message, ToolCall


def overlooked(messages: Sequence[Message], situation: Situation) -> ToolCall | None:
    """The call that notes an allergy which the customer told and that is not noted; None: there
    is none."""
    noted = situation.details.get("dietary")
    if with_overlooked(customers(messages), noted) == noted:
        return None
    return ToolCall(f"call_{secrets.token_hex(12)}", NOTE_DETAILS.name, "{}")
