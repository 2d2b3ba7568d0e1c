"""The token: the one shape all readers of a message share."""

from typing import NamedTuple


class Token(NamedTuple):
    """A piece of a message.

    `kind` is one letter: w word, n number in digits, c number in words, o ordinal in digits
    ("14th"), q ordinal in words, t clock time, D numeric date, Y year with an apostrophe,
    $ price, p phone, a street address, z ZIP code, g age, x other figures; punctuation stands
    for itself. `word` is in lower case; `value` is the number meant, else 0.
    """

    kind: str
    word: str
    value: int
    start: int
    end: int
