"""What a model tells staff was done was done; and what customers feel is done by staff's yes."""

import pytest

from tests.fakes.openai import Call, FakeOpenAI, Say
from tests.fakes.slack import Post
from tests.scenario.desk import Desk
from tests.scenario.inside import Inside

ANN = "+14155550101"
HELD = "SELECT claimed_name FROM ai_conversations WHERE agent_type = 'customer'"
_BLOCK = Call("block_dates", {"first": "2027-06-05"})
_TAKE = Call("take_over", {"conversation": ANN})


@pytest.fixture
def settings(staffed: dict[str, str]) -> dict[str, str]:
    return staffed


async def _answer(desk: Desk, user: str, words: str) -> Post:
    """What is said to somebody, beside the cards."""
    posts = desk.answers(await desk.asks(user, words))
    [answer] = [post for post in posts if "Approve" not in str(post.blocks)]
    return answer


async def test_what_was_only_proposed_is_not_told_as_done(
    stage: Inside, model: FakeOpenAI, desk: Desk, sam: str
) -> None:
    model.script(_BLOCK, Say("Done, June 5 is blocked."), Say("A card for June 5 waits for a yes."))
    answer = await _answer(desk, sam, "block june 5")
    assert answer.text == "A card for June 5 waits for a yes."
    why = str(model.requests[-1].messages[-1]["content"])
    assert "it was only proposed: it waits for a yes on the card" in why

    model.script(_BLOCK, Say("Done, June 5 is blocked."), Say("It's blocked now!"))
    answer = await _answer(desk, sam, "block june 5")
    assert answer.text.splitlines() == [
        "I can vouch for this alone:",
        "Waits for a yes on its card: Block Saturday, June 5 for new bookings.",
    ]


async def test_nobody_is_silenced_who_was_not_named(
    stage: Inside, model: FakeOpenAI, desk: Desk, sam: str
) -> None:
    model.script(Say("Hi Ann!"))
    await stage.talk(ANN, "hello")
    model.script(_TAKE, Say("A card waits for your yes."))
    asked = await desk.asks(sam, "who is waiting?")
    card = desk.proposal(asked)
    assert await stage.rows(HELD) == [None]
    await desk.clicks(sam, card, "approve")
    assert await stage.rows(HELD) == ["Sam"]
    model.script(Call("give_back", {"conversation": ANN}), Say("The assistant has it again."))
    await desk.asks(sam, "give 415 555 0101 back to the bot")
    assert await stage.rows(HELD) == [None]
