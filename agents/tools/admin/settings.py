"""get_settings and setting_history: what the house goes by, and how it came to be."""

from functools import partial
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from agents.tools.admin.house import House
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.dates import moment_text
from bot.business.house import Setting
from bot.business.overlay import shown, slug, steps_of
from bot.business.scope import Scope
from storage import settings

_MOST, _MOST_CHANGES = 60, 30
_LONGEST = 400  # characters of a value that is listed


class Prefix(Arguments):
    prefix: Annotated[
        str | None,
        Field(max_length=200, description="the first steps of a path, such as menu.dishes.chicken"),
    ] = None


def get_settings(
    house: House, tx: Connection, scope: Scope, desk: Desk, arguments: Prefix
) -> dict[str, Any]:
    found = house.settings(tx)
    steps = steps_of(arguments.prefix or "")
    if not steps:
        changed = [_told(each) for each in found if each.source.startswith("changed")]
        return {"groups": _groups(house, found), "changed": changed[:_MOST]}
    fitting = [each for each in found if _begins(each.path, steps)]
    result: dict[str, Any] = {"settings": [_told(each) for each in fitting[:_MOST]]}
    result["more"] = max(len(fitting) - _MOST, 0)
    if not fitting:
        groups = ", ".join(house.groups())
        others = "pages: list_knowledge_pages; roles: list_roles"
        result["message"] = f"No setting begins with that. Groups: {groups}; {others}"
    return result


def _groups(house: House, found: list[Setting]) -> list[dict[str, Any]]:
    counts = {name: sum(_begins(each.path, [name]) for each in found) for name in house.groups()}
    return [
        {"prefix": name, "meaning": meaning, "settings": counts[name]}
        for name, meaning in house.groups().items()
    ]


def _begins(path: str, steps: "tuple[str, ...] | list[str]") -> bool:
    """The last step may be the beginning of one."""
    own = path.split(".")
    *whole, last = steps
    return own[: len(whole)] == whole and len(own) > len(whole) and own[len(whole)].startswith(last)


def _told(setting: Setting) -> dict[str, Any]:
    value = setting.value
    if isinstance(value, str) and len(value) > _LONGEST:
        value = f"{value[:_LONGEST]}…"
    told = {"path": setting.path, "value": value, "source": setting.source}
    return told | ({"meaning": setting.meaning} if setting.meaning else {})


def setting_history(
    house: House, tx: Connection, scope: Scope, desk: Desk, arguments: Prefix
) -> dict[str, Any]:
    prefix = arguments.prefix or ""
    if not prefix.startswith(("roles.", "knowledge.")):
        prefix = ".".join(map(slug, prefix.split(".")))
    found = settings.history(tx, prefix, _MOST_CHANGES + 1)
    undone = settings.public_ids(tx, {each.undoes for each in found if each.undoes})
    changes = []
    for each in found[:_MOST_CHANGES]:
        told = {
            "change": each.public_id,
            "path": each.path,
            "before": each.before,
            "after": (shown(each.value) or "removed") if each.value is not None else None,
            "by": each.author_name,
            "at": moment_text(scope.profile.local(each.created_at)),
        }
        changes.append(told | ({"undoes": undone[each.undoes]} if each.undoes else {}))
    return {"changes": changes, "more": len(found) > _MOST_CHANGES}


def setting_tools(house: House) -> tuple[Tool[Any], ...]:
    return (
        Tool(
            "get_settings",
            "The settings as they stand, with their paths and where each comes from: hours, "
            "holidays, prices, menu, capacity, texts, limits, budget, models, flags. Without a "
            "prefix: the groups there are, and what was changed at run time.",
            Prefix,
            partial(get_settings, house),
        ),
        Tool(
            "setting_history",
            "Who changed which setting when, from what to what, the newest first. after null: as "
            "the owner's files have it.",
            Prefix,
            partial(setting_history, house),
        ),
    )
