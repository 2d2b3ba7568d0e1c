"""What staff ask for in Slack is proposed on a card, and done by the click of whoever may."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from tests.fakes.openai import Call, FakeOpenAI, Say
from tests.fakes.slack import FakeSlack, Post, User
from tests.scenario.desk import Desk
from tests.scenario.inside import NOW, Inside

BLOCKED = "SELECT count(*) FROM days WHERE blocked"
STATUS = "SELECT status FROM proposals"


@pytest.fixture
def settings(staffed: dict[str, str]) -> dict[str, str]:
    return staffed


async def proposed(desk: Desk, model: FakeOpenAI, user: str) -> Post:
    """The card of a day that somebody wants blocked."""
    model.script(
        Call("block_dates", {"first": "2027-06-05", "reason": "a wedding of our own"}),
        Say("It waits for a yes on the card."),
    )
    thread = await desk.mentions(user, "block june 5, we have a wedding of our own")
    card = desk.proposal(thread)
    assert "It waits for a yes on the card." in [post.text for post in desk.answers(thread)]
    assert "Block Saturday, June 5" in str(card.blocks)
    return card


async def test_a_day_is_blocked_by_a_click_and_not_before(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, kim: str
) -> None:
    card = await proposed(desk, model, sam)
    assert await stage.rows(BLOCKED) == [0]
    assert await desk.clicks(kim, card, "approve") == 200
    assert await stage.rows(BLOCKED) == [1]
    assert "Approved by Kim. Saturday, June 5 is blocked now." in str(card.blocks)
    assert "actions" not in {block["type"] for block in card.blocks}
    [entry] = await stage.records("SELECT actor, action, subject FROM audit")
    assert entry == {
        "actor": "slack:U0KIM00001",
        "action": "block_dates",
        "subject": "day:2027-06-05",
    }


async def test_two_people_who_click_at_once_do_it_once(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, kim: str
) -> None:
    card = await proposed(desk, model, sam)
    shown = msgspec.structs.replace(card)
    await asyncio.gather(desk.clicks(sam, shown, "approve"), desk.clicks(kim, shown, "cancel"))
    assert await stage.rows("SELECT count(*) FROM audit") + await stage.rows(BLOCKED) in (
        [1, 1],
        [0, 0],
    )
    assert len(desk.told(sam) + desk.told(kim)) == 1


async def test_a_cancelled_proposal_changes_nothing(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str
) -> None:
    card = await proposed(desk, model, sam)
    await desk.clicks(sam, card, "cancel")
    assert await stage.rows(STATUS) == ["cancelled"]
    assert await stage.rows(BLOCKED) == [0]
    assert "Cancelled by Sam" in str(card.blocks)


async def test_a_proposal_expires(stage: Inside, desk: Desk, model: FakeOpenAI, sam: str) -> None:
    card = await proposed(desk, model, sam)
    shown = msgspec.structs.replace(card)
    stage.set_now(NOW + timedelta(hours=25))
    await stage.tick()
    assert await stage.rows(STATUS) == ["expired"]
    await desk.clicks(sam, shown, "approve")
    assert await stage.rows(BLOCKED) == [0]
    assert "Nothing was done" in desk.told(sam)[0]


async def test_what_changed_meanwhile_is_checked_again(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str
) -> None:
    model.script(Call("unblock_dates", {"first": "2027-06-05"}), Say("It is not blocked."))
    await desk.asks(sam, "open june 5 again")
    assert await stage.rows(STATUS) == []  # there was nothing to do
    await desk.clicks(sam, await proposed(desk, model, sam), "approve")
    model.script(Call("unblock_dates", {"first": "2027-06-05"}), Say("Card."))
    thread = await desk.asks(sam, "open june 5 again")
    card = desk.proposal(thread)
    stage.set_now(NOW + timedelta(days=30))
    await desk.clicks(sam, card, "approve")
    assert await stage.rows(BLOCKED) == [1]


async def test_strangers_and_guests_are_turned_away(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    guest = User("U0EVE00001", "Eve")
    slack.workspace.users[guest.id] = guest
    thread = await desk.asks(guest.id, "block june 5")
    [answer] = desk.answers(thread)
    assert "Only members of the staff's channel may do this" in answer.text
    card = await proposed(desk, model, sam)
    await desk.clicks(guest.id, card, "approve")
    assert await stage.rows(BLOCKED) == [0]
    visitor = desk.join(User("U0VIC00001", "Vic", is_restricted=True))
    await desk.clicks(visitor, card, "edit")
    assert slack.workspace.views == []
    assert "guests may not" in desk.told(visitor)[0]


async def test_what_has_changed_since_it_was_shown_is_shown_again_and_not_done(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str
) -> None:
    model.script(Call("set_day_capacity", {"day": "2027-06-05", "guests": 100}), Say("Card."))
    card = desk.proposal(await desk.mentions(sam, "only 100 guests on june 5"))
    seen = msgspec.structs.replace(card)
    assert "~500~ → 100" in str(card.blocks)
    model.script(Call("set_day_capacity", {"day": "2027-06-05", "guests": 200}), Say("Card."))
    other = desk.proposal(await desk.mentions(sam, "make it 200"))
    await desk.clicks(sam, other, "approve")
    await desk.clicks(sam, seen, "approve")
    assert await stage.rows("SELECT capacity FROM days") == [200]
    assert "this has changed since it was shown" in desk.told(sam)[-1]
    assert "~200~ → 100" in str(card.blocks)
    await desk.clicks(sam, seen, "approve")  # of the card as it was
    assert await stage.rows("SELECT capacity FROM days") == [200]
    await desk.clicks(sam, card, "approve")
    assert await stage.rows("SELECT capacity FROM days") == [100]
