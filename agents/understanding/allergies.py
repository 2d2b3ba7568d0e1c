"""Finds what a customer says somebody must not eat, so that it reaches staff whatever a model does.

It leans to the safe side: what may be an allergy is one, in the customer's own words where no
list knows the thing; a lost one harms a guest, a needless one costs a question.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from agents.understanding.common_words import FUNCTION_WORDS
from agents.understanding.diet import find_diet
from agents.understanding.tokens import MAX_TEXT

_LONGEST = 160  # characters of a sentence that are kept

_SENTENCE = re.compile(r"[^.!?\n;]+[.!?;]*")
_STEM = r"al+ergi|al+erg|al[eé]rgi|anaph[iy]la|epi ?-?pen|c[o]?eliac|in?tolera"
_ALARM = re.compile(
    rf"\b(?:{_STEM})|\b(?:makes?|made|gets?) (?:\w+ ){{1,3}}(?:sick|ill)\b"
    r"|\b(?:breaks?|break) out (?:from|in hives)|\bhives\b|\bdeadly\b"
    r"|\b(?:could|will|would|he'll|she'll|i'll|they'll) die\b|\bswell(?:s|ed)? up\b"
    r"|\b(?:throat|tongue|lips?|face|mouth) (?:\w+ ){0,2}?(?:clos|swell|itch|tingl)\w*"
    r"|\breact(?:s|ed)? (?:\w+ly )?(?:to|from)\b|\b(?:bad|severe|serious|strong) reactions? to\b"
    r"|\b(?:goes?|going|went) into shock\b|\b(?:up|lands?|landed) in (?:the )?(?:hospital|er)\b"
    r"|\b(?:stops? breathing|can(?:'t|not) breathe)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|not|\w+n['’]?t|never|without|nobody|none|sin)\b"
    r"(?!\W+(?:just|only|forget|ignore|overlook|miss)\b)(?:[^\w,]+[\w']+){0,4}?[^\w,]+(?:al+erg|al[eé]rg|in?tolera)",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"\b(?:{_STEM})\w*(?: reactions?)? (?:to|al?|del?)\b"
    r"(?P<what>(?:[ ,&/]+(?!(?:so|but|is|are|can|could|who|which|what|please|pls|do|does|if|"
    r"because|we|she|he|they|you|has|have)\b)[\w'-]+){1,10})",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?P<what>[\w-]{3,}(?:(?:, | and | or | & |/)[\w-]{3,}){0,3})"
    r"[ -](?:al+erg(?:y|ies|ic)|in?toleran\w+)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|ok|also|but|hi|hey)\W+)*(?:what|how|who|which|where|do you|does|are there"
    r"|is there|can you|could you|if|any)\b",
    re.IGNORECASE,
)
_NO_ALLERGEN = frozenset(
    "food foods severe severely serious bad badly strong mild deadly deathly deadly known other"
    " handle accommodate dietary diet seasonal highly very life threatening the his her their our"
    " allergy allergies allergic list special several multiple extremely super real major small"
    " kids kid son daughter mom dad aunt uncle wife husband guest guests friend friends people"
    " person adult adults child children cousin brother sister nephew niece them anything nothing"
    " something kind kinds kinda type types products product stuff things sorts las los una algo"
    " nada".split()
)


class Told(NamedTuple):
    """What was told of one allergy. words: as it is noted. allergens: each must stand in a note
    that tells the same; where none is named, the words of the alarm."""

    words: str
    allergens: tuple[str, ...]


@lru_cache(maxsize=256)
def find_allergies(text: str) -> tuple[Told, ...]:
    """The allergies, intolerances and foods to leave out that a message tells, in its order."""
    found = (_told(match.group().strip()) for match in _SENTENCE.finditer(text[:MAX_TEXT]))
    return tuple(told for told in found if told is not None)


def denies_allergies(text: str) -> bool:
    """Whether a text says that nobody has any: "no allergies"."""
    return "?" not in text and _DENIED.search(text) is not None


def _told(sentence: str) -> Told | None:
    alarm = _ALARM.search(sentence)
    foods = tuple(food for food in map(_food, find_diet(sentence)) if food)
    asks = sentence.endswith("?") or _ASKS.match(sentence) is not None
    if alarm is None:
        left_out = [food for food in foods if not asks]
        return Told(", ".join(left_out), tuple(left_out)) if left_out else None
    unknown = _unknown(sentence, asks=asks)
    if not foods and (_DENIED.search(sentence) or (asks and not unknown)):
        return None
    words = _around(sentence, alarm.start())
    if foods or unknown:
        return Told(words, (*foods, *unknown))
    sign = alarm.group().lower()
    # Another one's allergy says nothing of this one's: the sentence itself must stand.
    return Told(words, (words if sign.startswith(("al", "in")) else sign,))


def _food(need: str) -> str:
    """ "2 nut-free" as "nut-free"; empty where it is a way to eat and no harm."""
    plain = need.lstrip("0123456789 ")
    return plain if plain.endswith((" allergy", "-free")) or plain.startswith("no ") else ""


def _unknown(sentence: str, *, asks: bool) -> tuple[str, ...]:
    """The allergens that no list knows: "lupin" of "allergic to lupin and mustard"."""
    named = [word for match in _TO.finditer(sentence) for word in _words(match["what"])]
    if not asks:
        named += [word for match in _BEFORE.finditer(sentence) for word in _words(match["what"])]
    return tuple(dict.fromkeys(word for word in named if not find_diet(f"{word} allergy")))


def _words(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]{3,}", text.lower())
    return [word for word in words if word not in FUNCTION_WORDS and word not in _NO_ALLERGEN]


def _around(sentence: str, at: int) -> str:
    """The sentence, or of a long one what stands around a place in it."""
    start = max(0, min(at - _LONGEST // 2, len(sentence) - _LONGEST))
    cut = sentence[start : start + _LONGEST]
    cut = cut.partition(" ")[2] if start else cut
    return cut.strip(" ,.!?;")
