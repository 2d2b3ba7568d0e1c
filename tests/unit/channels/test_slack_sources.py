"""Under an answer in Slack stands which of the owner's pages it is from."""

from datetime import UTC, datetime

from bot.delivery import Outbound
from bot.messages import LaneAddress
from channels.slack.answers import answer_blocks
from storage.streams import Behind

ANSWER = Outbound(
    "o1",
    LaneAddress("slack", "D1"),
    "reply",
    "We cook in light rain.",
    datetime(2026, 6, 1, tzinfo=UTC),
)


def _footer(*sources: dict[str, str]) -> list[str]:
    blocks = answer_blocks(ANSWER, Behind("m1", "agent:staff", sources=sources))
    [context] = [block for block in blocks if block["type"] == "context"]
    return [element["text"] for element in context["elements"]]


def test_the_pages_come_first_and_those_of_the_web_are_links() -> None:
    assert len(_footer()) == 1
    rain = {"page": "weather", "heading": "Rain & <b>wind</b>?"}
    tents = {"page": "tents", "heading": "Tents", "url": "https://tents.example/faq"}
    pages, agent = _footer(rain, tents)
    assert pages == (
        "From the pages: Rain &amp; &lt;b&gt;wind&lt;/b&gt;? (weather); "
        "<https://tents.example/faq|Tents (tents)>"
    )
    assert agent.startswith("Answered by the *staff* agent.")
