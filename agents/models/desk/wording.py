"""A colleague's words about a customer, turned into words to that customer, where it is sure."""

import re

from agents.models.desk.words import lazily
from bot.business.hours import WEEKDAYS

_THIRD = lazily(r"\b(?:he|she|they|him|them|his|hers|her|their|theirs|he's|she's|they're)\b", re.I)
_OWNER = {"she": "her", "her": "her", "he": "his", "he'": "his", "his": "his", "the": "their"}
_OWNED = r"(?= (?!and\b|or\b|to\b|if\b|at\b|on\b|in\b|for\b)\w)"
_ASKED = lazily(r"(?:if|whether) (?:he|she|they)(?P<is>'s|'re)? (?P<rest>.+)", re.I | re.S)
_THERE = lazily(r"(?:if|whether) there(?:'s| is) (?P<rest>.+)", re.I | re.S)
_TO = lazily(r"(?P<not>not )?to (?P<rest>[a-z]+.*)", re.I | re.S)
_UNCERTAIN = lazily(
    r"(?:if|whether|not|to)\b|(?:how|what|when|where|which|why) .*\b(?:i|we)\b", re.I
)
_BE = {"is": "are", "are": "are", "was": "were", "were": "were"}
_HELPING = frozenset("can could will would should did do".split())
_VERBS = {"has": "have", "have": "have", "wants": "want", "want": "want", "needs": "need",
          "need": "need", "likes": "like", "like": "like", "knows": "know", "know": "know",
          "owes": "owe", "owe": "owe", "prefers": "prefer", "prefer": "prefer"}  # fmt: skip


def to_customer(written: str, *, verbatim: bool) -> str | None:
    """The message as the customer is to read it; None: how to put it is not sure."""
    text = written.strip()
    if verbatim or not _is_about(text):
        return text
    if (turned := _turned(text)) is None:
        return None
    first = _THIRD().search(text)
    if first and (owner := _OWNER.get(first[0].lower()[:3])):
        turned = re.sub(rf"\b{owner}{_OWNED}", "your", turned, flags=re.I)
    if _THIRD().search(turned):
        return None
    days = rf"\b(?:{'|'.join(WEEKDAYS)})\b"
    turned = re.sub(days, lambda day: day[0].capitalize(), turned)
    return turned[:1].upper() + turned[1:]


def _is_about(text: str) -> bool:
    return bool(_THIRD().search(text) or _UNCERTAIN().match(text))


def _turned(text: str) -> str | None:
    if found := _ASKED().fullmatch(text):
        return _question("is" if found["is"] else None, found["rest"])
    if found := _THERE().fullmatch(text):
        return f"Is there {found['rest'].rstrip(' .?')}?"
    if found := _TO().fullmatch(text):
        return f"Please {'do not ' if found['not'] else ''}{found['rest']}"
    return text if re.match(r"(?:her|his|their) \w", text, re.I) else None


def _question(be: str | None, rest: str) -> str | None:
    verb, _, more = (f"{be} {rest}" if be else rest).partition(" ")
    verb, more = verb.lower(), f" {more.rstrip(' .?')}?" if more else "?"
    if verb in _BE:
        return f"{_BE[verb]} you{more}"
    if verb in _HELPING:
        return f"{verb} you{more}"
    return f"Do you {_VERBS[verb]}{more}" if verb in _VERBS else None
