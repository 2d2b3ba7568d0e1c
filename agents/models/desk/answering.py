"""Conversations taken over, given back, closed; and messages to customers."""

import re

from agents.models.desk.doing import asked_reason, reported
from agents.models.desk.finding import on_one
from agents.models.desk.refs import Ref, kind_meant, ref_of
from agents.models.desk.rules import Groups, rule
from agents.models.desk.talk import Item, Steps, Talk, told
from agents.models.desk.wording import to_customer
from agents.models.desk.words import lazily
from agents.models.embedded.exchange import Call
from agents.understanding.common_words import (
    FUNCTION_WORDS,
    ORDINARY_WORDS,
    SURNAMES_AND_WORDS,
)
from agents.understanding.given_names import GIVEN_NAMES
from agents.understanding.token_types import Token
from agents.understanding.tokens import scan

_PRONOUNS = frozenset("her him them it".split())


_MARK = lazily(
    r"^\s*(?::|,|-|that\b|saying\b|and (?:ask|tell|say)\b(?: (?:her|him|them))?(?: that)?)\s*",
    re.IGNORECASE,
)


def take_over(talk: Talk, groups: Groups) -> Steps | None:
    return _hold(talk, groups, "take_over")


def give_back(talk: Talk, groups: Groups) -> Steps | None:
    return _hold(talk, groups, "give_back")


def close_chat(talk: Talk, groups: Groups) -> Steps | None:
    return _hold(talk, groups, "close_conversation")


def _hold(talk: Talk, groups: Groups, tool: str) -> Steps | None:
    ref = ref_of(talk, groups.get("who", ""))
    if kind_meant(talk, ref) in ("todo", "dead_letter", "page", "day"):
        return None
    return on_one(talk, ref, "conversation", lambda chat: _held(chat, tool))


def _held(chat: Item, tool: str) -> Steps:
    result = yield Call(tool, {"conversation": chat.id})
    return reported(result, item=chat)


def send(talk: Talk, groups: Groups) -> Steps | None:
    """A message to a customer; where it begins is told by a mark, or by the name's end."""
    if written := groups.get("text"):
        return _to(talk, groups["who"], written)
    who, written = _parted(talk, groups["rest"])
    return _to(talk, who, written) if who else None


def _parted(talk: Talk, rest: str) -> tuple[str, str]:
    """Whom, and what: "ann lee that we come at 3", "bianca we can do 5pm"."""
    tokens = scan(rest).tokens
    if not tokens:
        return "", ""
    end = 1
    while end < min(len(tokens), 4) and _goes_on(tokens[end - 1].word, tokens[end]):
        end += 1
    if tokens[0].word in ("the", "number", "customer") and end < len(tokens):
        end = max(end, 2)
    who = rest[: tokens[end - 1].end]
    return who, _MARK().sub("", rest[tokens[end - 1].end :]).strip()


def _goes_on(before: str, token: Token) -> bool:
    word, kind = token.word, token.kind
    if kind != "w" or before in _PRONOUNS:
        return False
    if before in ("the", "customer"):
        return True
    if word in SURNAMES_AND_WORDS and before in GIVEN_NAMES:
        return word not in ("you", "see", "so", "do", "go", "he", "she", "yes", "no", "we", "may",
                            "good", "old", "new", "an")  # fmt: skip
    return before in GIVEN_NAMES and word not in FUNCTION_WORDS | ORDINARY_WORDS | _VERBS


_VERBS = frozenset(
    "sounds congrats congratulations see unfortunately perfect confirmed yup yep sure great"
    " whether absolutely regarding fyi heads just thanks".split()
)


def _to(talk: Talk, who: str, written: str) -> Steps | None:
    ref = ref_of(talk, who)
    if kind_meant(talk, ref) in ("todo", "dead_letter", "page", "day"):
        return None
    if not (ref.name or ref.phone or ref.back or ref.number is not None):
        return None
    words = to_customer(written, verbatim=_is_verbatim(talk.text, written))
    return on_one(talk, ref, _kind(talk, ref), lambda item: _sent(item, words))


def _is_verbatim(text: str, written: str) -> bool:
    """Whether a mark says that these are the very words."""
    before = text[: text.rfind(written)].rstrip().lower()
    return before.endswith((":", '"', "'", "“", "saying")) or written[:1] in "\"'“"


def _kind(talk: Talk, ref: Ref) -> str:
    """The conversation that was spoken of; else the customer."""
    return "conversation" if kind_meant(talk, ref) == "conversation" else "customer"


def _sent(item: Item, words: str | None) -> Steps:
    if words is None:
        question = f"How shall I word that to {item.name or 'them'}? I send it as you write it."
        return asked_reason(question, lambda said: _sending(item, said))
    if not words:
        question = f"What shall I tell {item.name or 'them'}?"
        return asked_reason(question, lambda said: _sending(item, said))
    return _sending(item, words)


def _sending(item: Item, words: str) -> Steps:
    result = yield Call("send_message", {"text": words, item.kind: item.id})
    return reported(result, item=item)


def how_to_send(talk: Talk, groups: Groups) -> Steps:
    return told('Whom shall I write, and what? For example "tell Bianca we can do 5 pm".')


CHAT_RULES = (
    rule(
        "take_over",
        take_over,
        r"take over(?: the| from the bot| with| from| on)* (?P<who>.+)",
        r"(?P<who>take over)",
        r"take (?P<who>.+?) over",
        r"(?:i will |i am )?(?:take|taking) over(?: with| for)? (?P<who>.+)",
        r"i (?:will )?(?:take|got|claim|handle|answer|grab) (?P<who>.+)",
        r"(?:claim|take|grab) (?P<who>.+ CHAT)",
        r"(?P<who>.+ CHAT) is mine",
        r"(?:jump|step|get|hop) (?:into|in on|in with|in) (?P<who>.+)",
    ),
    rule(
        "give_back",
        give_back,
        r"(?:give|hand|pass|release|return) (?P<who>.+?) back(?: to (?:the )?bot)?",
        r"(?:give|hand|pass) back(?: to the bot)? (?P<who>.+)",
        r"(?:give|hand|pass|release|return) (?P<who>.+?) (?:over )?to (?:the )?bot",
        r"(?P<who>(?:give|hand) back|release)",
        r"let the bot (?:have|take|answer|handle) (?P<who>.+)",
        r"bot can (?:have|take|take over) (?P<who>.+)",
        r"i am done with (?P<who>.+ CHAT)",
        r"i am done with (?P<who>.+?)(?: ,| \.| -| so)* (?:the )?bot (?:can|may|should) .+",
    ),
    rule(
        "close_conversation",
        close_chat,
        r"(?:close|end|finish|archive|resolve|wrap up)(?: out| up| off)? (?P<who>(?:the |this "
        r"|that )*"
        r"CHAT(?: (?:with|of|from) .+)?)",
        r"(?:close|end|finish|archive|resolve|wrap up)(?: out| up| off)? (?P<who>.+ CHAT)",
        r"(?:close|archive|resolve) (?P<who>it|this|that|\d+|<phone>)",
    ),
)


SEND_RULES = (
    rule(
        "send_message",
        send,
        r"(?:send|write|shoot|drop) (?P<who>.+?) (?:a |an )?(?:message|text|sms|note|reply|line)"
        r"(?: saying| that| :| ,| -| and say)* (?P<text>.+)",
        r"(?:send|write) (?:a |an )?(?:message|text|sms|reply) to (?P<who>.+?)"
        r"(?: saying| that| :| ,| -)+ (?P<text>.+)",
        r"(?:let) (?P<who>.+?) know(?: that| :| ,)* (?P<text>.+)",
        r"(?:tell|text|message|write|answer|reply|reply to|respond to|write to|inform|ask|sms)"
        r" (?P<who>[^:]{1,40}?) : (?P<text>.+)",
        r"(?:tell|text|message|write|answer|reply|reply to|respond to|write to|inform|ask|sms)"
        r" (?P<who>\S+(?: \S+)?) that (?P<text>.+)",
        r"(?:send|say) (?P<text>.+) to (?P<who>.+)",
        r"(?:tell|text|message|write|answer|reply to|reply|respond to|write to|inform|sms|ask)"
        r" (?P<rest>(?!me\b|us\b)(?!history|log|messages).+)",
    ),
    rule("send_message", how_to_send, r"(?:send |write )(?:a |an )?(?:message|text|sms)"),
)
