"""Days closed and opened again, and given a capacity."""

from datetime import date
from typing import Any

from agents.models.desk.doing import reported
from agents.models.desk.lines import day_line, numbered
from agents.models.desk.refs import of_list, ref_of
from agents.models.desk.rules import Groups, rule
from agents.models.desk.spans import Named, Span, named_days, span_in
from agents.models.desk.talk import Item, Steps, Talk, Told
from agents.models.desk.words import pattern, words_of
from agents.models.embedded.exchange import Call

_HEAD = r"(?: BECAUSE| for| off| out| blocked| closed| unavailable| we have to| please)*"


def block_for(talk: Talk, groups: Groups) -> Steps | None:
    """The reason first: "vacation july 10 to july 15, block it"."""
    named = named_days(talk.text, talk.today)
    if not named:
        return None
    days = [day for each in named for day in each.days]
    return _propose("block_dates", Span(min(days), max(days)), groups["reason"].strip(" ,:-"))


def block_days(talk: Talk, groups: Groups) -> Steps | None:
    return _closing(talk, talk.text, "block_dates")


def unblock_days(talk: Talk, groups: Groups) -> Steps | None:
    last = talk.before.focus
    if last and last.kind == "day" and not named_days(talk.text, talk.today):
        first, _, until = last.id.partition("/")
        return _propose("unblock_dates", Span(_iso(first), _iso(until or first)), "")
    return _closing(talk, talk.text, "unblock_dates")


def _iso(written: str) -> date:
    return date.fromisoformat(written)


def _closing(talk: Talk, text: str, tool: str) -> Steps:
    named = named_days(text, talk.today)
    if not named and (span := span_in(text, talk.today)):
        return _propose(tool, span, "")
    if not named:
        return _ask_day(tool)
    reason = _reason(text[named[-1].end :]) if tool == "block_dates" else ""
    if len(named) == 1 and len(named[0].days) > 1 and not _is_span(named[0]):
        return _which(talk, named[0], lambda day: _propose(tool, Span(day, day), reason))
    first, last = named[0].days[0], named[-1].days[-1]
    return _propose(tool, Span(min(first, last), max(first, last)), reason)


def _is_span(named: Named) -> bool:
    """ "June 5-8"; "this weekend", which is one Saturday and its Sunday."""
    return named.listed or (named.weekend and len(named.days) == 2)


def _reason(rest: str) -> str:
    words = words_of(rest.strip())
    found = pattern(_HEAD).match(f" {words.plain}")
    start = max(found.end() - 1, 0) if found else 0
    while start < len(words.plain) and words.plain[start] == " ":
        start += 1
    return words.original(start, len(words.plain)).strip(" .,!?:-")


def _ask_day(tool: str) -> Steps:
    yield from ()

    def go_on(talk: Talk) -> Steps | None:
        return _closing(talk, talk.text, tool) if named_days(talk.text, talk.today) else None

    return Told("Which day, or from which to which?", then=go_on)


def _which(talk: Talk, named: Named, then: "Any") -> Steps:
    """Asks which of the days is meant that the words may mean."""
    yield from ()
    items = tuple(Item("day", str(day), str(day)) for day in named.days)

    def go_on(later: Talk) -> Steps | None:
        if item := of_list(later, ref_of(later, later.text)):
            return _begun(then, _iso(item.id))
        said = [day for each in named_days(later.text, later.today) for day in each.days]
        fitting = [day for day in said if day in named.days]
        return _begun(then, fitting[0]) if len(fitting) == 1 else None

    lines = numbered([day_line(day, talk.today) for day in named.days])
    return Told(f"Which day?\n{lines}", shown=items, then=go_on)


def _begun(then: "Any", day: date) -> Steps:
    steps: Steps = then(day)
    return steps


def _propose(tool: str, span: Span, reason: str) -> Steps:
    arguments = {"first": str(span.first)}
    if span.last != span.first:
        arguments["last"] = str(span.last)
    if reason:
        arguments["reason"] = reason
    result = yield Call(tool, arguments)
    return reported(result, item=Item("day", f"{span.first}/{span.last}", str(span.first)))


def set_capacity(talk: Talk, groups: Groups) -> Steps | None:
    named = named_days(talk.text, talk.today)
    guests = groups.get("guests", "").replace(",", "")
    if not named:
        return None
    day = named[0].days[0]
    arguments: dict[str, Any] = {"day": str(day)} | ({"guests": int(guests)} if guests else {})
    return _capped(day, arguments)


def _capped(day: date, arguments: dict[str, Any]) -> Steps:
    result = yield Call("set_day_capacity", arguments)
    return reported(result, item=Item("day", str(day), str(day)))


DAY_RULES = (
    rule(
        "set_day_capacity",
        set_capacity,
        r"(?:set |change |make |put |raise |lower )?(?:the )?(?:max |maximum )?(?:capacity"
        r"|limit|max"
        r"|cap)(?: of| on| for)? <date>(?: to| =| at| is| :)* (?P<guests>\d+)(?: PEOPLE)?",
        r"(?:set |change |make |raise |lower )(?:the )?(?:capacity|limit|max)(?: to| at)*"
        r" (?P<guests>\d+)(?: PEOPLE)? (?:on|for) <date>",
        r"(?:cap|limit|restrict|max) <date> (?:at|to) (?P<guests>\d+)(?: PEOPLE)?",
        r"put (?P<guests>\d+)(?: PEOPLE)? (?:as|for|at) (?:the )?(?:max|maximum|capacity|limit|cap)"
        r" (?:on|for) <date>",
        r"(?:only|at most|no more than|max|maximum|not more than)"
        r"(?: take| book| accept| do)? (?P<guests>\d+)(?: PEOPLE)? (?:on|for) <date>(?: .*)?",
        r"<date>(?: ,| :)? (?:only|at most|max|maximum|no more than) (?P<guests>\d+)(?: PEOPLE)?",
        r"(?:back to )?(?:the )?(?:usual|normal|default|regular|standard) capacity (?:on|for)"
        r" <date>.*",
        r"reset (?:the )?capacity (?:of|on|for) <date>",
    ),
    rule(
        "block_dates",
        block_for,
        r"(?P<reason>[^<]+?)(?: on| from| ,| :| -)* DAYS(?: ,| -| :| \.| so)* (?:block|close)"
        r" (?:it|them|those|that)"
        r"(?: off| out)?",
    ),
    rule(
        "block_dates",
        block_days,
        r"(?:block|blocking|close|shut)(?: off| out| down| up)?(?: the)?(?: days?| dates?)?",
        r"(?:block|close|shut)(?: us| everything)?(?: off| out| down| up)?(?: the| on| from|"
        r" days?| dates?| us| for)*"
        r" (?:DAYS|this|next)(?: .*)?",
        r"(?:take )?no (?:more |new |further )?(?:BOOKINGS|parties) (?:on|for|from) DAYS(?: .*)?",
        r"(?:stop|do not|not) (?:taking|take|accept|accepting|book|booking) (?:any |more "
        r"|anything )*"
        r"(?:BOOKINGS |BOOKING )?(?:on|for) DAYS(?: .*)?",
        r"(?:i |we )?(?:need|want|have|get|mark|make) DAYS (?:blocked|closed|unavailable)(?: off)?"
        r"(?: .*)?",
        r"(?:take )?DAYS (?:off|blocked|closed)(?: .*)?",
        r"(?:we are |we will be )?(?:closed|off|not working|not available) (?:on |from"
        r" )?DAYS(?: .*)?",
        r"DAYS (?:is|are) (?:blocked|closed|off)(?: .*)?",
    ),
    rule(
        "unblock_dates",
        unblock_days,
        r"(?:unblock|reopen|open up|free up|release|re - open)(?: the| on| days?)*(?: DAYS.*|"
        r" it| that"
        r"| them| that day)?",
        r"open(?: the)? (?:DAYS|it|that day)(?: back)?(?: up)? again.*",
        r"open (?:the )?(?:DAYS|it|that day) (?:back )?up",
        r"(?:take|lift) (?:the )?block off(?: of)? DAYS",
        r"open (?:up )?DAYS(?: for BOOKINGS)?",
        r"DAYS (?:is|are) open again",
    ),
)
