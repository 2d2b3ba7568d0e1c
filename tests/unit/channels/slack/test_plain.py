"""Slack's way of writing, in plain words, and what of it is meant for a customer."""

import pytest

from channels.slack.plain import marked, plain


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Fish &amp; chips &lt; $20 &gt; none", "Fish & chips < $20 > none"),
        ("see <https://x.example/menu>", "see https://x.example/menu"),
        ("see <https://x.example|x.example>", "see https://x.example"),
        ("see <https://x.example|our menu>", "see our menu (https://x.example)"),
        ("<mailto:a@b.example|a@b.example> or <tel:+15550100>", "a@b.example or +15550100"),
        ("ask <@U0SAM00001|Sam> in <#C0STAFF001|staff> <!here>", "ask @Sam in #staff "),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_markup_becomes_words(written: str, meant: str) -> None:
    assert plain(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("&gt;&gt; hello", "hello"),
        ("&gt;&gt;hello", "hello"),
        ("!send hello\nthere", "hello\nthere"),
        ("&gt; hello", None),
        ("&gt;&gt;&gt; hello", None),
        ("!sender", None),
        ("she wrote &gt;&gt; hello", None),
        (">> hello", "hello"),
        (">>> hello", None),
        ("&gt;&gt; ask <@U0SAM00001|Sam> &amp; me", "ask @Sam & me"),
        ("<@U0SAM00001> &gt;&gt; do not give a discount", None),
        ("<@U0SAM00001> !send no discount", None),
        ("&amp;gt;&amp;gt; hello", None),
        ("hello", None),
        ("", None),
    ],
)
def test_only_a_mark_makes_it_the_customers(written: str, meant: str | None) -> None:
    assert marked(written) == meant
