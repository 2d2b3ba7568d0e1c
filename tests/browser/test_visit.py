"""A visitor comes for the first time, asks, books, leaves and comes back."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from playwright.async_api import expect

from tests.browser.conftest import SITE_KEY, Visits, Website

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_first_visit_ends_in_an_inquiry(website: Website, visits: Visits) -> None:
    bot, site = await website()
    visitor = await visits(site)
    await visitor.open()
    await expect(visitor.log).to_contain_text("Hi, this is MyHibachi!")
    await expect(visitor.field).to_be_focused()

    await visitor.button("How much is it per person?").click()
    await expect(visitor.answers.first).to_contain_text("$")
    await expect(visitor.panel.locator(".start")).to_have_count(0)
    for words in (
        "30 adults and 8 kids",
        "It's a birthday on Saturday in 8 weeks, in Pasadena 91101",
        "I'm Ann Lee, 415 555 0123",
        "at 5pm please",
        "no allergies",
    ):
        answer = await visitor.ask(words)
        if "Shall I send this" in answer:
            break
    assert "Shall I send this" in answer
    await visitor.button("Yes, send it").click()
    await expect(visitor.log).to_contain_text("Thank you, Ann!")
    assert await bot.rows("SELECT name FROM leads") == ["Ann Lee"]

    await expect(visitor.panel.get_by_role("group", name="How did we do?")).to_be_visible()
    await visitor.button("Stars of five: 5").click()
    await expect(visitor.log).to_contain_text("Thank you for telling us!")
    assert await bot.rows("SELECT rating FROM ai_conversations") == [5]


async def test_whoever_writes_on_is_not_kept_from_it_by_the_stars(
    website: Website, visits: Visits
) -> None:
    _, site = await website()
    visitor = await visits(site)
    await visitor.open()
    for words in ("How much is it per person?", "What is on the menu?", "Is there shrimp?"):
        await visitor.ask(words)
    await visitor.button("Close the chat").click()
    await visitor.open()
    stars = visitor.panel.get_by_role("group", name="How did we do?")
    await expect(stars).to_be_visible()
    await visitor.ask("Do you come to Pasadena?")
    await expect(stars).to_have_count(0)


async def test_a_reload_brings_the_conversation_back(website: Website, visits: Visits) -> None:
    bot, site = await website()
    visitor = await visits(site)
    await visitor.open()
    answer = await visitor.ask("What is on the menu?")
    await visitor.page.reload()
    await expect(visitor.panel).to_be_visible()
    await expect(visitor.own).to_have_count(1)
    await expect(visitor.answers).to_have_count(1)
    assert await visitor.answers.inner_text() == answer
    await visitor.ask("Do you come to Pasadena?")
    await expect(visitor.own).to_have_count(2)
    assert len(await bot.rows("SELECT id FROM ai_conversations")) == 1


async def test_an_answer_is_there_when_the_visitor_returns(
    website: Website, visits: Visits
) -> None:
    bot, site = await website()
    visitor = await visits(site)
    await visitor.open()
    await visitor.say("What is on the menu?")
    await expect(visitor.own).to_have_count(1)
    await expect(visitor.waiting).to_have_count(0)
    await visitor.page.goto("about:blank")
    await bot.until("SELECT count(*) FROM ai_messages WHERE visibility = 'customer'", [2])
    await visitor.come()
    await expect(visitor.answers).to_have_count(1)


async def test_a_thumb_is_kept(website: Website, visits: Visits) -> None:
    bot, site = await website()
    visitor = await visits(site)
    await visitor.open()
    await visitor.ask("What is on the menu?")
    await visitor.button("Helpful").click()
    await expect(visitor.button("Helpful")).to_have_attribute("aria-pressed", "true")
    await bot.until("SELECT rating FROM ai_messages WHERE rating IS NOT NULL", [1])
    await visitor.page.reload()
    await expect(visitor.button("Helpful")).to_have_attribute("aria-pressed", "true")
    await expect(visitor.button("Not helpful")).to_have_attribute("aria-pressed", "false")


async def test_another_visitor_sees_nothing_of_it(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site)
    await visitor.open()
    await visitor.ask("What is on the menu?")
    stranger = await visits(site)
    await stranger.open()
    await expect(stranger.button("What is on the menu?")).to_be_visible()
    await expect(stranger.own).to_have_count(0)


async def test_a_long_past_comes_in_parts(website: Website, visits: Visits) -> None:
    bot, site = await website()
    visitor = await visits(site)
    await visitor.open()
    await visitor.ask("What is on the menu?")
    [conversation] = await bot.rows("SELECT thread_id FROM ai_conversations")
    for number in range(60):
        await bot.app.handoff.say(conversation, "U1", "Maria", f"Number {number}.")
    await visitor.page.reload()
    staff = visitor.log.locator(".staff")
    await expect(staff).to_have_count(50)
    await expect(staff.first).to_contain_text("Number 10.")
    await visitor.button("Earlier messages").click()
    await expect(staff).to_have_count(60)
    await expect(visitor.own).to_have_count(1)
    await expect(visitor.button("Earlier messages")).to_have_count(0)


async def test_who_is_logged_in_there_is_known_here(website: Website, visits: Visits) -> None:
    bot, site = await website()
    site.user = _token(site.origin, "user-1", "Ann Lee")
    visitor = await visits(site)
    await visitor.open()
    await visitor.ask("What is on the menu?")

    site.user = ""
    await visitor.come()
    await expect(visitor.own).to_have_count(0)
    site.user = _token(site.origin, "user-2", "Bob Ray")
    await visitor.come()
    await visitor.ask("Do you come to Pasadena?")
    assert len(await bot.rows("SELECT visitor FROM visitors WHERE name IS NOT NULL")) == 2


def _token(site: str, user: str, name: str) -> str:
    """What the site's server signs."""
    claims = {"iss": site, "sub": user, "name": name, "exp": datetime.now(UTC) + timedelta(hours=1)}
    return jwt.encode(claims, SITE_KEY, algorithm="HS256")
