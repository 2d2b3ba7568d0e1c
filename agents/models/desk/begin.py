"""How a request is begun: as an answer to what was asked, by a rule, or passed on."""

from agents.models.desk.finding import items_of
from agents.models.desk.grammar import LOOSE, business, rules_for
from agents.models.desk.help import help_text
from agents.models.desk.rules import core_of, matching
from agents.models.desk.talk import Item, Steps, Talk, Told, told, trouble
from agents.models.desk.words import lazily
from agents.models.embedded.exchange import Call, Exchange

_TRANSFER = "transfer"
_MAY = {
    "staff": ("staff", "analytics"),
    "admin": ("staff", "admin", "analytics"),
    "analytics": ("analytics",),
}  # whom each role may ask, as the transfer tool checks it
_NO_MORE = lazily(r"(?:never ?mind|forget (?:it|that)|leave it|drop it|no thanks?|nothing|skip it)")
_NODS = lazily(
    r"(?:thanks?|thank you|thx|ty|great|perfect|awesome|cool|nice|okay|got it|good|yes|no"
    r"|all good|that is all|bye)(?: .{0,20})?"
)
_THANKED = lazily(r"(?:many )?(?:thanks?|thank you|gracias|merci|cheers)(?: [\w ]{0,12})?")
_HELP = lazily(
    r"(?:help|help me|commands?|what can (?:you|i) (?:do|ask|say)(?: .*)?|how do(?:es)? (?:this"
    r"|you|it)"
    r" work|what do you do|who are you|options|hello|hi|hey)"
)
_LISTED = {
    "list_leads": ("lead", "leads"), "list_bookings": ("booking", "bookings"),
    "list_conversations": ("conversation", "conversations"), "list_todos": ("todo", "todos"),
    "find_customers": ("customer", "customers"), "setting_history": ("change", "changes"),
    "list_dead_letters": ("dead_letter", "dead_letters"),
    "list_knowledge_pages": ("page", "pages"),
}  # fmt: skip
_SINGLE = {
    "get_lead": "lead", "get_booking": "booking", "customer_card": "customer",
    "read_conversation": "conversation",
}  # fmt: skip


def begun(talk: Talk, exchange: Exchange) -> Steps:
    """The handler of a request."""
    plain = talk.words.plain.strip(" .!?")
    start, end = core_of(talk.words)
    core = talk.words.plain[start:end]
    if talk.before.then is not None:
        if _NO_MORE().fullmatch(plain):
            return told("All right, nothing was done.")
        if (steps := talk.before.then(talk)) is not None:
            return steps
    if _THANKED().fullmatch(plain):
        return told("You're welcome.")
    if _HELP().fullmatch(plain):
        return told(help_text(talk.agent, asked=True))
    return _by_rule(talk, exchange) or _without_rule(talk, core)


def _without_rule(talk: Talk, core: str) -> Steps:
    if _NODS().fullmatch(core):
        return told("All right.")
    if _NO_MORE().fullmatch(core):
        return told("All right.")
    return told(help_text(talk.agent, asked=False))


def _by_rule(talk: Talk, exchange: Exchange) -> Steps | None:
    """The first rule that fits and that this colleague may use."""
    may = _MAY[talk.scope.staff.role] if talk.scope.staff else ()
    rules = list(rules_for(talk.agent))
    while (found := matching(rules, talk)) is not None:
        each, steps = found
        rules = rules[rules.index(each) + 1 :]
        owner = business().get(each.tool, "staff")
        if not each.tool or each.tool in talk.tools:
            return steps
        if each in LOOSE:
            continue
        if owner not in may:
            return told("Only admins may ask for that. Nothing was done.")
        if _may_pass_on(talk, exchange):
            return _passed_on(owner, talk)
    return None


def _may_pass_on(talk: Talk, exchange: Exchange) -> bool:
    """Once a turn: two agents never send a request to and fro."""
    passed = any(done.call.tool == _TRANSFER for done in exchange.done)
    return _TRANSFER in talk.tools and not passed


def _passed_on(agent: str, talk: Talk) -> Steps:
    reason = " ".join(talk.text.split())[:300]
    result = yield Call(_TRANSFER, {"agent": agent, "reason": reason})
    return Told(trouble(result) or help_text(talk.agent, asked=False))


def seen(exchange: Exchange, before: Told) -> Told:
    """What a turn that another model answered leaves to refer to."""
    shown, focus = before.shown, before.focus
    for done in reversed(exchange.done):
        if listed := _LISTED.get(done.call.tool):
            shown = items_of(listed[0], done.result.get(listed[1])) or shown
        elif (kind := _SINGLE.get(done.call.tool)) and done.result.get("id"):
            named = str(done.result.get("name") or "")
            focus = Item(kind, str(done.result["id"]), named, dict(done.result))
    return Told("", shown, focus)
