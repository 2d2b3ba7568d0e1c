"""An answer of the owner's pages says where it is from, to whoever asks."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visits, Website

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_answer_shows_its_source_on_demand(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site)
    await visitor.open()
    await visitor.ask("What happens if it rains?")
    source = visitor.log.locator("details")
    await expect(source).to_have_count(1)
    await expect(source).not_to_have_attribute("open", "")
    await source.get_by_text("Source").click()
    await expect(source).to_have_attribute("open", "")
    await expect(source).to_contain_text("What happens if it rains?")
    await visitor.ask("thanks!")
    await expect(source).to_have_count(1)
    await visitor.come()  # what was said before comes from the history
    await expect(source).to_contain_text("What happens if it rains?")
