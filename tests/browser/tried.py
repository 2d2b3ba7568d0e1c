"""The playground as whoever tries it sees it: its page, pane by pane."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, expect

ANSWER = 20_000.0  # milliseconds for what the bot says; a machine may be busy


class Tried:
    """The page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    @property
    def bubbles(self) -> Locator:
        return self.page.locator("#texts .bubble")

    @property
    def received(self) -> Locator:
        """What the phone got."""
        return self.page.locator("#texts .bubble:not(.mine)")

    @property
    def messages(self) -> Locator:
        """Those of the place in Slack that is open."""
        return self.page.locator("#messages .message")

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("region", name="Thread")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def site(self) -> Any:
        return self.page.frame_locator("#site")

    def card(self, words: str) -> Locator:
        """The message with these words."""
        return self.messages.filter(has_text=words)

    async def text(self, words: str) -> None:
        """Texts, and waits until the bot has answered."""
        before = await self.received.count()
        await self.page.get_by_label("Text message").fill(words)
        await self.page.keyboard.press("Enter")
        await expect(self.received.nth(before)).to_be_visible(timeout=ANSWER)

    async def go_to(self, place: str) -> None:
        """Opens a place in Slack."""
        places = self.page.get_by_role("navigation", name="Slack")
        await places.get_by_role("button", name=place).click()

    async def become(self, name: str) -> None:
        await self.page.get_by_label("You are").select_option(label=name)

    async def write(self, label: str, words: str) -> None:
        """Writes into a composer of Slack's, and sends it."""
        await self.page.get_by_label(label).fill(words)
        await self.page.keyboard.press("Enter")

    async def is_accessible(self) -> None:
        """axe-core finds nothing."""
        found = await Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()


@asynccontextmanager
async def trying(browser: Browser, url: str, **options: Any) -> AsyncIterator[Tried]:
    """The page of a playground in a profile of its own; what it complains of fails the test."""
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
