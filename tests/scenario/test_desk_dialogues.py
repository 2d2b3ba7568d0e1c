"""Staff run the business from Slack without a language model: no key, no account."""

import pytest

from agents.models.desk.figures import FIGURES, SPANS, rows_sql, standing_sql, summary_sql
from agents.models.desk.spans import Span
from storage.analytics.engine import Asked, open_analytics
from storage.connect import parse_url
from tests.fakes.slack import FakeSlack, Post, User
from tests.scenario.desk import Desk, desk_settings
from tests.scenario.inside import NOW, Inside

BIANCA = "+13105550142"
BOOKED = "SELECT status FROM bookings"


@pytest.fixture
def settings(slack: FakeSlack) -> dict[str, str]:
    return desk_settings(slack) | {"SLACK_ADMIN_USERS": "U0ADA00001"}


class Thread:
    """One person's conversation with the bot, and the card it put up last."""

    def __init__(self, desk: Desk, user: User) -> None:
        self._desk, self.user = desk, desk.join(user)
        self._thread: str | None = None
        self._heard = 0
        self.card: Post | None = None

    async def says(self, words: str) -> str:
        """A message; what the bot answers to it, cards aside."""
        self._thread = await self._desk.asks(self.user, words, self._thread)
        posts = self._desk.answers(self._thread)[self._heard :]
        self._heard += len(posts)
        cards = [post for post in posts if "actions" in {block["type"] for block in post.blocks}]
        self.card = cards[-1] if cards else self.card
        return "\n".join(post.text for post in posts if post not in cards)

    async def approves(self) -> str:
        """Clicks Approve; what the card says then."""
        assert self.card is not None
        await self._desk.clicks(self.user, self.card, "approve")
        return str(self.card.blocks)


async def test_a_lead_becomes_a_confirmed_booking_in_plain_words(
    stage: Inside, slack: FakeSlack
) -> None:
    for text in ("hi, 45 people on june 12 at 6pm in Torrance, I'm Bianca Ruiz", "yes"):
        await stage.talk(BIANCA, [text])
    sam = Thread(Desk(slack, stage), User("U0SAM00001", "Sam"))

    leads = await sam.says("any new leads?")
    assert leads.splitlines()[0] == "1 new inquiry:"
    assert leads.splitlines()[1].startswith("1. Bianca Ruiz - Saturday, June 12 at 6 pm, 45 guests")
    assert "is Sam" in await sam.says("assign 1 to me")

    asked = await sam.says("ok convert it")
    assert asked.startswith("I've put a card up: Book Bianca Ruiz for Saturday, June 12")
    assert asked.endswith("It waits for your approval.")
    assert await stage.rows(BOOKED) == []
    assert "Approved by Sam" in await sam.approves()
    assert await stage.rows(BOOKED) == ["held"]

    assert "How much deposit did Bianca Ruiz pay?" in await sam.says("confirm the ruiz booking")
    assert "Confirm the booking of Bianca Ruiz" in await sam.says("$700")
    await sam.approves()
    assert await stage.rows(BOOKED) == ["confirmed"]

    week = await sam.says("calendar of june 12")
    assert "Saturday, June 12: 45 of 500 booked\n  1. Bianca Ruiz, 45 guests, Torrance" in week

    assert "Block Saturday, June 5" in await sam.says("block june 5, wedding of our own")
    await sam.approves()
    assert await sam.says("is june 5 free?") == "Saturday, June 5: blocked (wedding of our own)"
    assert "Open Saturday, June 5" in await sam.says("open it again")


async def test_customers_are_answered_and_what_is_to_be_done_is_remembered(
    stage: Inside, slack: FakeSlack
) -> None:
    await stage.talk(BIANCA, ["can I talk to a person please"])
    sam = Thread(Desk(slack, stage), User("U0SAM00001", "Sam"))
    assert (await sam.says("who is waiting")).startswith("1 conversation waiting for a person:")
    assert "the assistant is silent there" in await sam.says("take over 1")
    assert "Send a message to" in await sam.says("tell 310 555 0142 that we can do 5pm!")
    await sam.approves()
    assert await stage.rows(
        "SELECT count(*) FROM outbox WHERE channel = 'sms' AND body LIKE '%we can do 5pm!'"
    ) == [1]
    await sam.says("remind me tomorrow 9am to call her back")
    await sam.says("todo: order propane")
    todos = await sam.says("my todos")
    assert todos.splitlines()[0] == "2 to-dos:"
    number = 1 + next(at for at, line in enumerate(todos.splitlines()[1:]) if "propane" in line)
    assert await sam.says(f"done with {number}") == "Done: order propane."
    assert "call her back" in await sam.says("what do i have to do?")


async def test_each_agent_answers_what_is_its_business(stage: Inside, slack: FakeSlack) -> None:
    desk = Desk(slack, stage)
    sam, ada = Thread(desk, User("U0SAM00001", "Sam")), Thread(desk, User("U0ADA00001", "Ada"))
    assert await sam.says("dead letters") == "Only admins may ask for that. Nothing was done."
    assert (await sam.says("how many leads this month")).startswith("Leads: 0\n")
    assert await sam.says("leads") == "No open inquiries."

    assert "menu.dishes.chicken.price" in await ada.says("chicken price to 27")
    await ada.approves()
    assert "28.00 -&gt; 27.00 (Ada" in await ada.says("change history")
    assert "Take back Ada's change" in await ada.says("undo that")
    await ada.approves()
    assert await stage.rows("SELECT count(*) FROM settings") == [2]
    assert (await ada.says("spend today")).startswith("Today: $0.00 of $100.00")
    assert "Block Saturday, June 5" in await ada.says("block june 5")
    assert "I did not understand that" in await sam.says("fnord the gazebo")


async def test_every_ready_question_is_answered(database_url: str) -> None:
    analytics = open_analytics(parse_url(database_url))
    span = Span(NOW.date().replace(day=1), NOW.date())
    for figure in FIGURES:
        asked = [summary_sql(figure, by, span) for by in (None, *SPANS, *figure.by)]
        asked += [standing_sql(figure, by) for by in (*SPANS, *figure.by)]
        if figure.rows != "*":
            asked.append(rows_sql(figure, span))
        for sql in asked:
            answer = await analytics.ask(Asked(sql, "America/Los_Angeles", NOW, 500))
            assert answer.columns, sql
