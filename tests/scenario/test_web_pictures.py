"""Pictures in the chat: taken for what they are, kept with the message, shown to their owner."""

import base64
from io import BytesIO

import jwt
import pytest

from tests.fakes.openai import FakeOpenAI, Say
from tests.scenario.inside import NOW, Inside, on_sqlite
from tests.scenario.web import Visitor

PHONE, SHOP, KEY = "+14155550101", "https://shop.example", "k" * 32
UPLOADS = "/api/v1/ai/uploads"
PNG = b"\x89PNG\r\n\x1a\n of a patio"
PICTURES = {
    "image/png": PNG,
    "image/jpeg": b"\xff\xd8\xff\xe0 of a patio",
    "image/gif": b"GIF89a of a patio",
    "image/webp": b"RIFF\x10\x00\x00\x00WEBPVP8 of a patio",
}


@pytest.fixture
def settings(remote: dict[str, str]) -> dict[str, str]:
    return remote | {"SITES": f'[{{"origin": "{SHOP}", "key": "{KEY}"}}]'}


@pytest.fixture
async def ann(ann: Visitor) -> Visitor:
    _, answer = await ann.ask("POST", "/api/v1/visitors")
    ann.token = answer["visitor_token"]
    return ann


async def upload(visitor: Visitor, content: bytes = PNG, kind: str = "image/png") -> str:
    status, answer = await visitor.ask(
        "POST", UPLOADS, data=content, headers={"Content-Type": kind}
    )
    assert status == 201, answer
    return str(answer["id"])


async def test_a_picture_is_shown_to_the_model_and_to_its_owner(
    stage: Inside, ann: Visitor, model: FakeOpenAI
) -> None:
    model.script(Say("What a patio!"))
    ids = [await upload(ann), await upload(ann, PICTURES["image/gif"], "image/png")]
    await ann.says("our patio", attachments=ids)
    shown = [m["content"] for m in model.requests[-1].messages if m["role"] == "user"][-1]
    urls = [part["image_url"]["url"] for part in shown[1:]]
    assert urls[0] == f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert urls[1].startswith("data:image/gif;")  # what it is, not what it was called
    media = (await ann.history())["messages"][0]["media"]
    assert [each["content_type"] for each in media] == ["image/png", "image/gif"]
    path = f"/api/v1/ai/media/{media[0]['id']}"
    assert await ann.ask("GET", path) == (200, PNG)
    headers = ann.answered.headers
    assert headers["Content-Type"] == "image/png"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Content-Disposition"] == "inline"
    async with Visitor(stage) as ben:
        assert (await ben.ask("GET", path))[0] == 401
        _, answer = await ben.ask("POST", "/api/v1/visitors")
        ben.token = answer["visitor_token"]
        assert (await ben.ask("GET", path))[0] == 404
        said = {"message": "mine?", "attachments": ids}
        assert (await ben.ask("POST", "/api/v1/ai/chat", json=said))[0] == 404


@on_sqlite
async def test_a_picture_needs_no_words(stage: Inside, ann: Visitor, model: FakeOpenAI) -> None:
    model.script(Say("What a patio!"))
    async with ann.socket() as tab:
        await tab.say("", "m1", attachments=[await upload(ann)])
        said = (await tab.until("message"))["message"]
        assert said["content"] == ""
        assert (await tab.until("done"))["content"] == "What a patio!"
    assert (await ann.history())["messages"][0]["media"] == said["media"]


@on_sqlite
async def test_what_is_no_picture(stage: Inside, ann: Visitor) -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    for content in (b"", svg, b"%PDF-1.7", b"RIFF\x10\x00\x00\x00WAVE", b"<html>"):
        status, _ = await ann.ask("POST", UPLOADS, data=content)
        assert status == 415, content
    for kind, content in PICTURES.items():
        await upload(ann, content, kind)
    large = BytesIO(PNG + bytes(5 * 1024 * 1024))
    assert (await ann.ask("POST", UPLOADS, data=large))[0] == 413
    async with Visitor(stage) as nobody:
        assert (await nobody.ask("POST", UPLOADS, data=PNG))[0] == 401
    assert await stage.rows("SELECT count(*) FROM uploads") == [4]


async def test_pictures_of_texts_join_with_their_phone(
    stage: Inside, ann: Visitor, model: FakeOpenAI
) -> None:
    model.script(Say("Hello!"), Say("What a patio!"))
    await ann.says("hi")
    await stage.text(PHONE, "look", media=[(stage.twilio.add_media(PNG, "image/png"), "image/png")])
    await stage.idle()
    [media_id] = await stage.rows("SELECT public_id FROM media")
    path = f"/api/v1/ai/media/{media_id}"
    assert (await ann.ask("GET", path))[0] == 404
    user = {"iss": SHOP, "sub": "u1", "exp": NOW.timestamp() + 60}
    proved = {"phone_number": PHONE, "phone_number_verified": True}
    token = jwt.encode(user | proved, KEY, algorithm="HS256")
    _, answer = await ann.ask("POST", "/api/v1/visitors", json={"site_token": token})
    ann.token = answer["visitor_token"]
    assert await ann.ask("GET", path) == (200, PNG)
    media = [line.get("media") for line in (await ann.history())["messages"]]
    assert [{"id": media_id, "content_type": "image/png"}] in media
