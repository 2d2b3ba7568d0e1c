"""What a sentence claims that only a tool can know: that a day is free, that something is booked,
sent or told."""

import re
from collections.abc import Iterator

from agents.guardrails import days
from agents.guardrails.clauses import stated
from agents.guardrails.evidence import Evidence

_BOOKED = re.compile(
    r"\b(?:(?:is|are|you're|it's|now|been|all)\s+(?:now\s+|officially\s+|all\s+)?(?:booked|"
    r"confirmed|reserved|locked in|set in stone)|"
    r"(?:i|we)(?:'ve| have)?\s+(?:just\s+|already\s+|now\s+)?(?:booked|reserved|confirmed|"
    r"locked in|"
    r"saved|held|moved your|cancell?ed|processed|received|charged|refunded|scheduled|assigned|"
    r"pencil\w*|put you (?:down|in)|secured|started (?:the|your))"
    r"|(?:booking|reservation|date|spot|event|day) (?:is|has been|was) (?:\w+ )?(?:confirmed|"
    r"booked|"
    r"reserved|secured|held|saved|moved|cancell?ed|yours)|(?:is|it's) yours|"
    r"(?:confirmation|order|booking|reference|inquiry|request|ticket) (?:number|code|no\.|id|#)"
    r"(?! (?:one|yet))|you(?:'re| are) (?:officially |all )?in\b(?=[.!]|$)|it'?s a date\b|"
    r"(?:have|got|put) you (?:down|in the book|on the (?:calendar|list|schedule)) for|"
    r"(?:^|, )booked\b|booked and|(?:booking|reservation|order|payment|deposit|card) (?:went|has "
    r"gone|"
    r"is going) through|(?:spot|slot|date|day|place|\d|\d(?:st|nd|rd|th)) (?:is|has been|was|are) "
    r"(?:now |already )?(?:saved|set aside|held|on hold|kept|blocked)|"
    r"(?:i|we)(?:'ve| have)? (?:just |already )?(?:emailed|e-mailed|texted|mailed|called|sent|"
    r"messaged) you|(?:i|we)(?:'ve| have)? (?:put|placed) (?:a|your|the) (?:hold|booking|order)|"
    r"you(?:'re| are) (?:all )?set\b(?! up)|(?:date|day|spot|it|slot)(?:'s| is) (?:now )?locked|"
    r"(?:i|we) went ahead and|(?:i|we)(?:'ve| have)? marked|(?:we're|we are) expecting you|"
    r"(?:he|she|they)(?:'ll| will) be there|"
    r"charged your card|your card [\w ]{0,30}(?:was|has been|is) (?:charged|debited)|"
    r"(?:in|on) (?:our|the) (?:calendar|books|schedule)|locked and loaded|consider it (?:\w+ "
    r")?(?:done|booked)|done deal|"
    r"everything(?:'s| is) (?:all )?(?:set|booked|confirmed|arranged)|pencil(?:ed|led) (?:you )?in|"
    r"(?:chef|team|crew)(?:'s| is| has been| was) (?:assigned|scheduled|booked)|"
    r"(?:payment|deposit) (?:is paid|was received|has been received|cleared))\b",
    re.IGNORECASE,
)
_YOURS = re.compile(
    r"(?:\bis|\bit's|'s|\bare) (?:all |now |officially |totally )*yours\b|\bconsider [\w "
    r",]{1,25} (?:yours|"
    r"done|booked|handled)\b|\b(?:it's|that's|is) (?:a lock|official|sorted|on the books|locked"
    r"|all "
    r"arranged|handled|happening)\b|\b(?:the|your) (?:\w+ )?(?:\d\w*|date|day|party|event) is "
    r"sorted\b|"
    r"\byou(?:'re| are) (?:on (?:the|our) (?:list|calendar|books|schedule)|good for|down for)\b|"
    r"\b(?:your|the) (?:spot|date|event|party|booking|reservation|place|slot|day) (?:is|has been"
    r"|was) (?:\w+ )?"
    r"(?:safe|added|set|secured?|ready|good|in|held|kept|waiting|protected|arranged|scheduled"
    r"|settled)\b|"
    r"\b(?:everything|it all|all of it)(?:'s| is| has been) (?:\w+ )?(?:taken care of|arranged"
    r"|handled|"
    r"settled|in place|sorted|ready)\b|\byou(?:'re| are) (?:all )?(?:squared away|sorted|taken "
    r"care of)\b|"
    r"\byou(?:'ll| will) (?:receive|get|see) (?:a|your|the) (?:\w+ )?(?:confirmation|contract"
    r"|receipt|"
    r"invoice|e-?mail)\b|\badded to (?:our|the) (?:schedule|calendar|books)\b|"
    r"\byour name(?:'s| is) (?:down|on)\b|\b(?:got|have) you covered for\b|"
    r"\b(?:i|we)(?:'ll| will| can| have|'ve)? (?:(?:pencil|ink|put|sign) you (?:in|down)|"
    r"(?:mark|lock|ink|pencil) (?:it|that|you) (?:in|down|off))\b|^\W*(?:booked|confirmed"
    r"|reserved|paid)\b|"
    r"\b(?:confirmation|contract|receipt|invoice)(?: e-?mail| letter| text)? (?:is|has been|was"
    r"|went) (?:on "
    r"(?:its|the) way|sent|out|e-?mailed|coming)\b|"
    r"^\W*(?:done|all set|you're all set)\b\W+(?=.*\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov|dec|"
    r"see you))",
    re.IGNORECASE,
)
_SEE_YOU = re.compile(
    r"\b(?:see you(?: all| guys| there| then)?(?: on| at|,)? (?:the |this |that |next )*(?:\d"
    r"|(?:mon|tues|"
    r"wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september"
    r"|october|"
    r"november|december|then|there|at (?:your|the) party)|(?:chef|he|she|they|crew|team) (?:\w+ "
    r")?(?:will "
    r"|'ll )be at your (?:door|place|house))",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"\b(?:looking|look) forward to (?:cooking|seeing|serving|hosting|having|meeting)|\bwill "
    r"see you\b",
    re.IGNORECASE,
)
_TICKED = re.compile("[\u2705\u2714\u2611\U0001f512]")
# A chef has no name before staff have sent one.
_NAMES_A_CHEF = re.compile(
    r"\b[Cc]hef (?!Is|Will|And|Who|Comes|Cooks|Arrives|Brings)[A-Z][a-z]{2,}\b|\bchef's name is\b"
)
# What this bot may have done without a tool's telling of it: noted, looked, understood.
_I_DID = re.compile(
    r"\bI(?:'ve| have)? (?:just |already |now |also |gone ahead and |went ahead and )*(emailed"
    r"|e-mailed|"
    r"texted|mailed|called|phoned|arranged|organized|knocked|waived|lowered|reduced|dropped"
    r"|applied|"
    r"upgraded|assigned|spoke|spoken|talked|checked with|confirmed|cleared|approved|secured"
    r"|blocked|"
    r"ordered|paid|refunded|cancell?ed|rescheduled|scheduled|persuaded|convinced|squeezed)\b"
)
_BE_THERE = re.compile(
    r"\b(?:we|chefs?|team|crew)(?:'ll| will) be (?:there|at your)\b", re.IGNORECASE
)
_NOT_YET = re.compile(
    r"\b(?:not|isn't|aren't|until|once|after|when|before|if|would|cannot|can't|only|never|nothing|"
    r"unless|someone|they'll|will be)\b",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"(?:\b(?:i|we)(?:'ve| have)?\s+(?:just\s+)?|^(?:just|already)\s+)(?:sent|submitted|passed|"
    r"forwarded)\s+(?:it|this|your|that|the|everything)\b|\b(?:inquiry|request|details) (?:is|are|"
    r"has been|have been) (?:now )?(?:sent|submitted|in|with our team|passed)\b|\b(?:team|staff"
    r"|they|"
    r"manager) (?:now )?(?:has|have|got|received) (?:all )?(?:of )?(?:your|the) (?:request"
    r"|inquiry|details"
    r"|message)\b",
    re.IGNORECASE,
)
_HEARER = r"(?:everybody|everyone|team|staff|manager|colleague|person|owner|chef|kitchen|boss|crew)"
_CALLED = re.compile(
    rf"(?:\b(?:i|we)(?:'ve| have)?\s+(?:just\s+|already\s+)?|^(?:just|already)\s+)(?:asked|told|"
    rf"notified|alerted|let|informed|handed (?:it|this|that|everything) to|spoke (?:with|to)"
    rf"|talked (?:with|to)|checked with)\s+"
    rf"(?:our |the |a |my )?{_HEARER}\b|\b(?:{_HEARER}(?: member)? (?:has (?:just |already "
    rf")?(?:reviewed|read|seen|looked)|knows|is aware|has been (?:told|informed"
    rf"|notified|alerted)|is on (?:it|their)|(?:is|are) (?:already |now |just |currently "
    rf")?(?:preparing|"
    rf"dialing|calling|texting|drafting|getting ready)|"
    rf"(?:already |just )?(?:told me|said|approved|agreed|okayed|allowed|authorized|signed off"
    rf"|gave|(?:is|are|was|were) (?:totally |completely |all |perfectly )?(?:fine|ok|okay|cool|good"
    rf"|happy|on board) with|said (?:yes|ok|sure)))|got (?:the|an|a) (?:ok|okay|approval|green "
    rf"light|go-ahead"
    rf"|thumbs up|yes) from)",
    re.IGNORECASE,
)


def faults_of(sentence: str, evidence: Evidence) -> Iterator[str]:
    """What of a sentence nothing proves, in words for the model."""
    if sentence.lower() not in evidence.passages and (told := stated(sentence)):
        yield from days.faults_of(told, evidence)
        yield from _deeds(told, evidence)
        yield from _times(told, evidence)


def _deeds(sentence: str, evidence: Evidence) -> Iterator[str]:
    booked = (_BOOKED.search(sentence) or _YOURS.search(sentence)) and not _NOT_YET.search(sentence)
    coming = _BE_THERE.search(sentence) and days.named_in(sentence, evidence)
    booked = booked or (_TICKED.search(sentence) and bool(days.named_in(sentence, evidence)))
    seeing = _SEE_YOU.search(sentence) or (
        _FORWARD.search(sentence) and days.named_in(sentence, evidence)
    )
    if (booked or coming or seeing) and not evidence.confirmed:
        yield "it says that something is booked or confirmed: only staff confirm a booking"
    if _NAMES_A_CHEF.search(sentence) and not evidence.confirmed:
        yield "it names the chef, whom only staff choose"
    if (done := _I_DID.search(sentence)) and not _NOT_YET.search(sentence):
        yield f"it says that it {done[1].lower()} something, which it cannot do"
    if _SENT.search(sentence) and not (evidence.sent or evidence.called):
        yield "it says that the inquiry was sent, and create_booking_inquiry made none"
    if _CALLED.search(sentence) and not (evidence.called or evidence.sent):
        yield "it says that staff were told, and request_human was not called"


def _times(sentence: str, evidence: Evidence) -> Iterator[str]:
    """When somebody will call, come or pay back: what the profile or a tool says, and no other."""
    if not _ACTS.search(sentence):
        return
    profile = evidence.profile
    known = {
        profile.staff.reply_within_minutes,
        profile.service.arrival_minutes,
        profile.service.duration_minutes,
        profile.notice.minimum_hours * 60,
    }
    for count, unit in _SPAN.findall(sentence.lower()):
        number = _COUNTS.get(count) or (int(count) if count.isdecimal() else 0)
        minutes = number * {"minute": 1, "hour": 60, "day": 1440}[unit]
        if minutes not in known and f"{count} {unit}" not in evidence.passages:
            yield f'it promises something for "{count} {unit}", which nothing says'


_ACTS = re.compile(
    r"\b(?:(?:chef|person|manager|owner|someone|somebody|they|team|we|i)(?:'ll| will|'s going to"
    r"| can|"
    r" is "
    r"going to)|on (?:their|his|her|the) way|back (?:in|within)|(?:call|answer|reply|text|visit"
    r"|hear) (?:back |from us )?(?:with)?in)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(\d+|a|an|one|two|three|four|five|six|ten|fifteen|twenty|thirty)[ -](minute|hour|day)s?\b"
)
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10,
    "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip
