"""The staff pane of the playground: a small Slack in which the whole desk can be worked."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.app.parts import plain
from channels.playground.slack.people import STAFF_CHANNEL
from tests.browser.tried import ANSWER, Tried, trying
from tests.scenario.playground import SAM, running

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

DIRECT = f"D{SAM[1:]}"


async def test_a_customer_is_answered_by_a_person(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path) as (_, url), trying(browser, url) as tried:
        await tried.text("can I talk to a real person?")
        card = tried.card("asks for a person")
        await card.get_by_role("button", name="Take over").click(timeout=ANSWER)
        await expect(card).to_contain_text("Sam has this conversation.", timeout=ANSWER)
        await card.locator(".thread-link").click()
        await expect(tried.thread).to_contain_text("Sam took over.", timeout=ANSWER)
        await tried.is_accessible()

        await tried.thread.get_by_role("button", name="Send to customer").click()
        await tried.dialog.get_by_role("button", name="Send").click()
        await expect(tried.dialog).to_contain_text("Please complete this required field.")
        field = tried.dialog.get_by_label("Message")
        await field.fill("   ")
        await tried.dialog.get_by_role("button", name="Send").click()
        await expect(tried.dialog.locator(".error")).to_contain_text("Write something")
        await expect(field).to_be_focused()
        await tried.is_accessible()
        await field.fill("Hi, *Sam* here. How can I help?")
        await tried.dialog.get_by_role("button", name="Send").click()
        await expect(tried.dialog).to_have_count(0)
        await expect(tried.received.last).to_contain_text("Sam* here", timeout=ANSWER)
        await expect(tried.thread).to_contain_text("✓ Sam, by text", timeout=ANSWER)

        await tried.write("Reply in thread", "he sounds nice")
        await tried.become("Kim · staff")
        await expect(tried.thread).to_have_count(0)
        await tried.card("asks for a person").locator(".thread-link").click()
        await tried.write("Reply in thread", ">> Kim here")
        whisper = tried.thread.locator(".whisper")
        await expect(whisper).to_contain_text("Nothing was sent", timeout=ANSWER)
        await tried.become("Sam · staff")
        await card.locator(".thread-link").click()
        await expect(whisper).to_have_count(0)
        await expect(tried.received.last).to_contain_text("Sam* here")

        heard = await tried.received.count()
        await tried.page.get_by_label("Text message").fill("how much is shrimp?")
        await tried.page.keyboard.press("Enter")
        await expect(tried.thread).to_contain_text("how much is shrimp?", timeout=ANSWER)
        await tried.thread.get_by_role("button", name="Give back").click()
        await expect(tried.received).to_have_count(heard + 1, timeout=ANSWER)
        await expect(tried.received.last).to_contain_text("$")


async def test_a_day_is_blocked_by_a_yes(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path) as (_, url), trying(browser, url) as tried:
        await tried.go_to("MyHibachi")
        await tried.write("Message MyHibachi", "block june 5")
        card = tried.card("Nothing is done until")
        await card.get_by_role("button", name="Edit").click(timeout=ANSWER)
        await tried.is_accessible()
        await tried.dialog.get_by_label("First").fill("2027-06-12")
        await tried.dialog.get_by_role("button", name="Change").click()
        await expect(tried.dialog).to_have_count(0, timeout=ANSWER)
        changed = tried.card("June 12")
        await changed.get_by_role("button", name="Approve").click(timeout=ANSWER)
        await expect(tried.card("Approved by Sam")).to_be_visible(timeout=ANSWER)
        await expect(changed.get_by_role("button", name="Approve")).to_have_count(0)
        await tried.is_accessible()

        await tried.page.reload()
        await tried.go_to("MyHibachi")
        await expect(tried.card("Approved by Sam")).to_be_visible()
        await tried.text("Birthday for 25 people on June 12 2027 in Pasadena?")
        await expect(tried.received.last).not_to_contain_text("Is that right?")


async def test_staff_are_refused_what_is_the_admins(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path) as (_, url), trying(browser, url) as tried:
        await tried.become("Kim · staff")
        await tried.go_to("MyHibachi")
        await tried.write("Message MyHibachi", "/hibachi admin show the settings")
        refused = tried.page.locator("#messages").get_by_text("Only admins may")
        await expect(refused.first).to_be_visible(timeout=ANSWER)


async def test_an_answer_is_written_before_ones_eyes(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path) as (app, url), trying(browser, url) as tried:
        config = app.settings
        slack = AsyncWebClient(plain(config.slack_bot_token), f"{config.slack_api_url}/")
        root = await slack.chat_postMessage(channel=DIRECT, text="Good morning")
        place = tried.page.get_by_role("navigation", name="Slack")
        await expect(place.get_by_role("button", name="MyHibachi")).to_contain_text("1 new")
        await tried.go_to("MyHibachi")
        where = {"channel_id": DIRECT, "thread_ts": root["ts"]}
        await slack.assistant_threads_setStatus(**where, status="is looking up bookings")
        await expect(tried.page.locator("#typing")).to_have_text("MyHibachi is looking up bookings")
        step = {"type": "task_update", "id": "1", "title": "Bookings", "status": "in_progress"}
        begun = await slack.chat_startStream(
            channel=DIRECT, thread_ts=root["ts"], recipient_user_id=SAM, chunks=[step]
        )
        answer = tried.messages.last
        await expect(answer.locator(".task.in_progress")).to_contain_text("Bookings")
        await expect(answer).to_have_attribute("aria-busy", "true")
        await expect(tried.page.locator("#typing")).to_have_text("")
        stream = {"channel": DIRECT, "ts": begun["ts"]}
        table = "| Day | Guests |\n|---|---|\n| Saturday | 45 |\n\n<b>none</b> **else**"
        await slack.chat_appendStream(**stream, markdown_text=table)
        await expect(answer.locator("td").last).to_have_text("45")
        await slack.chat_stopStream(**stream, chunks=[{**step, "status": "complete"}])
        await expect(answer.locator(".task.complete")).to_be_visible()
        await expect(answer.locator("strong")).to_have_text("else")
        await expect(answer).to_contain_text("<b>none</b>")
        await tried.is_accessible()


async def test_files_views_and_questions(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path) as (app, url), trying(browser, url, color_scheme="dark") as tried:
        config = app.settings
        slack = AsyncWebClient(plain(config.slack_bot_token), f"{config.slack_api_url}/")
        await _post_a_gallery(slack)
        await tried.card("Pick").get_by_role("button", name="Drop").click()
        await expect(tried.dialog).to_contain_text("For good?")
        await tried.is_accessible()
        await tried.dialog.get_by_role("button", name="Keep").click()
        await expect(tried.card("Pick").get_by_role("button", name="Drop")).to_be_focused()
        picture = tried.page.get_by_role("img", name="Bookings a week")
        await expect(picture).to_be_visible()
        assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
        async with tried.page.expect_download() as saved:
            await tried.page.get_by_role("link", name="Leads").click()
        assert (await saved.value).suggested_filename == "leads.csv"
        await tried.is_accessible()
        await _home_works(tried)


async def test_a_customers_picture_is_shown(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path) as (_, url), trying(browser, url) as tried:
        await tried.site.locator("chat-widget .launcher").click()
        panel = tried.site.get_by_role("dialog")
        picture = {"name": "patio.png", "mimeType": "image/png", "buffer": _PIXEL}
        await panel.locator("input[type=file]").set_input_files([picture])
        field = panel.locator("textarea")
        await field.fill("our patio, can I talk to a real person?")
        await field.press("Enter")
        shown = tried.card("asks for a person").get_by_role("img", name="A picture of")
        await expect(shown).to_have_count(1, timeout=ANSWER)
        assert await shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1


async def _home_works(tried: Tried) -> None:
    """What the bot shows there, and a button of it."""
    await tried.go_to("MyHibachi")
    await tried.page.get_by_role("tab", name="Home").click()
    home = tried.page.get_by_role("tabpanel")
    await expect(home.get_by_role("heading").first).to_be_visible(timeout=ANSWER)
    await home.get_by_role("button", name="Refresh").click()
    await expect(home.get_by_role("button", name="Refresh")).to_be_enabled()
    await tried.is_accessible()
    await tried.page.get_by_role("tab", name="Home").press("ArrowLeft")
    await expect(tried.page.get_by_role("tab", name="Messages")).to_be_focused()


async def _post_a_gallery(slack: AsyncWebClient) -> None:
    drop: dict[str, Any] = {
        "type": "button",
        "action_id": "drop",
        "style": "danger",
        "text": _plain("Drop"),
    }
    sure = {"title": _plain("Sure?"), "text": _plain("For good?"), "confirm": _plain("Drop")}
    drop["confirm"] = sure | {"deny": _plain("Keep")}
    section: dict[str, Any] = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*Pick* _one_ ~now~"},
    }
    blocks = [section, {"type": "actions", "elements": [drop]}]
    await slack.chat_postMessage(channel=STAFF_CHANNEL, text="Pick", blocks=blocks)
    files = {"chart.png": (_PIXEL, "Bookings a week"), "leads.csv": (b"a,b\n", "Leads")}
    for name, (content, title) in files.items():
        await slack.files_upload_v2(
            channel=STAFF_CHANNEL, filename=name, content=content, title=title
        )


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478"
    "9c635861230200028800f9663fc4af0000000049454e44ae426082"
)
