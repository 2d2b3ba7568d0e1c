"""From which word on a sentence waits until it is whole."""

import re

from agents.guardrails.everyday import HARMLESS

_WORD = re.compile(r"\S+")
_AROUND = "\"'“”‘’().,!?…¡¿:;-–—"


def suspect_at(text: str, start: int, end: int) -> int | None:
    """Where the first word of text[start:end] stands that may be part of a claim; None: all of
    them are everyday ones, or nothing but signs."""
    for found in _WORD.finditer(text, start, end):
        word = found[0].strip(_AROUND).replace("’", "'").lower()
        if word not in HARMLESS and not _is_picture(word):
            return found.start()
    return None


def _is_picture(word: str) -> bool:
    """Whether it is an emoji that says nothing; marks and figures in pictures do."""
    return all("\U0001f300" <= sign <= "\U0001faff" or sign in "\ufe0f\u200d" for sign in word)
