"""Notes, to-dos and reminders, and who is on the team."""

from typing import Any

from agents.models.desk.doing import asked_reason, reported
from agents.models.desk.finding import items_of, on_one
from agents.models.desk.lines import block, counted, joined, numbered, todo_line
from agents.models.desk.refs import Ref, kind_meant, of_list, ref_of
from agents.models.desk.rules import Groups, rule
from agents.models.desk.spans import moment_in, without
from agents.models.desk.talk import Item, Steps, Talk, Told, trouble
from agents.models.embedded.exchange import Call

_NOTED = ("customer", "lead", "booking")


def note(talk: Talk, groups: Groups) -> Steps | None:
    ref, text = ref_of(talk, groups.get("about", "")), groups.get("text", "")
    if not groups.get("about"):
        ref = Ref(back=True)
    if ref.back or ref.number is not None:
        item = of_list(talk, ref) if ref.number is not None else talk.before.focus
        if item and item.kind in _NOTED:
            return _noted(item, text)
    written = talk.words.plain
    kind = next((kind for kind in ("booking", "lead") if kind in written), "customer")
    if "party" in written or "event" in written:
        kind = "booking"
    return on_one(talk, ref, kind, lambda found: _noted(found, text))


def _noted(item: Item, text: str) -> Steps:
    if not text:
        return asked_reason(f"What shall I note on {item.name}?", lambda said: _noting(item, said))
    return _noting(item, text)


def _noting(item: Item, text: str) -> Steps:
    result = yield Call("add_note", {"about": item.id, "text": text})
    return reported(result, item=item)


def forget(talk: Talk, groups: Groups) -> Steps | None:
    fact = groups["fact"]
    return on_one(talk, ref_of(talk, groups["about"]), "customer", lambda one: _forgot(one, fact))


def _forgot(customer: Item, fact: str) -> Steps:
    result = yield Call("forget_fact", {"customer": customer.id, "fact": fact})
    return reported(result, item=customer)


def remind(talk: Talk, groups: Groups) -> Steps | None:
    rest = groups["rest"]
    moment = moment_in(rest, talk.now)
    text = without(rest, moment.spans) if moment else rest
    for head in ("to ", "that ", "about ", ": "):
        text = text.removeprefix(head)
    if not text:
        return None
    arguments: dict[str, Any] = {"text": text.strip()}
    if moment:
        arguments["due"] = moment.at.strftime("%Y-%m-%dT%H:%M")
    whom = groups.get("whom", "").lower()
    if whom not in ("", "me", "us", "myself"):
        arguments["assigned_to"] = groups["whom"]
    return _added(arguments)


def add_todo(talk: Talk, groups: Groups) -> Steps | None:
    return remind(talk, {"rest": groups["text"], "whom": groups.get("whom", "")})


def _added(arguments: dict[str, Any]) -> Steps:
    result = yield Call("add_todo", arguments)
    return reported(result, "todo")


def list_todos(talk: Talk, groups: Groups) -> Steps:
    words = set(talk.words.plain.replace("'s", "").split())
    everybody = {"all", "everyone", "everybody", "team", "our", "everyone's"}
    asked: dict[str, Any] = {"whose": "all" if words & everybody else "mine"}
    if words & {"done", "finished", "completed"}:
        asked["done"] = True
    return _listed(asked)


def _listed(asked: dict[str, Any]) -> Steps:
    result = yield Call("list_todos", asked)
    if wrong := trouble(result):
        return Told(wrong)
    rows = result.get("todos") or []
    if not rows:
        return Told("Nothing to do." if not asked.get("done") else "Nothing is done yet.")
    head = counted(result.get("found", len(rows)), "to-do")
    listed = numbered([todo_line(row) for row in rows], result.get("more"))
    return Told(f"{head}:\n{listed}", shown=items_of("todo", rows))


def finish(talk: Talk, groups: Groups) -> Steps | None:
    ref = ref_of(talk, groups["todo"])
    kind = kind_meant(talk, ref)
    if kind not in (None, "todo"):
        return None
    if ref.number is not None and kind is None:
        return _finish_of_list(ref)
    return on_one(talk, ref, "todo", _finished)


def _finish_of_list(ref: Ref) -> Steps:
    """A number without a list to look at: that of one's own list."""
    result = yield Call("list_todos", {"whose": "mine"})
    items = items_of("todo", result.get("todos"))
    number = ref.number or 0
    if not 0 < number <= len(items):
        return Told(f"You have {counted(len(items), 'to-do')} open.")
    return (yield from _finished(items[number - 1]))


def _finished(todo: Item) -> Steps:
    result = yield Call("finish_todo", {"todo": todo.id})
    return reported(result, item=None)


def colleagues(talk: Talk, groups: Groups) -> Steps:
    result = yield Call("list_colleagues", {})
    if wrong := trouble(result):
        return Told(wrong)
    rows = result.get("colleagues") or []
    lines = [
        joined(row.get("name"), row.get("role"), "you" if row.get("me") else "", _seen(row))
        for row in rows
    ]
    return Told(block([f"{counted(len(rows), 'colleague')}:", numbered(lines)]))


def _seen(row: dict[str, Any]) -> str:
    return f"seen {row['seen']}" if row.get("seen") else ""


_TODO = r"(?:to ?do|to - do|task|reminder)"

WORK_RULES = (
    rule(
        "forget_fact",
        forget,
        r"forget(?: that)? (?P<about>\S+(?: \S+)?) (?:is|has|likes|loves|wants|prefers|speaks)"
        r"(?: allergic to)?(?: an?| the)? (?P<fact>.+)",
        r"forget(?: about)? (?P<about>\S+(?: \S+)?) 's (?!data|customer|everything)(?P<fact>.+)",
        r"forget (?:the |that )?(?!all|everything|data|customer)(?P<fact>.+?) (?:of|for)"
        r" (?P<about>\S+(?: \S+)?)",
    ),
    rule(
        "add_note",
        note,
        r"(?:add |make |leave |write |put |take |create )*(?:a |another )?note(?: down)?"
        r" (?:on|to|for|about|in) (?P<about>.+?)(?: that| :| ,| -| saying)+ (?P<text>.+)",
        r"(?:jot(?: down)?|(?:write|put) (?:this )?down|note(?: down)?) (?:for|on|about|to)"
        r" (?P<about>.+?)"
        r"(?: that| :| ,| -)+ (?P<text>.+)",
        r"note (?P<about>\S+(?: \S+)?) : (?P<text>.+)",
        r"note(?: to self| down)?(?: that| :| ,| -)+ (?P<text>.+)",
        r"(?:add |make |leave |write |put )+(?:a )?note(?: that| :| ,| -| saying)+ (?P<text>.+)",
        r"(?:add |make |leave |write |put )*(?:a )?note (?:on|to|for|about) (?P<about>.+)",
        r"remember(?: that)? (?P<about>\S+(?: \S+)?) (?P<text>(?:is|has|have|wants|needs|likes|can"
        r"|does|will) .+)",
        r"(?P<about>\S+(?: \S+)?)(?: -| :| ,)+ (?P<text>.+?)(?: ,| \.| -)+ (?:note that|make a note"
        r"|write that down|note it)(?: down)?",
        r"remember(?: that)? (?P<text>.+)",
    ),
    rule(
        "add_todo",
        remind,
        r"remind (?P<whom>\w+) (?P<rest>.+)",
        r"(?:set |add |create |make )*(?:a )?reminder(?: for me)?(?: to| :| for| ,)* (?P<rest>.+)",
        r"(?:do not let me forget|i must not forget|make sure i)(?: to)? (?P<rest>.+)",
    ),
    rule(
        "add_todo",
        add_todo,
        rf"(?:add |new |create |make |put )*(?:a |an |another |to (?:my|the) )*{_TODO}(?: list)?"
        rf"(?: for (?P<whom>(?!me)\w+))?(?: :| ,| -| to| that)+ (?P<text>.+)",
        rf"(?:add|put) (?P<text>.+) (?:to|on) (?:my|the|our) (?:{_TODO}s?(?: list)?|list)",
        rf"(?:add|put) (?:to|on) (?:my|the|our) (?:{_TODO}s?(?: list)?|list)(?: :| ,)*"
        rf" (?P<text>.+)",
        rf"(?:add|new|create) (?:a )?{_TODO} (?P<text>.+)",
    ),
    rule(
        "finish_todo",
        finish,
        r"(?:i am |i |all )?(?:done with|finished(?: with)?|finish|complete|completed|tick off"
        r"|check"
        r" off|cross off|tick|done :|done ,|mark off|done)(?: with)? (?P<todo>(?!.*\bbot\b).+?)"
        r"(?: off(?: my list)?| is done| as done)?",
        r"(?:mark|set|check) (?P<todo>.+?) (?:as |to |off as )?(?:done|complete|completed"
        r"|finished|off)",
        r"(?P<todo>.+?) (?:is|are|was|'s) (?:now |all )?(?:done|finished|complete|taken care of)",
        r"(?P<todo>\d+|#\d+|\d+th(?: one)?) done",
    ),
)

WORK_LISTS = (
    rule(
        "list_todos",
        list_todos,
        rf"(?:SHOW |what |which |are |is |on |the |my |our |all |open |everyone 's |everybody"
        rf" 's |team"
        rf" 's |any |done |finished |today 's )*(?:{_TODO}s?|todos|tasks|reminders)(?: list|"
        rf" lists)?"
        rf"(?: .*)?",
        r"what (?:do i|should i|have i|must i|do we|else do i)(?: have| need| got)?(?: got)?(?:"
        r" to| left)"
        r"(?: to)? do.*",
        r"what is (?:on my (?:plate|list)|left to do|next for me|my list|due)(?: .*)?",
        r"(?:my|the) list",
        r"what am i (?:supposed|meant) to do.*",
    ),
    rule(
        "list_colleagues",
        colleagues,
        r"(?:SHOW |the |our |my |who is |who are |who all is |who else is |in |on )*(?:team"
        r"|colleagues"
        r"|staff|coworkers|crew)(?: members)?",
        r"(?:who|which .+)(?: all| else)? (?:is|are|works?)(?: on| in| here| with| at)*(?: the|"
        r" our| my"
        r"| us| this)?(?: team| staff| crew| channel)?",
    ),
)
