"""Passages of the owner's pages as a text message can carry them."""

import re

from agents.models.embedded.lines import BULLET, heading, near, telling
from agents.models.embedded.questions import asks_what
from agents.models.embedded.words import sentences

_BARE_YES = re.compile(r"^\s*(?:Yes|No)\. ")
_YES_OR_NO = re.compile(r"(?:Yes|No)[.,]")
_STEP = re.compile(r"^\d+\.\s+")
_ARTICLE = re.compile(r"^(?:A|An|The) ")
_LIST_IN_PARENTHESES = re.compile(r"\s*\([^()]*,[^()]*,[^()]*\)")


def brief(passage: str, question: str, limit: int, title: str = "") -> str:
    """As much of a passage as fits the limit in whole sentences, its first one at least; of a
    list only the lines that are near the question, where some are. Steps are sentences. title: the
    question that the passage answers, which entries of a list are told with."""
    lines = _lines(without_yes(passage) if asks_what(question) else passage)
    if any(_STEP.match(line) for line in lines):
        return _shortened(" ".join(_STEP.sub("", line) for line in lines), limit)
    bullets = [line for line in lines if BULLET.match(line)]
    text = " ".join(line for line in lines if not BULLET.match(line))
    chosen = near(bullets, question) or bullets
    if len(chosen) < len(bullets):
        entries = [_LIST_IN_PARENTHESES.sub("", line) for line in chosen]
        return _shortened(_told(entries, heading(title)), limit)
    if not bullets:
        text = _from_the_point(text, question)
    above = "" if text else heading(title)
    whole = f"{text} {_told(bullets, above)}".strip()
    if len(whole) > limit and text:
        # A list cut short may leave out just what matters: its introduction has to do.
        return _shortened(text, limit)
    if len(whole) > limit:
        whole = _told([_LIST_IN_PARENTHESES.sub("", line) for line in bullets], above)
    return _shortened(whole, limit)


def without_yes(passage: str) -> str:
    """The passage without a "Yes." or "No." by itself at its head."""
    return _BARE_YES.sub("", passage)


def _from_the_point(text: str, question: str) -> str:
    """A passage from the sentence on that speaks of what is asked, where its first does not."""
    told, asked = sentences(text), telling(question)
    if told and _YES_OR_NO.match(told[0]):
        return text
    about = [index for index, sentence in enumerate(told) if asked & telling(sentence)]
    return " ".join(told[about[0] :]) if about else text


def _lines(passage: str) -> list[str]:
    """The paragraphs and list entries, each on one line."""
    lines: list[str] = []
    fresh = True
    for line in passage.splitlines():
        plain = line.strip()
        if plain and not fresh and not BULLET.match(plain):
            lines[-1] = f"{lines[-1]} {plain}"
        elif plain:
            lines.append(plain)
        fresh = not plain
    return lines


def _told(bullets: list[str], above: str = "") -> str:
    """The entries in a line. above: what they are."""
    entries = [BULLET.sub("", line).rstrip(".") for line in bullets]
    first = 0 if above else 1
    entries[first:] = [
        _ARTICLE.sub(lambda found: found[0].lower(), entry) for entry in entries[first:]
    ]
    told = f"{'; '.join(entries)}." if entries else ""
    return f"{above}: {told}" if above and told else told


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
