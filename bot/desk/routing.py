"""Which agent answers staff: the one they ask for, else the one whose business it sounds like."""

import re

from bot.desk.access import ROLES

# By what a question is about. Where nothing tells, the conversation's agent goes on.
_SOUNDS = {
    "admin": re.compile(
        r"\b(?:settings?|prices? (?:of|for) .+ to\b|"
        r"(?:pause|resume|mute) (?:the )?(?:bot|sms|texts?|web|chat)|"
        r"opening hours|holidays?|audit|dead letters?|budget|spend(?:ing)?|health|"
        r"feature flags?|erase|export (?:the )?(?:customer|data)|undo|knowledge pages?|"
        r"admins?|roles?)\b",
        re.IGNORECASE,
    ),
    "analytics": re.compile(
        r"\b(?:reports?|charts?|graphs?|plot|trends?|averages?|statistics|per (?:week|month)|"
        r"compared?|conversion|csv|xlsx|excel|spreadsheet|sql|revenue|how many .*(?:last|this) "
        r"(?:week|month|quarter|year))\b",
        re.IGNORECASE,
    ),
}
_ASKED = re.compile(r"\s*(staff|admin|analytics|report)\b[:,]?\s*(.*)", re.IGNORECASE | re.DOTALL)


def asked_for(text: str) -> tuple[str | None, str]:
    """The agent that a request begins with ("admin pause texts"), and the rest of it."""
    found = _ASKED.fullmatch(text)
    if found is None:
        return None, text
    name = found[1].lower()
    # "report on may" is all of it the request; "admin" alone names whom to ask.
    return ("analytics", text) if name == "report" else (name, found[2] or text)


def agent_for(role: str, asked: str | None, text: str, present: str) -> str | None:
    """The agent of a request. asked: for which one its door was told; present: the
    conversation's. None: it was asked for one that this role may not speak with."""
    may = ROLES[role]
    if asked is not None:
        return asked if asked in may else None
    for agent, sound in _SOUNDS.items():
        if agent in may and sound.search(text):
            return agent
    return present if present in may else may[0]
