"""Long replies, cut so that a phone shows them well and a carrier passes them."""

import re
import unicodedata

from channels.sms.gsm7 import to_gsm7
from channels.sms.segments import utf16_units

LIMIT = 1600
"""Characters Twilio takes in one message (error 21617 beyond)."""
ADVISED = 320
"""Characters Twilio advises, for carriers' sake."""

# A sentence ends before a newline, where a stop is not followed by a small letter, or, in scripts
# that leave no space, at a wide stop.
_SENTENCE_END = re.compile(r"[.!?]+[\"')\]]*(?=\s+[^\sa-z])|(?=\n)|[\u3002\uff01\uff1f]+")
_GAP = re.compile(r"\s+")
_NUMBER = "({}/{}) "
_NUMBER_ROOM = len(_NUMBER.format(999, 999))
_LEAST = 4
"""A part of less than this fraction of the advised length is not worth a sentence's end."""
_JOINERS = "\u200d\ufe0e\ufe0f"
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def split_text(text: str, limit: int = LIMIT, advised: int = ADVISED) -> list[str]:
    """The text in parts of at most `advised` characters, cut at paragraphs or sentences, else at
    words; a longer word, such as a link, has a part of its own, up to `limit`. Only white space
    at the cuts is lost. Parts are numbered where they may be misread alone: when there are more
    than two, or a sentence was cut. Typography is made plain, as it will be sent; lengths count
    an emoji as two. No text: no parts."""
    text = to_gsm7(text).strip()
    parts, whole = _cut(text, limit, advised)
    if len(parts) < 2 or (whole and len(parts) == 2):
        return parts
    parts, _ = _cut(text, limit - _NUMBER_ROOM, advised - _NUMBER_ROOM)
    return [_NUMBER.format(n, len(parts)) + part for n, part in enumerate(parts, 1)]


def _cut(rest: str, limit: int, advised: int) -> tuple[list[str], bool]:
    """The parts, and whether every one ends with a sentence."""
    parts, whole = [], True
    while utf16_units(rest) > advised:
        at, ends_sentence = _place(rest, limit, advised)
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
        whole = whole and (ends_sentence or not rest)
    return [*parts, rest] if rest else parts, whole


def _place(text: str, limit: int, advised: int) -> tuple[int, bool]:
    """Where to cut a text that is too long, and whether a sentence ends there."""
    reach = _reach(text, advised)
    ends = [end.end() for end in _SENTENCE_END.finditer(text) if end.end() <= reach]
    paragraphs = [end for end in ends if text.startswith("\n\n", end)]
    if paragraphs and paragraphs[-1] >= reach // 2:
        return paragraphs[-1], True
    if ends and ends[-1] >= reach // _LEAST:
        return ends[-1], True
    gaps = [gap.start() for gap in _GAP.finditer(text, 0, reach + 1)]
    if gaps:
        return gaps[-1], False
    return _end_of_word(text, limit), False


def _end_of_word(text: str, limit: int) -> int:
    gap = _GAP.search(text)
    end = gap.start() if gap else len(text)
    reach = _reach(text, limit)
    if end <= reach:
        return end
    while reach > 1 and _belongs_together(text[reach - 1], text[reach]):
        reach -= 1
    return reach


def _belongs_together(before: str, after: str) -> bool:
    """Whether a cut between the two would break one visible character, as an accented letter or
    a family of emoji."""
    return (
        before == "\u200d"
        or after in _JOINERS
        or unicodedata.combining(after) > 0
        or ord(after) in _SKIN_TONES
    )


def _reach(text: str, units: int) -> int:
    """How many characters fit into that many UTF-16 units."""
    for at, each in enumerate(text):
        units -= 2 if each > "\uffff" else 1
        if units < 0:
            return at
    return len(text)
