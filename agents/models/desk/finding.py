"""Finds what a request refers to, with the tools that list it."""

from collections.abc import Callable, Generator
from typing import Any

from agents.models.desk.doing import asks_anew
from agents.models.desk.lines import LINES, short
from agents.models.desk.refs import Ref, Then, ask_which, cuts, fits, fits_wholly, of_list, ref_of
from agents.models.desk.talk import Item, Result, Steps, Talk, Told
from agents.models.embedded.exchange import Call

NOUNS = {"lead": "inquiry", "booking": "booking", "customer": "customer",
         "conversation": "conversation", "todo": "to-do", "change": "change",
         "dead_letter": "dead letter", "page": "page"}  # fmt: skip
# Where each kind is looked for, the likelier first.
_LISTS: dict[str, tuple[tuple[Call, str], ...]] = {
    "lead": (
        (Call("list_leads", {}), "leads"),
        (Call("list_leads", {"status": "all"}), "leads"),
    ),
    "booking": ((Call("list_bookings", {}), "bookings"),),
    "conversation": tuple(
        (Call("list_conversations", {"which": which}), "conversations")
        for which in ("waiting", "held", "recent")
    ),
    "todo": (
        (Call("list_todos", {"whose": "mine"}), "todos"),
        (Call("list_todos", {"whose": "all"}), "todos"),
    ),
    "dead_letter": ((Call("list_dead_letters", {}), "dead_letters"),),
    "change": ((Call("setting_history", {}), "changes"),),
    "page": ((Call("list_knowledge_pages", {}), "pages"),),
}
_NAMED = frozenset({"lead", "booking", "customer", "conversation"})
_IDS = {"change": "change", "page": "page"}
_NAMES = {"todo": "text", "change": "path", "page": "page", "dead_letter": "whose"}


def items_of(kind: str, rows: Any) -> tuple[Item, ...]:
    """The things of a list that a tool gave."""
    key, name = _IDS.get(kind, "id"), _NAMES.get(kind, "name")
    return tuple(
        Item(kind, str(row[key]), str(row.get(name) or row.get("phone") or ""), dict(row))
        for row in rows or ()
        if isinstance(row, dict) and row.get(key)
    )


def on_one(talk: Talk, ref: Ref, kind: str, then: Then) -> Steps:
    """Goes on with the one thing that is meant, or asks which it is."""
    if ref.number is not None:
        return (yield from _numbered(talk, ref, kind, then))
    if ref.back:
        focus = talk.before.focus
        if focus is None:
            return _asked(kind, then)
        return (yield from _of_item(talk, focus, kind, then))
    found = yield from candidates(talk, ref, kind)
    for cut in () if found or ref.phone else cuts(ref):
        if found := (yield from candidates(talk, cut, kind)):
            break
    return (yield from _on_found(talk, found, ref, kind, then))


def _numbered(talk: Talk, ref: Ref, kind: str, then: Then) -> Steps:
    item = of_list(talk, ref)
    if item is not None:
        return (yield from _of_item(talk, item, kind, then))
    count = len(talk.before.shown)
    if count:
        return Told(f"The last list has {count} entries. Which one do you mean?")
    return _asked(kind, then)


def _of_item(talk: Talk, item: Item, kind: str, then: Then) -> Steps:
    """The item itself, or what there is of its person of the kind that is wanted."""
    if item.kind == kind:
        return (yield from then(item))
    ref = Ref(item.name, phone=item.row.get("phone"))
    found = yield from candidates(talk, ref, kind)
    if not found and ref.phone:
        ref = Ref(item.name)
        found = yield from candidates(talk, ref, kind)
    return (yield from _on_found(talk, found, ref, kind, then))


def _on_found(talk: Talk, found: tuple[Item, ...], ref: Ref, kind: str, then: Then) -> Steps:
    if len(found) == 1:
        return (yield from then(found[0]))
    if not found:
        return (yield from _beyond(talk, ref, kind, then))
    return ask_which(NOUNS.get(kind, kind), found, [_line(item) for item in found], then)


def _beyond(talk: Talk, ref: Ref, kind: str, then: Then) -> Steps:
    """What the lists do not show: the tool itself looks further, for a phone or a whole name of a
    known person; another name is asked back."""
    if ref.phone or kind not in _NAMED:
        return (yield from then(Item(kind, ref.phone or ref.name, ref.name)))
    if kind in ("lead", "booking", "conversation"):
        for each in (ref, *cuts(ref)):
            people = yield from _customers(each)
            if len(people) == 1 and fits(people[0], each):
                known = people[0].row.get("phone") or people[0].name
                return (yield from then(Item(kind, str(known), people[0].name)))
    else:
        for other in ("booking", "lead"):
            found = yield from candidates(talk, ref, other)
            if len(found) == 1 and found[0].row.get("phone"):
                return (yield from then(Item(kind, str(found[0].row["phone"]), found[0].name)))
    asked = f'I find no {NOUNS[kind]} by "{short(ref.name, 60)}". Who is meant?'
    return Told(asked, then=_again(kind, then))


def _line(item: Item) -> str:
    return LINES[item.kind](item.row) if item.kind in LINES else item.name


def candidates(talk: Talk, ref: Ref, kind: str) -> Generator[Call, Result, tuple[Item, ...]]:
    """What fits a name, a phone or a day."""
    if kind == "customer":
        return (yield from _customers(ref))
    for call, key in _calls(ref, kind):
        if call.tool not in talk.tools:
            continue
        result = yield call
        fitting = tuple(item for item in items_of(kind, result.get(key)) if fits(item, ref))
        if fitting:
            return _best(fitting, ref)
    return ()


def _calls(ref: Ref, kind: str) -> tuple[tuple[Call, str], ...]:
    if kind == "booking" and ref.day:
        days = {"first": str(ref.day), "last": str(ref.day)}
        return ((Call("list_bookings", days), "bookings"), *_LISTS["booking"])
    return _LISTS[kind]


def _customers(ref: Ref) -> Generator[Call, Result, tuple[Item, ...]]:
    result = yield Call("find_customers", {"query": ref.phone or ref.name})
    found = items_of("customer", result.get("customers"))
    if not found and ref.name.endswith("s"):  # "ann lees phone number"
        result = yield Call("find_customers", {"query": ref.name[:-1]})
        found = items_of("customer", result.get("customers"))
    if len(found) > 1:
        same = tuple(item for item in found if fits(item, ref))
        return _best(same or found, ref)
    return found


def _best(found: tuple[Item, ...], ref: Ref) -> tuple[Item, ...]:
    """Those that bear the very name, where some do."""
    return tuple(item for item in found if fits_wholly(item, ref)) or found


def _asked(kind: str, then: Then) -> Told:
    """Which one, where nothing was named."""
    noun = NOUNS.get(kind, kind)
    asked = f"Which {noun}? Give me a name, a phone or its number in the list."
    return Told(asked, then=_again(kind, then))


def _again(kind: str, then: Then) -> Callable[[Talk], Steps | None]:
    """Goes on where the answer names one."""

    def go_on(talk: Talk) -> Steps | None:
        ref = ref_of(talk, talk.text)
        if (
            asks_anew(talk)
            or len(talk.text.split()) > 6
            or not (ref.name or ref.phone or ref.number is not None)
        ):
            return None
        return on_one(talk, ref, kind, then)

    return go_on
