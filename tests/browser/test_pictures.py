"""Pictures that visitors send."""

import re
import struct
import zlib

import pytest
from playwright.async_api import FilePayload, expect

from tests.browser.conftest import Visits, Website
from tests.browser.network import abort

pytestmark = pytest.mark.asyncio(loop_scope="session")

_UPLOADS = re.compile(r"/ai/uploads$")


def _png(width: int, height: int) -> bytes:
    """A picture in one colour."""
    row = b"\x00" + b"\xa6\x3d\x1e" * width
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


_PICTURE = FilePayload(name="garden.png", mimeType="image/png", buffer=_png(320, 200))


async def test_a_picture_is_sent_and_shown(website: Website, visits: Visits) -> None:
    bot, site = await website()
    visitor = await visits(site)
    await visitor.open()
    files = visitor.panel.locator("input[type=file]")
    await files.set_input_files(_PICTURE)
    await expect(visitor.button("Remove the picture")).to_be_visible()
    await visitor.button("Remove the picture").click()
    await files.set_input_files(_PICTURE)
    await expect(visitor.panel.locator(".shelf canvas")).to_be_visible()
    await visitor.say("Is this garden large enough?")
    await expect(visitor.own.locator("canvas")).to_be_visible()
    await expect(visitor.panel.locator(".shelf canvas")).to_have_count(0)
    await expect(visitor.answers).to_have_count(1)
    assert await bot.rows("SELECT content_type FROM media") == ["image/png"]

    await visitor.page.reload()
    canvas = visitor.own.locator("canvas")
    await expect(canvas).to_have_attribute("width", "320")
    await expect(canvas).to_have_accessible_name("Picture")


async def test_a_picture_that_fails_says_so_with_its_size(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site)
    await visitor.open()
    files = visitor.panel.locator("input[type=file]")
    await visitor.page.route(_UPLOADS, abort)
    await files.set_input_files(_PICTURE)
    alert = visitor.panel.get_by_role("alert")
    await expect(alert).to_contain_text(re.compile(r"The picture \(.*kB\) was not sent."))
    await visitor.button("Remove the picture").click()
    await expect(alert).to_have_count(0)

    text = FilePayload(name="notes.png", mimeType="image/png", buffer=b"not a picture")
    await files.set_input_files(text)
    await expect(alert).to_contain_text("It is not a picture we can read.")


async def test_a_picture_too_large_is_made_smaller(website: Website, visits: Visits) -> None:
    _, site = await website()
    visitor = await visits(site)
    await visitor.open()
    large = _png(3000, 20) + b"\x00" * 5_300_000
    async with visitor.page.expect_response(_UPLOADS) as response:
        files = visitor.panel.locator("input[type=file]")
        await files.set_input_files(FilePayload(name="a.png", mimeType="image/png", buffer=large))
    assert (await response.value).ok
    assert len((await response.value).request.post_data_buffer or b"") < 1_000_000
