"""Files that a message came with, in words: for staff, and for models that cannot see them."""

from collections import Counter
from collections.abc import Iterable

_KINDS = {"image": "picture", "video": "video", "audio": "recording", "text": "contact card"}


def files_text(content_types: Iterable[str]) -> str:
    """ "2 pictures, 1 video"; empty where there are none."""
    counts = Counter(_kind(content_type) for content_type in content_types)
    return ", ".join(f"{n} {kind}{'s' if n > 1 else ''}" for kind, n in counts.items())


def with_files(text: str, content_types: Iterable[str]) -> str:
    """A message's text and, in brackets, what it came with: "[2 pictures] our patio"."""
    files = files_text(content_types)
    return f"[{files}] {text}".strip() if files else text


def _kind(content_type: str) -> str:
    return _KINDS.get(content_type.partition("/")[0].lower(), "file")
