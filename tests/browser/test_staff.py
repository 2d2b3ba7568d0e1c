"""A person takes over, and the visitor sees who it is."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visits, Website
from tests.browser.visit import Visit
from tests.scenario.inside import Inside

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def _begun(bot: Inside, visitor: Visit) -> str:
    await visitor.open()
    await visitor.ask("What is on the menu?")
    [conversation] = await bot.rows("SELECT thread_id FROM ai_conversations")
    return str(conversation)


async def test_a_person_takes_over_and_gives_back(website: Website, visits: Visits) -> None:
    bot, site = await website()
    visitor = await visits(site)
    conversation = await _begun(bot, visitor)
    assert await bot.app.handoff.claim(conversation, "U1", "Maria")
    await expect(visitor.log).to_contain_text("Maria joined the chat")
    await expect(visitor.state).to_have_text("Maria is with you")
    await expect(visitor.button("Talk to a person")).to_have_count(0)

    await bot.app.handoff.typing(conversation)
    await expect(visitor.panel.locator(".dots")).to_be_visible()
    await bot.app.handoff.say(conversation, "U1", "Maria", "Hi, I'm **Maria**.")
    staff = visitor.log.locator(".staff")
    await expect(staff.locator(".who")).to_have_text("Maria")
    await expect(staff.locator("strong")).to_have_text("Maria")
    await expect(visitor.panel.locator(".dots")).to_have_count(0)

    await visitor.say("Hello Maria")
    await expect(visitor.waiting).to_have_count(0)
    await bot.idle()
    await expect(visitor.answers).to_have_count(1)
    await expect(visitor.panel.locator(".dots")).to_have_count(0)

    assert await bot.app.handoff.give_back(conversation, "U1")
    await expect(visitor.log).to_contain_text("Maria left the chat")
    await expect(visitor.state).to_have_text("Assistant · answers at once")


async def test_a_person_can_be_called_by_a_button(website: Website, visits: Visits) -> None:
    bot, site = await website()
    visitor = await visits(site)
    await _begun(bot, visitor)
    await visitor.button("Talk to a person").click()
    await expect(visitor.answers.last).to_contain_text("asked our team")


async def test_the_launcher_counts_what_was_not_read(website: Website, visits: Visits) -> None:
    bot, site = await website()
    visitor = await visits(site)
    conversation = await _begun(bot, visitor)
    await visitor.button("Close the chat").click()
    await expect(visitor.launcher).to_be_focused()
    await bot.app.handoff.say(conversation, "U1", "Maria", "One thing more.")
    await expect(visitor.launcher).to_have_accessible_name("Open the chat, unread messages: 1")
    await visitor.page.reload()
    await expect(visitor.launcher).to_have_accessible_name("Open the chat, unread messages: 1")
    await visitor.open()
    await expect(visitor.log).to_contain_text("One thing more.")
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.launcher).to_have_accessible_name("Chat with MyHibachi")
