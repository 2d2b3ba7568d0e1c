"""The playground as whoever tries it sees it: one page, three panes, in a real browser."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, expect

from tests.fakes.openai import FakeOpenAI, Hang, Say
from tests.scenario.playground import running
from tests.scenario.process import BotProcess, free_port

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

ANSWER = 20_000.0  # milliseconds for what the bot says; a machine may be busy


class Tried:
    """The page, pane by pane."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    @property
    def bubbles(self) -> Locator:
        return self.page.locator("#texts .bubble")

    @property
    def notices(self) -> Locator:
        return self.page.locator("#notices .notice")

    @property
    def talks(self) -> Locator:
        return self.page.locator("#talks .talk")

    @property
    def site(self) -> Any:
        return self.page.frame_locator("#site")

    async def text(self, words: str) -> None:
        """Texts, and waits until the bot has answered."""
        before = await self.received.count()
        await self.page.get_by_label("Text message").fill(words)
        await self.page.keyboard.press("Enter")
        await expect(self.received.nth(before)).to_be_visible(timeout=ANSWER)

    @property
    def received(self) -> Locator:
        return self.page.locator("#texts .bubble:not(.mine)")

    async def is_accessible(self) -> None:
        """axe-core finds nothing."""
        found = await Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()


@pytest_asyncio.fixture(loop_scope="session")
async def tried(browser: Browser, tmp_path: Path) -> AsyncIterator[Tried]:
    async with running(tmp_path) as (_, url), _page(browser, url) as page:
        yield page


@asynccontextmanager
async def _page(browser: Browser, url: str, **options: Any) -> AsyncIterator[Tried]:
    options = {"viewport": {"width": 1280, "height": 800}, **options}
    context = await browser.new_context(**options)
    complaints: list[str] = []
    page = await context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: _note(complaints, message.type, message.text))
    url = url.replace("127.0.0.1", "localhost")
    await page.goto(url)
    await expect(page.locator("#phones option")).not_to_have_count(0)
    try:
        yield Tried(page, url)
    finally:
        await context.close()
    assert complaints == []


def _note(complaints: list[str], type: str, text: str) -> None:
    if type == "error" and "net::ERR_" not in text:
        complaints.append(text)


async def test_one_look_shows_the_product(tried: Tried) -> None:
    page = tried.page
    await tried.text("Birthday for 25 people, Saturday April 17, in Pasadena")
    await tried.text("Karen Ortiz")
    await tried.text("yes that's right")
    await expect(page.get_by_text("Delivered")).to_be_visible()

    notice = tried.notices.first
    await expect(notice.get_by_role("heading")).to_have_text("New inquiry", timeout=ANSWER)
    await expect(notice).to_contain_text("Karen Ortiz")
    await expect(tried.talks).to_have_count(1)
    await expect(tried.talks.first).to_contain_text("Inquiry")

    await notice.get_by_role("button", name="Open conversation").click()
    await page.get_by_role("button", name="Take over").click()
    await expect(page.locator("#talk-state")).to_have_text("Alex answers")
    await page.get_by_label("Answer as Alex").fill("Hi Karen, Alex here. See you in April!")
    await page.keyboard.press("Enter")
    await expect(tried.bubbles.last).to_contain_text(
        "Hi Karen, Alex here. See you in April!", timeout=ANSWER
    )
    await expect(page.locator("#said .note")).to_have_text("Alex joined")

    heard = await tried.received.count()
    await page.get_by_label("Text message").fill("how much is shrimp?")
    await page.keyboard.press("Enter")
    await expect(page.locator("#said .bubble").last).to_contain_text("how much is shrimp?")
    await expect(tried.received).to_have_count(heard)
    await page.get_by_role("button", name="Give back").click()
    await expect(tried.received).to_have_count(heard + 1, timeout=ANSWER)
    await expect(tried.received.last).to_contain_text("$")
    await expect(page.get_by_role("button", name="Take over")).to_be_visible()


async def test_a_visitor_of_the_website_is_answered_by_staff(tried: Tried) -> None:
    page, site = tried.page, tried.site
    await site.locator("chat-widget .launcher").click()
    field = site.get_by_role("dialog").locator("textarea")
    await field.fill("can I talk to a real person?")
    await field.press("Enter")
    await expect(tried.talks.first).to_contain_text("Waits for a person", timeout=ANSWER)
    await expect(tried.notices.first).to_contain_text("asks for a person", timeout=ANSWER)
    await tried.talks.first.click()
    await page.get_by_label("Answer as Alex").fill("Alex here, how can I help?")
    await page.keyboard.press("Enter")
    said = site.get_by_role("log")
    await expect(said).to_contain_text("Alex here, how can I help?", timeout=ANSWER)


async def test_a_visitor_proves_the_phone_on_the_left(tried: Tried) -> None:
    page, site = tried.page, tried.site
    await tried.text("how much is chicken?")
    number = (await page.locator("#phones option").first.inner_text()).partition(" · ")[2]
    await site.locator("chat-widget .launcher").click()
    panel = site.get_by_role("dialog")
    await panel.locator("textarea").fill("hello")
    await panel.locator("textarea").press("Enter")
    await panel.get_by_role("button", name="Leave my number").click()
    await panel.get_by_label("Your name").fill("Ann Lee")
    await panel.get_by_label("Your phone").fill(number)
    await panel.get_by_role("button", name="Save").click()
    heard = await tried.received.count()
    await panel.get_by_role("button", name="Send the code").click()
    await expect(tried.received).to_have_count(heard + 1, timeout=ANSWER)
    code = re.search(r"\b\d{6}\b", await tried.received.last.inner_text())
    assert code
    await panel.get_by_label("6-digit code").fill(code[0])
    await panel.get_by_role("button", name="Confirm", exact=True).click()
    await expect(site.get_by_role("log")).to_contain_text("how much is chicken?", timeout=ANSWER)


async def test_a_sample_is_replayed_and_a_reset_clears_it(tried: Tried) -> None:
    page = tried.page
    await page.get_by_label("Sample conversation").select_option("person")
    await page.get_by_role("button", name="Replay").click()
    await expect(page.get_by_role("button", name="Stop")).to_be_visible()
    await expect(page.get_by_role("status")).to_have_text("Replayed to its end.", timeout=60_000)
    await expect(page.get_by_label("Whose phone").locator("option:checked")).to_contain_text("Joe")
    await expect(page.locator("#texts .bubble.mine")).to_have_count(2)
    await expect(tried.notices).to_have_count(1)

    known = await page.locator("#phones option").all_inner_texts()
    await page.get_by_role("button", name="Reset").click()
    await expect(tried.bubbles).to_have_count(0)
    await expect(tried.notices).to_have_count(0)
    await expect(tried.talks).to_have_count(0)
    fresh = await page.locator("#phones option").all_inner_texts()
    assert len(fresh) == 2
    assert not set(fresh) & set(known)


async def test_two_phones_are_two_customers(tried: Tried) -> None:
    await tried.text("how much is chicken?")
    await tried.page.get_by_label("Whose phone").select_option(index=1)
    await expect(tried.bubbles).to_have_count(0)
    await tried.page.get_by_role("button", name="Can I talk to a real person?").click()
    await expect(tried.talks).to_have_count(2, timeout=ANSWER)
    await expect(tried.received.first).to_be_visible(timeout=ANSWER)
    await tried.page.get_by_label("Text message").fill("STOP")
    await tried.page.keyboard.press("Enter")
    await expect(tried.page.locator("#texts .note")).to_contain_text("unsubscribed")
    await expect(tried.page.get_by_text("This phone has stopped all texts")).to_be_visible()


async def test_nobodys_words_become_markup(tried: Tried) -> None:
    hostile = "<img src=x onerror=alert(1)> *bold* <tel:1|call> can I talk to a real person?"
    await tried.text(hostile)
    await expect(tried.notices.first).to_be_visible(timeout=ANSWER)
    await tried.talks.first.click()
    await expect(tried.page.locator("#said .bubble").first).to_contain_text(hostile)
    await expect(tried.page.locator("#texts img, #said img, #notices img")).to_have_count(0)
    await expect(tried.bubbles.first).to_contain_text(hostile)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(scheme: str, browser: Browser, tmp_path: Path) -> None:
    async with (
        running(tmp_path) as (_, url),
        _page(browser, url, color_scheme=scheme, reduced_motion="reduce") as tried,
    ):
        await expect(tried.page.locator("html")).to_have_attribute("data-theme", scheme)
        await tried.is_accessible()
        await tried.text("can I talk to a real person?")
        await expect(tried.notices.first).to_be_visible(timeout=ANSWER)
        await tried.is_accessible()
        await tried.talks.first.click()
        await expect(tried.page.locator("#said .bubble").first).to_be_visible()
        await tried.page.get_by_role("button", name="Take over").click()
        await expect(tried.page.locator("#talk-state")).to_have_text("Alex answers")
        await tried.is_accessible()


async def test_a_narrow_window_shows_one_pane_below_the_other(
    browser: Browser, tmp_path: Path
) -> None:
    small = {"width": 390, "height": 844}
    async with running(tmp_path) as (_, url), _page(browser, url, viewport=small) as tried:
        page = tried.page
        await tried.is_accessible()
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390
        await page.get_by_role("navigation").get_by_role("link", name="Staff desk").click()
        await expect(page.get_by_role("heading", name="Staff desk")).to_be_in_viewport()


async def test_the_keyboard_is_enough(tried: Tried) -> None:
    page = tried.page
    await page.get_by_label("Text message").focus()
    await page.keyboard.type("can I talk to a real person?")
    await page.keyboard.press("Enter")
    await expect(tried.talks).to_have_count(1, timeout=ANSWER)
    await tried.talks.first.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Answer as Alex")).to_be_focused()
    await page.keyboard.type("Alex here.")
    await page.keyboard.press("Enter")
    await expect(tried.received.last).to_contain_text("Alex here.", timeout=ANSWER)
    await page.get_by_role("button", name="All conversations").press("Enter")
    await expect(tried.talks.first).to_be_focused()


async def test_a_bot_killed_in_the_middle_of_a_turn_answers_when_it_is_back(
    browser: Browser, tmp_path: Path
) -> None:
    async with FakeOpenAI() as model, _process(tmp_path, model.base_url) as bot:
        model.script([Hang(), Say("never seen")], Say("Thirty of you: how lovely!"), Say("OK"))
        await bot.start()
        async with _page(browser, f"http://127.0.0.1:{bot.port}") as tried:
            await tried.page.get_by_label("Text message").fill("we are 30 people")
            await tried.page.keyboard.press("Enter")
            await model.gates.held(within=30)
            await bot.kill()
            await expect(tried.page.get_by_role("status")).to_contain_text("Connecting")
            await bot.start()
            answer = tried.received.filter(has_text="Thirty of you: how lovely!")
            await expect(answer).to_be_visible(timeout=40_000)
            await expect(tried.page.get_by_role("status")).to_have_text("")
            await expect(tried.bubbles.first).to_contain_text("we are 30 people")
            await tried.text("great")
            await expect(answer).to_have_count(1)


@asynccontextmanager
async def _process(folder: Path, model: str) -> AsyncIterator[BotProcess]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    settings = {
        "DATABASE_URL": f"sqlite:///{folder}/bot.db",
        "PLAYGROUND": "true",
        "PORT": str(free_port()),
        "SMS_DEBOUNCE_SECONDS": "0.05",
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": model,
    }
    process = BotProcess("serve", kept | settings, folder / "serve.log")
    try:
        yield process
    finally:
        await process.kill()
