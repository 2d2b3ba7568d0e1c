"""What the desk's embedded model says: made of results, short, and nothing that no tool gave."""

from typing import Any

import pytest

from agents.models.desk.lines import MOST_LINES, numbered, short
from agents.models.desk.talk import trouble
from tests.unit.agents import desk_world
from tests.unit.agents.desk_world import World


def _answers(monkeypatch: pytest.MonkeyPatch, **results: dict[str, Any]) -> None:
    """These tools answer so from now on."""
    for tool, result in results.items():
        monkeypatch.setitem(desk_world._LISTS, tool, lambda _, result=result: result)


async def test_inquiries_are_a_numbered_list() -> None:
    said = await World().asks("leads")
    assert said.splitlines()[:4] == [
        "5 open inquiries:",
        "1. Bianca Ruiz - Saturday, June 12 at 6 pm, 45 guests, Torrance - new, 2 hours old",
        "2. Rob Castillo - Saturday, June 5, 50 guests, Long Beach - contacted, for Sam, 1 day old",
        "3. Priya Patel - Saturday, July 3, 600 guests, Irvine - new, needs a person, 3 days old",
    ]


async def test_nothing_is_said_as_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(
        monkeypatch,
        list_leads={"found": 0, "leads": []},
        list_bookings={"first": "2027-05-22", "last": "2027-05-22", "found": 0, "bookings": []},
        list_conversations={"which": "waiting", "found": 0, "conversations": []},
        list_todos={"found": 0, "todos": []},
        find_customers={"found": 0, "customers": [], "inquiries": [], "similar": ["Ana Ruis"]},
    )
    world = World()
    assert await world.asks("new leads since monday") == "No new inquiries since then."
    assert await world.asks("who do we have saturday") == "No bookings on Saturday, May 22."
    assert await world.asks("who is waiting") == "Nobody is waiting."
    assert await world.asks("my todos") == "Nothing to do."
    assert await world.asks("find ruiz") == ('I found nobody by "ruiz". Similar names: Ana Ruis.')


async def test_a_week_shows_its_days_and_their_parties(monkeypatch: pytest.MonkeyPatch) -> None:
    party = {"id": "bk-lee", "name": "Ann Lee", "guests": 40, "place": "Torrance", "status": "held"}
    days = [
        {
            "date": "2027-05-22",
            "booked": 40,
            "capacity": 500,
            "blocked": False,
            "bookings": [party],
        },
        {"date": "2027-05-23", "blocked": True, "blocked_reason": "wedding", "bookings": []},
        {"date": "2027-05-24", "closed": "closed on Mondays", "bookings": []},
    ]
    _answers(monkeypatch, calendar={"booked": 40, "days": days})
    world = World()
    assert await world.asks("calendar") == (
        "40 guests booked:\n"
        "Saturday, May 22: 40 of 500 booked\n"
        "  1. Ann Lee, 40 guests, Torrance, held\n"
        "Sunday, May 23: blocked (wedding)\n"
        "Monday, May 24: closed (closed on Mondays)"
    )
    await world.asks("confirm 1 with 400")
    assert world.calls[-1] == ("confirm_booking", {"booking": "bk-lee", "deposit": "400"})


async def test_a_proposal_waits_and_a_refusal_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(
        monkeypatch,
        block_dates={"proposed": "Block Saturday, June 5", "proposal": "p", "message": "..."},
        unblock_dates={"error": "refused", "message": "Saturday, June 5 is not blocked"},
    )
    world = World()
    assert await world.asks("block june 5") == (
        "I've put a card up: Block Saturday, June 5. It waits for your approval."
    )
    assert await world.asks("open june 5 again") == "Saturday, June 5 is not blocked."


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ({"done": "x"}, None),
        ({"error": "refused", "message": "there is none: look at list_leads"}, "There is none."),
        ({"error": "invalid", "fields": {"guest_count": "at least 1"}}, "guest count: at least 1"),
        ({"error": "failed", "message": "This tool ... offer a person."}, "That does not work"),
    ],
)
def test_what_is_wrong_is_said_without_the_words_for_models(
    result: dict[str, Any], said: str | None
) -> None:
    told = trouble(result)
    assert told is None if said is None else (told or "").startswith(said)
    assert "_" not in (told or "")


async def test_figures_are_the_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(
        monkeypatch,
        query={"columns": ["month", "revenue_dollars"], "rows": [["2027-04-01", 1234.5]]},
    )
    world = World("analytics")
    said = await world.asks("revenue by month this year")
    assert said.splitlines()[1] == "2027-04: $1,234.50"
    assert "2027-01-01" in world.calls[0][1]["sql"]
    await world.asks("as a chart")
    assert world.calls[-1][0] == "make_chart"
    assert world.calls[-1][1]["sql"] == world.calls[0][1]["sql"]


def test_a_long_list_ends_with_how_many_more() -> None:
    lines = numbered([f"line {number}" for number in range(40)], 5).splitlines()
    assert len(lines) == MOST_LINES + 1
    assert lines[-1] == f"and {45 - MOST_LINES} more"
    assert short("word " * 100, 20) == "word word word word..."


@pytest.mark.parametrize(
    "result",
    [{}, {"leads": None}, {"leads": [{}]}, {"leads": [{"id": 1}]}, {"leads": "x"}, {"x": 1}],
)
async def test_a_result_of_another_shape_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch, result: dict[str, Any]
) -> None:
    _answers(monkeypatch, list_leads=result)
    world = World()
    assert await world.asks("leads")
    assert await world.asks("assign 1 to me")


_HARD = (
    "open " * 400,
    "show me " * 250,
    "june 5 to " * 200,
    "take a over " * 160,
    "note on a : " * 150,
    "cancel , " * 250,
    "any " * 600,
    "(" * 2000,
    "\x00\ud83d" * 20,
    "1 " * 1000,
)


@pytest.mark.parametrize("words", _HARD, ids=lambda words: words[:12])
async def test_odd_texts_are_answered_soon(words: str) -> None:
    for agent in ("staff", "admin", "analytics"):
        assert await World(agent).asks(words)


async def test_a_day_begins_with_what_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    lead = {"id": "ld-ruiz", "name": "Bianca Ruiz", "guests": 45, "status": "new", "age": "1 day"}
    _answers(
        monkeypatch,
        briefing={
            "day": "Thursday, May 20",
            "bookings_today": [],
            "bookings_this_week": 2,
            "guests_this_week": 85,
            "waiting": [{"id": "cv", "phone": "+13105550144", "channel": "sms"}],
            "open_leads": 1,
            "leads": [lead],
            "proposals_open": ["Block Saturday, June 5"],
        },
    )
    for words in ("good morning", "what's on?", "brief me please"):
        assert await World().asks(words) == (
            "Thursday, May 20: 0 bookings today; in seven days 2 bookings, 85 guests.\n"
            "Waiting for a person:\n"
            "- (310) 555-0144, somebody who gave no name, sms\n"
            "1 open inquiry:\n"
            "- Bianca Ruiz - 45 guests - new, 1 day old\n"
            "Cards that wait for a yes:\n"
            "- Block Saturday, June 5"
        )


async def test_whoever_is_asked_back_may_ask_for_something_else() -> None:
    world = World()
    assert (await world.asks("show the zzyzx lead")).endswith("Who is meant?")
    await world.asks("what did bianca say")
    assert world.calls[-1][0] == "read_conversation"
