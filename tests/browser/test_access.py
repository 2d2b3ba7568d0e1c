"""By keyboard alone, and by ear."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import expect

from tests.browser.conftest import Visits, Website
from tests.browser.visit import Visit
from tests.fakes.openai import FakeOpenAI, Hang, Say

pytestmark = pytest.mark.asyncio(loop_scope="session")

_PHONE_SIZED = {"width": 390, "height": 780}


class _Examiner:
    """axe-core on a visitor's page."""

    def __init__(self, visitor: Visit) -> None:
        self._page = visitor.page

    async def __call__(self, state: str) -> None:
        """It has nothing to say of a state, in either theme; in the dark only colours differ."""
        if not await self._page.evaluate("'axe' in window"):
            await self._page.evaluate(AXE_SCRIPT)
        await self._find_nothing(f"{state}, light", {"resultTypes": ["violations"]})
        await self._page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        await self._find_nothing(f"{state}, dark", {"runOnly": ["color-contrast"]})
        await self._page.emulate_media(color_scheme="light", reduced_motion="reduce")

    async def _find_nothing(self, state: str, options: dict[str, list[str]]) -> None:
        found = await self._page.evaluate("options => axe.run(options)", options)
        told = [
            (each["id"], [node["html"][:200] for node in each["nodes"]])
            for each in found["violations"]
        ]
        assert told == [], state


async def test_axe_finds_nothing_in_any_state(website: Website, visits: Visits) -> None:
    turns = (
        Say("**Yes:**\n\n- [menu](https://myhibachi.example.com)\n- `code`"),
        (Say("We bring the grill. "), Hang()),
    )
    async with FakeOpenAI(*turns) as model:
        bot, site = await website(OPENAI_API_KEY="sk-test", OPENAI_BASE_URL=model.base_url)
        visitor = await visits(site, reduced_motion="reduce")
        find_nothing = _Examiner(visitor)
        await find_nothing("closed")
        await visitor.open()
        await find_nothing("begun")
        await visitor.ask("What is on the menu?")
        await visitor.answers.hover()
        await find_nothing("answered")

        await visitor.say("And?")
        await expect(visitor.panel.locator(".live")).to_contain_text("We bring")
        await find_nothing("answering")
        await visitor.button("Leave my number").click()
        await visitor.button("Save").click()
        await find_nothing("contact form, with a fault")
        await visitor.panel.get_by_label("Your name").fill("Ann Lee")
        await visitor.panel.get_by_label("Your phone").fill("4155550123")
        await visitor.button("Save").click()
        await find_nothing("code offered")
        await visitor.button("Send the code").click()
        await visitor.button("Confirm").click()
        await find_nothing("code form, with a fault")
        await visitor.button("Not now").click()

        [conversation] = await bot.rows("SELECT thread_id FROM ai_conversations")
        await bot.app.handoff.say(conversation, "U1", "Maria", "Hello")
        await expect(visitor.log.locator(".staff")).to_have_count(1)
        await find_nothing("a person is there")
        await bot.app.handoff.give_back(conversation, "U1")
        await expect(visitor.button("Stars of five: 3")).to_be_visible()
        await visitor.button("Stars of five: 3").hover()
        await find_nothing("rating")
        await visitor.page.keyboard.press("Escape")
        await bot.app.handoff.say(conversation, "U1", "Maria", "Hello?")
        await expect(visitor.launcher).to_contain_text("1")
        await find_nothing("unread")
        model.gates.release()


async def test_axe_finds_nothing_without_a_network(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site, viewport=_PHONE_SIZED, lang="ar", reduced_motion="reduce")
    await visitor.launcher.click()
    await visitor.page.context.set_offline(True)
    await visitor.say("مرحبا")
    await expect(visitor.notice).not_to_be_empty()
    await _Examiner(visitor)("offline")


async def test_by_keyboard_alone(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site)
    keyboard = visitor.page.keyboard
    await visitor.page.get_by_role("link", name="More").focus()
    await keyboard.press("Tab")
    await expect(visitor.launcher).to_be_focused()
    await keyboard.press("Enter")
    await expect(visitor.field).to_be_focused()
    await keyboard.type("What is")
    await keyboard.press("Shift+Enter")
    await keyboard.type("on the menu?")
    await keyboard.press("Enter")
    await expect(visitor.answers).to_have_count(1)
    assert await visitor.own.locator(".bubble").inner_text() == "What is\non the menu?"
    await expect(visitor.field).to_be_focused()
    await keyboard.press("Escape")
    await expect(visitor.panel).to_have_count(0)
    await expect(visitor.launcher).to_be_focused()


async def test_focus_stays_inside_while_the_panel_covers_the_page(
    website: Website, visits: Visits
) -> None:
    _, site = await website()
    visitor = await visits(site, viewport=_PHONE_SIZED)
    await visitor.open()
    await expect(visitor.panel).to_have_attribute("aria-modal", "true")
    keyboard = visitor.page.keyboard
    await keyboard.press("Shift+Tab")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(14):
            await keyboard.press(key)
            assert await visitor.panel.evaluate(
                "panel => panel.contains(panel.getRootNode().activeElement)"
            )


async def test_an_answer_is_read_out_once_and_whole(website: Website, visits: Visits) -> None:
    async with FakeOpenAI(
        (Say("We bring the grill. "), Hang(), Say("You bring friends."))
    ) as model:
        _, site = await website(OPENAI_API_KEY="sk-test", OPENAI_BASE_URL=model.base_url)
        visitor = await visits(site)
        await visitor.open()
        await expect(visitor.log).to_have_attribute("aria-live", "polite")
        await visitor.say("What do you bring?")
        live = visitor.panel.locator(".live")
        await expect(live).to_contain_text("We bring")
        await expect(live).to_have_attribute("aria-hidden", "true")
        await expect(visitor.answers).to_have_count(0)
        model.gates.release()
        await expect(visitor.answers).to_have_text("We bring the grill. You bring friends.")
        await expect(live).to_be_hidden()


async def test_who_wants_less_motion_gets_none(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site, reduced_motion="reduce")
    await visitor.open()
    motion = await visitor.panel.evaluate("panel => getComputedStyle(panel).animationName")
    assert motion == "none"
