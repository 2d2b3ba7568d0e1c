"""Staff's plain words: each becomes the right call, with the right arguments."""

from typing import Any

import pytest

from tests.unit.agents.desk_utterances import Utterance, utterances
from tests.unit.agents.desk_world import World

ALL = utterances("first", "freely_put", "held_out", "mended")


@pytest.mark.parametrize("told", ALL, ids=lambda told: f"{told.agent}: {' | '.join(told.lines)}")
async def test_a_request_becomes_its_call(told: Utterance) -> None:
    world = World(told.agent)
    for line in told.lines:
        said = await world.asks(line)
    assert world.calls, said
    called, given = world.calls[-1]
    wanted = told.arguments
    assert (called, _folded(given, wanted)) == (told.tool, _folded(wanted, wanted))


def _folded(given: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """The arguments that matter, whatever their letters' case."""
    values = {name: given.get(name) for name in wanted}
    return {name: v.lower() if isinstance(v, str) else v for name, v in values.items()}


@pytest.mark.parametrize(
    "line",
    ["dead letters", "pause texts", "audit log", "make Kim an admin", "chicken price to 27"],
)
async def test_staff_are_refused_what_is_the_admins(line: str) -> None:
    world = World("staff", "staff")
    assert await world.asks(line) == "Only admins may ask for that. Nothing was done."
    assert world.calls == []


async def test_an_admin_who_asks_the_staff_agent_is_passed_on_once() -> None:
    world = World("staff", "admin")
    said = await world.asks("dead letters")
    assert [name for name, _ in world.calls] == ["transfer", "list_dead_letters"]
    assert said.startswith("2 dead letters:\n1. sms, Ann Lee")


@pytest.mark.parametrize(
    "line",
    ["how is the weather", "xyzzy plugh", "please do the thing with the stuff", "?", "🎉", "...."],
)
async def test_what_is_not_understood_changes_nothing_and_is_said(line: str) -> None:
    world = World("staff")
    said = await world.asks(line)
    reading = {"search_knowledge", "find_customers", "customer_card", "list_leads", "list_bookings"}
    assert {name for name, _ in world.calls} <= reading
    assert said


async def test_several_are_listed_and_one_is_asked_for() -> None:
    world = World("staff")
    said = await world.asks("convert gomez")
    assert said.splitlines()[0] == "Which inquiry?"
    assert said.splitlines()[1].startswith("1. Ana Gomez")
    assert (await world.asks("never mind")) == "All right, nothing was done."
    assert "convert_lead" not in {name for name, _ in world.calls}


@pytest.mark.parametrize(
    "line",
    ["confirm karen smith 500", "take over zed", "cancel zed smith, sick", "text zed hello there",
     "kids are 20 now", "bump zed travel to 90"],
)  # fmt: skip
async def test_a_name_that_nobody_bears_is_asked_back_and_never_in_a_call(line: str) -> None:
    world = World("admin")
    said = await world.asks(line)
    assert all(name.startswith(("list_", "find_")) for name, _ in world.calls)
    assert said


async def test_who_is_meant_may_be_told_then() -> None:
    world = World("staff")
    assert (await world.asks("confirm karen smith 500")).endswith("Who is meant?")
    await world.asks("karen ortiz")
    assert world.calls[-1] == ("confirm_booking", {"booking": "bk-ortiz", "deposit": "500"})


async def test_a_number_of_a_list_that_is_shorter_is_asked_back() -> None:
    world = World("staff")
    await world.asks("leads")
    assert await world.asks("assign 9 to me") == (
        "The last list has 5 entries. Which one do you mean?"
    )
    assert [name for name, _ in world.calls] == ["list_leads"]


async def test_a_list_is_remembered_over_other_requests() -> None:
    world = World("staff")
    for line in ("leads", "assign 1 to me", "is june 5 free", "assign 2 to Kim"):
        await world.asks(line)
    assert world.calls[-1] == ("assign_lead", {"lead": "ld-castillo", "colleague": "Kim"})


async def test_each_request_of_a_burst_is_carried_out() -> None:
    world = World("staff")
    await world.asks("leads")
    said = await world.asks("assign 1 to me", "assign 3 to Kim")
    assert [given["lead"] for name, given in world.calls if name == "assign_lead"] == [
        "ld-ruiz",
        "ld-patel",
    ]
    assert said == "Done: assign_lead.\n\nDone: assign_lead."


async def test_a_weekday_that_may_be_two_days_is_asked_back() -> None:
    world = World("staff")
    said = await world.asks("block next friday")
    assert said == "Which day?\n1. Friday, May 21\n2. Friday, May 28"
    await world.asks("the second one")
    assert world.calls == [("block_dates", {"first": "2027-05-28"})]


async def test_a_booking_is_asked_together_piece_by_piece() -> None:
    world = World("staff")
    assert await world.asks("new booking") == "What is the customer's name?"
    assert await world.asks("Dana Cole") == "What is the customer's phone number?"
    assert await world.asks("626 555 0110") == "For which day?"
    assert await world.asks("june 19 at noon in Pasadena") == "How many guests?"
    await world.asks("80")
    assert world.calls == [
        (
            "create_booking",
            {
                "name": "Dana Cole",
                "phone": "+16265550110",
                "date": "2027-06-19",
                "time": "12:00",
                "place": "Pasadena",
                "guests": 80,
            },
        )
    ]


async def test_another_request_is_no_reason() -> None:
    world = World("staff")
    assert await world.asks("lose castillo") == "Why is Rob Castillo lost?"
    assert (await world.asks("leads")).startswith("5 open inquiries:")
    assert "lose_lead" not in {name for name, _ in world.calls}
