"""Threats, slurs and insults at whoever answers. Honest anger is none of them: who finds the bot
useless or the price ridiculous is a customer who needs a person."""

import re

from agents.guardrails.plain import plain

_AT = r"(?:you|u|ya|yall|your|ur|him|her|them|the chef|the cook)"
_INSULT = (
    r"(?:stupid|idiot\w*|dumb\w*|moron\w*|pathetic|worthless|garbage|trash|scum|loser|imbecile"
    r"|asshole|bastard|prick|piece of (?:shit|crap|garbage|trash))"
)
_PATTERNS = (
    # threats
    rf"\b(?:i'?ll|i will|i'?m (?:going to|gonna)|i am (?:going to|gonna)|imma|gonna|we'?ll|we "
    rf"will) "
    rf"(?:(?:come|find|get|track) (?:\w+ )?(?:and )?(?:you )?(?:and )?)?(?:kill|hurt|beat|shoot"
    rf"|stab"
    rf"|burn|punch|strangle|break|smash|destroy|murder|harm) {_AT}\b",
    rf"\bfind {_AT} and (?:kill|hurt|beat|shoot|stab|harm|make)\b|\bmake you pay\b|\bwatch your "
    rf"back\b"
    r"|\bi know where (?:you|u|your) (?:live|work|famil)",
    r"\bbring(?:ing)? (?:a |my )?(?:gun|knife|bomb|weapon)\b|\b(?:blow|shoot) (?:up )?(?:your|the) "
    r"(?:office|kitchen|house|place|shop|truck)\b|\bburn (?:your|the) .{0,20}\bdown\b",
    r"\bkill yourself\b|\bkys\b|\bgo die\b|\bdrop dead\b|\bhope you die\b|\bdie in a\b",
    # insults at somebody
    r"\bf+u+c+k+ (?:you|u|off|yourself|all of you|y'?all)\b|\bscrew (?:you|u)\b|\bgo to hell\b"
    r"|\beat shit\b|\bsuck my\b|\bpiss off\b|\bstfu\b|\bshut (?:the \w+ )?up\b(?! (?:and take"
    r"|\w+ly))"
    r"|\bgo f\w+ (?:yourself|urself)\b",
    rf"\b(?:you|u|y'?all|ya)(?:'?re| are| r| people are)? (?:(?:a|an|all|such|so|just|really"
    rf"|fucking"
    rf"|fuckin|the|most|absolute|total|complete|bunch of) )*(?:\w+ )?{_INSULT}\b",
    rf"\b(?:you |these |u )(?:\w+ )?{_INSULT}\b(?! (?:question|q\b))",
    rf"\b(?:{_INSULT}|fucking|fuckin|goddamn|useless) (?:\w+ )?(?:bot|robot|machine|ai|chatbot"
    r"|assistant|people|morons?|idiots?|assholes?|clowns?)\b(?<!this bot)",
    r"^\W*(?:bitch(?:es)?|assholes?|morons?|idiots?|cunts?|bastards?|whores?)\W*$",
    r"\b(?:you|u|ur|your|stupid|dumb|fucking|fuckin|little) (?:\w+ )?(?:bitch|cunt|whore|slut"
    r"|twat)\b",
    # slurs, whoever they are aimed at
    r"\b(?:retard(?:s|ed)?|fag(?:s|gots?|got)?|n[i1]gg(?:er|a)s?|chinks?(?! in)|spics?|kikes?"
    r"|gooks?"
    r"|tranny|wetbacks?)\b",
)
_ABUSE = re.compile("|".join(f"(?:{each})" for each in _PATTERNS))
# One of these is in every text that a pattern could find: most texts are done with at a look.
_WORDS = re.compile(
    r"kill|hurt|beat|shoot|stab|burn|punch|strangl|break|smash|destroy|murder|harm|find|track|pay"
    r"|your back|where (?:you|u)|gun|knife|bomb|weapon|blow|kys|die|drop dead|f+u+c+k|screw|hell"
    r"|shit"
    r"|suck|piss|stfu|shut|stupid|idiot|dumb|moron|pathetic|worthless|garbage|trash|scum|loser"
    r"|imbecile|asshole|bastard|prick|goddamn|useless|bitch|cunt|whore|slut|twat|retard|fag|n[i1]gg"
    r"|chink|spic|kike|gook|tranny|wetback"
)


def is_abusive(text: str) -> bool:
    """Whether a text threatens or insults somebody."""
    seen = plain(text).replace("’", "'").lower()
    return bool(_WORDS.search(seen) and _ABUSE.search(seen))
