"""Where a message states a party size: regular expressions over the letters of its tokens."""

import re
from typing import NamedTuple

from agents.understanding.party_lexicon import party_letters
from agents.understanding.token_types import Token
from agents.understanding.tokens import scan

COUNT = (
    r"(?:@(?=[<>])|U-|[0!]?\^Q|(?<![g@]))[q<>]{0,4}(?:Bq?n&q?n|[n1](?:[-|]q?n)?)"
    r"(?:\|?q|\+|\^\|\^){0,2}"
)
_NOUN = r"(?:-?(?:(?<!1)o?h)?[lzNq%]{0,2}(?:[pAKS]|(?<=%)O)|(?<!1)ou)"
ITEM = rf"(?:{COUNT}{_NOUN})"
_JOIN = r"(?:,?&+|,|(?<=[AKO]))w?"
_LIST = rf"{ITEM}(?:{_JOIN}(?:h?l?{ITEM}|{COUNT}\^[pAK]?|lK))*"
_MEMBER = rf"(?:h?l?{ITEM}|h?z?S|{COUNT}(?:\^|$|(?=[.,rdtf@&]))|NN?|z(?=[.]|$))"
_ME_FIRST = rf"(?<![zvNmH])J(?:(?:,?&|,){_MEMBER}|hz?S(?=,|&))(?:(?:,?&|,){_MEMBER})*"
_HOSTS = rf"(?:hz?S|(?<=f)(?:z|NN?)|{ITEM}|(?<=f)S)"
_ME_LAST = rf"{_HOSTS}(?:{_JOIN}{_MEMBER})*(?:,?&|,)J(?:{_JOIN}{_MEMBER})*"
_ENDS = r"(?=$|[.,frdtq@&wCIFl!]|[n1][xd])"
_MAKE = r"m(?:I[zrU]?[-f]?|(?:[lh]?[cpPzo]{0,4}[lh]?[pP]?)U?-)"

_RULES = {
    "change": rf"m[zrlhcpPoI]{{0,5}}F(?:{COUNT}[pAK]?-)?(?:{_LIST}|{COUNT})(?![xgVR])",
    "make": rf"{_MAKE}(?:{_LIST}|{COUNT})(?![xgVR])",
    "total": rf"T[obe,]*(?:{_LIST}|{COUNT})(?![xgVR])|(?:{_LIST}|{COUNT}),?r?q?T",
    "sum": r"n\^[pAK]?[,.]?[qeI&rW]{1,4}n(?=$|[.,])",
    "me": rf"{_ME_FIRST}|{_ME_LAST}(?=$|[.,fdrt@])",
    "both": r"Dou",
    "party": rf"[PR]o(?:{_LIST}|{COUNT}(?:,?&{ITEM})*)(?![xgVR])",
    "instead": rf"{COUNT}[pAK]?,?(?:!|ro){COUNT}[pAK]?",
    "rather": rf"!{COUNT}[pAK]?(?:,&?|,?&?I?e){COUNT}[pAK]?{_ENDS}",
    "parts": r"A[,e-]{0,2}n(?:[,.&/|-]*K[,e-]{0,2}n)|K[,e-]{0,2}n[,.&/|-]*A[,e-]{0,2}n",
    "among": r"(?:(?<=[.,&I])|^)np?,?(?:[wi]n(?:o[zIi]e?[zl]?)?K|&no[zIi]e?[zl]?K)",
    "except": rf"(?:(?<=[.,&])|^){COUNT}(?=![zi][hl]?[KpA])",
    "beside": rf"{COUNT}[pAK]?,?&[lh][gz]?S(?=$|[.,rdft@])",
    "list": rf"{_LIST}",
    "kids": rf"{COUNT}(?:o[zIi])?e?[zl]?(?:K|%O)",
    "none": r"0K",
    "us": r"u[n](?![xgpAK])",
    "label": rf"(?:c(?:o[lh]?[pP])?|p)[,e-]+[zqr]{{0,2}}(?:{_LIST}|{COUNT})(?![xgVR])"
    rf"|co[lh]?[pP]q?{COUNT}{_ENDS}|(?<![a-y])cq?{COUNT}{_ENDS}",
    "coming": rf"{COUNT}[erb]{{0,2}}C",
    "for": rf"(?:f|P-)[lh]?(?:{COUNT}{_ENDS}|n(?=[zN]))",
    "verb": rf"(?:b|W[er]*e){COUNT}(?:{_ENDS}|(?=>(?:$|[.,frd])))",
    "is": rf"(?:(?:(?<=[.,&z])|^)e{{2,3}}|(?:(?<=[.,&zq])|^)I?e){COUNT}(?=$|[.,r!])"
    rf"|k{COUNT}{_ENDS}",
    "want": rf"v{COUNT}(?=$|[.,fd])",
    "within": rf"(?:(?<=[.,&])|^){COUNT}(?=[iw][lh]?[KAJSu])",
    "near": r"P,?nq(?=$|[.,])",
    "now": rf"(?:(?<=[.,&])|^){COUNT}r(?=$|[.])",
    "dated": rf"^{COUNT}[fr]l?d",
    "about": rf"(?:(?<=[.,])|^)(?:q{{1,3}}n(?:[-|]n)?(?=$|[.])|{COUNT}fl?[gP])"
    r"|(?:(?<=[.,z])|^)q{0,3}nq(?=$|[.,])|(?:(?<=[.,z])|^)q{1,3}n\|q(?=$|[.])",
    "self": r"qf?J(?=$|[.,rdt])",
}
_GRAMMAR = re.compile("|".join(f"(?P<{name}>{rule})" for name, rule in _RULES.items()))
_BARE = re.compile(rf"(?<![g@^])(?<![SH]e)(?:{COUNT})(?![xgVR^]|-?[zl]?V|\d|&[<>])")
_ONLY_ONE = re.compile(r"[q.,]*1[.,]*")
_SELF = frozenset({"me", "myself"})
_PRICING = frozenset("much price cost costs charge rate pay mcuh".split())
_NOW = frozenset({"now", "instead", "then"})
_HEAD = frozenset({"person", "guest", "head", "adult", "kid", "child"})
_INTERJECTIONS = frozenset(
    "oh ok okay actually sorry sry wait yes yeah yep yup no nope nah well hey hi um uh hmm lol so"
    " ya and also think guess sure".split()
)
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
    if mention.rule == "about" and mention.letters.endswith("nq"):
        return last != "ish"
    if mention.rule == "now" and last not in _NOW:
        return True
    if mention.letters[0] in "eI" and letters[mention.first - 1 : mention.first] == "z":
        return tokens[mention.first - 1].word not in _INTERJECTIONS
    if mention.rule in ("list", "for") and _a_head(mention, tokens):
        return True
    if mention.rule == "beside":
        return last == "parents"
    if mention.rule == "for" and follows in ("z", "N"):
        return tokens[after].word.endswith("s")
    if mention.rule == "self":
        return mention.tokens[0].word not in ("just", "only") or last not in _SELF
    if mention.rule == "bare" and "1" in mention.letters:
        return not _ONLY_ONE.fullmatch(letters)
    return False


def _a_head(mention: Mention, tokens: tuple[Token, ...]) -> bool:
    """Whether the price of one is asked for: "how much for 1 person"."""
    words = [token.word for token in mention.tokens]
    one = words[-1] in _HEAD and mention.tokens[-2].value == 1 and len(words) <= 3
    return one and any(token.word in _PRICING for token in tokens[: mention.first])


def _denied(tokens: tuple[Token, ...]) -> bool:
    before = [token.word for token in tokens]
    if before[-1:] in (["not"], ["than"]) or before == ["instead", "of"]:
        return True
    return before[-1:] not in (["?"], ["."]) and not _DENYING.isdisjoint(before)
