"""What a message tells beside its intents: another language, scorn, a doubt, small talk."""

import re
from enum import IntEnum, auto

from agents.guardrails.abuse import is_abusive
from agents.models.embedded.payments import tells_payment
from agents.models.embedded.questions import haggles, is_question


class Hint(IntEnum):
    """One thing that a message lets on."""

    SPANISH = auto()
    ABOUT_BOT = auto()
    """Whether it talks to a machine is asked."""
    WISH = auto()
    """To have a person, not only to know whether there is one."""
    CALL_YOU = auto()
    """To call us, by our number."""
    OWN_PLACE = auto()
    """Their home as the place, and no city."""
    SCORN = auto()
    GRAVE = auto()
    """An allergy that is dangerous."""
    UNDECIDED = auto()
    LEAVING = auto()
    REQUEST = auto()
    """To come and cook, put as a question."""
    SMALL_TALK = auto()
    QUESTION = auto()
    THERE = auto()
    """Whether anybody is there, or what they may ask, is asked."""
    DEAR = auto()
    """The price is found too high."""
    DISCOUNT = auto()
    """Whether it could be cheaper is asked."""
    MORE_GUESTS = auto()
    """So many more, or fewer, than before."""
    RECAP = auto()
    """What is still needed, known so far, or to come, is asked."""
    WHO = auto()
    """Who we are is asked."""
    REACHING_OUT = auto()
    """To talk to somebody, and not only a word such as "manager"."""
    ABOUT_ME = auto()
    """What we know of them is asked."""
    FORGET_ME = auto()
    """That it be forgotten."""
    NO_PHONE = auto()
    """That they have none."""
    DOUBT = auto()
    """Whether we are to be trusted is asked."""
    PAID = auto()
    """That money was paid, or whether it has come."""


_SPANISH = frozenset(
    "hola buenos buenas dias tardes noches quiero quisiera necesito cuanto cuánto cuesta cuestan"
    " precio precios persona fiesta cumpleaños cumpleanos personas para gracias por favor habla"
    " hablan español espanol ustedes tienen hacen boda comida niños ninos adultos sabado sábado"
    " domingo donde dónde cuando cuándo puedo pueden una unos con somos estoy busco reservar fecha"
    " ayuda hacer es mi hija hijo el los las de que qué si sí claro".split()
)
_ALSO_ENGLISH = frozenset("es mi el los las de para con una habla".split())
_ASKS_FOR_SPANISH = re.compile(r"\bhabl\w+ espa[nñ]ol\b|\ben espa[nñ]ol\b|\b(?:speak|in) spanish\b")
_SPANISH_YES = re.compile(
    r"\W*(?:s[ií]|claro|por favor|dale|bueno|okay?|gracias|perfecto|est[aá] bien|listo)\b"
)
_ABOUT_BOT = re.compile(
    r"\b(?:are|r|am|is) (?:you|u|ya|y'?all|this|it|that|i) (?:guys |all |a |an |the |even "
    r"|really |actually |just |like |some )*"
    r"(?:real|bot|robot|human|person|ai|machine|computer|automated|chatbot|chatgpt|auto ?reply)\b"
    r"|\b(?:talking|speaking|texting|chatting|talkin) (?:to|with|2|w) (?:a |an |some )?"
    r"(?:real |bot|robot|human|machine|computer|ai\b|person)"
    r"|^\W*(?:bot|robot|real person|human)\W*\?"
    r"|\bcan (?:a |an |this |the |some )?(?:robot|bot|ai|machine|computer|chatbot)\b"
)
_WISH = re.compile(
    r"\b(?:want|need|let me|can i|may i|could i|rather|please|get me|connect|transfer)\b.{0,80}?"
    r"\b(?:human|person|some(?:one|body)|agent|team|staff|owner)\b"
)
_CALL_YOU = re.compile(
    r"\byour (?:phone |office )?number\b|\bnumber (?:to|i can|can i|for)\b"
    r"|\b(?:i|we) (?:can )?(?:call|phone|reach) (?:you|u)\b|\bcall (?:you|u)\b"
)
_OWN_PLACE = re.compile(
    r"\b(?:my|our|his|her|their|parents'?|mom'?s|dad'?s) (?:own )?(?:house|home|place|backyard|yard"
    r"|apartment|condo|office|patio|garden|ranch)\b|\bat home\b|^\W*(?:home|backyard)\W*$"
)
_SCORN = re.compile(
    r"\b(?:f+u+c+k\w*|fck|wtf|stfu|shit\w*|bullshit|stupid|idiots?|dumb\w*|moron|useless|asshole"
    r"|bitch|crap|suck|sucks|worthless|garbage)\b"
    r"|\b(?:you|u|ya) (?:don'?t|do not|didn'?t|are not|aren'?t|r not|never) "
    r"(?:get it|understand|listen\w*|helping|making sense)\b"
    r"|\bnot (?:what i (?:asked|wanted)|helpful|helping)\b|\b(?:i )?already (?:told|said|answered)"
    r"|\b(?:are|r) (?:you|u|ya) (?:even |actually )?(?:listening|reading)\b"
    r"|\bdo (?:you|u) even (?:read|listen|care)\b"
    r"|\bsame (?:thing|question) (?:over|again)|\bgoing in circles\b|\bstop asking\b"
)
_GRAVE = re.compile(
    r"\b(?:severe\w*|anaphyla\w*|epi ?-?pens?|life.threatening|deadly|deathly|could die"
    r"|hospital)\b"
)
_UNDECIDED = re.compile(
    r"\b(?:not sure|unsure|don'?t know|do not know|dunno|idk|no idea|no clue|undecided|tbd|tba"
    r"|haven'?t decided|not decided|flexible|figure (?:it|that) out|still deciding|not yet)\b"
)
_LEAVING = re.compile(
    r"\b(?:just (?:looking|browsing|checking|curious|asking)|not interested"
    r"|found (?:someone|somebody|another|a different)|go(?:ing)? with (?:someone|another)"
    r"|no thank(?:s| you)|never ?mind|nvm|wrong number|forget it"
    r"|maybe (?:later|another time|next time)"
    r"|i'?ll pass|think about it|shop(?:ping)? around)\b"
)
_DEAR = re.compile(
    r"\btoo (?:expensive|much(?: money)?\b(?! food)|pricey|high|steep|rich for)|\bso expensive\b"
    r"|\bmore than (?:i|we)(?:'d| had)? (?:thought|expected|wanted|planned|budgeted|can)\b"
    r"|\b(?:out of|over|above) (?:my|our) (?:budget|price range)|\b(?:can'?t|cannot) afford\b"
    r"|\bprices? (?:r|are|is|seems?) (?:\w+ )?(?:crazy|insane|high|steep|nuts|ridiculous|wild)\b"
    r"|\bthat(?:'?s| is) (?:(?:so|way|really|kinda|pretty) )?(?:a lot\b|expensive|pricey|steep)"
)
_SMALL_TALK = re.compile(
    r"\W*(?:lol|haha+|hehe+|wow|nice|cool|awesome|great|amazing|omg|yay|love (?:it|that|hibachi)"
    r"|sounds? (?:good|great|fun|amazing)|good to know|i see|got it|gotcha|makes sense|perfect"
    r"|ok(?:ay)?|k+|alright|fine|interesting|excited|can'?t wait|so excited|we(?:'re| are) so "
    r"excited|you too|same to you|np|no problem|no worries|sure|will do)\b"
)
_CHEERFUL = re.compile(
    r"\b(?:fun|excited|exciting|love|loved|loves|can'?t wait|blast|yum+y?|delicious|happy|amazing"
    r"|lol|haha+)\b|[😀-🙏🎉❤🔥]"
)
_THERE = re.compile(
    r"^\W*(?:(?:are )?(?:u|you|anyone|anybody|someone) (?:still )?there"
    r"|(?:i have|i've got|got|quick) (?:a |an |some |few |a few )?(?:quick )?questions?"
    r"|(?:can|may|could) i ask (?:you )?(?:something|a (?:quick )?question)|question)\W*$"
)
_MORE_GUESTS = re.compile(
    r"\b(?:\d+|one|two|three|four|five|some|a few|a couple)(?: of)? (?:more|extra|additional|fewer"
    r"|less)\b|\badd (?:\d+|one|two|three|four|five|some|a few|a couple)\b"
    r"|\b(?:more|fewer|less|extra|additional) (?:people|guests|ppl|persons)\b"
    r"|\b(?:do|to|be|have|it) [1-9]\d{1,2}\b(?!:| ?[ap]m|th|st|rd|nd)"
)
_RECAP = re.compile(
    r"\b(?:(?:what|anything) else\b(?! (?:on|do you (?:have|serve|offer)))|where (?:are|were) we"
    r"|what do (?:u|you) (?:need|have so far)|so far|what(?:'?s| is|s)? next"
    r"|what happens (?:now|next)"
    r"|when (?:will|do|should|can) (?:they|you|u|i|we|some(?:one|body))(?: \w+)? (?:call|hear|text"
    r"|reach|contact|get back|confirm|expect))\b"
    r"|^\W*(?:(?:so|ok|okay|now|and|is) )*(?:(?:that|this|it|everything|that'?s|it'?s) )?(?:is )?"
    r"(?:all )?(?:right|correct|ok|good|set)(?: now)? ?\?"
)
_WHO = re.compile(r"\bwho (?:is this|are you|am i (?:talking|texting))\b|\bwho dis\b")
_REQUEST = re.compile(
    r"^\W*(?:(?:hi|hey|hello|hii+)\W+)?(?:(?:can|could|would|will) (?:u|you|y'?all|ya)"
    r"|do (?:u|you|y'?all)) (?:guys )?(?:do|come|cater|host|make|handle|cook|accommodate)\b"
)
_REACHING_OUT = re.compile(
    r"\b(?:talk\w*|speak\w*|call\w*|contact\w*|human|real|live|some(?:one|body)|any(?:one|body)"
    r"|person|rep|representative|agent|phone|number|help|reach|get me|text me)\b"
)
_ABOUT_ME = re.compile(
    r"\bwhat(?: all| info\w*| data| details?)? (?:do|have|did|does|is|are)\b[^.?!]{0,30}"
    r"\b(?:know|saved?|stored?|kept?|keep|remember\w*|recorded?|on file)\b[^.?!]{0,20}"
    r"\b(?:about|on|of|for) (?:me|us)\b"
    r"|\bwhat(?: info\w*| data| details?)? (?:do|does) (?:you|u|y'?all) (?:have|got) (?:about|on) "
    r"(?:me|us)\b|\bwhat do (?:you|u) remember\b"
    r"|\bdo (?:you|u|y'?all) (?:still |even )?(?:remember|know) (?:me|us|who i am|my (?:name"
    r"|allerg\w+))\b|\bwhat(?:'?s| is) (?:saved|stored|on file)\b"
)
_FORGET_ME = re.compile(
    r"\bforget (?:about )?(?:me|us|everything|all (?:of )?(?:it|that)|what (?:you|u|i|we)\b"
    r"|(?:my|our) (?!party|order|last|question|message)\w+)"
    r"|\b(?:delete|erase|wipe|remove|destroy|purge) (?:all )?(?:of )?"
    r"(?:my|our|everything|all|(?:what|whatever) you \w+)\b[^.?!]{0,20}"
    r"\b(?:data|info\w*|account|details|history|records?|facts?|allerg\w+|(?:about|on) (?:me|us))\b"
    r"|\bdelet\w+ (?:of )?(?:all )?(?:of )?(?:my|our) (?:\w+ )?(?:data|info\w*)\b"
    r"|\b(?:ccpa|gdpr|right to be forgotten)\b"
)
_DOUBT = re.compile(
    r"\b(?:is|are|r|isn'?t|aren'?t) (?:this|you|u|it|that|y'?all)(?: guys| all)? "
    r"(?:even |actually |really |for )?(?:a |an )?"
    r"(?:legit\w*|scam\w*|real (?:company|business)|fake|trustworthy)\b"
    r"|\bhow (?:do|can|would) (?:i|we) (?:know|trust|be sure)\b[^.?!]{0,40}\b(?:scam\w*|legit\w*"
    r"|real|trust\w*|you)\b|\bnot (?:a )?scam\b.*\?"
)
_NO_PHONE = re.compile(
    r"\b(?:don'?t|do not|doesn'?t|does not|haven'?t) (?:have|own|use|got) (?:a |any |my )?"
    r"(?:cell ?|mobile |smart ?)?(?:phone|number)\b|\bno (?:cell ?|mobile )?phone\b"
)
_SEARCHED = (
    (Hint.NO_PHONE, _NO_PHONE),
    (Hint.DOUBT, _DOUBT),
    (Hint.ABOUT_ME, _ABOUT_ME),
    (Hint.FORGET_ME, _FORGET_ME),
    (Hint.THERE, _THERE),
    (Hint.MORE_GUESTS, _MORE_GUESTS),
    (Hint.RECAP, _RECAP),
    (Hint.WHO, _WHO),
    (Hint.REQUEST, _REQUEST),
    (Hint.REACHING_OUT, _REACHING_OUT),
    (Hint.ABOUT_BOT, _ABOUT_BOT),
    (Hint.WISH, _WISH),
    (Hint.CALL_YOU, _CALL_YOU),
    (Hint.OWN_PLACE, _OWN_PLACE),
    (Hint.SCORN, _SCORN),
    (Hint.GRAVE, _GRAVE),
    (Hint.UNDECIDED, _UNDECIDED),
    (Hint.LEAVING, _LEAVING),
    (Hint.DEAR, _DEAR),
)


def read_hints(text: str) -> frozenset[Hint]:
    """All that the text lets on."""
    lowered = text.replace("’", "'").lower()
    found = {hint for hint, pattern in _SEARCHED if pattern.search(lowered)}
    if is_abusive(lowered):
        found.add(Hint.SCORN)
    if haggles(lowered):
        found.add(Hint.DISCOUNT)
    if tells_payment(lowered):
        found.add(Hint.PAID)
    if is_question(lowered):
        found.add(Hint.QUESTION)
    elif _CHEERFUL.search(lowered):
        found.add(Hint.SMALL_TALK)
    if _SMALL_TALK.match(lowered):
        found.add(Hint.SMALL_TALK)
    if _is_spanish(lowered):
        found.add(Hint.SPANISH)
    return frozenset(found)


def agrees_in_spanish(text: str) -> bool:
    return _SPANISH_YES.match(text.lower()) is not None


def _is_spanish(lowered: str) -> bool:
    """Whether Spanish outweighs what could be English too."""
    words = re.findall(r"[^\W\d_]+", lowered)
    hits = [word for word in words if word in _SPANISH]
    sure = [word for word in hits if word not in _ALSO_ENGLISH]
    if _ASKS_FOR_SPANISH.search(lowered):
        return True
    return len(sure) >= 2 and 2 * len(hits) >= len(words)
