"""Markdown files."""

import re
from pathlib import Path

from bot.app.pages.document import Document, Unreadable

_MOST_BYTES = 2_000_000
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TITLE = re.compile(r"^#\s+(.+)$", re.MULTILINE)


def read_markdown(file: Path) -> Document:
    """Raises Unreadable."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise Unreadable(f"{file} is larger than {_MOST_BYTES // 1_000_000} MB")
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise Unreadable(f"{file} is no text in UTF-8: save it as such") from None
    text = _COMMENT.sub("", text)
    title = found[1].strip() if (found := _TITLE.search(text)) else file.stem
    return Document(title[:120], text, file.name)
