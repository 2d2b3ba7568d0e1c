"""An admin runs the house from Slack: a price is changed at run time, known to the next customer,
and taken back; and nobody else of the staff may."""

import asyncio
import json

import msgspec
import pytest

from tests.fakes.openai import Call, FakeOpenAI, Hang, Say
from tests.fakes.slack import FakeSlack, Post
from tests.scenario.desk import Desk
from tests.scenario.inside import Inside

ANN, BEN = "+14155550101", "+14155550102"
CHICKEN = "menu.dishes.chicken.price"
PLATES = {"guest_count": 20, "proteins": {"chicken": 20}}


@pytest.fixture
def settings(staffed: dict[str, str]) -> dict[str, str]:
    return staffed | {"OPENAI_TIMEOUT_SECONDS": "30"}


async def proposed(desk: Desk, model: FakeOpenAI, user: str, words: str, call: Call) -> Post:
    """The card of what an admin asks for."""
    model.script(call, Say("It waits for a yes on the card."))
    thread = await desk.mentions(user, words)
    assert "It waits for a yes on the card." in [post.text for post in desk.answers(thread)]
    return desk.proposal(thread)


def food(model: FakeOpenAI) -> str:
    """What the plates come to, as the last quote told the model."""
    told = json.loads(model.requests[-1].results["get_quote"])
    return str(told["food"])


async def test_a_price_changes_for_the_next_customer_and_not_in_the_middle_of_a_turn(
    stage: Inside, desk: Desk, model: FakeOpenAI, ada: str, sam: str
) -> None:
    change = Call("change_setting", {"path": CHICKEN, "value": 31})
    card = await proposed(desk, model, ada, "change the price of chicken to 31", change)
    assert "28.00" in str(card.blocks)
    assert "Bookings made keep their prices" in str(card.blocks)

    # Ann's question is being answered while the price changes.
    model.script((Call("get_quote", PLATES), Hang("quote")), Say("That is $614.60 with tax."))
    await stage.text(ANN, "what do 20 chicken plates cost")
    await model.gates.held(gate="quote")
    yes = asyncio.create_task(desk.clicks(ada, card, "approve"))
    await stage.until("SELECT status FROM proposals", ["approved"])
    model.gates.release("quote")
    await yes
    assert f"Approved by Ada. {CHICKEN} is 31.00 now." in str(card.blocks)
    assert food(model) == "$560.00"
    assert "$614.60" in stage.said_to(ANN)[0]

    model.script(Call("get_quote", PLATES), Say("That is $680.45 with tax."))
    assert "$680.45" in (await stage.talk(BEN, "what do 20 chicken plates cost"))[0]
    assert food(model) == "$620.00"

    model.script(Call("setting_history", {"prefix": "menu"}), Say("Ada changed it just now."))
    await desk.mentions(ada, "admin who changed the menu")
    [row] = json.loads(model.requests[-1].results["setting_history"])["changes"]
    undo = Call("undo_setting", {"change": row["change"]})
    card = await proposed(desk, model, ada, "admin take that back", undo)
    shown = msgspec.structs.replace(card)
    await desk.clicks(sam, card, "approve")
    assert desk.told(sam) == ["Only admins may decide on this. Nothing was done."]
    await desk.clicks(ada, shown, "approve")
    model.script(Call("get_quote", PLATES), Say("That is $614.60 with tax."))
    assert "$614.60" in (await stage.talk(BEN, "and now?"))[0]
    assert food(model) == "$560.00"
    audit = await stage.records("SELECT actor, action, subject FROM audit ORDER BY id")
    assert [entry["action"] for entry in audit] == ["change_setting", "undo_setting"]
    assert {entry["subject"] for entry in audit} == {f"setting:{CHICKEN}"}


async def test_staff_who_are_no_admins_are_turned_away_until_one_makes_them_admins(
    stage: Inside, desk: Desk, model: FakeOpenAI, ada: str, sam: str, slack: FakeSlack
) -> None:
    await desk.commands(sam, "admin pause the texts")
    assert "Only admins may ask the admin agent. Nothing was done." in slack.posts[-1].text
    # What is the admins' alone is not offered to the staff agent, whatever its model calls.
    model.script(Call("pause_bot", {"channel": "sms"}), Say("I cannot."))
    await desk.mentions(sam, "do pause the customers for me")
    assert "pause_bot" not in model.requests[-1].tools
    assert "unknown_tool" in model.requests[-1].results["pause_bot"]
    assert await stage.rows("SELECT count(*) FROM proposals") == [0]

    role = Call("set_role", {"colleague": "Sam", "role": "admin"})
    await desk.clicks(ada, await proposed(desk, model, ada, "admin sam helps me", role), "approve")
    pause = Call("pause_bot", {"channel": "sms"})
    card = await proposed(desk, model, sam, "admin pause the texts", pause)
    await desk.clicks(sam, card, "approve")
    assert "Approved by Sam. The assistant is paused on texts now." in str(card.blocks)
    assert "A member of our team will answer" in (await stage.talk(ANN, "hello"))[0]
    under = await desk.card("asks for a person")
    await stage.text(ANN, "it is about saturday")
    await stage.idle()
    assert "Customer: it is about saturday" in "\n".join(desk.thread(under))


async def test_an_admin_gets_all_that_is_held_of_a_customer_as_a_file(
    stage: Inside, desk: Desk, model: FakeOpenAI, ada: str
) -> None:
    model.script(Say("Hello Ann!"))
    await stage.talk(ANN, "hello, this is ann")
    model.script(Call("export_customer", {"customer": ANN}), Say("Here is the file."))
    await desk.mentions(ada, "admin export the customer +1 415 555 0101")
    told = json.loads(model.requests[-1].results["export_customer"])
    assert told["holds"] | {"messages": 2} == told["holds"]
    [name] = await stage.rows("SELECT name FROM files WHERE for_admins")
    assert name == told["name"]
    assert await stage.rows("SELECT status FROM outbox WHERE kind = 'file'") == ["sent"]
    assert await stage.rows("SELECT action FROM audit") == ["export_customer"]
    # All of the staff read the channel; in a direct message it stays where it was asked for.
    own = desk.slack.workspace.direct(ada)
    assert "direct messages" in told["message"]
    assert [(post.channel, post.thread_ts) for post in desk.slack.posts if post.files] == [
        (own, None)
    ]
    model.script(Call("export_customer", {"customer": ANN}), Say("Here is the file."))
    thread = await desk.asks(ada, "admin export the customer +1 415 555 0101")
    assert "here" in json.loads(model.requests[-1].results["export_customer"])["message"]
    assert [(post.channel, post.thread_ts) for post in desk.slack.posts if post.files][1:] == [
        (own, thread)
    ]
