"""A visitor: what they do in the widget, and what they see there."""

import re
from typing import Self

from playwright.async_api import ConsoleMessage, Locator, Page, Request, expect

_EXPECTED = re.compile(r"Failed to load resource|WebSocket connection to|net::ERR_")


class Visit:
    """One tab. What the page itself complains of is collected: errors, and breaches of the
    site's policy; also whatever it asks of any host but the site and the bot."""

    def __init__(self, page: Page, url: str, complaints: list[str] | None = None) -> None:
        self.page, self.url = page, url
        self.complaints: list[str] = [] if complaints is None else complaints
        page.on("console", self._complained)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._asked)

    def _complained(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _EXPECTED.search(message.text):
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        if not re.match(r"(blob:)?https?://(127\.0\.0\.1|localhost):|data:", request.url):
            self.complaints.append(f"it asks {request.url}")

    def check(self) -> None:
        """The page had nothing to complain of."""
        assert self.complaints == []

    async def come(self) -> None:
        """Opens the page, and sees the launcher or the open panel."""
        await self.page.goto(self.url)
        launcher_or_panel = "chat-widget :is(.launcher, .panel):visible"
        await expect(self.page.locator(launcher_or_panel)).to_have_count(1)

    async def another_tab(self) -> Self:
        """The same visitor's."""
        tab = type(self)(await self.page.context.new_page(), self.url, self.complaints)
        await tab.come()
        return tab

    @property
    def launcher(self) -> Locator:
        return self.page.locator("chat-widget .launcher")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def field(self) -> Locator:
        return self.panel.locator("textarea")

    @property
    def answers(self) -> Locator:
        """What the assistant said, in whole."""
        return self.log.locator(".assistant:not(.greeting) .bubble")

    @property
    def own(self) -> Locator:
        """What the visitor said."""
        return self.log.locator(".customer")

    @property
    def waiting(self) -> Locator:
        """Own messages that the bot does not have yet."""
        return self.log.locator(".unsent")

    @property
    def state(self) -> Locator:
        """The line under the name: who answers."""
        return self.panel.locator("header p")

    @property
    def notice(self) -> Locator:
        """What the widget says of itself: the connection, limits."""
        return self.panel.get_by_role("status")

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=isinstance(name, str))

    async def open(self) -> None:
        await self.launcher.click()
        await expect(self.panel).to_be_visible()

    async def say(self, text: str) -> None:
        """Writes and sends, without waiting for anything."""
        await self.field.fill(text)
        await self.field.press("Enter")

    async def ask(self, text: str) -> str:
        """Says something; the answer to it, once it is whole."""
        before = await self.answers.count()
        await self.say(text)
        await expect(self.answers).to_have_count(before + 1, timeout=15_000)
        return await self.answers.last.inner_text()
