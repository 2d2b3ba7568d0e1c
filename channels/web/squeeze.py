"""Takes out of our own JavaScript and CSS what only people read: comments, spare space, long names.

It is made for the widget's files and their manner, and no more than that: statements end with
semicolons, a template holds no other template, and a name that is declared is either only a
name or only a property."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from string import ascii_letters
from typing import NamedTuple

_TOKEN = re.compile(
    r"""(?P<gap>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)
    |(?P<pattern>/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)
    |(?P<word>[\w$\#]+)
    |(?P<sign>\+\+|--|.)""",
    re.VERBOSE | re.DOTALL,
)
_SIGN = re.compile(r"(?P<sign>.)", re.DOTALL)
_NEEDS_NONE_BEFORE = {";": ("}",), ",": ("}", ")", "]")}
_DECLARES = {"const", "let", "function", "class"}


class _Token(NamedTuple):
    kind: str
    text: str


def squeeze_js(source: str) -> str:
    """The same program, shorter."""
    tokens = list(_without_parentheses(_tokens(source)))
    short = _shorter(tokens) | {"const": "let"}
    written: list[str] = []
    before = ""
    for kind, text in tokens:
        word = short.get(text, text) if kind == "word" else text
        if word in _NEEDS_NONE_BEFORE.get(before, ()):
            written.pop()
        elif before and _would_join(before[-1], word[0]):
            written.append(" ")
        written.append(word)
        before = word
    return "".join(written)


def squeeze_css(source: str) -> str:
    """The same rules, shorter."""
    plain = re.sub(r"/\*.*?\*/|\n", " ", source, flags=re.DOTALL)
    tight = re.sub(
        r"\s*([{};,>]|\+(?= [.*])|(?<=[a-z]):(?= ))\s*", r"\1", re.sub(r"\s+", " ", plain)
    )
    bare = re.sub(r'="(\w+)"\]', r"=\1]", re.sub(r"(?<![\d.])0(?=\.\d)", "", tight))
    return bare.replace(" !important", "!important").replace(";}", "}").strip()


def _tokens(source: str) -> Iterator[_Token]:
    at, before = 0, _Token("sign", "")
    while at < len(source):
        found = _TOKEN.match(source, at)
        if found and found.lastgroup == "pattern" and _divides(before):
            found = _SIGN.match(source, at)
        assert found is not None  # any character is a sign
        token = _Token(found.lastgroup or "", found.group())
        at = found.end()
        if token.kind != "gap":
            before = token
            yield token


def _without_parentheses(tokens: Iterable[_Token]) -> Iterator[_Token]:
    """(one) => … as one => …"""
    window: deque[_Token] = deque()
    for token in tokens:
        window.append(token)
        texts = [each.text for each in window]
        if texts[0] == "(" and texts[2:] == [")", "=", ">"] and window[1].kind == "word":
            yield window[1]
            yield from (window[3], window[4])
            window.clear()
        elif len(window) == 5:
            yield window.popleft()
    yield from window


def _divides(before: _Token) -> bool:
    """Whether a slash after this divides, and begins no pattern."""
    return before.text in (")", "]") or (before.kind == "word" and before.text != "return")


def _would_join(last: str, first: str) -> bool:
    both_words = re.fullmatch(r"[\w$#]{2}", last + first) is not None
    return both_words or (last == first and first in "+-")


def _shorter(tokens: list[_Token]) -> dict[str, str]:
    """Short names for our own, the most used ones first."""
    used = Counter(text for kind, text in tokens if kind == "word")
    names = _declared(tokens) - _properties(tokens)
    free = (name for name in _letters() if name not in used)
    return {name: next(free) for name, _ in used.most_common() if name in names and len(name) > 2}


def _letters() -> Iterator[str]:
    for length in (1, 2):
        yield from map("".join, product(ascii_letters, repeat=length))


def _declared(tokens: list[_Token]) -> set[str]:
    both = pairwise(tokens)
    return {name.text for before, name in both if before.text in _DECLARES and name.kind == "word"}


def _properties(tokens: list[_Token]) -> set[str]:
    """Names that stand where a property's may; and those in templates, which stay as they are."""
    found: set[str] = set()
    open_: list[str] = []
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.kind == "text" and token.text[0] == "`":
            found.update(re.findall(r"[\w$]+", token.text))
        if token.text in ("(", "[", "{"):
            open_.append(token.text)
        elif token.text in (")", "]", "}") and open_:
            open_.pop()
        elif token.kind == "word" and _may_be_property(before.text, after.text, open_[-1:]):
            found.add(token.text)
    return found


def _may_be_property(before: str, after: str, within: list[str]) -> bool:
    """within: the bracket that is open here."""
    in_braces = within == ["{"] and before in ("{", ",") and after in ("}", ",", "=")
    return before == "." or after == ":" or in_braces
