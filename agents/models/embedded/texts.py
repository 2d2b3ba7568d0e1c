"""Passages of the owner's pages as a text message can carry them."""

import re

from agents.models.embedded.questions import asks_what
from agents.models.embedded.words import sentences

_BULLET = re.compile(r"^(?:[-*]|\d+\.)\s+")
_BARE_YES = re.compile(r"^\s*(?:Yes|No)\. ")
_STEP = re.compile(r"^\d+\.\s+")
_ARTICLE = re.compile(r"^(?:A|An|The) ")
_LIST_IN_PARENTHESES = re.compile(r"\s*\([^()]*,[^()]*,[^()]*\)")
_WORD = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(
    "what when where which with your have does will would could should this that there they from"
    " about come comes much many people party hibachi please also need like guys tell long cost"
    " price fees travel area serve open closed going book booking chef chefs".split()
)


def brief(passage: str, question: str, limit: int) -> str:
    """As much of a passage as fits the limit in whole sentences, its first one at least; of a
    list only the lines that share a word with the question, where some do. Steps are sentences."""
    lines = _lines(_BARE_YES.sub("", passage) if asks_what(question) else passage)
    if any(_STEP.match(line) for line in lines):
        return _shortened(" ".join(_STEP.sub("", line) for line in lines), limit)
    bullets = [line for line in lines if _BULLET.match(line)]
    text = " ".join(line for line in lines if not _BULLET.match(line))
    chosen = _about(bullets, question)
    if len(chosen) < len(bullets):
        return _shortened(_told([_LIST_IN_PARENTHESES.sub("", line) for line in chosen]), limit)
    if not bullets:
        text = _from_the_point(text, question)
    whole = f"{text} {_told(bullets)}".strip()
    if len(whole) > limit and text:
        # A list cut short may leave out just what matters: its introduction has to do.
        return _shortened(text, limit)
    if len(whole) > limit:
        whole = _told([_LIST_IN_PARENTHESES.sub("", line) for line in bullets])
    return _shortened(whole, limit)


def _from_the_point(text: str, question: str) -> str:
    """A passage from the sentence on that speaks of what is asked, where its first does not."""
    told, asked = sentences(text), telling(question)
    if told and told[0] in ("Yes.", "No."):
        return text
    about = [index for index, sentence in enumerate(told) if asked & telling(sentence)]
    return " ".join(told[about[0] :]) if about else text


def _lines(passage: str) -> list[str]:
    """The paragraphs and list entries, each on one line."""
    lines: list[str] = []
    fresh = True
    for line in passage.splitlines():
        plain = line.strip()
        if plain and not fresh and not _BULLET.match(plain):
            lines[-1] = f"{lines[-1]} {plain}"
        elif plain:
            lines.append(plain)
        fresh = not plain
    return lines


def _about(bullets: list[str], question: str) -> list[str]:
    asked = telling(question)
    about = [line for line in bullets if asked & telling(line)]
    return about or bullets


def telling(text: str) -> set[str]:
    """The words that tell one line from another."""
    return {word.rstrip("s") for word in _WORD.findall(text.lower()) if word not in _COMMON}


def _told(bullets: list[str]) -> str:
    entries = [_BULLET.sub("", line).rstrip(".") for line in bullets]
    entries[1:] = [_ARTICLE.sub(lambda found: found[0].lower(), entry) for entry in entries[1:]]
    return f"{'; '.join(entries)}." if entries else ""


def _shortened(text: str, limit: int) -> str:
    kept = ""
    for sentence in sentences(text):
        if len(kept) > len("Yes.") and len(kept) + 1 + len(sentence) > limit:
            break
        kept = f"{kept} {sentence}".strip()
    return kept if len(kept) <= limit else _cut(kept, limit)


def _cut(text: str, limit: int) -> str:
    """A list too long to be told whole ends at one of its entries, and says that it goes on."""
    head = text[:limit]
    at = max(head.rfind("; "), head.rfind(", "))
    return f"{head[:at]}, and more." if at > 0 else f"{head.rsplit(' ', 1)[0]} ..."
