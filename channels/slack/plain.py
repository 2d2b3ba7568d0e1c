"""Texts as Slack writes them, in plain words: https://docs.slack.dev/messaging/formatting-message-text"""

import re

_MARKED_UP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
# Of the text as it came: what is left when a mention is taken out of it is no mark. Not ">>>",
# which quotes.
_MARK = re.compile(r"\s*(?:(?:&gt;&gt;|>>)(?!&gt;|>)|!send\s)\s*(.*)", re.DOTALL)


def plain(text: str) -> str:
    """Without Slack's markup of links and people, and without its escapes."""
    bare = _MARKED_UP.sub(_bare, text)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _bare(found: re.Match[str]) -> str:
    target, label = found[1], found[2] or ""
    if target.startswith(("@", "#", "!")):
        return f"{target[0]}{label.lstrip('@#')}" if label else ""
    if target.startswith(("mailto:", "tel:")):
        return label or target.partition(":")[2]
    return target if not label or label in target else f"{label} ({target})"


def marked(text: str) -> str | None:
    """What of a line in a thread is meant for the customer; None: it is talk among staff."""
    found = _MARK.fullmatch(text)
    return plain(found[1]).strip() if found else None
