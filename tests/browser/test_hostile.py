"""Whatever is written in a conversation, it is text."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visits, Website
from tests.fakes.openai import FakeOpenAI, Say

pytestmark = pytest.mark.asyncio(loop_scope="session")

_ANSWER = """<img src=x onerror="document.title = 'taken'"> <script>top.title = 'taken'</script>

[one](javascript:document.title='taken') [two](JaVaScRiPt:alert`1`) [three](data:text/html,<b>)
[four](https://myhibachi.example.com/menu) **<b onclick=x>bold</b>**

- `<svg onload=x>`
- [five](mailto:hello@myhibachi.example.com)
"""
_LONG = "hibachi " * 6400


async def test_a_hostile_answer_stays_text(website: Website, visits: Visits) -> None:
    """A colleague's: of a model nothing of the kind gets past the guardrails."""
    async with FakeOpenAI(Say("Hello.")) as model:
        bot, site = await website(OPENAI_API_KEY="sk-test", OPENAI_BASE_URL=model.base_url)
        visitor = await visits(site)
        await visitor.open()
        await visitor.ask("What is on the menu?")
        [conversation] = await bot.rows("SELECT thread_id FROM ai_conversations")
        await bot.app.handoff.say(conversation, "U1", "Maria", _ANSWER)
        bubble = visitor.log.locator(".staff")
        await expect(bubble).to_have_count(1)
        shown = await bubble.inner_text()
        for words in ("<img src=x onerror=", "<script>", "<b onclick=x>bold</b>", "<svg onload=x>"):
            assert words in shown
        assert await bubble.locator("img, script, svg, b").count() == 0
        links = await bubble.locator("a").evaluate_all("links => links.map(link => link.href)")
        assert links == [
            "https://myhibachi.example.com/menu",
            "mailto:hello@myhibachi.example.com",
        ]
        for link in await bubble.locator("a").all():
            await expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
        await expect(visitor.page).to_have_title("A site of somebody's")


async def test_50_kb_of_text_break_nothing(website: Website, visits: Visits) -> None:
    async with FakeOpenAI(Say(_LONG), Say("Short.")) as model:
        # What is longer than its tokens could be has no end, and is not said.
        given = {"OPENAI_BASE_URL": model.base_url, "OPENAI_MAX_TOKENS": "6000"}
        _, site = await website(OPENAI_API_KEY="sk-test", **given)
        visitor = await visits(site)
        await visitor.open()
        shown = await visitor.ask("What is on the menu?")
        assert len(shown) > 1000
        assert await visitor.ask("And?") == "Short."
        assert await visitor.panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")


async def test_markdown_costs_no_more_than_its_length(website: Website, visits: Visits) -> None:
    """Also where every character may begin something."""
    pieces = ["*", "[", "_a", "`", "[a](", "**a", "http://", "[a](b"]
    texts = [piece * (7_900 // len(piece)) for piece in pieces] + ["\n- **a" * 10_000]
    async with FakeOpenAI() as model:
        bot, site = await website(OPENAI_API_KEY="sk-test", OPENAI_BASE_URL=model.base_url)
        visitor = await visits(site)
        await visitor.open()
        model.otherwise = Say("Hello.")
        await visitor.ask("Hello")
        [conversation] = await bot.rows("SELECT thread_id FROM ai_conversations")
        for count, text in enumerate(texts, start=1):
            await bot.app.handoff.say(conversation, "U1", "Maria", text)
            await expect(visitor.log.locator(".staff")).to_have_count(count, timeout=3_000)
