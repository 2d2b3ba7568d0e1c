"""Who may what, the owner's pages, and customers' data."""

from agents.models.desk.doing import asked_reason, reported
from agents.models.desk.finding import items_of, on_one
from agents.models.desk.lines import joined, numbered
from agents.models.desk.refs import ref_of
from agents.models.desk.rules import Groups
from agents.models.desk.talk import Item, Steps, Talk, Told, trouble
from agents.models.embedded.exchange import Call

_ROLES = {"admin": "admin", "admins": "admin", "staff": "staff", "none": "none", "nobody": "none"}


def roles(talk: Talk, groups: Groups) -> Steps:
    result = yield Call("list_roles", {})
    if wrong := trouble(result):
        return Told(wrong)
    rows = result.get("people") or []
    if "admin" in talk.words.plain:
        rows = [row for row in rows if row.get("role") == "admin"]
    lines = [f"{row.get('name')}: {row.get('role')} ({row.get('source')})" for row in rows]
    return Told(numbered(lines) or "Nobody has a role yet.")


def set_role(talk: Talk, groups: Groups) -> Steps | None:
    role = _ROLES.get(groups.get("role", "none").lower() or "none")
    if role is None:
        return None
    return _given(groups["who"].strip(" .'"), role)


def _given(who: str, role: str) -> Steps:
    result = yield Call("set_role", {"colleague": who, "role": role})
    return reported(result)


def list_pages(talk: Talk, groups: Groups) -> Steps:
    result = yield Call("list_knowledge_pages", {})
    if wrong := trouble(result):
        return Told(wrong)
    rows = result.get("pages") or []
    lines = [f"{row.get('page')}: {row.get('title')} ({row.get('source')})" for row in rows]
    return Told(numbered(lines), shown=items_of("page", rows))


def read_page(talk: Talk, groups: Groups) -> Steps:
    return on_one(talk, ref_of(talk, groups["page"]), "page", shown_page)


def shown_page(page: Item) -> Steps:
    result = yield Call("read_knowledge_page", {"page": page.id})
    if wrong := trouble(result):
        return Told(wrong)
    item = Item("page", str(result.get("page")), str(result.get("page")))
    return Told(str(result.get("text"))[:2500], focus=item)


def write_page(talk: Talk, groups: Groups) -> Steps:
    page, text = groups["page"], groups.get("text", "")
    if not text:
        return asked_reason(f"What shall the page {page} say?", lambda said: _written(page, said))
    return _written(page, text)


def _written(page: str, text: str) -> Steps:
    result = yield Call("write_knowledge_page", {"page": page, "text": text})
    return reported(result)


def remove_page(talk: Talk, groups: Groups) -> Steps:
    result = yield Call("remove_knowledge_page", {"page": groups["page"]})
    return reported(result)


def export_data(talk: Talk, groups: Groups) -> Steps:
    ref = ref_of(talk, groups["who"])
    return on_one(talk, ref, "customer", lambda one: _data(one, "export_customer"))


def erase_data(talk: Talk, groups: Groups) -> Steps:
    ref = ref_of(talk, groups["who"])
    return on_one(talk, ref, "customer", lambda one: _data(one, "erase_customer"))


def _data(customer: Item, tool: str) -> Steps:
    result = yield Call(tool, {"customer": customer.id})
    if holds := result.get("holds"):
        held = joined(*(f"{value} {name.replace('_', ' ')}" for name, value in holds.items()))
        return Told(f"{result.get('message')} {result.get('name')}: {held}.", focus=customer)
    return reported(result, item=customer)
