"""Words that are signs of a hard question, and what each kind of sign weighs."""

import re
from collections.abc import Sequence

from msgspec import Struct


class Sign(Struct, frozen=True):
    """points: of the sign; more: where it is found twice or oftener."""

    name: str
    pattern: re.Pattern[str]
    points: int = 1
    more: int = 1


def _sign(name: str, points: int, more: int, words: str) -> Sign:
    """words: patterns, with semicolons between."""
    patterns = "|".join(part for part in map(str.strip, words.split(";")) if part)
    return Sign(name, re.compile(rf"\b(?:{patterns})\b"), points, more)


# What is asked for is thought, and not a fact or an entry.
_THOUGHT = r"""
    rank; work(?:ing)? out; figur(?:e|ing) out; calculat\w+; reconcil\w+; analy[sz]\w+;
    evaluat\w+; weigh; judg(?:e|ing); prioriti[sz]\w+; investigat\w+; pattern; better off; beats?;
    pros and cons; worth it; smart(?:er|est)?; what makes sense; makes sense; the best way;
    suggest; recommend; would you; should (?:we|i); what if; can you explain;
    the (?:best|biggest|most|least) .{1,30} that; explain(?:s|ed)?; help me (?:plan|figure);
    is it (?:even )?possible; is there any way; break(?:s|ing)? (?:it )?down; what would each
"""

CUSTOMERS = (
    _sign(
        "condition",
        1,
        3,
        r"""
        unless; in (?:that|which) case; in case; only if; if (?:we|i) (?:are|were|put|pay|book);
        whichever; depend(?:s|ing) on; either .{3,60}? or; whether .{3,80}? or; (?:un)?less we;
        would (?:rather|prefer); wenn; falls; a menos que; si (?:es|somos)
        """,
    ),
    _sign(
        "comparison",
        2,
        2,
        r"""
        compar(?:e|ed|ing); cheaper; versus; vs; by how much; cost more; costs? less; double for;
        which (?:one|is|would|day|of)\b.{0,40}(?:better|less|more|cheaper|works|true|right);
        günstiger; más barato
        """,
    ),
    _sign(
        "sum",
        1,
        2,
        r"""
        total; in all; altogether; all together; at most; split(?:ting)?; a third; a quarter;
        half of; per (?:adult|family|head); each family; (?:that|it|this) come to; add(?:s)? up;
        minus; plus; (?:tax|tip|travel)(?: and \w+)? (?:included|in that|are part);
        with (?:the )?travel; with tax; budget; we (?:have|can spend) \$?\d{3,};
        how many people can we; set me back; in dollars; what (?:do|would) (?:i|we) owe; zusammen;
        insgesamt; en total
        """,
    ),
    _sign(
        "correction",
        1,
        1,
        r"""
        actually; no,? wait; instead(?: of)?; not .{1,30} anymore; drop(?:ped)? out; but now;
        redo; can(?:'|no)?t make it; (?:it|that) was \d+; move it; change the; swap; take off;
        ignore the; make it \d+; add \d+; keep the; scratch that; no longer; y no \d+; leave the;
        final answer
        """,
    ),
    _sign(
        "quarrel",
        2,
        3,
        r"""
        (?:told|said|says|promised|confirmed|claimed) (?:\w+ ){0,3}?(?:that|it|\$?\d|by|on|me);
        which is it; which one (?:do|did) you have; how come; does(?:n'?t| not) add up;
        you (?:told|promised) (?:her|him|us|them); says? otherwise; who(?:'s| is) right;
        different from; (?:it|that) should be \$?\d; should be half; went from; you lied; lying;
        lie[ds]? to me; dispute; honor; a different \w+ than; asked (?:you )?(?:\w+ ){0,2}?times;
        back and forth; same answer; fix (?:it|what); twice;
        (?:over|double |double-|wrongly )charged; charged (?:me|us|my|twice);
        (?:was|were|got) charged; hung up; refund; my money back; unacceptable; not paying;
        what is going on; what are you going to do; never (?:showed|came|called); last time;
        your (?:website|site|bot|invoice) (?:says|said); then i got; rude; knock .{2,20} off;
        but (?:my|the) \w+ (?:says|said|told)
        """,
    ),
    _sign("thought", 1, 2, _THOUGHT),
)

DESK = (
    _sign("thought", 2, 3, _THOUGHT),
    _sign(
        "comparison",
        3,
        3,
        r"""
        compar(?:e|ed|ing|ison); versus; vs; side by side; difference; against; in common;
        than (?:the|last|on); change against
        """,
    ),
    _sign(
        "reason",
        3,
        3,
        r"""
        why; what went wrong; reason(?:s)?; cause[ds]?; f(?:ind|ound) out; doesn'?t match;
        tell(?:s|ing)? (?:us|me) (?:about|what); what (?:that|this) says;
        what (?:did|have) we really
        """,
    ),
    _sign(
        "writing",
        3,
        3,
        r"""
        draft; summari[sz]e; summary of; rewrite; apology; (?:re)?phrase; go through;
        in \w+ points; write (?:me|a|an|up); turn .{3,60}? into;
        (?:look|read) (?:at|through|the whole|all)
        """,
    ),
    _sign(
        "inference",
        3,
        3,
        r"""
        correlat\w+; forecast; project(?:ion|ed)?; predict; cohort; anomal\w+; outlier\w*;
        assuming; control(?:ling)? for; median; regress\w+; would .{3,40}? (?:have|be); if we;
        once you count; counting; trend\w*; the (?:dip|drop) in; \w+(?:'s)? drop is
        """,
    ),
    _sign(
        "all of them",
        1,
        1,
        r"""
        for each; each of; every; everyone; everybody; which (?:of|leads|bookings);
        which \w+(?:'s)? (?:customers|months?|weekdays?); all (?:of )?(?:the|those)
        """,
    ),
    _sign(
        "condition",
        1,
        2,
        r"""
        if; unless; except; excluding; only; but never; but not; given; without; instead;
        keep the; matches; exactly; leaving out
        """,
    ),
    _sign(
        "share",
        1,
        2,
        r"""
        share of; percent(?:age)?; ratio; per \w+; split by; by \w+ bucket; round(?:ed)?; growth;
        rate
        """,
    ),
    _sign(
        "several steps",
        1,
        2,
        r"""
        and (?:then|tell|list|show|check|offer|draft|write|explain|text|chart|put|which|what|who);
        then; who (?:has|have|i have) to; including; which of (?:those|them)
        """,
    ),
    _sign(
        "contradiction",
        2,
        2,
        r"""
        (?:was|were) told; what did we (?:say|tell|offer|promise|agree); promised; same person;
        merge; says .{3,60}? says; right date
        """,
    ),
)


def found_in(text: str, signs: Sequence[Sign]) -> dict[str, int]:
    """{sign: its points} of the signs in a text, which is in small letters."""
    found: dict[str, int] = {}
    for sign in signs:
        times = sum(1 for _ in sign.pattern.finditer(text))
        if times:
            found[sign.name] = sign.points if times == 1 else sign.more
    return found
