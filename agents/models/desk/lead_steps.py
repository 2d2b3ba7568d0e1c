"""Inquiries given to somebody, brought on, lost, made bookings."""

from typing import Any

from agents.models.desk.details import changes_in
from agents.models.desk.doing import asked_reason, reported
from agents.models.desk.finding import on_one
from agents.models.desk.leads import STATUSES
from agents.models.desk.refs import Ref, cuts, kind_meant, ref_of
from agents.models.desk.rules import Groups, rule
from agents.models.desk.talk import Item, Steps, Talk
from agents.models.embedded.exchange import Call


def assign(talk: Talk, groups: Groups) -> Steps:
    ref, colleague = ref_of(talk, groups["lead"]), _colleague(groups["colleague"])
    return on_one(talk, ref, "lead", lambda lead: _assigned(lead, colleague))


def assign_whom(talk: Talk, groups: Groups) -> Steps:
    """Nobody was named, or by a mention only, which doors take out of the text."""
    ref = ref_of(talk, groups["lead"])
    return on_one(talk, ref, "lead", _ask_whom)


def _ask_whom(lead: Item) -> Steps:
    question = f"Who takes {lead.name}? Give me a name."
    return asked_reason(question, lambda said: _assigned(lead, _colleague(said)))


def assign_to_me(talk: Talk, groups: Groups) -> Steps | None:
    """ "I'll take it": a lead, unless it is no lead that was spoken of."""
    ref = ref_of(talk, groups["lead"])
    if kind_meant(talk, ref) not in (None, "lead"):
        return None
    return on_one(talk, ref, "lead", lambda lead: _assigned(lead, "me"))


def take_lead_shown(talk: Talk, groups: Groups) -> Steps | None:
    ref = ref_of(talk, groups["lead"])
    if kind_meant(talk, ref) != "lead":
        return None
    return on_one(talk, ref, "lead", lambda lead: _assigned(lead, "me"))


def _colleague(written: str) -> str:
    name = written.strip(" .,!?")
    if name.lower() in ("me", "myself", "my name", "my"):
        return "me"
    shorter = cuts(Ref(name))
    return shorter[-1].name if shorter else name


def _assigned(lead: Item, colleague: str) -> Steps:
    result = yield Call("assign_lead", {"lead": lead.id, "colleague": colleague})
    return reported(result, "lead", lead)


def set_status(talk: Talk, groups: Groups) -> Steps | None:
    status = STATUSES.get(groups["status"].lower())
    if status is None:
        return None
    return on_one(talk, ref_of(talk, groups["lead"]), "lead", lambda lead: _brought(lead, status))


def _brought(lead: Item, status: str) -> Steps:
    result = yield Call("set_lead_status", {"lead": lead.id, "status": status})
    return reported(result, "lead", lead)


def contacted(talk: Talk, groups: Groups) -> Steps:
    return on_one(talk, ref_of(talk, groups["lead"]), "lead", lambda x: _brought(x, "contacted"))


def quoted(talk: Talk, groups: Groups) -> Steps:
    return on_one(talk, ref_of(talk, groups["lead"]), "lead", lambda x: _brought(x, "quoted"))


def lose(talk: Talk, groups: Groups) -> Steps | None:
    ref, reason = ref_of(talk, groups["lead"]), groups.get("reason", "")
    if kind_meant(talk, ref) not in (None, "lead"):
        return None
    return on_one(talk, ref, "lead", lambda lead: _lost(lead, reason))


def _lost(lead: Item, reason: str) -> Steps:
    if not reason:
        return asked_reason(f"Why is {lead.name} lost?", lambda said: _lost(lead, said))
    return _losing(lead, reason)


def _losing(lead: Item, reason: str) -> Steps:
    result = yield Call("lose_lead", {"lead": lead.id, "reason": reason})
    return reported(result, "lead", lead)


def convert(talk: Talk, groups: Groups) -> Steps | None:
    ref = ref_of(talk, groups["lead"])
    if kind_meant(talk, ref) in ("booking", "todo", "dead_letter"):
        return None
    more = changes_in(talk, groups.get("rest", ""))
    return on_one(talk, ref, "lead", lambda lead: _converted(lead, more))


def _converted(lead: Item, more: dict[str, Any]) -> Steps:
    result = yield Call("convert_lead", {"lead": lead.id, **more})
    return reported(result, "lead", lead)


_NAMED = r"(?:the |this |that )?(?:inquiry|lead|request) (?:of|from|by|for) .+|.+? LEAD"


LEAD_RULES = (
    rule(
        "assign_lead",
        assign,
        r"(?:re)?assign (?P<lead>.+?) (?:over )?to (?P<colleague>(?!<date>)\D+)",
        rf"(?:give|hand|pass) (?P<lead>{_NAMED}) (?:over )?to (?P<colleague>\w+)",
        r"(?:give|hand|pass) (?P<colleague>\w+) (?P<lead>(?:the )?.+ LEAD)",
        r"(?:re)?assign (?P<colleague>me) (?:to )?(?P<lead>.+)",
        r"put (?P<colleague>(?!a|me|in|this|that)\w+) on (?P<lead>.+)",
        r"(?:let )?(?P<colleague>(?!i\b|we\b)\w+) (?:takes?|gets?|will take|should take|handles?)"
        r" (?P<lead>.+ LEAD)",
    ),
    rule("assign_lead", assign_whom, r"(?:re)?assign (?P<lead>.+?)(?: to)?"),
    rule(
        "assign_lead",
        assign_to_me,
        r"i (?:will )?(?:take|grab|have|want|got|handle|claim) (?P<lead>.+ LEAD)",
        r"(?P<lead>.+ LEAD) is mine",
        r"put me (?:on|down for) (?P<lead>.+ LEAD)",
        r"(?:claim|take) (?P<lead>.+ LEAD)",
    ),
    rule(
        "assign_lead",
        take_lead_shown,
        r"i (?:will )?(?:take|grab|handle|got|claim) (?P<lead>.+)",
        r"(?:take|claim) (?P<lead>.+)",
    ),
    rule(
        "lose_lead",
        lose,
        r"(?:mark|set) (?P<lead>.+?) (?:as |to )?lost(?: BECAUSE)* (?P<reason>.+)",
        r"(?:mark|set) (?P<lead>.+?) (?:as |to )?lost",
        r"(?:lose|drop) (?P<lead>.+?)(?: BECAUSE)+ (?P<reason>.+)",
        r"(?:we |i )?(?:have )?lost (?P<lead>(?!deposit).+?)(?: BECAUSE)+ (?P<reason>.+)",
        r"(?:we |i )?(?:have )?lost (?P<lead>(?!deposit).+?) to (?P<reason>.+)",
        r"(?:lose|drop|kill) (?P<lead>it|him|her|them|that|this)(?: one)?(?: ,| -| :)"
        r" (?P<reason>.+)",
        r"(?P<lead>.+?) (?P<reason>(?:went with|found|chose|picked|is not|are not|does not|decided)"
        r" .+?)(?: ,| \.| -| so)+ (?:drop|lose|close|kill|mark) .+",
        r"(?P<lead>.+?) (?P<reason>(?:went with|chose|picked|found) (?:another|someone|somebody|a"
        r"|other) .+)",
        r"(?P<lead>.+?) (?P<reason>is (?:not|no longer) interested.*)",
        r"(?P<lead>\S+(?: \S+)?) (?P<reason>(?:is|was|are) .+?)(?: ,| so| \.| -)+ (?:drop|lose"
        r"|kill) .+",
        r"(?P<lead>\S+(?: \S+)?) (?P<reason>(?:ghosted|never|stopped|went|found|chose|picked) .+?)"
        r"(?: ,| so| \.| -)* (?:mark|drop|lose|kill) (?:it|him|her|them|that)(?: as| is)?"
        r"(?: lost)?",
        r"(?:lose|drop|kill) (?P<lead>.+)",
        r"(?:we |i )?(?:have )?lost (?P<lead>.+)",
        r"(?P<lead>.+? LEAD) is (?:lost|dead|gone)",
    ),
    rule(
        "set_lead_status",
        set_status,
        r"(?:mark|set|move|put|change|update) (?P<lead>.+?) (?:'s )?(?:status )?"
        r"(?:as |to |is |into )(?P<status>\w+)",
        r"(?:mark|set) (?P<lead>.+?) (?P<status>contacted|quoted|won|new)",
        r"(?P<lead>.+?) (?:is|was|has been) (?:now |already )?(?P<status>contacted|quoted|won)",
    ),
    rule(
        "set_lead_status",
        contacted,
        r"(?:i|we)(?: have)?(?: just)? (?:called|contacted|spoke (?:with|to)|talked (?:with|to)"
        r"|reached|rang|phoned|emailed|texted) (?P<lead>.+)",
    ),
    rule(
        "set_lead_status",
        quoted,
        r"(?:i |we )?(?:have )?(?:just )?(?:sent|gave|emailed) (?P<lead>.+?) (?:a|the|our|their|his"
        r"|her) (?:quote|price|estimate|offer)",
        r"(?:i|we) (?:have )?(?:just )?quoted (?P<lead>.+)",
        r"(?:sent|gave) (?:a|the|our) (?:quote|estimate) to (?P<lead>.+)",
    ),
    rule(
        "convert_lead",
        convert,
        r"convert (?P<lead>.+?)(?: (?:in)?to a BOOKING)?(?: (?P<rest>(?:with|for|on|at) .+))?",
        r"(?:turn|make) (?P<lead>.+?) (?:in)?to (?:a|an) (?:real |actual )?BOOKING",
        r"make (?P<lead>.+?) a (?:real )?BOOKING",
        r"(?P<lead>\S+(?: \S+)?) (?:said yes|agreed|accepted|is in|is ready|wants it|is a go)"
        r"(?:(?: ,| so| \.| -)+ (?:convert|book) .+)?",
        r"book (?P<lead>.+ LEAD|it|her|him|them|that|this|that 1|that one|this one)",
        r"book (?P<lead>(?:the )?\d+th(?: one)?|\d{1,2}|the \w+ one)",
        r"(?:create|make) (?:a|the) BOOKING (?:from|out of|of) (?P<lead>.+ LEAD|it|that|this)",
    ),
)
