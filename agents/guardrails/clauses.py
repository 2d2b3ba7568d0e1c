"""What of a sentence is stated, and what is only asked or supposed."""

import re

# How a question begins, after a comma or at the start of a sentence.
_ASKS = (
    r"(?:so |and |or |but |then )?(?:shall|should|would|do|does|did|can|could|may|might|will|is|are"
    r"|was|were|have|has|want|wanna|ready|need|care|how|what|when|where|which|who|whose|why"
    r"|anything"
    r"|any|ok|okay|right|correct|yes|no|sound|sounds|deal|interested|up for|in case|would you)\b"
)
_SUPPOSES = r"(?:and |or |but )?(?:if|when|whenever|once|until|unless|whether|in case|as soon as)\b"
_PARTS = re.compile(
    r"[,;:.!]\s+|\s+[-–—]+\s+|(?<=\w)—(?=\w)"
    r"|\s+(?=(?:and|so|or|but) (?:shall|should|would|do|does|can|could|may|will|want) "
    r"(?:i|we|you|that|it|to)\b)",
    re.IGNORECASE,
)
_ASKING = re.compile(rf"[\s¿(\"'“‘]*{_ASKS}", re.IGNORECASE)
_SUPPOSING = re.compile(rf"[\s¿(\"'“‘]*{_SUPPOSES}", re.IGNORECASE)
_REASON = re.compile(
    r"\s*(?:(?:since|because|as|for) )?(?:it|that|this|we|they|there|he|she|i)"
    r"(?:'s|'re|'ve|'ll|'m| (?:is|are|have|has|do|can|will)\b)",
    re.IGNORECASE,
)


def stated(sentence: str) -> str:
    """The sentence without what it asks: "June 5 is open, shall I send it?" states the first part.
    Empty where all of it is a question."""
    if not sentence.rstrip().endswith(("?", '?"', "?”", "?)")):
        return sentence
    parts = [part for part in _PARTS.split(sentence) if part.strip()]
    last = len(parts) - 1
    kept = [part for at, part in enumerate(parts) if _is_stated(part, at, last, parts)]
    return ", ".join(kept)


def _is_stated(part: str, at: int, last: int, parts: list[str]) -> bool:
    if _ASKING.match(part) or _SUPPOSING.match(part):
        return False
    if at < last:
        return True
    # "Shall I send it, it's wide open?" gives its reason after the question.
    return last > 0 and _ASKING.match(parts[0]) is not None and _REASON.match(part) is not None
