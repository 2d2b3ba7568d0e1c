"""One visitor in several tabs sees one conversation."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visits, Website

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_two_tabs_are_in_step(website: Website, visits: Visits) -> None:
    bot, site = await website()
    first = await visits(site)
    second = await first.another_tab()
    await first.open()
    await second.open()

    await first.ask("What is on the menu?")
    await expect(second.own).to_have_count(1)
    await expect(second.answers).to_have_count(1)
    assert await second.answers.inner_text() == await first.answers.inner_text()

    await second.ask("Do you come to Pasadena?")
    for tab in (first, second):
        await expect(tab.own).to_have_count(2)
        await expect(tab.answers).to_have_count(2)
    assert len(await bot.rows("SELECT id FROM ai_conversations")) == 1
    assert await bot.rows("SELECT count(*) FROM ai_messages WHERE role = 'user'") == [2]
