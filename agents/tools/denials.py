"""What a "no" belongs to, which is the customer's to say: "no onions" and "a shellfish allergy"
hold every word of "no shellfish allergy"."""

import re
from collections.abc import Iterable

from agents.tools.said import words_of

_DENYING = frozenset(
    "no not never none nobody nothing without zero sin cant cannot dont doesnt isnt arent wont"
    " didnt havent hasnt".split()
)
_ENDING = frozenset(
    "my our but because since although he she they his her who please has have had is are was were"
    " pero mi".split()
)
_SENTENCE = re.compile(r"[.!?;\n]+")
_WORD = re.compile(r"[^\W_]+")


def denied_in(text: str) -> set[str]:
    """The words, singular, that stand after a denial and belong to it."""
    denied: set[str] = set()
    for sentence in _SENTENCE.split(text.lower().replace("'", "").replace("’", "")):
        is_denied = has_begun = False
        for word in _WORD.findall(sentence):
            if word in _DENYING:
                is_denied, has_begun = True, False
            elif word in _ENDING:
                is_denied = is_denied and not has_begun
            elif is_denied:
                denied.add(_plain(word))
                has_begun = True
    return denied


def denies_more(argument: str, texts: Iterable[str], left_out: Iterable[str] = ()) -> bool:
    """Whether an argument denies what none of the texts does. left_out: words that say nothing."""
    said = {word for text in texts for word in denied_in(text)}
    return bool(_denied_by(argument) - said - set(map(_plain, left_out)))


def affirms_denied(argument: str, texts: Iterable[str], left_out: Iterable[str] = ()) -> bool:
    """Whether an argument says without a denial what the texts only deny."""
    denied: set[str] = set()
    said: set[str] = set()
    for text in texts:
        here = denied_in(text)
        denied |= here
        said |= set(map(_plain, words_of(text))) - here
    affirmed = set(map(_plain, words_of(argument))) - _denied_by(argument)
    return bool(affirmed & (denied - said - set(map(_plain, left_out))))


def _denied_by(argument: str) -> set[str]:
    """A model lists: its "no" reaches to the comma."""
    return denied_in(argument.replace(",", "."))


def _plain(word: str) -> str:
    if word.startswith("allerg"):
        return "allerg"
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
