"""What of a conversation of the staff's is whose to see."""

from datetime import UTC, datetime

import pytest

from bot.desk.reception import as_seen_by
from bot.messages import Colleague, Message, Role, ToolCall

NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)


def step(author: str, tool: str, told: str) -> list[Message]:
    """An agent's call of a tool, and what it was told."""
    call = ToolCall(f"{author} {tool}", tool, "{}")
    return [
        Message("assistant", "", author, "slack", NOW, tool_calls=(call,)),
        Message("tool", told, "tool", "slack", NOW, tool_call_id=call.id),
    ]


TALK = [
    Message("user", "what was changed", "staff:slack:U1", "slack", NOW),
    *step("agent:admin", "audit_log", '{"entries":["Ann"]}'),
    *step("agent:analytics", "query", '{"result":"r1","rows":[["Ann"]],"personal":true}'),
    *step("agent:analytics", "run_python", '{"value":4}'),
    Message("assistant", "Four.", "agent:analytics", "slack", NOW),
]


@pytest.mark.parametrize("role", ["staff", "analytics"])
def test_who_is_no_admin_sees_nothing_that_tools_told_admins(role: Role) -> None:
    seen = as_seen_by(Colleague("slack:U2", "Sam", role), TALK)
    assert [line.content for line in seen if line.role == "tool"] == [
        '{"error":"not_for_you"}',
        '{"error":"not_for_you","result":"r1","personal":true}',
        '{"value":4}',
    ]
    assert [line for line in seen if line.role != "tool"] == [
        line for line in TALK if line.role != "tool"
    ]


def test_admins_see_all_of_it() -> None:
    assert as_seen_by(Colleague("slack:U1", "Ada", "admin"), TALK) == TALK
