"""One booking in ten turns, as a good model would hold it: what the customer writes, and the model
that answers from what its tools return. It is what a conversation is priced by."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from tests.fakes.openai import Call, ChatRequest, FakeOpenAI, PromptCache, Say
from tests.scenario.inside import Inside

NOON = datetime(2027, 6, 1, 19, 0, tzinfo=UTC)
ANN = "+14155550101"

Results = dict[str, Any]
Reply = str | Callable[[Results], str]


class Turn(Struct, frozen=True):
    """said: by the customer. calls: the model's. reply: its answer to what came of them."""

    said: str
    calls: tuple[Call, ...]
    reply: Reply


def _passage(results: Results) -> str:
    """What a page says, in its first two sentences."""
    text = " ".join(results["search_knowledge"]["passages"][0]["text"].split())
    return ". ".join(text.split(". ")[:2]).rstrip(".") + "."


TURNS = (
    Turn(
        "Hi! Do you guys do birthday parties at people's homes?",
        (Call("search_knowledge", {"question": "birthday parties at home"}),),
        "Hi, this is the automated assistant. Yes, our chefs come to you and cook at your place. "
        "What day are you thinking of?",
    ),
    Turn(
        "not sure yet. what's on the menu and how much is it per person?",
        (Call("get_menu"),),
        lambda found: (
            "We serve "
            + ", ".join(f"{dish['name']} {dish['price']}" for dish in found["get_menu"]["dishes"])
            + ". How many guests do you expect?"
        ),
    ),
    Turn(
        "ok cool. so it's for my daughter's birthday on June 12, about 40 people",
        (
            Call(
                "note_details",
                {"event_date": "June 12", "guest_count": 40, "occasion": "birthday"},
            ),
            Call("get_availability", {"date": "June 12", "guest_count": 40}),
        ),
        "Saturday, June 12 is available for 40 guests. Where will the party be?",
    ),
    Turn(
        "in Pasadena, in our garden. my sister has a shellfish allergy, what can she eat?",
        (
            Call("note_details", {"location": "Pasadena", "dietary": "shellfish allergy"}),
            Call("get_menu", {"without": "shellfish"}),
        ),
        lambda found: f"{found['get_menu']['say']} How many of the guests are children?",
    ),
    Turn(
        "there will be 30 adults and 10 kids. what would that come to?",
        (
            Call("note_details", {"adults": 30, "children": 10}),
            Call("get_quote", {"adults": 30, "children": 10, "location": "Pasadena"}),
        ),
        lambda found: f"{found['get_quote']['say']} What time should dinner start?",
    ),
    Turn(
        "hmm 6pm. do we have to get tables and chairs ourselves?",
        (
            Call("note_details", {"event_time": "6pm"}),
            Call("search_knowledge", {"question": "tables and chairs"}),
        ),
        lambda found: f"{_passage(found)} What name may I put on the inquiry?",
    ),
    Turn(
        "what happens if it rains?",
        (Call("search_knowledge", {"question": "rain"}),),
        lambda found: f"{_passage(found)} What name may I put on the inquiry?",
    ),
    Turn(
        "good. I'm Ann Lee",
        (Call("note_details", {"name": "Ann Lee"}),),
        lambda found: str(found["note_details"]["read_back"]),
    ),
    Turn(
        "yes thats right",
        (
            Call(
                "create_booking_inquiry",
                {"name": "Ann Lee", "phone": ANN, "guest_count": 40, "event_date": "2027-06-12"},
            ),
        ),
        lambda found: str(found["create_booking_inquiry"]["say"]),
    ),
    Turn("great, thank you so much!", (), "You are welcome, Ann. Have a lovely day!"),
)


def decide(request: ChatRequest) -> Any:
    """The good model: calls first, then the reply."""
    asked = next(turn for turn in TURNS if turn.said == request.said)
    found = {name: json.loads(text) for name, text in request.results.items()}
    if asked.calls and not found:
        return list(asked.calls)
    return Say(asked.reply if isinstance(asked.reply, str) else asked.reply(found))


class Priced(Struct, frozen=True):
    """What a conversation came to. dollars: by the price list, as our own books have it."""

    calls: int
    tokens_in: int
    cached: int
    tokens_out: int
    dollars: float

    @property
    def cached_share(self) -> float:
        return self.cached / self.tokens_in


async def price(stage: Inside, model: FakeOpenAI) -> Priced:
    """Holds the conversation, with a server that keeps nothing yet, and reads the books."""
    model.decide, model.cache = decide, PromptCache()
    await stage.talk(ANN, *(turn.said for turn in TURNS))
    [row] = await stage.records(
        "SELECT count(*) AS calls, sum(tokens_in) AS tokens_in, sum(tokens_cached) AS cached,"
        " sum(tokens_out) AS tokens_out, sum(coalesce(settled, reserved)) AS micros"
        " FROM model_calls"
    )
    micros = int(row.pop("micros"))
    return Priced(**{name: int(value) for name, value in row.items()}, dollars=micros / 1e6)
