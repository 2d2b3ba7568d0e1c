"""Finds where the event is to be: a street address, a city, a ZIP code."""

from collections.abc import Sequence

from agents.understanding.common_words import FUNCTION_WORDS, ORDINARY_WORDS
from agents.understanding.date_grammar import undated_tokens
from agents.understanding.given_names import GIVEN_NAMES
from agents.understanding.token_types import Token

_INTRODUCING = frozenset({"in", "near", "nearby"})
_BEFORE_VENUES = frozenset({"at", "serve", "service", "around"})
_COMING = frozenset(
    "come travel go drive deliver out cater serve service servicing down over".split()
)
_SAYING = frozenset("location address city town place venue zip zipcode".split())
_FIRST_PARTS = frozenset(
    "san santa los las palo east west north south new el la st saint fort port mount lake half bay"
    " union daly castro mountain menlo redwood foster walnut long beverly castle pleasant old fair"
    " morgan elk grand big cedar round college salt kansas park oak orange silver santa rio green"
    " little rock high middle upper lower des baton virginia".split()
)
_LAST_PARTS = frozenset(
    "park city beach hill hills bay valley springs heights view creek grove ranch falls area county"
    " alto rock village island lake station center centre club hall garden gardens ridge".split()
)
_STATES = frozenset(
    "al ak az ar ca co ct de fl ga hi id il ia ks ky la ma md mi mn ms mo mt ne nv nh nj nm ny nc"
    " nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc california texas nevada oregon arizona"
    " washington florida georgia virginia maryland colorado calif cali".split()
)
_NO_PLACES = frozenset(
    "general particular fact case cash bulk half writing english spanish trouble charge love stock"
    " exchange addition order common contact terms favor short response regards regard reference"
    " theory practice progress session private public secret return time bed person mind touch"
    " detail details line place town area neighborhood midday style bloom tears pain shock action"
    " debt need hopes front back spring summer fall autumn winter church school home work effect"
    " total advance interest service hibachi catering booking chef uniform shape turn january"
    " february march april may june july august september october november december night day"
    " today tonight tomorrow budget ish seconds question ours mine process hand hands admin debug"
    " developer god test testing system maintenance mode".split()
)
_EMPLOYED = frozenset(
    "manager work works working job director assistant coordinator employed planner team staff hr"
    " engineer teacher nurse".split()
)
_UNITS = frozenset("apt apartment unit suite ste # bldg building floor".split())
_FILLERS = frozenset(
    "hi hey yes yeah yep sure ok okay it's its it is will be we're we are i'm im in at near the our"
    " my place house home location address city event party here's here would that at from"
    " live over sorry oh um uh so thanks , . : - just to held out backyard area for this".split()
)
_MOST_WORDS = 4


def find_place(text: str, asked: bool) -> str | None:
    """The place named, as far as told: "12 Oak St, Fremont 94536", "Palo Alto", "94301"; or None.

    `asked` says that the place was just asked for, so that a bare "san jose" is one. A house of
    the customer's with no city ("at my place") is none.
    """
    tokens = undated_tokens(text)
    place = _addressed(text, tokens) or _introduced(text, tokens)
    if place is None and asked:
        place = _bare(text, tokens) or _listed(text, tokens)
    return place or _zip_code(tokens)


def _addressed(text: str, tokens: Sequence[Token]) -> str | None:
    """A street address with what follows of it: unit, city, state, ZIP code."""
    for index, token in enumerate(tokens):
        if token.kind == "a":
            end = _after_unit(tokens, index + 1)
            end = _after_city(text, tokens, end)
            return _written(text, tokens[index:end])
    return None


def _after_unit(tokens: Sequence[Token], at: int) -> int:
    start = at + (at < len(tokens) and tokens[at].kind == ",")
    if start + 1 < len(tokens) and tokens[start].word in _UNITS:
        return start + 2
    return at


def _after_city(text: str, tokens: Sequence[Token], at: int) -> int:
    start = at
    while start < len(tokens) and (tokens[start].kind in ",." or tokens[start].word == "in"):
        start += 1
    end = _run_end(text, tokens, start)
    if end > start:
        return end
    return start + 1 if start < len(tokens) and tokens[start].kind == "z" else at


def _introduced(text: str, tokens: Sequence[Token]) -> str | None:
    """A place after "in", "come to", "the location is"; else one in capitals after "at"."""
    for venues in (False, True):
        for index, token in enumerate(tokens):
            start = _start_after(tokens, index, token)
            if start is None or (token.word in _BEFORE_VENUES) is not venues:
                continue
            place = _place_from(text, tokens, start, venues)
            if place and not _interested(tokens, index):
                return place
    return None


def _place_from(text: str, tokens: Sequence[Token], start: int, capitals: bool) -> str | None:
    if start < len(tokens) and tokens[start].word == "the":
        start += 1
        capitals = capitals or (start < len(tokens) and tokens[start].word not in _FIRST_PARTS)
    if capitals and not (start < len(tokens) and _capital(text, tokens[start])):
        return None
    end = _run_end(text, tokens, start)
    return _written(text, tokens[start:end]) if end > start else None


def _start_after(tokens: Sequence[Token], index: int, token: Token) -> int | None:
    word = token.word
    if token.kind != "w" or index + 1 >= len(tokens):
        return None
    if word in _INTRODUCING or word in _BEFORE_VENUES:
        return index + 1
    if word == "to" and index and tokens[index - 1].word in _COMING:
        return index + 1
    if word in _SAYING and tokens[index + 1].word in ("is", ":", "will"):
        return index + 2
    return None


def _interested(tokens: Sequence[Token], index: int) -> bool:
    before = tokens[index - 1].word if index else ""
    if tokens[index].word == "at" and before in _EMPLOYED:
        return True  # "the office manager at Acme"
    return tokens[index].word == "in" and before in ("interested", "interest", "get", "fill", "fit")


def _run_end(text: str, tokens: Sequence[Token], start: int) -> int:
    """The index after the place's words, its state and its ZIP code; start where there is none."""
    end = start
    while end < len(tokens) and end - start < _MOST_WORDS and _place_word(text, tokens, start, end):
        end += 1
    if end == start:
        return start
    after = end + (end < len(tokens) and tokens[end].kind == ",")
    if (
        after < len(tokens)
        and tokens[after].word in _STATES
        and not (_sentence(text, tokens[after]) or _begins_name(text, tokens, after))
    ):
        end = after + 1
    after = end + (end < len(tokens) and tokens[end].kind == ",")
    return after + 1 if after < len(tokens) and tokens[after].kind == "z" else end


def _begins_name(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether it is somebody's name, not the state: "Burbank, Al Chen"."""
    written = text[tokens[at].start : tokens[at].end]
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    named = follows is not None and follows.kind == "w" and _capital(text, follows)
    return named and len(written) == len("Al") and not written.isupper()


def _sentence(text: str, token: Token) -> bool:
    """Whether "in", "or", "ok", "hi", "me" is the word, not the state."""
    written = text[token.start : token.end]
    return token.word in ("or", "ok", "hi", "la", "id", "de", "ma", "pa") and not written.isupper()


def _place_word(text: str, tokens: Sequence[Token], start: int, at: int) -> bool:
    token = tokens[at]
    if token.kind != "w" or (at > start and tokens[at - 1].end + 1 < token.start):
        return False
    if at > start and (token.word in _LAST_PARTS or tokens[at - 1].word in _FIRST_PARTS):
        return token.word not in FUNCTION_WORDS
    if at > start and token.word in _STATES and not _sentence(text, token):
        return False
    if token.word in _FIRST_PARTS and token.word not in ORDINARY_WORDS:
        return True
    if token.word in FUNCTION_WORDS or token.word in _NO_PLACES:
        return False
    return token.word not in ORDINARY_WORDS or (_capital(text, token) and at > start)


def _capital(text: str, token: Token) -> bool:
    return text[token.start].isupper() and not text.isupper()


def _bare(text: str, tokens: Sequence[Token]) -> str | None:
    """The answer to "where will it be?": nothing else stands before the place."""
    if any(token.kind == "?" for token in tokens):
        return None
    start = 0
    while start < len(tokens) and tokens[start].word in _FILLERS:
        start += 1
    end = _run_end(text, tokens, start)
    follows = tokens[end].kind if end < len(tokens) else "."
    if end == start or (
        follows == "w" and tokens[end].word not in ("please", "area", "and", "thanks")
    ):
        return None
    return _written(text, tokens[start:end])


def _listed(text: str, tokens: Sequence[Token]) -> str | None:
    """The place in a row of answers: "30 guests, april 10, santa monica, Kim Park"."""
    for index, token in enumerate(tokens):
        if token.kind not in ",." or index + 1 == len(tokens):
            continue
        start = index + 1
        end = _run_end(text, tokens, start)
        whole = end > start and (end == len(tokens) or tokens[end].kind in ",.")
        if whole and tokens[start].word not in GIVEN_NAMES:
            return _written(text, tokens[start:end])
    return None


def _zip_code(tokens: Sequence[Token]) -> str | None:
    return next((token.word for token in tokens if token.kind == "z"), None)


def _written(text: str, run: Sequence[Token]) -> str:
    """The place as typed, with capitals where there were none."""
    span = text[run[0].start : run[-1].end].strip(" ,.")
    if span.lower() not in (span, span.swapcase()):
        return span
    return " ".join(_capitals(word) for word in span.lower().split())


def _capitals(word: str) -> str:
    bare = word.strip(",.")
    if (bare in _STATES and len(bare) == 2) or bare in ("sf", "sj", "nyc"):
        return word.upper()
    return word if bare in ("of", "the", "de") else word[:1].upper() + word[1:]
