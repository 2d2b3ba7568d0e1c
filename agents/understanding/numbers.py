"""Joins spelled numbers into one token: "two hundred thirty seven", "a couple dozen", "2 dozen"."""

from agents.understanding.token_types import Token

_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "tweleve": 12, "forteen": 14, "eightteen": 18,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "ninty": 90,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_SCALES = {"dozen": 12, "dozens": 12, "doz": 12, "hundred": 100, "hundreds": 100, "thousand": 1000}
_COUPLES = frozenset({"couple", "coupla", "cpl"})
_ARTICLES = frozenset({"a", "an"})
_VOCABULARY = frozenset({*_UNITS, *_TENS, *_ORDINALS, *_SCALES, *_COUPLES})


def merge_spelled(tokens: list[Token]) -> list[Token]:
    """The tokens with each spelled number, also one with a scale word, made one token."""
    if _VOCABULARY.isdisjoint([token.word for token in tokens]):
        return tokens
    merged: list[Token] = []
    index = 0
    while index < len(tokens):
        token, index = _read(tokens, index)
        if token.value >= 24 and token.kind == "c":
            _scale_range(merged, tokens[index - 1].word, token.value)
        merged.append(token)
    return merged


def _word(tokens: list[Token], index: int) -> str:
    return tokens[index].word if index < len(tokens) else ""


def _read(tokens: list[Token], start: int) -> tuple[Token, int]:
    """The number that begins at start, or the token as it is, and the index after it."""
    value, index, ordinal = _multiplier(tokens, start)
    total, scaled = 0, False
    while not ordinal and (scale := _scale(_word(tokens, index), value)):
        total, scaled, index = total + max(value, 1) * scale, True, index + 1
        if _word(tokens, index) in ("and", "&") and _small(tokens, index + 1)[0]:
            index += 1
        value, index, ordinal = _small(tokens, index)
    total += value
    if index == start or not (scaled or tokens[index - 1].kind == "w") or not total:
        return tokens[start], start + 1
    kind = "q" if ordinal else "c"
    end = tokens[index - 1].end
    words = " ".join(token.word for token in tokens[start:index])
    return Token(kind, words, total, tokens[start].start, end), index


def _scale(word: str, multiplier: int) -> int:
    """What the word multiplies by, else 0: "dozens of people" alone names no number."""
    return 0 if word.endswith("s") and not multiplier else _SCALES.get(word, 0)


def _multiplier(tokens: list[Token], start: int) -> tuple[int, int, bool]:
    """What stands before a scale word: a number, "a", "a couple of", "half a"; and its end."""
    word, index = tokens[start].word, start
    if word == "half" and _word(tokens, start + 1) in ("a", "dozen"):
        return _half(tokens, start)
    if word in _ARTICLES and _word(tokens, start + 1) in _SCALES | dict.fromkeys(_COUPLES, 2):
        index, word = start + 1, _word(tokens, start + 1)
    if word in _COUPLES:
        return 2, index + 1 + (_word(tokens, index + 1) == "of"), False
    if tokens[start].kind == "n" and _word(tokens, start + 1) in _SCALES:
        return tokens[start].value, start + 1, False
    return _small(tokens, start) if index == start else (1, index, False)


def _half(tokens: list[Token], start: int) -> tuple[int, int, bool]:
    scale = start + 1 + (_word(tokens, start + 1) == "a")
    return (6, scale + 1, False) if _word(tokens, scale) == "dozen" else (0, start, False)


def _small(tokens: list[Token], index: int) -> tuple[int, int, bool]:
    """A spelled number under 100 at index: (value, index after it, is it an ordinal)."""
    word = _word(tokens, index)
    if word in _ORDINALS:
        return _ORDINALS[word], index + 1, True
    if word in _UNITS:
        return _UNITS[word], index + 1, False
    if word not in _TENS:
        return 0, index, False
    return _after_tens(tokens, index)


def _after_tens(tokens: list[Token], index: int) -> tuple[int, int, bool]:
    tens, after = _TENS[tokens[index].word], index + 1
    if _word(tokens, after) == "-" and tokens[after].start == tokens[index].end:
        after += 1
    word = _word(tokens, after)
    if 0 < _UNITS.get(word, 0) < 10:
        return tens + _UNITS[word], after + 1, False
    if 0 < _ORDINALS.get(word, 0) < 10:
        return tens + _ORDINALS[word], after + 1, True
    return tens, index + 1, False


def _scale_range(merged: list[Token], scale_word: str, high: int) -> None:
    """Makes the low end of "4-5 dozen" dozens too."""
    scale = _SCALES.get(scale_word)
    if scale is None or len(merged) < 2 or merged[-1].word not in ("-", "–", "to", "or"):
        return
    low = merged[-2]
    if low.kind in "nc" and 0 < low.value * scale < high:
        merged[-2] = low._replace(kind="c", value=low.value * scale)
