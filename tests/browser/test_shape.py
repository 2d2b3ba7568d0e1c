"""On a phone, in the dark, in other languages, from right to left."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visits, Website

pytestmark = pytest.mark.asyncio(loop_scope="session")

_PHONE_SIZED = {"width": 390, "height": 780}
_COLOUR = "panel => getComputedStyle(panel).backgroundColor"


async def test_on_a_phone_it_takes_the_whole_screen(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site, viewport=_PHONE_SIZED, is_mobile=True, reduced_motion="reduce")
    await visitor.open()
    assert await visitor.panel.bounding_box() == {"x": 0, "y": 0, **_PHONE_SIZED}
    await visitor.ask("How much is it for 30 adults and 8 kids?")
    # Phones zoom in on a field whose letters are smaller, and stay there.
    size = await visitor.field.evaluate("field => getComputedStyle(field).fontSize")
    assert float(size.removesuffix("px")) >= 16
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not await visitor.page.evaluate(wide)
    await visitor.button("Close the chat").click()
    await expect(visitor.launcher).to_be_visible()


async def test_every_quick_answer_is_in_sight(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site, viewport=_PHONE_SIZED)
    await visitor.open()
    await visitor.ask("40 people on December 12 at 6pm in Pasadena, I'm Ann Lee, 415 555 0123")
    await expect(visitor.button("I want to change something")).to_be_visible()
    for box in [await chip.bounding_box() for chip in await visitor.panel.locator(".chip").all()]:
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= _PHONE_SIZED["width"]


async def test_it_follows_the_visitors_theme(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site, color_scheme="dark")
    await visitor.open()
    dark = await visitor.panel.evaluate(_COLOUR)
    await visitor.page.emulate_media(color_scheme="light")
    assert dark != await visitor.panel.evaluate(_COLOUR)


async def test_a_page_that_says_its_scheme_is_followed(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site, color_scheme="dark")
    await visitor.open()
    dark = await visitor.panel.evaluate(_COLOUR)
    says = "scheme => (document.documentElement.style.colorScheme = scheme)"
    await visitor.page.evaluate(says, "light")
    await expect(visitor.panel).not_to_have_css("background-color", dark)
    await visitor.page.emulate_media(color_scheme="light")
    await visitor.page.evaluate(says, "dark")
    await expect(visitor.panel).to_have_css("background-color", dark)
    await visitor.page.evaluate(says, "light dark")
    await expect(visitor.panel).not_to_have_css("background-color", dark)


async def test_it_speaks_the_visitors_language(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site, locale="es-MX")
    await visitor.open()
    await expect(visitor.button("Cerrar el chat")).to_be_visible()
    await expect(visitor.page.locator("chat-widget")).to_have_attribute("lang", "es-MX")


async def test_it_reads_from_right_to_left(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site, lang="ar")
    await visitor.open()
    box, field = await visitor.panel.bounding_box(), await visitor.field.bounding_box()
    send = await visitor.button("إرسال").bounding_box()
    assert box is not None
    assert field is not None
    assert send is not None
    assert box["x"] < 100
    assert send["x"] < field["x"]


async def test_an_unknown_language_becomes_english(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site, locale="fi-FI")
    await visitor.open()
    await expect(visitor.button("Close the chat")).to_be_visible()
