"""Pictures: shown to a model that sees, put in words for the rest."""

import base64

import pytest
from msgspec import structs

from agents.models.dialect import Dialect
from agents.models.rendering import api_messages
from agents.models.sightless import Sightless
from agents.models.tokens import request_tokens
from agents.ports import Answer, ModelRequest
from bot.messages import File, Message, Picture
from tests.unit.agents.loop.running import run
from tests.unit.agents.stage import (
    MemoryTurn,
    ScriptedModel,
    bot,
    call,
    calls,
    request,
    result,
    says,
    situation,
    step,
    user,
)

PNG = File("image/png", b"a picture")


def with_files(text: str, *kinds: str, id_: int = 5) -> Message:
    return structs.replace(user(text), id=id_, media=kinds)


def shown(position: int = 0, id_: int = 5) -> Picture:
    return Picture(id_, position, PNG)


IMAGE = {
    "type": "image_url",
    "image_url": {"url": f"data:image/png;base64,{base64.b64encode(PNG.content).decode()}"},
}


def contents(
    *messages: Message, strict: bool = False, pictures: tuple[Picture, ...] = ()
) -> list[object]:
    lines = api_messages(request(*messages, pictures=pictures), strict=strict)
    return [line["content"] for line in lines if line["role"] == "user"]


def test_a_picture_follows_the_words_it_came_with() -> None:
    said = with_files("our patio", "image/png")
    parts = [{"type": "text", "text": "our patio"}, IMAGE]
    assert contents(said, pictures=(shown(),)) == [parts]
    assert contents(with_files("", "image/png"), pictures=(shown(),)) == [[IMAGE]]


def test_what_is_not_shown_is_put_in_words() -> None:
    said = with_files("look", "image/png", "video/mp4", "image/heic")
    words = "look\n[1 video, 1 picture: you cannot see this, staff can]"
    assert contents(said, pictures=(shown(),)) == [[{"type": "text", "text": words}, IMAGE]]
    assert contents(with_files("", "text/vcard", "application/pdf")) == [
        "[1 contact card, 1 file: you cannot see this, staff can]"
    ]


def test_nobody_is_told_nothing() -> None:
    assert contents(user("")) == ["[an empty message]"]


def test_a_strict_template_gets_pictures_of_texts_that_are_joined() -> None:
    said = [user("hi"), with_files("look", "image/png"), user("well?")]
    texts = [{"type": "text", "text": text} for text in ("hi", "look")]
    assert contents(*said, strict=True, pictures=(shown(),)) == [
        [*texts, IMAGE, {"type": "text", "text": "well?"}]
    ]
    assert contents(user("hi"), user("well?"), strict=True) == ["hi\nwell?"]


def test_pictures_count_towards_the_budget() -> None:
    plain, seen = request(user("hi")), request(user("hi"), pictures=(shown(),))
    assert request_tokens(seen, len) - request_tokens(plain, len) == 3000


@pytest.mark.parametrize("arguments", ["{not json", "[1]", '"text"', "7", ""])
def test_arguments_that_are_none_do_not_come_back_to_their_server(arguments: str) -> None:
    lines = api_messages(request(user("hi"), step(call(arguments=arguments)), result("c1")))
    [wrote] = [line["tool_calls"][0] for line in lines if line.get("tool_calls")]
    assert wrote["function"]["arguments"] == "{}"


@pytest.mark.parametrize(
    ("refusal", "sees"),
    [
        ("This model does not support image input.", False),
        ("llama is not a multimodal model", False),
        ("At most 0 image(s) may be provided in one prompt.", False),
        ("image input is not supported - hint: you may need to provide the mmproj", False),
        ("messages[1].content must be a string", False),
        ("unknown variant `image_url`, expected `text`", False),
        ("this model is missing data required for image input", False),
        ("image_url is only supported by certain models", False),
        ("You uploaded an unsupported image. Please make sure your image is valid.", True),
        ("The image data you provided does not represent a valid image.", True),
        ("Rate limit reached", True),
    ],
)
def test_only_who_takes_no_picture_at_all_is_never_shown_one_again(
    refusal: str, sees: bool
) -> None:
    dialect = Dialect("gpt-6-luna", 100, 0.7)
    dialect.learn_of_pictures(refusal)
    assert dialect.sees is sees


async def test_a_turn_looks_for_pictures_only_for_a_model_that_sees() -> None:
    for sees in (False, True):
        turn, model = MemoryTurn(user("look")), ScriptedModel(says("Nice."))
        model.sees, turn.album = sees, (shown(),)
        await run(turn, model)
        assert turn.looked_at_pictures == int(sees)
        assert model.requests[0].pictures == (shown(),) * sees


async def sightless(wanted: ModelRequest, reader: Answer) -> tuple[str, ScriptedModel]:
    """What is said in the end, which is what was shown on the way."""
    model, pieces = ScriptedModel(reader), list[str]()
    answer = await Sightless(model).answer(wanted, pieces.append)
    assert "".join(pieces) == answer.text
    return answer.text, model


async def test_who_cannot_see_says_so_and_offers_a_person() -> None:
    said, reader = await sightless(request(with_files("", "image/png")), says("never"))
    assert "can't look at pictures" in said
    assert "Would you like a member of our team" in said
    assert reader.requests == []
    called = situation(person_asked=True)
    said, _ = await sightless(request(with_files("", "image/png"), situation=called), says("x"))
    assert "Would you like" not in said


async def test_who_cannot_see_reads_what_came_with_the_picture() -> None:
    wanted = request(with_files("for 40 people?", "image/png"))
    said, _ = await sightless(wanted, says("It's $25 to $35."))
    assert said.endswith("our team can. It's $25 to $35.")
    assert (await sightless(wanted, calls(call())))[0] == ""
    before = bot(said)
    again = request(before, with_files("and this one?", "image/png"))
    assert (await sightless(again, says("Still $25.")))[0] == "Still $25."


async def test_a_message_without_a_word() -> None:
    assert "came through empty" in (await sightless(request(user(" \n")), says("never")))[0]
    assert (await sightless(request(user(""), user("hi")), says("Hello!")))[0] == "Hello!"
