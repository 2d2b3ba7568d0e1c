"""A message as plain words for matching phrases: slang and contractions written out."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from agents.understanding.date_grammar import read_dates
from agents.understanding.spelling import Speller
from agents.understanding.token_types import Token
from agents.understanding.tokens import scan

_SLANG = {
    "u": "you", "ya": "you", "yall": "you all", "ur": "your", "r": "are",
    "n": "and", "b4": "before", "w": "with", "wanna": "want to", "gonna": "going to",
    "gotta": "got to", "gimme": "give me", "lemme": "let me", "lets": "let us", "thx": "thanks",
    "thnx": "thanks", "thanx": "thanks", "tnx": "thanks", "tx": "thanks", "ty": "thanks",
    "tysm": "thanks", "thankyou": "thank you", "tks": "thanks", "thks": "thanks", "pls": "please",
    "plz": "please", "plse": "please", "ppl": "people", "bday": "birthday", "im": "i am",
    "ive": "i have", "id": "i would", "dont": "do not", "doesnt": "does not", "didnt": "did not",
    "cant": "can not", "cannot": "can not", "wont": "will not", "isnt": "is not",
    "arent": "are not", "wasnt": "was not", "wouldnt": "would not", "couldnt": "could not",
    "havent": "have not", "hasnt": "has not", "whats": "what is", "wats": "what is",
    "whos": "who is", "hows": "how is", "wheres": "where is", "whens": "when is",
    "thats": "that is", "theres": "there is", "its": "it is", "heres": "here is",
    "youre": "you are", "ill": "i will", "wat": "what", "wut": "what", "abt": "about",
    "bout": "about", "msg": "message", "msgs": "messages", "txt": "text", "txts": "texts",
    "txting": "texting", "tho": "though", "cuz": "because", "coz": "because", "nvm": "nevermind",
    "ok": "okay", "k": "okay", "kk": "okay", "okie": "okay", "okey": "okay", "oki": "okay",
    "yea": "yeah", "yeh": "yeah", "yah": "yeah", "yup": "yep", "yupp": "yep", "yip": "yep",
    "ye": "yeah", "yess": "yes", "yas": "yes", "nah": "no", "nope": "no", "naw": "no",
    "avail": "available", "availibility": "availability", "availabilty": "availability",
    "availble": "available", "avaliable": "available", "avalible": "available",
    "avaible": "available", "appt": "appointment", "resv": "reservation", "rsvp": "rsvp",
    "res": "reservation", "reso": "reservation", "info": "information",
    "veg": "vegetarian", "hrs": "hours", "mins": "minutes", "convo": "conversation",
    "rly": "really", "prob": "probably", "prolly": "probably", "sry": "sorry", "srry": "sorry",
    "soz": "sorry", "cancle": "cancel", "cancell": "cancel", "bookin": "booking", "pric": "price",
    "pirce": "price", "prise": "price", "menue": "menu", "meny": "menu", "mnu": "menu",
    "mcuh": "much", "muhc": "much", "mutch": "much", "wold": "would", "woud": "would",
    "wuld": "would", "hw": "how", "wuts": "what is", "wuz": "was", "y'all": "you all",
    "depost": "deposit", "2": "to", "4": "for", "hbu": "how about you", "wbu": "what about you",
    "aren't": "are not", "can't": "can not", "won't": "will not", "let's": "let us",
    "resched": "reschedule", "vegiterian": "vegetarian",
    "addy": "address", "sched": "schedule", "tmrw": "tomorrow",
}  # fmt: skip
_ENDINGS = {"n't": " not", "'re": " are", "'ve": " have", "'ll": " will", "'d": " would",
            "'m": " am"}  # fmt: skip
_IS_AFTER = frozenset("what who how where when that there it here he she price name cost".split())
_MARKS = {"t": "<time>", "$": "<money>", "n": "<number>", "c": "<number>", "D": "<date>",
          "p": "<phone>", "a": "<address>", ".": ".", "?": "?", ",": ","}  # fmt: skip
_DRAWN_OUT = re.compile(r"(.)\1{2,}|(.)\2+$")
_TRIPLED = re.compile(r"(.)\1{2,}")
_MENDED = (
    "reservation reservations available availability vegetarian vegetarians shellfish allergy"
    " allergic allergies deposit cancellation cancelling birthday graduation anniversary corporate"
    " representative unsubscribe gluten-free reschedule appointment tomorrow schedule confirmed"
    " appetizers appetizer requirement included include restrictions options minimum hibachi"
    " catering accommodate estimate gratuity refundable unacceptable disappointed terrible address"
    " information question correct actually instead confirm goodbye thank perfect definitely"
).split()


@cache
def _speller() -> Speller:
    return Speller(word for word in _MENDED if len(word) >= 6)


class Speech(NamedTuple):
    """The words of a message in order, and beside each the number it is, else 0.

    Dates, times and the like are words as "<date>", "<time>"; sentence ends stay as "." and "?",
    commas as ",", emoji as they are.
    """

    words: tuple[str, ...]
    values: tuple[int, ...]


@lru_cache(maxsize=64)
def speech(text: str) -> Speech:
    """The message as plain words."""
    dated = {match.lexemes[0].start: match.lexemes[-1].end for match in read_dates(text).matches}
    words: list[str] = []
    values: list[int] = []
    until = 0
    for token in scan(text).tokens:
        if token.start < until:
            continue
        until = dated.get(token.start, 0)
        said = ("<date>",) if until else _said(token)
        if token.word == "one" and words[-1:] == ["no"]:
            words[-1] = "nobody"
            continue
        words.extend(said)
        values.extend([token.value] * len(said))
    if words[:1] == ["you"] and text.lstrip()[:2].lower() == "ya":
        words[0] = "yeah"
    return Speech(tuple(words), tuple(values))


def _said(token: Token) -> tuple[str, ...]:
    if token.kind == "w":
        return _plain(token.word)
    mark = _MARKS.get(token.kind)
    if mark:
        return (mark,)
    return (token.word,) if token.kind in "xoq" else ()


@lru_cache(maxsize=8192)
def _plain(word: str) -> tuple[str, ...]:
    """One word of speech written out; letters drawn out are drawn in: "heyyy", "sooo"."""
    if _TRIPLED.search(word) or word.endswith(("yy", "ii")):
        word = _DRAWN_OUT.sub(lambda found: found.group(1) or found.group(2), word)
    if word in _SLANG:
        return tuple(_SLANG[word].split())
    if "'" in word:
        return _contracted(word)
    return (_speller().correct(word) or word,)


def _contracted(word: str) -> tuple[str, ...]:
    for ending, full in _ENDINGS.items():
        if word.endswith(ending):
            return tuple((word[: -len(ending)] + full).split())
    stem, _, ending = word.partition("'")
    if ending == "s" and stem in _IS_AFTER:
        return stem, "is"
    return (stem,) if ending == "s" else (word.replace("'", ""),)
