"""Long texts on a card: of before and after, the part that differs."""

_CONTEXT = 40  # characters around it that are the same


def differing(before: str, after: str, longest: int) -> tuple[str, str]:
    """Both texts as they are, or each from shortly before the first difference on, so many
    characters of it, where one is longer. What of a difference is not shown is counted."""
    if max(len(before), len(after)) <= longest:
        return before, after
    alike = _alike(before, after)
    room = min(len(before), len(after)) - alike
    tail = min(room, _alike(before[::-1], after[::-1]))
    start = max(0, alike - _CONTEXT)
    return _cut(before, start, tail, longest), _cut(after, start, tail, longest)


def _alike(one: str, other: str) -> int:
    """With how many of the same characters they begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(text: str, start: int, tail: int, longest: int) -> str:
    shown, end = text[start : start + longest], start + longest
    begun = f"…{shown}" if start else shown
    if (hidden := len(text) - tail - end) > 0:
        return f"{begun}… ({hidden} more characters differ)"
    return f"{begun}…" if end < len(text) else begun
