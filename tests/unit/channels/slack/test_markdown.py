"""What models write, as Slack shows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.slack.markdown import blocks_of_markdown, columns, harmless, piece


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<!channel> <@U1>", "&lt;!channel> &lt;@U1>"),
        ("a < b, <https://evil.example|us>", "a < b, &lt;https://evil.example|us>"),
        ("[our menu](https://evil.example)", "[our menu] (https://evil.example)"),
        ("[a][1]\n[1]: https://evil.example", "[a] [1]\n[1] : https://evil.example"),
        ("![x](https://evil.example/p.png)", "![x] (https://evil.example/p.png)"),
        ("> quoted, **bold**, `code`", "> quoted, **bold**, `code`"),
    ],
)
def test_markup_calls_nobody_and_links_to_nothing(written: str, shown: str) -> None:
    assert harmless(written) == shown


@given(st.lists(st.text("ab]([:<!@", max_size=4)))
def test_pieces_are_harmless_together(pieces: list[str]) -> None:
    shown = "".join(map(piece, pieces))
    assert not any(markup in shown for markup in ("<", "](", "][", "]:"))


def test_a_second_table_stands_in_letters_of_one_width() -> None:
    table = "| Day | Guests |\n|:--|--:|\n| June 5 | 40 |"
    blocks = blocks_of_markdown(f"{table}\n\nand\n\n{table}")
    assert [block["type"] for block in blocks] == ["table", "markdown", "markdown"]
    assert blocks[2]["text"] == "```\nDay     Guests\nJune 5  40\n```"


def test_what_stands_in_code_is_no_table() -> None:
    fenced = "```\n| a | b |\n|---|---|\n| 1 | 2 |\n```"
    assert blocks_of_markdown(fenced) == [{"type": "markdown", "text": fenced}]


def test_columns_keep_their_frame() -> None:
    assert columns([["a", "``` b"], ["longer"]]) == "```\na       ` b\nlonger\n```"
