"""Reactions to a message, as phones text them to those who cannot show any: 'Liked “See you!”'.

The words in quotes are ours and none of the customer's: what counts is which message they took up,
and how.
"""

import re

from msgspec import structs

from bot.messages import Message

_QUOTES = ("“", '"')
_INVISIBLE = re.compile("[\u200a-\u200f\u2060\ufe0f]")
_REACTION = re.compile(
    r"\s*(?P<how>liked|loved|disliked|emphasi[sz]ed|questioned|laughed at"
    r"|reacted (?:with )?\S{1,8} to|removed .{1,40}? from|[^\w\s]{1,8} to)\s+"
    r"[“\"](?P<quote>.*?)[”\"]?\s*",
    re.IGNORECASE | re.DOTALL,
)
_FOR = re.compile(r"liked|loved|.*[👍👌✅✔💯🙌❤🎉]")
_AGAINST = re.compile(r"disliked|questioned|removed|.*[👎❌]")
_WORD = re.compile(r"[^\W_]+")
_LEAST = 4  # words of a message that must be quoted for it to be known


def own_words(message: Message) -> Message:
    """The customer's own words alone: of a reaction, what they did."""
    found = _read(message.content)
    return structs.replace(message, content=found["how"]) if found else message


def answer_to(shown: Message, message: Message) -> Message:
    """A reaction to a message that was shown, as the answer that it is; one to another message
    says nothing, and what is no reaction stays as it is."""
    if (found := _read(message.content)) is None:
        return message
    how, quote = found["how"].lower(), _words(found["quote"])
    words = ""
    if len(quote.split()) >= _LEAST and quote in _words(shown.content):
        words = "no" if _AGAINST.match(how) else "yes" if _FOR.match(how) else ""
    return structs.replace(message, content=words)


def _read(text: str) -> re.Match[str] | None:
    if not any(quote in text for quote in _QUOTES):
        return None
    return _REACTION.fullmatch(_INVISIBLE.sub("", text))


def _words(text: str) -> str:
    """With single spaces around each, so that only whole words are found in it."""
    return f" {' '.join(_WORD.findall(text.lower()))} "
