"""The toolbox: only the agent's own tools, checked arguments, small schemas."""

import json

import pytest
from msgspec import structs

from agents.tools.customer import CUSTOMER_TOOLS
from agents.tools.toolbox import Toolbox
from tests.unit.agents.tools.chat import Chat, knowledge

SPECS = Toolbox({"customer": CUSTOMER_TOOLS}, knowledge(), lambda *told: None).specs("customer")


def test_the_customer_agent_has_the_contracts_tools() -> None:
    assert [spec.name for spec in SPECS] == [
        "note_details",
        "create_booking_inquiry",
        "get_menu",
        "get_availability",
        "get_quote",
        "search_knowledge",
        "my_bookings",
        "request_human",
        "remember",
    ]


def test_schemas_are_small_and_stand_alone() -> None:
    text = json.dumps([spec.parameters for spec in SPECS])
    assert "$ref" not in text
    assert "$defs" not in text
    assert "title" not in text
    assert "null" not in text
    assert len(text) < 2500


def test_the_inquirys_schema_is_the_contracts() -> None:
    parameters = SPECS[1].parameters
    assert parameters["required"] == ["name", "phone", "guest_count"]
    assert set(parameters["properties"]) == {
        "name",
        "phone",
        "guest_count",
        "event_date",
        "location",
        "message",
    }
    assert parameters["additionalProperties"] is False


async def test_another_agents_tools_do_not_exist(chat: Chat) -> None:
    answer = await chat.call("delete_customer", customer_id=1)
    assert answer["error"] == "unknown_tool"
    assert "note_details" in answer["tools"]
    chat.scope = structs.replace(chat.scope, agent="staff")
    assert await chat.call("get_menu") == {"error": "unknown_tool", "tools": []}


@pytest.mark.parametrize(
    ("tool", "arguments", "field"),
    [
        ("note_details", '{"guests": 30}', "guests"),
        ("note_details", '{"guest_count": "many"}', "guest_count"),
        ("note_details", '{"guest_count": -1}', "guest_count"),
        ("create_booking_inquiry", '{"name": "Maria", "guest_count": 30}', "phone"),
        ("request_human", '{"reason": ""}', "reason"),
        ("get_menu", '{"without": ', "arguments"),
        ("get_menu", "[1]", "arguments"),
    ],
)
async def test_bad_arguments_come_back_with_what_to_do(
    chat: Chat, tool: str, arguments: str, field: str
) -> None:
    answer = await chat.call_with(tool, arguments)
    assert answer["error"] == "invalid"
    assert list(answer["fields"]) == [field]
    assert answer["fields"][field]


async def test_null_and_nothing_are_no_arguments(chat: Chat) -> None:
    assert "dishes" in await chat.call_with("get_menu", "")
    assert "dishes" in await chat.call_with("get_menu", '{"without": null}')
