"""The App Home: what somebody of the staff sees there, and what its buttons do."""

import json
from datetime import date, time, timedelta
from typing import Any

import pytest

from storage import bookings, days, reservations, todos
from storage.notes import About
from tests.fakes.slack import FakeSlack, User
from tests.fakes.slack.workspace import TEAM
from tests.scenario.desk import Desk, desk_settings
from tests.scenario.inside import NOW, Inside

ANN, BEN = "+14155550101", "+14155550102"
TODAY = date(2027, 5, 20)
PERSON = "can I talk to a person please"
ADA = "U0ADA00001"


@pytest.fixture
def settings(slack: FakeSlack) -> dict[str, str]:
    return desk_settings(slack) | {"SLACK_ADMIN_USERS": ADA}


async def opens(desk: Desk, user: str) -> str:
    """Opens the home; what it says."""
    event = {"type": "app_home_opened", "user": user, "tab": "home"}
    event |= {"channel": desk.slack.workspace.direct(user)}
    assert (await desk.event(event))[0] == 200
    await desk.stage.idle()
    return said(desk, user)


def said(desk: Desk, user: str) -> str:
    return json.dumps(desk.slack.workspace.homes[user]["blocks"], ensure_ascii=False)


async def presses(desk: Desk, user: str, label: str) -> str:
    """A button of the home by what it says; the home after that."""
    view = desk.slack.workspace.homes[user]
    buttons = [e for b in view["blocks"] if b["type"] == "actions" for e in b["elements"]]
    [button] = [each for each in buttons if each["text"]["text"] == label]
    trigger = f"trigger.{user}.{label}.{desk.slack.workspace.new_ts()}"
    desk.slack.workspace.triggers.add(trigger)
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": user, "team_id": TEAM},
        "team": {"id": TEAM},
        "container": {"type": "view", "view_id": "V00000001"},
        "trigger_id": trigger,
        "view": {**view, "id": "V00000001"},
        "actions": [{**button, "action_ts": "1.1"}],
    }
    assert (await desk.form(payload=json.dumps(payload)))[0] == 200
    await desk.stage.idle()
    return said(desk, user)


def book(tx: Any, name: str, day: date, guests: int) -> None:
    reservations.add(
        tx,
        NOW,
        status="confirmed",
        name=name,
        phone=BEN,
        event_date=day,
        event_time=time(18),
        zone="America/Los_Angeles",
        guest_count=guests,
        place="Pasadena",
        source="staff",
    )
    assert bookings.take_places(tx, day, guests, 500)


async def test_the_home_shows_the_day_and_its_buttons_work(
    stage: Inside, desk: Desk, sam: str
) -> None:
    write = stage.app.database.write
    await write(book, "Bea Brown", TODAY, 40)
    await write(book, "Cal Clark", TODAY + timedelta(days=2), 60)
    await write(lambda tx: days.change(tx, TODAY + timedelta(days=3), blocked=True))
    await write(
        lambda tx: todos.add(
            tx,
            "Call the florist",
            "slack:U1",
            NOW,
            about=About(),
            due_at=None,
            assigned_to=f"slack:{sam}",
            assigned_name="Sam",
        )
    )
    await stage.talk(ANN, "june 12 for 40 people in pasadena, i am ann lee", "yes", PERSON)
    home = await opens(desk, sam)
    for words in (
        "Today, Thursday, May 20",
        "6 pm: Bea Brown, 40 guests, Pasadena, (confirmed)",
        "Saturday, May 22 at 6 pm: Cal Clark, 60 guests",
        "440",
        "blocked",
        "closed",
        "Open inquiries: 1",
        "ann lee: untouched for",
        "ann lee waits for",
        "Call the florist",
        "Spent today: $0.00 of $100.00",
        "On texts: the assistant answers",
    ):
        assert words.casefold() in home.casefold(), words
    assert "Pause" not in home
    home = await presses(desk, sam, "Take over Ann Lee")
    assert "you have the conversation" in home
    assert await stage.rows("SELECT claimed_name FROM ai_conversations") == ["Sam"]
    home = await presses(desk, sam, "Ann Lee: assign to me")
    assert "Sam's" in home
    home = await presses(desk, sam, "Done: Call the florist")
    assert "Call the florist" not in home
    await presses(desk, sam, "Open Ann Lee")
    direct = desk.slack.workspace.direct(sam)
    [card] = [post for post in desk.slack.posts if post.channel == direct]
    assert "Inquiry" in card.text
    assert "(415) 555-0101" in card.text
    done = await stage.rows("SELECT action FROM audit ORDER BY id")
    assert done == ["assign_lead", "finish_todo"]


async def test_only_admins_pause_the_assistant_there(stage: Inside, desk: Desk, sam: str) -> None:
    desk.slack.workspace.users[ADA] = User(ADA, "Ada")
    assert "Pause texts" in await opens(desk, ADA)
    home = await presses(desk, ADA, "Pause texts")
    assert "On texts: paused" in home
    assert "On the website: the assistant answers" in home
    assert "Pause" not in await opens(desk, sam)
    await stage.talk(ANN, "hello")
    assert "A member of our team will answer you" in stage.said_to(ANN)[-1]
    home = await presses(desk, ADA, "Resume texts")
    assert "On texts: the assistant answers" in home


async def test_what_cannot_be_done_any_more_is_said(stage: Inside, desk: Desk, sam: str) -> None:
    kim = desk.join(User("U0KIM00001", "Kim"))
    await stage.talk(ANN, "I'm Ann Lee", PERSON)
    await opens(desk, kim)
    await opens(desk, sam)
    await presses(desk, kim, "Take over Ann Lee")
    await presses(desk, sam, "Take over Ann Lee")
    direct = desk.slack.workspace.direct(sam)
    [told] = [post.text for post in desk.slack.posts if post.channel == direct]
    assert told == "Not done: a colleague has this conversation."
    assert "Kim has the conversation" in said(desk, sam)


async def test_the_home_stays_within_what_slack_takes(stage: Inside, desk: Desk, sam: str) -> None:
    write = stage.app.database.write
    for number in range(60):
        await write(book, f"Guest {number} {'x' * 100}", TODAY + timedelta(days=number % 6), 10)
    for number in range(12):
        await stage.text(f"+1415555{number:04}", f"i am Bo {'b' * 30}, a person please")
    await stage.idle()
    await opens(desk, sam)
    assert len(desk.slack.workspace.homes[sam]["blocks"]) <= 100


async def test_strangers_have_no_home(stage: Inside, desk: Desk) -> None:
    guest = desk.join(User("U0GUEST001", "Gus", is_restricted=True))
    event = {"type": "app_home_opened", "user": guest, "tab": "home"}
    event |= {"channel": desk.slack.workspace.direct(guest)}
    assert (await desk.event(event))[0] == 200
    await stage.idle()
    assert guest not in desk.slack.workspace.homes
