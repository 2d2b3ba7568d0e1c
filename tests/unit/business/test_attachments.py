import pytest

from bot.business.attachments import files_text, with_files


@pytest.mark.parametrize(
    ("kinds", "text"),
    [
        ([], ""),
        (["image/png"], "1 picture"),
        (["image/png", "image/jpeg"], "2 pictures"),
        (["IMAGE/PNG", "video/mp4", "audio/amr"], "1 picture, 1 video, 1 recording"),
        (["text/x-vcard", "application/pdf", ""], "1 contact card, 2 files"),
    ],
)
def test_files_in_words(kinds: list[str], text: str) -> None:
    assert files_text(kinds) == text


def test_beside_a_text() -> None:
    assert with_files("our patio", ["image/png"]) == "[1 picture] our patio"
    assert with_files("", ["image/png"]) == "[1 picture]"
    assert with_files("hello", []) == "hello"
