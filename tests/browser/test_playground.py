"""The playground as whoever tries it sees it: one page, three panes, in a real browser."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.tried import ANSWER, Tried, trying
from tests.fakes.openai import FakeOpenAI, Hang, Say
from tests.scenario.playground import running
from tests.scenario.process import BotProcess, free_port

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


@pytest_asyncio.fixture(loop_scope="session")
async def tried(browser: Browser, tmp_path: Path) -> AsyncIterator[Tried]:
    async with running(tmp_path) as (_, url), trying(browser, url) as page:
        yield page


async def test_one_look_shows_the_product(tried: Tried) -> None:
    page = tried.page
    await tried.text("Birthday for 25 people, Saturday April 17, in Pasadena")
    await tried.text("Karen Ortiz")
    await tried.text("yes that's right")
    await expect(page.get_by_text("Delivered")).to_be_visible()

    card = tried.card("New inquiry")
    await expect(card).to_contain_text("Karen Ortiz", timeout=ANSWER)
    await expect(card.get_by_role("button", name="Take over")).to_be_visible()


async def test_a_visitor_of_the_website_is_answered_by_staff(tried: Tried) -> None:
    site = tried.site
    await site.locator("chat-widget .launcher").click()
    field = site.get_by_role("dialog").locator("textarea")
    await field.fill("can I talk to a real person?")
    await field.press("Enter")
    card = tried.card("asks for a person")
    await card.get_by_role("button", name="Take over").click(timeout=ANSWER)
    await card.get_by_role("button", name="Send to customer").click(timeout=ANSWER)
    await tried.dialog.get_by_label("Message").fill("Sam here, how can I help?")
    await tried.dialog.get_by_role("button", name="Send").click()
    said = site.get_by_role("log")
    await expect(said).to_contain_text("Sam here, how can I help?", timeout=ANSWER)


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
    await expect(tried.card("asks for a person")).to_have_count(1)

    known = await page.locator("#phones option").all_inner_texts()
    await page.get_by_role("button", name="Reset").click()
    await expect(tried.bubbles).to_have_count(0)
    await expect(tried.messages).to_have_count(0)
    fresh = await page.locator("#phones option").all_inner_texts()
    assert len(fresh) == 2
    assert not set(fresh) & set(known)


async def test_two_phones_are_two_customers(tried: Tried) -> None:
    await tried.text("how much is chicken?")
    await tried.page.get_by_label("Whose phone").select_option(index=1)
    await expect(tried.bubbles).to_have_count(0)
    await tried.page.get_by_role("button", name="Can I talk to a real person?").click()
    await expect(tried.card("asks for a person")).to_have_count(1, timeout=ANSWER)
    await expect(tried.received.first).to_be_visible(timeout=ANSWER)
    await tried.page.get_by_label("Text message").fill("STOP")
    await tried.page.keyboard.press("Enter")
    await expect(tried.page.locator("#texts .note")).to_contain_text("unsubscribed")
    await expect(tried.page.get_by_text("This phone has stopped all texts")).to_be_visible()


async def test_nobodys_words_become_markup(tried: Tried) -> None:
    hostile = "<img src=x onerror=alert(1)> *bold* <tel:1|call> can I talk to a real person?"
    await tried.text(hostile)
    card = tried.card("asks for a person")
    await card.get_by_role("button", name="Open in thread").click(timeout=ANSWER)
    await card.get_by_role("button", name="1 reply").click(timeout=ANSWER)
    await expect(tried.thread).to_contain_text(hostile, timeout=ANSWER)
    await tried.write("Reply in thread", hostile)
    said = tried.thread.get_by_role("article", name="Sam")
    await expect(said).to_contain_text("<img src=x onerror=alert(1)> bold <tel:1|call>")
    found = tried.page.locator("#texts img, .message img, .message a[href='tel:1']")
    await expect(found).to_have_count(0)
    await expect(tried.bubbles.first).to_contain_text(hostile)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(scheme: str, browser: Browser, tmp_path: Path) -> None:
    async with (
        running(tmp_path) as (_, url),
        trying(browser, url, color_scheme=scheme, reduced_motion="reduce") as tried,
    ):
        await expect(tried.page.locator("html")).to_have_attribute("data-theme", scheme)
        await tried.is_accessible()
        await tried.text("can I talk to a real person?")
        await expect(tried.card("asks for a person")).to_be_visible(timeout=ANSWER)
        await tried.is_accessible()


async def test_a_narrow_window_shows_one_pane_below_the_other(
    browser: Browser, tmp_path: Path
) -> None:
    small = {"width": 390, "height": 844}
    async with running(tmp_path) as (_, url), trying(browser, url, viewport=small) as tried:
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
    card = tried.card("asks for a person")
    await card.get_by_role("button", name="Take over").press("Enter", timeout=ANSWER)
    send = card.get_by_role("button", name="Send to customer")
    await send.press("Enter", timeout=ANSWER)
    await expect(tried.dialog.get_by_label("Message")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(tried.dialog).to_have_count(0)
    await expect(send).to_be_focused()
    await card.locator(".thread-link").press("Enter")
    await expect(page.get_by_label("Reply in thread")).to_be_focused()
    await page.keyboard.type(">> Sam here.")
    await page.keyboard.press("Enter")
    await expect(tried.received.last).to_contain_text("Sam here.", timeout=ANSWER)
    await page.keyboard.press("Escape")
    await expect(card.locator(".thread-link")).to_be_focused()


async def test_a_bot_killed_in_the_middle_of_a_turn_answers_when_it_is_back(
    browser: Browser, tmp_path: Path
) -> None:
    async with FakeOpenAI() as model, _process(tmp_path, model.base_url) as bot:
        model.script([Hang(), Say("never seen")], Say("Thirty of you: how lovely!"), Say("OK"))
        await bot.start()
        async with trying(browser, f"http://127.0.0.1:{bot.port}") as tried:
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
