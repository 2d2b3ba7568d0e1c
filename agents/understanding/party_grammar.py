"""Where a message states a party size: regular expressions over the letters of its tokens."""

import re
from typing import NamedTuple

from agents.understanding.party_lexicon import party_letters
from agents.understanding.token_types import Token
from agents.understanding.tokens import scan

COUNT = r"(?:@(?=[<>])|U-|0?\^Q|(?<![g@]))[q<>]{0,4}(?:Bq?n&q?n|[n1](?:[-|]q?n)?)(?:\|?q|\+){0,2}"
_NOUN = r"(?:-?(?:(?<!1)o?h)?[lzNq%]{0,2}(?:[pAKS]|(?<=%)O)|(?<!1)ou)"
ITEM = rf"(?:{COUNT}{_NOUN})"
_JOIN = r"(?:,?&+|,|(?<=[AKO]))w?"
_LIST = rf"{ITEM}(?:{_JOIN}(?:h?l?{ITEM}|{COUNT}\^[pAK]?))*"
_MEMBER = rf"(?:h?l?{ITEM}|h?z?S|{COUNT}(?:\^|$|(?=[.,rdtf@&]))|NN?|z(?=[.]|$))"
_ME_FIRST = rf"(?<![zvNmH])J(?:(?:,?&|,){_MEMBER})+"
_HOSTS = rf"(?:hz?S|(?<=f)(?:z|NN?)|{ITEM}|(?<=f)S)"
_ME_LAST = rf"{_HOSTS}(?:{_JOIN}{_MEMBER})*(?:,?&|,)J(?:{_JOIN}{_MEMBER})*"
_ENDS = r"(?=$|[.,frdtq@&wCIFl!]|[n1][xd])"
_MAKE = r"m(?:I[zrU]?[-f]?|(?:[lh]?[cpPzo]{0,4}[lh]?[pP]?)U?-)"

_RULES = {
    "change": rf"m[zrlhcpPoI]{{0,5}}F(?:{COUNT}[pAK]?-)?(?:{_LIST}|{COUNT})(?![xgVR])",
    "make": rf"{_MAKE}(?:{_LIST}|{COUNT})(?![xgVR])",
    "total": rf"T[obe,]*(?:{_LIST}|{COUNT})(?![xgVR])|(?:{_LIST}|{COUNT}),?r?T",
    "me": rf"{_ME_FIRST}|{_ME_LAST}(?=$|[.,fdrt@])",
    "both": r"Dou",
    "party": rf"[PR]o(?:{_LIST}|{COUNT}(?:,?&{ITEM})*)(?![xgVR])",
    "instead": rf"{COUNT}[pAK]?,?!{COUNT}[pAK]?",
    "list": rf"{_LIST}",
    "kids": rf"{COUNT}(?:o[zIi])?e?[zl]?(?:K|%O)",
    "none": r"0K",
    "us": r"u[n](?![xgpAK])",
    "label": rf"(?:c(?:o[lh]?[pP])?|p)[,e-]+[zqr]{{0,2}}(?:{_LIST}|{COUNT})(?![xgVR])",
    "coming": rf"{COUNT}[er]{{0,2}}C",
    "for": rf"(?:f|P-)[lh]?(?:{COUNT}{_ENDS}|n(?=[zN]))",
    "verb": rf"(?:b|W[er]*e){COUNT}{_ENDS}",
    "want": rf"v{COUNT}(?=$|[.,fd])",
    "about": rf"(?:(?<=[.,])|^)(?:q{{1,3}}n(?:[-|]n)?(?=$|[.])|{COUNT}fP)",
    "self": r"qf?J(?=$|[.,rdt])",
}
_GRAMMAR = re.compile("|".join(f"(?P<{name}>{rule})" for name, rule in _RULES.items()))
_BARE = re.compile(rf"(?<![g@^])(?<![SH]e)(?:{COUNT})(?![xgVR^]|-?[zl]?V|\d|&[<>])")
_ONLY_ONE = re.compile(r"[q.,]*1[.,]*")
_SELF = frozenset({"me", "myself"})
_DENYING = frozenset({"minimum", "min"})


class Mention(NamedTuple):
    """One place that may state a party size: the rule, its tokens, and where they begin."""

    rule: str
    letters: str
    tokens: tuple[Token, ...]
    first: int


class PartyReading(NamedTuple):
    """A message's tokens, their letters, and the mentions in it."""

    tokens: tuple[Token, ...]
    letters: str
    mentions: tuple[Mention, ...]


def read_party(text: str, asked: bool) -> PartyReading:
    """All places of the message that may state a party size.

    Where the count was asked for and no sentence states one, bare numbers count too.
    """
    scanned = scan(text)
    letters = party_letters(scanned)
    if not any(letter in letters for letter in "n1JD"):
        return PartyReading(scanned.tokens, letters, ())
    mentions = _mentions(_GRAMMAR, scanned.tokens, letters)
    if asked and all(mention.rule == "about" for mention in mentions):
        mentions = _mentions(_BARE, scanned.tokens, letters)
    return PartyReading(scanned.tokens, letters, mentions)


def _mentions(
    grammar: re.Pattern[str], tokens: tuple[Token, ...], letters: str
) -> tuple[Mention, ...]:
    kept = []
    for match in grammar.finditer(letters):
        start, end = match.span()
        mention = Mention(match.lastgroup or "bare", match.group(), tokens[start:end], start)
        if not _refused(mention, tokens, letters):
            kept.append(mention)
    return tuple(kept)


def _refused(mention: Mention, tokens: tuple[Token, ...], letters: str) -> bool:
    """Whether the words around say that it is no party: "not 30", "a 10 person minimum"."""
    after = mention.first + len(mention.tokens)
    last, follows = mention.tokens[-1].word, letters[after : after + 1]
    if _denied(tokens[max(mention.first - 2, 0) : mention.first]):
        return True
    if follows in ("<", ">") and (last in ("person", "guest") or letters.endswith(">.")):
        return True
    if mention.rule == "for" and follows in ("z", "N"):
        return tokens[after].word.endswith("s")
    if mention.rule == "self":
        return mention.tokens[0].word not in ("just", "only") or last not in _SELF
    if mention.rule == "bare" and "1" in mention.letters:
        return not _ONLY_ONE.fullmatch(letters)
    return False


def _denied(tokens: tuple[Token, ...]) -> bool:
    before = [token.word for token in tokens]
    if before[-1:] in (["not"], ["than"]) or before == ["instead", "of"]:
        return True
    return before[-1:] not in (["?"], ["."]) and not _DENYING.isdisjoint(before)
