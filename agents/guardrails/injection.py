"""Signs that a text wants to instruct the model, or to have what is not the writer's: its rules,
its tools, other customers. Patterns over the plain text, no model. They only mark: a customer who
writes "ignore my last message" is taken at their word, and one who is marked is served all the
same."""

import re
from base64 import b64decode
from binascii import Error

from agents.guardrails.injection_patterns import PATTERNS
from agents.guardrails.plain import plain

_SIGNS = tuple((tuple(words.split()), re.compile(pattern)) for words, pattern in PATTERNS)
_SPACES = re.compile(r"[ \t\u00a0]+")
_SPACED = re.compile(r"\b(?:\w ){5,}\w\b|\b(?:\w[.\-_*]){5,}\w\b")
_MIXED = re.compile(r"\b[a-z]*[013457@$][a-z013457@$]*[a-z]\b|\b[013457@$]+[a-z][a-z013457@$]*\b")
_FIGURES_AS_LETTERS = str.maketrans("013457@$", "oieastas")
_TOGETHER = re.compile(r"(?:ignore|disregard|forget)\w{0,20}(?:instruct|rules|prompt)")
_BLOB = re.compile(r"(?<![\w/+.@-])[A-Za-z0-9+/]{24,}={0,2}(?![\w/+.@-])")
# Signs that turn a text around, or that split a word: nobody types them.
_HIDDEN = re.compile("[\u202d\u202e]|(?<=[A-Za-z])[\u200b\u2060\u00ad\ufeff\u180e](?=[A-Za-z])")
_TAGS = re.compile("[\U000e0000-\U000e007f]{3,}")
_READABLE = 0.95


def is_hidden(text: str) -> bool:
    """Whether it holds signs that hide words from a reader."""
    return not text.isascii() and bool(_HIDDEN.search(text) or _TAGS.search(text))


def instructs(text: str) -> bool:
    """Whether a text shows signs of an injection."""
    seen = _SPACES.sub(" ", plain(text)).replace("’", "'")
    lowered = seen.lower()
    return _signs_in(lowered) or _disguised(lowered) or _in_a_blob(seen)


def _signs_in(lowered: str) -> bool:
    return any(
        pattern.search(lowered)
        for words, pattern in _SIGNS
        if any(word in lowered for word in words)
    )


def _disguised(seen: str) -> bool:
    """The same in letters set apart, or with figures for letters."""
    forms = []
    if _SPACED.search(seen):
        forms.append(_SPACED.sub(_closed, seen))
    if _MIXED.search(seen):
        forms.append(_MIXED.sub(lambda found: found[0].translate(_FIGURES_AS_LETTERS), seen))
    return any(map(_signs_in, forms)) or any(map(_runs_together, forms))


def _closed(found: "re.Match[str]") -> str:
    return re.sub(r"[ .\-_*]", "", found[0])


def _runs_together(form: str) -> bool:
    """ "ignoreyourinstructions" """
    return _TOGETHER.search(form) is not None


def _in_a_blob(seen: str) -> bool:
    """Whether a run of signs is base64 of words."""
    for found in _BLOB.finditer(seen):
        blob = found[0].rstrip("=")
        try:
            told = b64decode(blob + "=" * (-len(blob) % 4), validate=True)
        except (Error, ValueError):
            continue
        readable = sum(32 <= sign < 127 for sign in told)
        if b" " in told and readable >= _READABLE * len(told):
            return True
    return False
