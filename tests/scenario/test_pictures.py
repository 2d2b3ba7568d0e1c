"""Picture messages: fetched with the account's credentials, shown to a model that can see, told
to staff, and answered honestly by one that cannot."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.openai import FakeOpenAI, Say, Status
from tests.scenario.inside import NOW, Inside, inside, on_sqlite
from tests.scenario.stage import OWNER

ANN = "+14155550101"
PNG = b"\x89PNG of a patio"


@pytest.fixture
async def remote(database_url: str, tmp_path: Path, model: FakeOpenAI) -> AsyncIterator[Inside]:
    key = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
    async with inside(database_url, tmp_path, NOW, **key) as stage:
        yield stage


async def heard(stage: Inside, words: str, *media: tuple[str, str]) -> str:
    """The answer to a picture message."""
    before = len(stage.said_to(ANN))
    await stage.text(ANN, words, media=media)
    await stage.said(ANN, before + 1)
    await stage.idle()
    return " ".join(stage.said_to(ANN)[before:])


def newest(model: FakeOpenAI) -> Any:
    """What the model was told last by the customer."""
    return [m["content"] for m in model.requests[-1].messages if m["role"] == "user"][-1]


@on_sqlite
async def test_a_model_that_cannot_see_says_so(stage: Inside) -> None:
    picture = (stage.twilio.add_media(PNG, "image/png"), "image/png")
    said = await heard(stage, "", picture, picture)
    assert "can't look at pictures" in said
    assert "our team can" in said
    assert "Got that one too" in await heard(stage, "", picture)
    assert "$" in await heard(stage, "how much is it per person?")
    said = await heard(stage, "this is our yard. do you come to pasadena?", picture)
    assert "can't look at pictures" in said
    assert "Pasadena" in said
    assert await stage.rows("SELECT DISTINCT status FROM media") == ["stored"]
    assert await stage.rows("SELECT count(*) FROM media") == [4]


@on_sqlite
async def test_a_yes_to_the_offer_of_a_person_calls_one(stage: Inside) -> None:
    url = stage.twilio.add_media(PNG, "image/png")
    await heard(stage, "", (url, "image/png"), (url, "image/png"))
    await heard(stage, "yes please")
    notice = " ".join(await stage.said(OWNER, 1))
    assert "[2 pictures]" in notice
    assert "(415) 555-0101" in notice


@on_sqlite
async def test_a_model_that_can_see_is_shown_the_newest_pictures(
    remote: Inside, model: FakeOpenAI
) -> None:
    model.script(Say("What a patio!"), Say("Nice."), Say("And a clip?"))
    picture = (remote.twilio.add_media(PNG, "image/png"), "image/png")
    clip = (remote.twilio.add_media(b"a clip", "video/mp4"), "video/mp4")
    assert (await heard(remote, "our patio", picture)).startswith("What a patio!")
    data = base64.b64encode(PNG).decode()
    assert newest(model) == [
        {"type": "text", "text": "our patio"},
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}},
    ]
    await heard(remote, "is it large enough?")
    history = [m["content"] for m in model.requests[-1].messages if m["role"] == "user"]
    assert history == [
        "our patio\n[1 picture: you cannot see this, staff can]",
        "is it large enough?",
    ]
    await heard(remote, "", clip)
    assert newest(model) == "[1 video: you cannot see this, staff can]"


@on_sqlite
async def test_a_server_that_takes_no_pictures_is_asked_without_from_then_on(
    remote: Inside, model: FakeOpenAI
) -> None:
    model.script(
        Status(400, message="This model does not support image input."),
        Say("I can't see it, but tell me about it."),
        Say("Still here."),
    )
    picture = (remote.twilio.add_media(PNG, "image/png"), "image/png")
    said = await heard(remote, "our patio", picture)
    assert said.startswith("I can't see it")
    assert "[1 picture" in newest(model)
    await heard(remote, "and this", picture)
    assert len(model.requests) == 3


@on_sqlite
@pytest.mark.parametrize("kind", ["image/heic", "image/png"])
async def test_what_cannot_be_shown_is_put_in_words(
    remote: Inside, model: FakeOpenAI, kind: str
) -> None:
    """A type that models do not take, or a picture over a megabyte."""
    model.script(Say("Thanks!"))
    content = PNG if kind == "image/heic" else bytes(1024 * 1024 + 1)
    await heard(remote, "look", (remote.twilio.add_media(content, kind), kind))
    assert newest(model) == "look\n[1 picture: you cannot see this, staff can]"


async def test_twenty_files_are_ten(stage: Inside) -> None:
    files = [(stage.twilio.add_media(PNG, "image/png"), "image/png") for _ in range(20)]
    said = await heard(stage, "our yard", *files)
    assert "can't look at pictures" in said
    assert await stage.rows("SELECT count(*) FROM media") == [10]
    assert await stage.rows("SELECT DISTINCT status FROM media") == ["stored"]
