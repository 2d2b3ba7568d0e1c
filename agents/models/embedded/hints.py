"""What a message tells beside its intents: another language, scorn, a doubt, small talk."""

import re

_SPANISH = frozenset(
    "hola buenos buenas dias tardes noches quiero quisiera necesito cuanto cuánto cuesta cuestan"
    " precio precios fiesta cumpleaños cumpleanos personas para gracias por favor habla hablan"
    " español espanol ustedes tienen hacen boda comida niños ninos adultos sabado sábado domingo"
    " donde dónde cuando cuándo puedo pueden una unos con somos estoy busco reservar fecha"
    " ayuda hacer es mi hija hijo el los las de que qué si sí claro".split()
)
_ALSO_ENGLISH = frozenset("es mi el los las de para con una habla".split())
_SPANISH_YES = re.compile(r"^\W*(s[ií]|claro|por favor|dale|bueno|okay?|gracias)\b", re.IGNORECASE)
_ABOUT_BOT = re.compile(
    r"\b(?:are|r) (?:you|u) (?:a |an |the |even |really |actually )*"
    r"(?:real|bot|robot|human|person|ai|machine|computer|automated|chatbot|chatgpt)"
    r"|\bis (?:this|it) (?:a |an |just a )?(?:real|bot|robot|human|ai|machine|automated|chatbot)"
    r"|\b(?:talking|speaking|texting|chatting) (?:to|with) (?:a |an )?"
    r"(?:real |bot|robot|human|machine|computer|ai|person)",
    re.IGNORECASE,
)
_CALL_YOU = re.compile(
    r"\byour (?:phone |office )?number\b|\bnumber (?:to|i can|can i|for)\b"
    r"|\b(?:i|we) (?:can )?(?:call|phone|reach) (?:you|u)\b|\bcall (?:you|u)\b",
    re.IGNORECASE,
)
_OWN_PLACE = re.compile(
    r"\b(?:my|our|his|her|their|parents'?|mom'?s|dad'?s) (?:own )?(?:house|home|place|backyard|yard"
    r"|apartment|condo|office|patio|garden|ranch)\b|\bat home\b|^\W*(?:home|backyard)\W*$",
    re.IGNORECASE,
)
_SCORN = re.compile(
    r"\b(?:f+u+c+k\w*|fck|wtf|stfu|shit\w*|bullshit|stupid|idiots?|dumb\w*|moron|useless|asshole"
    r"|bitch|crap|suck|sucks|worthless|garbage)\b",
    re.IGNORECASE,
)
_GRAVE = re.compile(
    r"\b(?:severe\w*|anaphyla\w*|epi ?-?pens?|life.threatening|deadly|deathly|could die"
    r"|hospital)\b",
    re.IGNORECASE,
)
_UNDECIDED = re.compile(
    r"\b(?:not sure|unsure|don'?t know|do not know|dunno|idk|no idea|no clue|undecided|tbd|tba"
    r"|haven'?t decided|not decided|flexible|figure (?:it|that) out|still deciding|not yet)\b",
    re.IGNORECASE,
)
_LEAVING = re.compile(
    r"\b(?:just (?:looking|browsing|checking|curious|asking)|too (?:expensive|much|pricey)"
    r"|out of (?:my|our) (?:budget|price range)|(?:can'?t|cannot) afford|not interested"
    r"|found (?:someone|somebody|another|a different)|go(?:ing)? with (?:someone|another)"
    r"|no thank(?:s| you)|never ?mind|forget it|maybe (?:later|another time|next time)"
    r"|i'?ll pass|think about it|shop(?:ping)? around)\b",
    re.IGNORECASE,
)
_SMALL_TALK = re.compile(
    r"^\W*(?:lol|haha+|hehe+|wow|nice|cool|awesome|great|amazing|omg|yay|love (?:it|that|hibachi)"
    r"|sounds? (?:good|great|fun|amazing)|good to know|i see|got it|gotcha|makes sense|perfect"
    r"|ok(?:ay)?|k+|alright|fine|interesting|excited|can'?t wait|so excited|we(?:'re| are) so "
    r"excited|you too|same to you|np|no problem|no worries|sure|will do)\b",
    re.IGNORECASE,
)
_CHEERFUL = re.compile(
    r"\b(?:fun|excited|exciting|love|loved|loves|can'?t wait|blast|yum+y?|delicious|happy|amazing"
    r"|lol|haha+)\b|[😀-🙏🎉❤🔥]",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\?|^\W*(?:(?:hi|hey|hello|ok|okay|and|so|also|but|um|well)\W+)*(?:do|does|did|can|could|is|are"
    r"|was|will|would|should|may|have|has|what|whats|what's|when|where|who|why|which|how|hows"
    r"|any|anything|anyone|tell me|wondering|i was wondering|u (?:guys|do)|you (?:guys )?do)\b",
    re.IGNORECASE,
)
_SHORT_FORMS = (
    (re.compile(r"\bmin\b", re.IGNORECASE), "minimum"),
    (re.compile(r"\bminimum (?:number|amount|#) of\b", re.IGNORECASE), "minimum"),
    (re.compile(r"\bmax\b", re.IGNORECASE), "maximum"),
    (
        re.compile(
            r"\b(?:take|accept|use|pay (?:by|with|via|through)) (?:a |my |with )?"
            r"(?:venmo|zelle|paypal|cash ?app|apple pay|credit(?: cards?)?|debit(?: cards?)?|cards?"
            r"|checks?|cash|amex|visa|mastercard)\b",
            re.IGNORECASE,
        ),
        "pay",
    ),
)
_SEGMENT = re.compile(r"(?<=[?!])\s*|(?<=[a-z)]{2}\.)\s+|\n+")


def is_spanish(text: str) -> bool:
    """Whether Spanish outweighs what could be English too."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    hits = [word for word in words if word in _SPANISH]
    sure = [word for word in hits if word not in _ALSO_ENGLISH]
    return len(sure) >= 2 and 2 * len(hits) >= len(words)


def agrees_in_spanish(text: str) -> bool:
    return _SPANISH_YES.match(text) is not None


def asks_whether_bot(text: str) -> bool:
    return _ABOUT_BOT.search(text) is not None


def asks_for_number(text: str) -> bool:
    """Whether the customer wants to call us."""
    return _CALL_YOU.search(text) is not None


def is_scornful(text: str) -> bool:
    return _SCORN.search(text) is not None


def is_grave(text: str) -> bool:
    """Whether an allergy is said to be dangerous."""
    return _GRAVE.search(text) is not None


def is_undecided(text: str) -> bool:
    return _UNDECIDED.search(text) is not None


def is_leaving(text: str) -> bool:
    return _LEAVING.search(text) is not None


def is_small_talk(text: str) -> bool:
    cheerful = not is_question(text) and _CHEERFUL.search(text) is not None
    return cheerful or _SMALL_TALK.match(text) is not None


def is_own_place(text: str) -> bool:
    """Whether the customer names their home as the place, and no city."""
    return _OWN_PLACE.search(text) is not None


def is_question(text: str) -> bool:
    return _QUESTION.search(text) is not None


def searchable(question: str) -> str:
    """A question in the words that pages use."""
    for short, full in _SHORT_FORMS:
        question = short.sub(full, question)
    return question


def segments(text: str) -> list[str]:
    """The sentences of a message, as far as customers mark them."""
    return [part for part in (piece.strip() for piece in _SEGMENT.split(text)) if part]
