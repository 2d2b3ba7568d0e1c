"""One browser a process; a bot, a host site and fresh profiles a test. All of them live in the
session's event loop: that is where Playwright's connection to the browser is."""

import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.hostsite import HostSite, host_site
from tests.browser.visit import Visit
from tests.scenario.inside import Inside, inside

_CHROMIUM = "/usr/bin/chromium"
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SITE_KEY = "the key that the host site and the bot share"

Website = Callable[..., Awaitable["tuple[Inside, HostSite]"]]
Visits = Callable[..., Awaitable[Visit]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def website(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Website]:
    """website(**settings): a bot at work, and a site of another origin that embeds its widget."""
    async with AsyncExitStack() as stack:

        async def start(**settings: Any) -> tuple[Inside, HostSite]:
            return await stack.enter_async_context(_website(sqlite_template, tmp_path, settings))

        yield start


@asynccontextmanager
async def _website(
    template: Path, folder: Path, settings: dict[str, Any]
) -> AsyncIterator[tuple[Inside, HostSite]]:
    shutil.copyfile(template, folder / "bot.db")
    async with host_site() as site:
        sites = json.dumps([{"origin": site.origin, "key": SITE_KEY}])
        settings = {"ALLOWED_ORIGINS": site.origin, "SITES": sites, **settings}
        async with inside(f"sqlite:///{folder}/bot.db", folder, **settings) as bot:
            site.bot = bot.url
            yield bot, site


@pytest_asyncio.fixture(loop_scope="session")
async def visits(browser: Browser) -> AsyncIterator[Visits]:
    """visits(site, **options): somebody comes to a page; options are those of the browser's
    context, before: what to do before the page is loaded. What the page complains of fails the
    test."""
    async with AsyncExitStack() as stack:

        async def begin(
            site: HostSite,
            *,
            lang: str = "",
            before: Callable[[Visit], Awaitable[None]] | None = None,
            **options: Any,
        ) -> Visit:
            context = await browser.new_context(**{"locale": "en-US", **options})
            stack.push_async_callback(context.close)
            visit = Visit(await context.new_page(), site.url + (f"?lang={lang}" if lang else ""))
            if before is not None:
                await before(visit)
            await visit.come()
            stack.callback(visit.check)
            return visit

        yield begin
