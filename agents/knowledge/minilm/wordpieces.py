"""Texts cut into the word pieces that BERT's English models know."""

import unicodedata
from collections.abc import Iterator
from importlib.resources import files

_BEGIN, _END, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_LONGEST_WORD = 100  # letters; a longer one is unknown
_MOST = 256  # pieces of a text: what the model was trained on


class WordPieces:
    """The vocabulary, read from the file beside this one (Apache-2.0, from Google's BERT)."""

    def __init__(self) -> None:
        text = files(__package__).joinpath("vocab.txt").read_text("utf-8")
        self._ids = {piece: at for at, piece in enumerate(text.split("\n")) if piece}

    def ids(self, text: str) -> list[int]:
        """The numbers of the text's pieces, between those that begin and end it."""
        pieces = [piece for word in _words(text) for piece in self._pieces(word)]
        known = [self._ids[piece] for piece in pieces[: _MOST - 2]]
        return [self._ids[_BEGIN], *known, self._ids[_END]]

    def _pieces(self, word: str) -> list[str]:
        """The longest known piece at each place; the whole word is unknown where there is none."""
        pieces: list[str] = []
        begin = 0
        while begin < len(word) <= _LONGEST_WORD:
            mark = "##" if begin else ""
            ends = range(len(word), begin, -1)
            end = next((end for end in ends if mark + word[begin:end] in self._ids), None)
            if end is None:
                return [_UNKNOWN]
            pieces.append(mark + word[begin:end])
            begin = end
        return pieces or [_UNKNOWN]


def _words(text: str) -> Iterator[str]:
    """Words in lower case without accents, each sign by itself."""
    plain = unicodedata.normalize("NFD", text.lower())
    word = ""
    for letter in plain:
        kind = unicodedata.category(letter)
        if kind == "Mn" or (kind[0] == "C" and not letter.isspace()):
            continue
        if letter.isspace() or kind == "Zs" or _stands_alone(letter, kind):
            if word:
                yield word
            word = ""
            if _stands_alone(letter, kind):
                yield letter
        else:
            word += letter
    if word:
        yield word


def _stands_alone(letter: str, kind: str) -> bool:
    """Punctuation, ASCII's other signs, and what is written without spaces."""
    is_sign = letter.isascii() and not letter.isalnum() and letter.isprintable() and letter != " "
    return is_sign or kind[0] == "P" or "\u4e00" <= letter <= "\u9fff"
