"""A visitor says who they are, proves it by a code, and goes on by text."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visits, Website
from tests.browser.visit import Visit
from tests.scenario.inside import Inside

pytestmark = pytest.mark.asyncio(loop_scope="session")

_PHONE = "+14155550123"


async def _code(bot: Inside, number: int = 1) -> str:
    """The code that was texted."""
    await bot.twilio.messages.until(lambda: len(_codes(bot)) >= number)
    return _codes(bot)[-1]


def _codes(bot: Inside) -> list[str]:
    found = (re.search(r"\b\d{6}\b", text) for text in bot.said_to(_PHONE))
    return [match.group() for match in found if match]


async def _left_number(visitor: Visit) -> None:
    await visitor.open()
    await visitor.ask("What is on the menu?")
    await visitor.button("Leave my number").click()
    await visitor.panel.get_by_label("Your name").fill("Ann Lee")
    phone = visitor.panel.get_by_label("Your phone")
    await phone.press_sequentially("4155550123")
    await expect(phone).to_have_value("(415) 555-0123")
    await visitor.button("Save").click()
    await expect(visitor.panel.get_by_text("Is this your phone?")).to_be_visible()


async def test_the_form_asks_for_what_can_be_used(website: Website, visits: Visits) -> None:
    bot, site = await website()
    visitor = await visits(site)
    await visitor.open()
    await visitor.ask("What is on the menu?")
    await visitor.button("Leave my number").click()
    name, phone = (visitor.panel.get_by_label(label) for label in ("Your name", "Your phone"))
    await expect(name).to_be_focused()
    await name.fill("A")
    await visitor.button("Save").click()
    await expect(name).to_have_accessible_description(re.compile("at least two letters"))
    await name.fill("Ann Lee")
    await phone.fill("555")
    await visitor.button("Save").click()
    await expect(phone).to_have_accessible_description(re.compile("area code"))
    await phone.fill("+44 20 7946 0958")
    await expect(phone).to_have_value("+44 20 7946 0958")
    await phone.fill("")
    await phone.press_sequentially("4155550123")
    await phone.evaluate("field => field.setSelectionRange(3, 3)")
    await phone.press("Backspace")
    await phone.press_sequentially("2")
    await expect(phone).to_have_value("(425) 555-0123")
    await phone.fill("(000) 000-0000")
    await visitor.button("Save").click()
    await expect(phone).to_have_accessible_description(re.compile(r"\w"))  # the server's word
    await visitor.button("Not now").click()
    await expect(visitor.panel.locator(".card")).to_have_count(0)
    assert await bot.rows("SELECT id FROM customer_phones") == []


async def test_the_agent_asks_with_a_form(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site)
    await visitor.open()
    await visitor.ask("How much is it for 30 adults and 8 kids in Pasadena?")
    await visitor.ask("Saturday in 8 weeks, a birthday")
    form = visitor.panel.get_by_role("form", name="How can we reach you?")
    await form.get_by_label("Your name").fill("Ann Lee")
    await form.get_by_label("Your phone").fill("415 555 0123")
    await visitor.button("Save").click()
    await expect(form).to_have_count(0)
    await expect(visitor.button("Send the code")).to_be_visible()
    await visitor.page.reload()
    await expect(visitor.log).to_contain_text("Welcome back, Ann Lee!")


async def test_a_code_wrong_and_right(website: Website, visits: Visits) -> None:
    bot, site = await website()
    await bot.talk(_PHONE, "Do you have shrimp?")
    visitor = await visits(site)
    await _left_number(visitor)
    await expect(visitor.log).not_to_contain_text("Do you have shrimp?")
    await visitor.button("Send the code").click()
    code = await _code(bot)

    field = visitor.panel.get_by_label("6-digit code")
    await expect(field).to_be_focused()
    await expect(field).to_have_attribute("autocomplete", "one-time-code")
    await field.fill("000000" if code != "000000" else "000001")
    await visitor.button("Confirm").click()
    await expect(field).to_have_accessible_description("That code isn’t right. Tries left: 4.")
    await field.fill(code)
    await visitor.button("Confirm").click()
    await expect(visitor.log).to_contain_text("Your number is confirmed.")
    await expect(visitor.log).to_contain_text("Do you have shrimp?")
    await expect(visitor.log).to_contain_text("by text")

    await visitor.button("Continue by text").click()
    await expect(visitor.log).to_contain_text("We’ll go on by text at (415) 555-0123.")
    await bot.idle()
    assert len(bot.said_to(_PHONE)) >= 3


async def test_another_tab_goes_on_after_the_proof(website: Website, visits: Visits) -> None:
    """The proof ends its token; the first tab's answer brings the new one."""
    bot, site = await website()
    visitor = await visits(site)
    await _left_number(visitor)
    other = await visitor.another_tab()
    await expect(other.panel).to_be_visible()
    await visitor.button("Send the code").click()
    await visitor.panel.get_by_label("6-digit code").fill(await _code(bot))
    await visitor.button("Confirm").click()
    await expect(visitor.log).to_contain_text("Your number is confirmed.")
    await visitor.ask("What is on the menu?")
    for tab in (visitor, other):
        await expect(tab.log).to_contain_text("What is on the menu?")
    await other.ask("Do you come to Pasadena?")
    await expect(visitor.log).to_contain_text("Do you come to Pasadena?")
    assert len(await bot.rows("SELECT id FROM ai_conversations")) == 1


async def test_who_left_a_name_is_greeted_by_it(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site)
    await _left_number(visitor)
    await visitor.button("Not now").click()
    await visitor.page.reload()
    await expect(visitor.log).to_contain_text("Welcome back, Ann Lee!")
    await expect(visitor.button("Confirm my number")).to_be_visible()
