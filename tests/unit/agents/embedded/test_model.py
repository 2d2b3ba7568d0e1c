"""The model's port: what it is given decides, and nothing else."""

from typing import Any

import msgspec
from msgspec import structs

from agents.models.embedded.model import EmbeddedModel
from agents.ports import Answer, ModelRequest
from bot.messages import Usage
from tests.unit.agents.stage import bot, call, request, result, situation, step, user

CUSTOMERS = (
    "note_details",
    "create_booking_inquiry",
    "get_menu",
    "get_availability",
    "get_quote",
    "search_knowledge",
    "my_bookings",
    "request_human",
)


async def answered(asked: ModelRequest, model: EmbeddedModel | None = None) -> Answer:
    said: list[str] = []
    answer = await (model or EmbeddedModel()).answer(asked, said.append)
    assert "".join(said) == answer.text
    return answer


def arguments(answer: Answer) -> dict[str, dict[str, Any]]:
    return {call.name: msgspec.json.decode(call.arguments) for call in answer.tool_calls}


async def test_all_that_was_said_is_called_for_in_one_step() -> None:
    text = "How much for 30 on June 5? Do you have anything without shellfish?"
    answer = await answered(request(user(text), tools=CUSTOMERS))
    assert answer.text == ""
    assert answer.usage == Usage(0, 0)
    assert arguments(answer) == {
        "note_details": {"guest_count": 30, "event_date": "2027-06-05"},
        "get_menu": {"without": "no shellfish"},
    }


async def test_what_depends_on_a_note_waits_for_it() -> None:
    noting = call("note_details", "c1", '{"guest_count":30}')
    noted = situation(details={"guest_count": 30})
    asked = request(
        user("how much for 30 people"),
        step(noting),
        result("c1", '{"noted":{"guest_count":30}}'),
        tools=CUSTOMERS,
        situation=noted,
    )
    assert arguments(await answered(asked)) == {"get_quote": {"guest_count": 30}}


async def test_what_the_customer_overtook_is_done_again() -> None:
    noting = call("note_details", "c1", '{"guest_count":30}')
    asked = request(
        user("party of 30"),
        step(noting),
        result("c1", '{"error":"superseded"}'),
        user("no, 40 people"),
        tools=CUSTOMERS,
    )
    assert arguments(await answered(asked)) == {"note_details": {"guest_count": 40}}


async def test_it_says_what_it_has_when_tools_are_taken_away_in_the_turn() -> None:
    noting = call("note_details", "c1", '{"guest_count":30}')
    asked = request(
        user("party of 30"),
        step(noting),
        result("c1", '{"noted":{"guest_count":30}}'),
        user("no, 40 people"),
        situation=situation(details={"guest_count": 30}),
    )
    answer = await answered(asked)
    assert not answer.tool_calls
    assert "What date is your event?" in answer.text


async def test_the_same_request_gets_the_same_answer_whoever_was_asked_before() -> None:
    asked = request(user("hi"), tools=CUSTOMERS)
    model = EmbeddedModel()
    first = await answered(asked, model)
    await answered(request(user("do you do weddings?"), bot("Yes."), user("great")), model)
    assert await answered(asked, model) == first == await answered(asked)


async def test_only_offered_tools_are_called() -> None:
    asked = request(user("what is on the menu"), tools=("note_details",))
    answer = await answered(asked)
    assert not answer.tool_calls
    assert answer.text


async def test_a_broken_result_of_a_tool_offers_a_person() -> None:
    asked = request(
        user("what is on the menu"),
        step(call("get_menu", "c1")),
        result("c1", '{"error":"failed","message":"-"}'),
        tools=CUSTOMERS,
    )
    assert "Shall I ask our team instead?" in (await answered(asked)).text


async def test_calls_that_another_model_wrote_badly_do_no_harm() -> None:
    asked = request(
        user("hi"),
        step(call("get_menu", "c1", "{not json"), call("frobnicate", "c2")),
        result("c1", "no json either"),
        result("c2", '["a list"]'),
        tools=CUSTOMERS,
    )
    assert "MyHibachi" in (await answered(asked)).text


async def test_the_inquiry_goes_out_only_when_the_server_saw_the_yes() -> None:
    details = {
        "event_date": "2027-06-05",
        "guest_count": 30,
        "location": "Pasadena",
        "name": "Ann Lee",
    }
    complete = situation(details=details, missing=(), read_back="waiting")
    asked = request(user("yes"), tools=CUSTOMERS, situation=complete)
    assert not (await answered(asked)).tool_calls
    confirmed = structs.replace(complete, read_back="confirmed")
    answer = await answered(structs.replace(asked, situation=confirmed))
    assert arguments(answer) == {
        "create_booking_inquiry": {
            "name": "Ann Lee",
            "phone": confirmed.scope.phone,
            "guest_count": 30,
            "event_date": "2027-06-05",
            "location": "Pasadena",
        }
    }


async def test_an_inquiry_that_was_made_is_not_made_again() -> None:
    made = situation(
        details={"event_date": "2027-06-05", "guest_count": 30, "location": "Pasadena"},
        missing=(),
        read_back="confirmed",
        lead="open",
    )
    asked = request(bot("Thank you!"), user("ok great"), tools=CUSTOMERS, situation=made)
    answer = await answered(asked)
    assert not answer.tool_calls
    assert "?" not in answer.text


async def test_other_agents_are_told_that_it_serves_customers() -> None:
    answer = await answered(request(user("how many leads today?"), agent="analytics"))
    assert "only serves customers" in answer.text
    assert answer.text.count(".") == 1
