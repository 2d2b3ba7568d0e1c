"""What a sentence promises beyond the owner's policy: money, dates kept, goods, somebody's word."""

import re
from collections.abc import Iterator

from agents.guardrails.evidence import Evidence
from agents.guardrails.figures import amounts

_WE = r"(?:i|we)(?:'ll| will|'d| would| can| could| may|'ve| have|'m| am|'re| are)?(?: \w+)?"
_DUES = r"(?:tax(?:es)?|(?:\w+ )?fees?|deposit|tips?|gratuity|charges?|minimum|balance|travel)"
_PROMISE = re.compile(
    r"\b(?:free of charge|for free|complimentary|on the house|no charge|"
    r"at no (?:extra |additional )?(?:cost|charge)|discount\w*|half[ -](?:price|off)|"
    r"(?:full|fully|100%) refund\w*|(?:fully|always) refundable|waive\w*|guarantee\w*|"
    r"price[ -]match\w*|no deposit|without (?:a |any )?deposit|no (?:travel )?fee|"
    r"(?:is|are|'s) on us|(?:do|does|did|will|wo)(?:n't| not) (?:have to |need to )?(?:pay|charge|"
    r"put (?:anything|money))|pays? nothing|no minimum|"
    r"(?:knock|take|get|shave|took|taken|leave|left) [\w $.%]{0,20}\boff\b|"
    r"(?:promo|coupon|use code)\b|(?:get|gets|getting) (?:your |all )?(?:money|everything|it all) "
    r"back|a (?:third|quarter|fifth) of|tax(?:es)? (?:is |are )?(?:already )?in(?:cluded)?|"
    r"no (?:notice|risk)|zero risk|free|"
    # money
    rf"{_WE} (?:cover|absorb|drop|skip|remove|forget|pay) (?:the |your |that |all )*{_DUES}|"
    r"charg\w+ you (?:only |just )?for|(?:come|came|go) down (?:on|in) (?:the |your )?price|"
    r"(?:lower|reduce[d]?|bring down|cut|better|special|lowest|best|old|cheaper) (?:the |your |our "
    r"|that )?(?:price|rate|offer|cost|deal)s?|(?:two|2)[ -]for[ -](?:one|1)|bogo|"
    r"special (?:running|going|on|this)|"
    r"(?:honou?r|match|beat) (?:the|that|any|your|their|every|competitors?|other|another|whatever)|"
    r"money[ -]back|(?:your|the) money back|refund (?:is|has|will be|was)|"
    rf"{_WE} refund\w*|"
    r"refund(?:ed|ing)? your|no questions asked|"
    rf"(?:won't|will not|isn't|is not) (?:be )?(?:a |any )?{_DUES}|"
    r"no need (?:for|to pay|of) (?:a |the |any )?(?:deposit|tax|fee)|comp (?:the|your|you)|"
    r"including (?:the |all )?tax(?:es)?|"
    # somebody's word
    r"(?:i|we) promise|(?:my|our) word|(?:won't|will not) (?:raise|change|increase)|i swear|trust "
    r"me|"
    # dates kept
    rf"{_WE} (?:hold|save|reserve|block|set aside|put (?:a|an) hold on|secure|keep) (?:the (?:date|"
    r"day|spot|slot|\d)|that (?:date|day|spot)|your (?:date|day|spot|place)|you (?:a|the) |june"
    r"|july|"
    r"august|september|october|november|december|january|february|march|april|may)|"
    rf"{_WE} (?:hold|save|reserve) (?:it|this|that)|(?:a|on) hold|set aside|"
    # goods and people
    r"(?:i|we)(?:'ll| will) (?:throw in|include|upgrade|bring) [\w ]{0,20}"
    r"(?:extra|bonus|dessert|drinks|alcohol|champagne|cake|gift))\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|no|don't|do not|cannot|can't|isn't|never|unable|unfortunately|nor|won't|couldn't|"
    r"aren't|doesn't|wouldn't|"
    r"only (?:our|the) team)\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(r"\b(?:hold|keep|save|reserve|block|set aside|secure)\b", re.IGNORECASE)
_NOT_YET = re.compile(
    r"\b(?:once|after|when|if|only|until .*(?:paid|deposit|confirm))", re.IGNORECASE
)
_NO_DENIAL = re.compile(
    r"\bno (?:problem|worries|questions)\b|\bif you(?:'re| are) not\b", re.IGNORECASE
)
_OTHERWISE_FREE = re.compile(
    r"\bfeel free\b|\bfree (?:of(?! charge)|from)\b|\b(?:gluten|dairy|lactose|milk|egg|soy|sesame|"
    r"fish|shellfish|peanut|nut|sugar|meat|allergen|stress|hassle|worry|toll|smoke)[ -]free\b",
    re.IGNORECASE,
)
_DAY_MAY_BE = re.compile(r"\b(?:is|are|'s|'re|was|looks?|still) (?:\w+ )?free\b", re.IGNORECASE)
_REFUND_POLICY = re.compile(r"\brefund|money back|get .{0,20}back", re.IGNORECASE)


def faults_of(sentence: str, evidence: Evidence) -> Iterator[str]:
    """What no policy of the owner's holds, in words for the model."""
    plain = _NO_DENIAL.sub("", _OTHERWISE_FREE.sub("", sentence))
    for found in _PROMISE.finditer(plain):
        said = found[0].lower()
        if said == "free" and (_DAY_MAY_BE.search(plain) or "?" in plain):
            continue  # a day may be
        if "tax" in said and _are_totals(plain, evidence):
            continue
        if _REFUND_POLICY.search(said) and _tells_the_policy(plain, evidence):
            continue
        around = plain[: found.start()] + plain[found.end() :]
        if _HOLDS.search(said) and ("?" in plain or _NOT_YET.search(plain)):
            continue
        if said not in evidence.passages and not _NEGATED.search(around):
            yield f'it promises "{said}", which no tool returned'


def _are_totals(sentence: str, evidence: Evidence) -> bool:
    """Whether the sums it names are those that hold the tax."""
    named = amounts(sentence)
    return bool(named) and named <= evidence.totals


def _tells_the_policy(sentence: str, evidence: Evidence) -> bool:
    """Whether it names the days up to which the owner pays back."""
    days = evidence.profile.cancellation.refund_days
    names = [str(days), "a week" if days == 7 else ""]
    return any(name and re.search(rf"\b{name}\b", sentence, re.IGNORECASE) for name in names)
