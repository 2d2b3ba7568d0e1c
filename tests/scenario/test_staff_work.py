"""A day of the staff in Slack: an inquiry becomes a booking that is confirmed and told of."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from tests.fakes.openai import Call, FakeOpenAI, Say
from tests.fakes.slack import FakeSlack, User
from tests.scenario.desk import Desk, desk_settings
from tests.scenario.inside import NOW, Inside

ANN = "+14155550101"
_NOTED = {
    "event_date": "June 12",
    "guest_count": 40,
    "location": "Pasadena",
    "name": "Ann Lee",
}
_READ_BACK = "Saturday, June 12 for 40 guests in Pasadena, under Ann Lee. Is that right?"


@pytest.fixture
def settings(slack: FakeSlack, remote: dict[str, str]) -> dict[str, str]:
    return desk_settings(slack) | remote


class Shift:
    """Sam, who asks the bot in Slack, and Kim, who says yes."""

    def __init__(self, stage: Inside, desk: Desk, model: FakeOpenAI) -> None:
        self.stage, self.desk, self.model = stage, desk, model
        self.sam = desk.join(User("U0SAM00001", "Sam"))
        self.kim = desk.join(User("U0KIM00001", "Kim"))

    async def asks(self, words: str, tool: str, **arguments: Any) -> dict[str, Any]:
        """What the tool told the model that Sam's words made call it."""
        self.model.script(Call(tool, arguments), Say("Here you are."))
        self.thread = await self.desk.asks(self.sam, words)
        query = "SELECT content FROM ai_messages WHERE role = 'tool' ORDER BY id DESC LIMIT 1"
        told: dict[str, Any] = orjson.loads((await self.stage.rows(query))[0])
        assert "error" not in told, told
        return told

    async def approved(self, words: str, tool: str, **arguments: Any) -> str:
        """The card of what Sam's words propose, as it stands once Kim has said yes to it."""
        await self.asks(words, tool, **arguments)
        card = self.desk.proposal(self.thread)
        shown = str(card.blocks)
        await self.desk.clicks(self.kim, card, "approve")
        assert "Approved by Kim." in str(card.blocks), card.blocks
        return shown


@pytest.fixture
def shift(stage: Inside, slack: FakeSlack, model: FakeOpenAI) -> Shift:
    return Shift(stage, Desk(slack, stage), model)


async def inquires(stage: Inside, model: FakeOpenAI) -> None:
    """Ann texts what she wants, and says yes to it."""
    model.script(
        Call("note_details", _NOTED),
        Say(_READ_BACK),
        Call("create_booking_inquiry", {"name": "Ann Lee", "phone": ANN, "guest_count": 40}),
        Say("Thank you Ann, our team will be in touch."),
    )
    await stage.talk(ANN, "June 12, 40 people, Pasadena. Ann Lee", "yes that is right")


async def test_an_inquiry_becomes_a_confirmed_booking(
    stage: Inside, model: FakeOpenAI, shift: Shift
) -> None:
    await inquires(stage, model)

    [lead] = (await shift.asks("what came in overnight?", "list_leads"))["leads"]
    assert (lead["name"], lead["when"], lead["guests"]) == ("Ann Lee", "Saturday, June 12", 40)
    assert lead["untouched"] is True
    told = await shift.asks(
        "I'll take ann's inquiry", "assign_lead", lead=lead["id"], colleague="me"
    )
    assert told["lead"]["assigned_to"] == "Sam"

    dishes = {"chicken": 25, "steak": 15}
    card = await shift.approved(
        "book ann for 6, 25 chicken 15 steak",
        "convert_lead",
        lead="ann lee",
        time="6 pm",
        dishes=dishes,
    )
    quote = await shift.asks(
        "what is that again?", "get_quote", guest_count=40, proteins=dishes, location="Pasadena"
    )
    for words in ("Saturday, June 12 at 6 pm", quote["total"], quote["deposit"], "460 left"):
        assert words in card
    assert await stage.rows("SELECT status FROM leads") == ["won"]

    deposit = quote["deposit"]
    card = await shift.approved(
        "she paid the deposit yesterday",
        "confirm_booking",
        booking="ann lee",
        deposit=deposit,
        paid_on="yesterday",
    )
    assert "Wednesday, May 19" in card
    await shift.approved(
        "tell her we're set",
        "send_message",
        customer="ann lee",
        text="You are all set for June 12!",
    )
    assert "You are all set for June 12!" in stage.said_to(ANN)[-1]

    told = await shift.asks("show me ann", "customer_card", customer="555-0101")
    [booking] = told["bookings"]
    assert (booking["status"], booking["deposit_paid"]) == ("confirmed", deposit)
    assert told["past_inquiries"][0]["status"] == "won"
    assert told["conversation"]["held_by"] == "Kim"
    assert told["last_messages"][-1]["who"] == "Kim"
    week = await shift.asks("how is that week?", "calendar", week_of="june 12")
    assert [day["booked"] for day in week["days"]] == [0, 0, 0, 0, 0, 40, 0]
    actions = await stage.rows("SELECT action FROM audit WHERE actor LIKE 'slack:%' ORDER BY id")
    assert actions == ["assign_lead", "convert_lead", "confirm_booking", "send_message"]


async def test_a_reminder_comes_as_a_direct_message(
    stage: Inside, model: FakeOpenAI, shift: Shift, slack: FakeSlack
) -> None:
    await shift.asks(
        "remind me tomorrow at 9 to order propane",
        "add_todo",
        text="Order propane",
        due="tomorrow at 9 am",
    )
    stage.set_now(NOW + timedelta(hours=23))
    await stage.tick()
    direct = slack.workspace.direct(shift.sam)
    reminders = [post.text for post in slack.posts if post.channel == direct and not post.thread_ts]
    assert reminders[-1] == "Reminder\nMessage: Order propane\nDue: today 9 am\nFor: Sam"


async def test_what_is_written_first_has_a_thread_for_the_answer(
    stage: Inside, model: FakeOpenAI, shift: Shift
) -> None:
    model.script(Say("Hello! How can I help?"))
    await stage.talk(ANN, "hello")
    assert not [post for post in shift.desk.slack.posts if "hello" in post.text]
    await shift.approved(
        "tell 0101 the tasting is at five", "send_message", customer="0101", text="Five it is."
    )
    assert "Five it is." in stage.said_to(ANN)[-1]
    card = await shift.desk.card("took up this conversation")
    assert "*Kim* has this conversation." in str(card.blocks)
    model.otherwise = Say("We look forward to it.")  # what could be answered is suggested
    await stage.text(ANN, "see you then")
    await stage.idle()
    assert "Customer: see you then" in shift.desk.thread(card)
