"""Finding people by what staff remember of them: a part of a name, of a number, of an address."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from unicodedata import combining, normalize

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.booking_cells import read_phone
from bot.business.profile import Profile
from storage import customer_cards, traces
from storage.traces import Trace

Entity = tuple[str, int]
"""A customer, or an inquiry or a booking that belongs to none: (customer | lead | booking, id)."""

_EMAIL = re.compile(r"\S*@\S*")
_DIGITS = re.compile(r"\+?\d(?:[\s().\-/]*\d)*")
_AT_END = re.compile(r"\b(?:ends?|ending)\b|\blast\s+(?:\d|two|three|four|five|six)\b", re.I)
_LAST_SO_MANY = re.compile(r"\blast\s+\d\b", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NOT_NAMES = frozenset(
    "a about address called client contact customer digit digits email end ending ends five four "
    "from guest has have is last mail name named no number of on person phone six tel telephone "
    "text that the their three two was who whose with in".split()
)
_ID = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w-]{22}", re.ASCII)
_FEWEST_DIGITS = 3
_ALIKE = 0.75
_LONGER = 2


class Hits(Struct, frozen=True):
    """Who fits, the best first: {entity: what fitted}. similar: names that nearly fit, where none
    does."""

    found: dict[Entity, str]
    similar: tuple[str, ...] = ()


class _Asked(Struct, frozen=True):
    email: str
    digits: str
    at_end: bool
    words: tuple[str, ...]


def search(tx: Connection, profile: Profile, query: str) -> Hits:
    """Whom a query may mean; everything that it names must fit. Nobody is ever merged: who left
    two traces without a proof is found twice."""
    known = customer_cards.by_public_id(tx, query.strip())
    if known is not None:
        return Hits({("customer", known.id): "id"})
    if _ID.fullmatch(query.strip()):
        return Hits({})  # another thing's id, in which digits would mean nobody's phone
    asked = _asked(query)
    parts = []
    if asked.email:
        parts.append(_scored(traces.emails(tx, asked.email)))
    if asked.digits:
        parts.append(_scored(_by_phone(tx, profile, asked)))
    if asked.words:
        parts.append(_by_name(traces.names(tx), asked.words))
    if not parts:
        return Hits({})
    found = _in_all(parts)
    if found or not asked.words:
        return Hits(found)
    return Hits({}, _similar(traces.names(tx), asked.words))


def fold(text: str) -> str:
    """The text as names are compared: without accents, in one case, with single spaces."""
    plain = text
    if not text.isascii():
        plain = "".join(c for c in normalize("NFKD", text) if not combining(c))
    return " ".join(plain.replace("’", "'").casefold().split())


def _asked(query: str) -> _Asked:
    email = _EMAIL.search(query)
    rest = _EMAIL.sub(" ", query)
    at_end = bool(_AT_END.search(rest))
    rest = _LAST_SO_MANY.sub(" ", rest)
    digits = "".join(c for found in _DIGITS.findall(rest) for c in found if c in "+0123456789")
    words = (fold(word) for word in _WORD.findall(rest))
    return _Asked(
        email.group() if email else "",
        digits if len(digits.lstrip("+")) >= _FEWEST_DIGITS else "",
        at_end,
        tuple(word for word in words if word not in _NOT_NAMES),
    )


def _by_phone(tx: Connection, profile: Profile, asked: _Asked) -> list[Trace]:
    """A whole number in any way of writing it; else a part of one."""
    whole = None if asked.at_end else whole_phone(profile, asked.digits)
    if whole and (found := traces.phones(tx, whole, at_end=True)):
        return found
    digits = asked.digits.lstrip("+")
    # A country's own way of writing may begin with a 0 that E.164 leaves out.
    for part in (digits, digits.lstrip("0")):
        if part and (found := traces.phones(tx, part, at_end=asked.at_end)):
            return found
    return []


def whole_phone(profile: Profile, text: str) -> str | None:
    """A complete number in E.164; None: it is none."""
    try:
        return read_phone(text, profile.texting.countries)
    except ValueError:
        return None


def _scored(found: Iterable[Trace]) -> dict[Entity, tuple[int, str]]:
    return {_entity(trace): (0, trace.value) for trace in found}


def _by_name(found: Iterable[Trace], words: tuple[str, ...]) -> dict[Entity, tuple[int, str]]:
    scored: dict[Entity, tuple[int, str]] = {}
    for trace in found:
        score = _fit(fold(trace.value), words)
        if score is not None:
            entity = _entity(trace)
            scored[entity] = min(scored.get(entity, (99, "")), (score, trace.value))
    return scored


def _fit(name: str, words: tuple[str, ...]) -> int | None:
    """How well a name fits, 0 for all its words and no more; None: not."""
    own = name.split()
    score = 0
    for word in words:
        if word in own:
            continue
        if any(part.startswith(word) for part in own):
            score += 1
        elif word in name:
            score += 2
        else:
            return None
    return score * 10 + min(len(own) - min(len(words), len(own)), 9)


def _in_all(parts: list[dict[Entity, tuple[int, str]]]) -> dict[Entity, str]:
    both = set(parts[0]).intersection(*parts[1:])
    ranked = sorted(both, key=lambda entity: sum(part[entity][0] for part in parts))
    return {
        entity: ", ".join(dict.fromkeys(part[entity][1] for part in parts)) for entity in ranked
    }


def _similar(found: Iterable[Trace], words: tuple[str, ...]) -> tuple[str, ...]:
    by_word: dict[str, list[str]] = {}
    for trace in found:
        for part in fold(trace.value).split():
            by_word.setdefault(part, []).append(trace.value)
    near = [
        name
        for word in words
        for part in get_close_matches(word, _like(word, by_word), n=3, cutoff=_ALIKE)
        for name in by_word[part]
    ]
    return tuple(dict.fromkeys(near))[:5]


def _like(word: str, known: Iterable[str]) -> list[str]:
    """Those worth a closer look, which is a hundred times as dear."""
    return [each for each in known if each[0] == word[0] and abs(len(each) - len(word)) <= _LONGER]


def _entity(trace: Trace) -> Entity:
    if trace.customer_id is not None:
        return "customer", trace.customer_id
    if trace.lead_id is not None:
        return "lead", trace.lead_id
    return "booking", trace.booking_id or 0
