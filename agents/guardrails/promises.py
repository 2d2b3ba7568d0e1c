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
    r"(?:a|our|this|the) special (?:running|going|on|this)|"
    r"(?:honou?r|match|beat) (?:the|that|any|your|their|every|competitors?|other|another|whatever)|"
    r"money[ -]back|(?:your|the) money back|refund (?:is|has|will be|was)|"
    rf"{_WE} refund\w*|"
    r"refund(?:ed|ing)? your|no questions asked|"
    rf"(?:won't|will not|isn't|is not) (?:be )?(?:a |any )?{_DUES}|"
    r"no need (?:for|to pay|of) (?:a |the |any )?(?:deposit|tax|fee)|comp (?:the|your|you)|"
    r"including (?:the |all )?tax(?:es)?|"
    rf"half the (?:price|cost)|{_WE} (?:not |never )?(?:bill|invoice) you|knock\w* [\w "
    rf"$.%]{{0,30}}\boff|"
    r"(?:do|does|did|will|wo)(?:n't| not) (?:cost (?:you )?(?:a thing|anything|extra)|owe)|"
    r"(?:won't|will not|don't|never) (?:bill|invoice|charge) (?:you|for|extra)|"
    rf"{_DUES}(?:'s| is| are) (?:already |all )?(?:included|covered|waived|off|taken care of"
    rf"|nothing)|"
    r"don't (?:worry|sweat) (?:\w+ )?(?:about )?(?:the |your |any )?(?:travel|deposit|fee|tax"
    r"|tip|minimum"
    r"|price|money)|no need to (?:pay|put)|(?:pay|settle) (?:me |us )?(?:back )?(?:whenever|later)|"
    r"(?:a |one )(?:third|quarter|fifth) (?:down|upfront|up front|now)|(?:is|'s) my treat|my treat|"
    r"(?:is|are|be) yours again|(?:bend|break|stretch) (?:the|that|our|this) [\w ]{0,20}rules?|"
    r"(?:make|made|making) an exception|just this once|between (?:us|you and me)|"
    r"(?:beat|match) (?:anyone|anybody|[A-Z]\w+|them|benihana)|"
    r"(?:eat|swallow|take on) (?:the |your )(?:\w+ )?(?:cost|fee|tax)|baked in|bundled in|no "
    r"penalt\w+|"
    r"(?:don't|no need to|not) bother (?:with|about)|(?:our|my) (?:gift|treat)|throw(?:ing)? in"
    r"|thrown in|"
    r"(?:just |simply |only )?pay (?:\w+ )?(?:at the end|after|later|when (?:we|it|you))|(?:deal"
    r"|sale|"
    r"promo(?:tion)?|offer) (?:on|running|going|this|so)|(?:a|one) tenth off|shave (?:a |some"
    r"|it)|a little off|"
    r"(?:change|cancel) [\w ]{0,30}(?:up to|until) (?:the day|a day|the night|an hour|24)|"
    # somebody's word
    r"(?:i|we) promise|(?:my|our) word|(?:won't|will not) (?:raise|change|increase)|i swear|trust "
    r"me|"
    # dates kept
    rf"{_WE} (?:hold|save|reserve|block|set aside|put (?:a|an) hold on|secure|keep) (?:the (?:date|"
    r"day|spot|slot|\d)|that (?:date|day|spot)|your (?:date|day|spot|place)|you (?:a|the) |june"
    r"|july|"
    r"august|september|october|november|december|january|february|march|april|may)|"
    rf"{_WE} (?:hold|save|reserve) (?:it|this|that)|(?:a|on) hold|set aside|"
    r"you(?:'ll| will| can)? (?:get|earn|save|receive) (?:back )?\$|get a (?:break|deal)\b|"
    r"deposit: (?:no|nah|nope|none|zero|not)|"
    # goods and people
    r"stay (?:until|till|as long|all night|late)|"
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
# What may be free without costing nothing: a day, a chef, whoever asks.
_DAY_MAY_BE = re.compile(
    r"\b(?:we|you|i|they|it|that|which|chefs?|crew|dates?|day|weekend|evening|night|afternoon"
    r"|morning"
    r"|\w+day|\d{1,2}(?:st|nd|rd|th)?)(?:'re|'s| is| are| was| were| looks?|'m| am)?(?: \w+)? $"
    r"|\b(?:is|are) [\w, ]{0,30}(?:day|date|\d{1,2}(?:st|nd|rd|th)?) $",
    re.IGNORECASE,
)
_GOODS = (
    r"(?P<goods>drinks?|alcohol|sake|wine|beer|champagne|cocktails?|soda|dessert|cake|tables?"
    r"|chairs?|"
    r"linens?|cutlery|silverware|utensils|napkins?|glasses|tents?|canop(?:y|ies)|umbrellas?"
    r"|music|dj|"
    r"photos?|photographer|sushi|appetizers?|soup|balloons?|decorations?)"
)
_BRINGS = re.compile(
    rf"\b(?:we|chefs?|team|crew)(?:'ll| will| can| do| also|'d)* (?:also |even )?(?:bring"
    rf"|provide|supply|"
    rf"serve|include|throw in|set up|come with|have) (?:\w+ ){{0,4}}{_GOODS}\b"
    rf"|\b{_GOODS.replace('goods', 'what')} "
    r"(?:\w+ ){0,3}?(?:(?:is|are) (?:\w+ )?(?:included|provided|part of|covered|ours)|comes? "
    r"(?:with|along)"
    r"|included)\b|\b(?:price|package|menu|plate) includes (?:\w+ ){0,4}"
    rf"{_GOODS.replace('goods', 'which')}\b",
    re.IGNORECASE,
)
# After these a sentence starts anew: what was denied before is not denied any more.
_RESTARTS = re.compile(
    r"(?:[,;:–—]|\bbut\b|\bso\b| - )\s*(?:and |so |but |because |since )?(?:(?:it|i|we|you|they"
    r"|that|he"
    r"|she|there)(?:'s|'re|'ll|'ve|'m|'d)?|this|the|your|our|here's|dinner|everything|consider"
    r"|get|book)"
    r"\b",
    re.IGNORECASE,
)
_AROUND = 80  # characters
_REFUND_POLICY = re.compile(r"\brefund|money back|get .{0,20}back", re.IGNORECASE)


def faults_of(sentence: str, evidence: Evidence) -> Iterator[str]:
    """What no policy of the owner's holds, in words for the model."""
    yield from _brings(sentence, evidence)
    plain = _NO_DENIAL.sub("", _OTHERWISE_FREE.sub("", sentence))
    for found in _PROMISE.finditer(plain):
        said = found[0].lower()
        if said == "free" and _speaks_of_a_day(plain, found.start()):
            continue
        if "tax" in said and _are_totals(plain, evidence):
            continue
        if _REFUND_POLICY.search(said) and _tells_the_policy(plain, evidence):
            continue
        if _HOLDS.search(said) and ("?" in plain or _NOT_YET.search(plain)):
            continue
        if not (_is_policy(said, evidence) or _is_denied(plain, found.start(), found.end())):
            yield f'it promises "{said}", which no tool returned'


def _brings(sentence: str, evidence: Evidence) -> Iterator[str]:
    """Goods that the owner's lists do not say to come with the chef."""
    included = " ".join(evidence.profile.service.included).lower()
    for found in _BRINGS.finditer(sentence):
        goods = (found["goods"] or found["what"] or found["which"]).lower()
        listed = goods in included or _is_policy(f"we bring {goods}", evidence)
        if (
            not listed
            and not _NEGATED.search(found[0])
            and not _is_denied(sentence, found.start(), found.end())
        ):
            yield f'it promises "{goods}", which the owner does not bring'


def _speaks_of_a_day(sentence: str, at: int) -> bool:
    return _DAY_MAY_BE.search(sentence[:at]) is not None


def _is_policy(said: str, evidence: Evidence) -> bool:
    """Whether the owner's texts say it, and do not say it to deny it: "we give no discounts"."""
    for found in re.finditer(re.escape(said), evidence.passages):
        before = re.split(r"[.!?;\n]", evidence.passages[: found.start()][-_AROUND:])[-1]
        after = re.split(r"[.!?;\n]", evidence.passages[found.end() :][:_AROUND])[0]
        if len(said.split()) > 1 and not _NEGATED.search(before + after):
            return True
    return False


def _is_denied(sentence: str, start: int, end: int) -> bool:
    """Whether a denial reaches what stands there: none does over the start of another clause."""
    restarts = [found.end() for found in _RESTARTS.finditer(sentence, 0, start)]
    begins = max(restarts, default=0)
    before = sentence[begins:start]
    # The restart's own verb may deny: "I'm sorry, we can't offer a discount".
    following = _RESTARTS.search(sentence, end)
    after = sentence[end : following.start() if following else len(sentence)]
    return bool(_NEGATED.search(before) or _NEGATED.search(after))


def _are_totals(sentence: str, evidence: Evidence) -> bool:
    """Whether the sums it names are those that hold the tax."""
    named = amounts(sentence)
    return bool(named) and named <= evidence.totals


def _tells_the_policy(sentence: str, evidence: Evidence) -> bool:
    """Whether it names the days up to which the owner pays back."""
    days = evidence.profile.cancellation.refund_days
    names = [str(days), "a week" if days == 7 else ""]
    return any(name and re.search(rf"\b{name}\b", sentence, re.IGNORECASE) for name in names)
