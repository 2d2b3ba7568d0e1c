"""Whom or what a few words refer to: a number of the last list, "it", a name, a phone, a day."""

import re
from collections.abc import Callable
from datetime import date

from msgspec import Struct

from agents.models.desk.spans import named_days
from agents.models.desk.talk import Item, Steps, Talk, Told
from agents.models.desk.words import lazily, words_of
from agents.understanding.common_words import (
    FUNCTION_WORDS,
    ORDINARY_WORDS,
    SURNAMES_AND_WORDS,
)
from agents.understanding.contact import find_phone
from agents.understanding.given_names import GIVEN_NAMES

_NOUNS = (
    r"leads?|inquir(?:y|ies)|request|bookings?|part(?:y|ies)|events?|reservation|gigs?|job"
    r"|chats?|conversations?|threads?|customers?|clients?|guests?|cards?|files?|account|profile"
    r"|todos?|tasks?|reminders?|dead letters?|letters?|messages?|pages?|data|history|deposit"
)
_BEFORE = lazily(
    rf"^(?:(?:the|a|an|that|this|those|my|our|for|of|from|to|on|with|by|about|at|number|no\.?"
    rf"|mr|mrs|ms"
    rf"|new|existing|please|is|,|:|-|{_NOUNS})\s+)+"
)
_AFTER = lazily(
    rf"(?:\s+(?:{_NOUNS}|'s|one|please|thing|item|now|again|again please|,|\.|!|\?|for me|too))+$"
)
_ONLY = lazily(rf"(?:the|that|this|a|one|{_NOUNS}|those|my|our|last|\s)*")
_BACK = frozenset("it that this her him them they she he those these that one itself".split())
_WHEN = frozenset("today tonight tomorrow yesterday now already finally just morning".split())
_LONGEST_NAME = 4  # words
_NUMBER = lazily(r"(?:nr |no |number |# ?)?(\d{1,2})(?:th)?")
_LAST = frozenset({"last", "last one", "bottom one", "bottom"})

Then = Callable[[Item], Steps]


class Ref(Struct, frozen=True):
    """Words that name something. number: its place in the last list, -1: the last. back: what was
    spoken of. name: as it was written; empty where it is none of these."""

    name: str = ""
    number: int | None = None
    back: bool = False
    phone: str | None = None
    day: date | None = None


def ref_of(talk: Talk, written: str) -> Ref:
    """Reads a few words as they were written."""
    if phone := find_phone(written, talk.scope.profile.texting.countries[0]):
        return Ref(written.strip(), phone=phone)
    words = words_of(written)
    plain = words.plain
    end = len(_AFTER().sub("", plain))
    start = found.end() if (found := _BEFORE().match(plain, 0, end)) else 0
    core = plain[start:end]
    if core in _LAST or plain.endswith(("the last one", "last one")):
        return Ref(number=-1)
    if numbered := _NUMBER().fullmatch(core):
        return Ref(number=int(numbered[1]))
    if core in _BACK or _ONLY().fullmatch(plain):
        return Ref(back=True)
    if core.replace(" 's", "") == "<date>" and (days := named_days(written, talk.today)):
        return Ref(written, day=days[0].days[0])
    day = days[0].days[0] if (days := named_days(written, talk.today)) else None
    return Ref(_named(words.original(start, end)), day=day)


def _named(name: str) -> str:
    """A name without its possessive and the day beside it."""
    head = re.split(r"\s+(?:on|from|in)\s+", name)[0]
    return re.sub(r"['’]s$", "", head.strip(" ,.:;!?")).strip()


def of_list(talk: Talk, ref: Ref) -> Item | None:
    """What a number of the last list stands for."""
    shown, number = talk.before.shown, ref.number
    if number is None or not shown or not (number == -1 or 1 <= number <= len(shown)):
        return None
    return shown[-1 if number == -1 else number - 1]


def kind_meant(talk: Talk, ref: Ref) -> str | None:
    """What kind of thing it is, where the list or what was spoken of tells."""
    if ref.number is not None:
        item = of_list(talk, ref)
        return item.kind if item else None
    return talk.before.focus.kind if ref.back and talk.before.focus else None


def fits(item: Item, ref: Ref) -> bool:
    """Whether a name, as much of it as was said, or a phone is that of the item."""
    if ref.phone:
        return ref.phone == item.row.get("phone")
    if ref.day and not ref.name:
        return str(ref.day) == item.row.get("date")
    has = _parts(item.name) | _parts(str(item.row.get("phone") or ""))
    return any(all(_begins(part, has) for part in said) for said in _readings(ref.name))


def fits_wholly(item: Item, ref: Ref) -> bool:
    """Whether all of the name's parts are the item's as they are: "ann" is Ann, not Anna."""
    return bool(ref.name) and _parts(ref.name) <= _parts(item.name)


def cuts(ref: Ref) -> list[Ref]:
    """The name without what follows it, the longest first: what stands after a comma, and words
    that are nobody's name. "Karen Smith" is never cut to Karen."""
    words = re.split(r"\s*[,;:.!?(]\s|\s-+\s", ref.name)[0].split()
    found = [" ".join(words)] if " ".join(words) != ref.name else []
    while len(words) > 1 and _no_name(words[-1]) and not re.search(r"['’]s$", words[-2]):
        words.pop()
        found.append(" ".join(words))
    return [Ref(name) for name in found if 0 < len(name.split()) <= _LONGEST_NAME]


def _no_name(written: str) -> bool:
    word = written.casefold().strip(".,!?'")
    if word in SURNAMES_AND_WORDS or word in GIVEN_NAMES:
        return False
    if word in _WHEN or word in FUNCTION_WORDS or word in ORDINARY_WORDS:
        return True
    return words_of(word).plain.startswith("<")


def _readings(name: str) -> list[set[str]]:
    """The parts of a name as said, and with the s of "lees booking" taken off."""
    said = _parts(name)
    clipped = {part[:-1] if part.endswith("s") and len(part) > 3 else part for part in said}
    return [each for each in (said, clipped) if each]


def _parts(name: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", name.casefold().replace("'", "")))


def _begins(part: str, has: set[str]) -> bool:
    return any(each.startswith(part) or (part.isdigit() and each.endswith(part)) for each in has)


def ask_which(kind: str, items: tuple[Item, ...], lines: list[str], then: Then) -> Told:
    """Asks which of several is meant; a number or a name that fits one of them goes on."""

    def go_on(talk: Talk) -> Steps | None:
        ref = ref_of(talk, talk.text)
        if item := of_list(talk, ref):
            return then(item)
        fitting = [each for each in items if ref.name and fits(each, ref)]
        return then(fitting[0]) if len(fitting) == 1 else None

    listed = "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
    return Told(f"Which {kind}?\n{listed}", shown=items, then=go_on)
