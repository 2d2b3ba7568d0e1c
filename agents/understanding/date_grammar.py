"""Where a message names dates: regular expressions over the letters of its lexemes.

Each lexeme is one letter (see date_lexicon), so "Saturday, June 14th" is "W,Mo" and a rule is a
pattern of a dozen characters. Order matters: the longer reading comes first.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from agents.understanding.date_lexicon import Lexeme, lexemes, may_hold_date
from agents.understanding.token_types import Token
from agents.understanding.tokens import scan

_COUNTED = r"(?![pswEWSZ]|-?g|Op)"
_DAY = rf"(?:[oq]{_COUNTED}|[de](?!p|Op))"
_YEAR = r"(?:,?O?[yY]|,?O?[TN]Z)?"
_MORE = rf"(?:[|-]l?(?:o{_COUNTED}|d(?![pOswgm]))|[,&][,&|]?l?o{_COUNTED})"
_MONTH_DAY = rf"[MK]l?{_DAY}{_YEAR}"
_DAY_MONTH = rf"l?(?:(?<!h)[oq]O?l?[MK]{_YEAR}|dO?l?M(?!l?[od]){_YEAR}|dOl?K{_YEAR}|dK(?!z){_YEAR})"
_DAY_OF_MONTH = r"(?:l?[oq](?:Olm|,?O?[TN]m)|l?dO[TNl]m|[TN]m,?u?l?o)"
_ORDINAL = rf"(?:^lq[.?]*$|(?<!h)l?o{_COUNTED}|(?<=[uR])l(?:q(?![pswEWSzgm])|d(?![pOzswgm])))"
_MARK = rf"(?:{_MONTH_DAY}|{_DAY_MONTH}|D{_YEAR}|H{_YEAR}|{_DAY_OF_MONTH})"
_MARKED = rf"(?:(?:[TNl]?W,?u?)?{_MARK}(?:,?W(?![TN]|l?[od]))?)"
_WEEKDAY = r"(?:W,?[Ou]?[TN]w|[TN]w,?u?T?W|WcN|(?:T+|N|L|F)W|W)"
_ANCHOR = rf"(?:{_MARKED}|r|{_ORDINAL}|{_WEEKDAY})"
_IN_MONTH = rf"[Oi](?:l?[TN]m|lm|[MK]{_YEAR})"

_RULES = {
    "vague": rf"(?:l?[wm][bcO]|(?<!Q)![ul]*|IO){_ANCHOR}|aW(?!,?l?[MKDHoqd])|Wi[MK](?!l?[oqd])",
    "listed": r"W(?:[|&]W)+,?[TN]w|[TN]W(?:[|&]W)+",
    "weekend": rf"EOl?(?:{_MARKED}|[od])|(?:H|[MK]l?[oqd])E|E[bc]{_ANCHOR}"
    rf"|l?[oqL]E{_IN_MONTH}|T+E|[NF]E",
    "week_of": rf"WO{_MARKED}[Ew]",
    "nth": rf"l?[oqL]W{_IN_MONTH}",
    "offset": rf"i?(?:[aedn](?:[wgm]|S)[fbc]|wf|l?g[bc])(?:x|{_ANCHOR})",
    "within": r"i[aedn]w,?u?W|W,?i[aedn]w|i[aedn][wgm](?![bf])",
    "beside": rf"W[bc](?:{_MARKED}|r)",
    "days": rf"(?:W,?)?(?:[MK]l?[od]{_MORE}{{1,4}}|l?[od]{_MORE}{{1,4}}O?l?[MK]){_YEAR}",
    "marked": _MARKED,
    "weekday_day": r"(?:T+|N)?W,?l?[oqd](?![pOswgmE])",
    "relative": r"r(?:,?W(?![TN]))?|TG",
    "weekday": _WEEKDAY,
    "ordinal": _ORDINAL,
}
_GRAMMAR = re.compile("|".join(f"(?P<{name}>{rule})" for name, rule in _RULES.items()))
_HYPHENATED = re.compile(r"^d-d$|(?<=[uW])d-d(?=$|[.,?Rtz])")
_BEFORE = frozenset("uTNLFRrf|,WD")
_AFTER = frozenset("MKDodtrGg|NTH,")
_AFTER_ARTICLE = frozenset("MKDodbcO")


class DateMatch(NamedTuple):
    """One place that names a date: the rule that fits, and the lexemes it covers."""

    rule: str
    lexemes: tuple[Lexeme, ...]
    first: int


class DateReading(NamedTuple):
    """A message's lexemes, their letters, and the dates named in it."""

    lexemes: tuple[Lexeme, ...]
    letters: str
    matches: tuple[DateMatch, ...]


@lru_cache(maxsize=64)
def read_dates(text: str) -> DateReading:
    """All places of the message that name a date; needs no clock."""
    tokens = scan(text).tokens
    if not may_hold_date(tokens):
        return DateReading((), "", ())
    found = lexemes(tokens)
    return parse(found, "".join([lexeme.letter for lexeme in found]))


def undated_tokens(text: str) -> list[Token]:
    """The message's tokens, those of dates made no words: "April" of "April 5" is nobody."""
    dated = {lexeme.start for match in read_dates(text).matches for lexeme in match.lexemes}
    tokens = scan(text).tokens
    return [token._replace(kind="D") if token.start in dated else token for token in tokens]


def parse(found: tuple[Lexeme, ...], letters: str) -> DateReading:
    """Reads lexemes; also used on a part of a match ("a week from | saturday")."""
    if "v" in letters:
        letters = _promoted(letters)
        found = tuple(map(_lettered, found, letters))
    if "d-d" in letters:
        letters, found = _hyphenated(letters, found)
    matches = tuple(
        DateMatch(match.lastgroup or "", found[match.start() : match.end()], match.start())
        for match in _GRAMMAR.finditer(letters)
    )
    return DateReading(found, letters, matches)


def _lettered(lexeme: Lexeme, letter: str) -> Lexeme:
    return lexeme if lexeme.letter == letter else lexeme._replace(letter=letter)


def _promoted(letters: str) -> str:
    """Takes "sat", "sun", "mon", "wed" for weekdays where their neighbours say so."""
    out = list(letters)
    for index, letter in enumerate(letters):
        if letter != "v":
            continue
        before = out[index - 1] if index else ""
        after = letters[index + 1 : index + 2]
        listed = after in ("&", "|") and letters[index + 2 : index + 3] in ("W", "v")
        joined = before in ("&", "|") and index > 1 and out[index - 2] == "W"
        alone = len(letters.strip(".,")) <= 2
        if before == "l":
            near = after in _AFTER_ARTICLE
        else:
            near = before in _BEFORE or (after in _AFTER and before != "&")
        if listed or joined or alone or near:
            out[index] = "W"
    return "".join(out)


def _hyphenated(letters: str, found: tuple[Lexeme, ...]) -> tuple[str, tuple[Lexeme, ...]]:
    """Reads "on 6-14" as a numeric date; elsewhere "6-14" is a range."""
    match = _HYPHENATED.search(letters)
    if match is None:
        return letters, found
    start, end = match.span()
    month, _, day = found[start:end]
    if not (month.end + 1 == day.start and 1 <= month.value <= 12):
        return letters, found
    joined = Lexeme("D", f"{month.name}/{day.name}", 0, month.start, day.end)
    return f"{letters[:start]}D{letters[end:]}", (*found[:start], joined, *found[end:])
