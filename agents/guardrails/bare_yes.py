"""A sentence that says yes and nothing else: it claims whatever was asked."""

import re

_YES = re.compile(
    r"\W*(?:(?:oh |why |oh, )?(?:yes|yep|yup|yeah|sure(?: thing)?|absolutely|definitely|certainly"
    r"|of course|for sure|you bet|no problem(?: at all)?|(?:it|that) (?:sure )?(?:is|does)"
    r"|they (?:sure )?(?:are|do)|we (?:sure )?(?:are|do|can)|(?:she|he|they|you) can|that works"
    r"|works for us|all good|totally|correct|right|indeed|sí|si|claro(?: que sí)?|por supuesto"
    r"|desde luego|sin problema)\W+)+",
    re.IGNORECASE,
)


def is_bare_yes(sentence: str) -> bool:
    """Whether it is only a yes, be it said several times over."""
    return _YES.fullmatch(f"{sentence} ") is not None
