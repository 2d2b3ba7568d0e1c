"""Tells whether a message answers yes or no, rather than holding the word somewhere.

A clear yes counts where the message begins with it ("yes, and we are 40"); a weak one, which is
as often a mere noise ("ok", "great"), only where the message says nothing else.
"""

import re
from collections.abc import Sequence

_LEAD = r"(?:(?:hi|hey|hello|sorry|oh|um|uh|well|so|hmm|lol|haha|ah|and|now|there|,|\.) )*"
_GOOD = (
    "(?:all |so |very |really |pretty )?(?:good|great|perfect|right|correct|fine|awesome|amazing"
    "|lovely|accurate|okay|wonderful|excellent|fantastic|delicious)"
)
_CLEAR = (
    "(?:yes|yep|yeah|yessir|yup|correct|affirmative|agreed|confirmed|indeed|yay|absolutely"
    "|definitely|👍|👌|✅|✔|💯|🆗"
    f"|(?:all of )?(?:that|it|this|everything|all|they)(?: all)?"
    f" (?:is|looks?|sounds?|seems|are) {_GOOD}"
    f"|(?:looks?|sounds?|looking) {_GOOD}|(?:that|it|this) (?:will )?works?|works for (?:me|us)"
    "|go ahead|go for it|of course|for sure|please do|let us do (?:it|that|this)|sure thing"
    "|you got it|i confirm|all (?:good|correct|right|set)|you bet|i agree|sí|correcto|dale"
    "|si (?:por favor|claro|gracias|señor)|claro|está bien|esta bien|make it happen"
    "|i approve|approved|good to go|100%|(?:we are )?all good to go)"
)
_WEAK = (
    "(?:okay|sure|alright|fine|cool|great|perfect|good|nice|awesome|excellent|lovely|wonderful"
    "|amazing|sweet|deal|bet|works|certainly|right|exactly|(?:please )?book (?:it|that|this|us|me)"
    "|do (?:it|that)|lock (?:it|that|us|me) in|let us (?:go|book|lock)|i do|we do|i am|we are|y"
    "|i (?:think|guess) so|why not|that is it|proceed|confirm|uh huh|mhm|mm hmm|si|perfecto|🙌|👏)"
)
_SEND = (
    "(?:(?:please|just|you|can|may|let us) ){0,4}"
    "(?:send|submit|forward|ask|mandalo|mándalo|envialo|envíalo)"
    "(?: (?:it|that|this|them|everything|all|away|(?:your|the) team|somebody|someone"
    "|(?:the|my|our) (?:request|inquiry|booking)|(?:my|our) (?:details|information)))*"
    "(?: (?:over|off|in|through|along|on|out|now))*"
    "(?: to (?:them|(?:the|your) (?:team|guys|people|staff)))?"
    r"(?! (?:(?:over |off |on )?to|me|us|him|her|a|an|the|your|when|if|after)\b)"
)
_TAIL = frozenset(
    "it that this us me the for please thanks thank you so much very and then now go ahead book do"
    " with i is are we will all good great perfect right correct fine okay yes yep yeah sure work"
    " works , . sir maam man bro guys everything sounds sound looks look lock in up confirm"
    " confirmed let details information proceed awesome cool lol haha definitely absolutely totally"
    " really just see later soon bye goodbye talk tomorrow 👍 👌 ✅ 🙏 🙌 🎉 😀 😊 😁 ❤ 🔥 my our"
    " booking reservation spot date am love amazing wonderful excellent can dokie"
    " dokey dokes".split()
)
_NO_OF_A_THING = (
    "problem|problems|worries|worry|rush|one|idea|clue|doubt|kids|children|child|allergy|allergies"
    "|shellfish|shrimp|meat|beef|pork|eggs?|dairy|gluten|nuts?|onions?|alcohol|deposit|hurry|matter"
    "|more|need|biggie|prob|fish|seafood|chicken|steak|restrictions|dietary|special|spicy|longer"
    "|less|fewer|charge|fee|reply|response|show|questions?|minimum|adults|vegetarians|vegans"
    "|specific|garlic|milk|peanuts?|sesame|soy|butter|cheese|mushrooms|idea|food|contract"
)
_YES_FIRST = re.compile(
    rf"{_LEAD}(?:(?:okay|alright|sure|great|perfect) (?:[,.] )?)*"
    rf"(?:no (?:, )?(?=that|it|everything|all|looks))?{_CLEAR}(?![\w])"
    r"(?! (?:, )?(?:if|unless|only|no|not|never|me|my|the number|the date)\b)(?! \?)"
)
_EXCUSE = (
    "(?:(?:so |very |really )*sorry|apologies|my (?:bad|apologies)|i apologi[sz]e|thanks|thank you"
    "|i (?:was|got|am|just)|just (?:saw|got|read|now)|got (?:busy|tied|caught|held|distracted)"
    "|was (?:busy|driving|at|in|out|away)|been|finally|back|had (?:a|to)|busy|crazy|long)"
)
_AGAINST = (
    "(?:not|no|never|wrong|but|instead|change|except|actually|meant|if|<number>|<date>|<time>)"
)
_YES_AFTER_EXCUSE = re.compile(
    rf"{_LEAD}(?:{_EXCUSE}\b(?:(?!\b{_AGAINST}\b|<)[^.?])*?(?: [.,]) )+"
    rf"(?:(?:but|and|so|okay) (?:, )?)*{_CLEAR}(?![\w])"
    r"(?! (?:, )?(?:if|unless|only|no|not|never|me|my|the number|the date)\b)(?! \?)"
)
_ALL_OF_IT = re.compile(rf"{_LEAD}(?:{_SEND}|(?:{_CLEAR}|{_WEAK})(?:(?: [,.])? {_SEND})?)(?=$| )")
_NO_FIRST = re.compile(
    rf"{_LEAD}(?:okay (?:, )?|sorry (?:, )?|yeah (?:, )?|actually (?:, )?)*(?:"
    rf"no(?! (?:{_NO_OF_A_THING})\b)(?=$|[ ])|nay\b|👎|❌"
    r"|not (?:yet|now|really|right|correct|today|interested|quite|this time|at all|exactly)\b"
    r"|(?:that|it|this) is (?:not (?:right|correct|it|what|true|good|quite)|wrong|incorrect)\b"
    r"|(?:wrong|incorrect|pass|none|do not|nothing(?: else)?)(?: [.,])*$|never ?mind\b"
    r"|i do not think so|i (?:would|will|am) (?:rather not|pass|passing)|rather not|hard pass"
    r"|please do not\b|do not (?:book|do|send|submit)\b|i changed my mind|hold off"
    r"|(?:absolutely|definitely|of course) not\b|(?:i am|we are) good(?:$| [,.]| thanks))"
)


def says_yes(words: Sequence[str]) -> bool:
    """Whether the message answers yes: clearly at its start, or as all that it says."""
    said = " ".join(words)
    if _YES_FIRST.match(said) or _YES_AFTER_EXCUSE.match(said):
        return True
    begun = _ALL_OF_IT.match(said)
    return begun is not None and _TAIL.issuperset(said[begun.end() :].split())


def says_no(words: Sequence[str]) -> bool:
    """Whether the message answers no: "nope", "not yet", "no, 40"; not "no problem", "no nuts"."""
    return _NO_FIRST.match(" ".join(words)) is not None
