"""Modals and home tabs: https://docs.slack.dev/reference/methods?family=views"""

from secrets import token_hex
from typing import Any

from channels.playground.slack.arguments import Arguments, SlackError
from channels.playground.slack.blocks import MOST_IN_VIEWS, named
from channels.playground.slack.people import APP, BOT, BY_ID, TEAM
from channels.playground.slack.space import Space

_MOST_STACKED = 3

Json = dict[str, Any]


def open_view(space: Space, given: Arguments) -> Json:
    place = space.triggers.pop(given.needed("trigger_id"), None)
    if place is None:
        raise SlackError("invalid_trigger_id")
    view = made(_view(given, "modal"))
    space.show_views(place.user, [view])
    return {"view": view}


def push_view(space: Space, given: Arguments) -> Json:
    place = space.triggers.pop(given.needed("trigger_id"), None)
    if place is None:
        raise SlackError("invalid_trigger_id")
    return {"view": pushed(space, place.user, _view(given, "modal"))}


def pushed(space: Space, user: str, asked: Json) -> Json:
    """A modal over what somebody has open. Raises SlackError."""
    stack = space.views.get(user, [])
    if len(stack) >= _MOST_STACKED:
        raise SlackError("push_limit_reached")
    root = stack[0]["id"] if stack else None
    below = stack[-1]["id"] if stack else None
    view = made(asked) | {"root_view_id": root, "previous_view_id": below}
    space.show_views(user, [*stack, view])
    return view


def update_view(space: Space, given: Arguments) -> Json:
    id, outer = given.text("view_id"), given.text("external_id")
    for user, stack in space.views.items():
        for view in stack:
            if view["id"] == id or (outer and view.get("external_id") == outer):
                if (known := given.text("hash")) and known != view["hash"]:
                    raise SlackError("hash_conflict")
                return {"view": replaced(space, user, view["id"], _view(given, "modal"))}
    raise SlackError("not_found")


def replaced(space: Space, user: str, id: str, asked: Json) -> Json:
    """Another view in the place of one that somebody has open."""
    stack = space.views.get(user, [])
    new = made(asked) | {"id": id}
    space.show_views(user, [new if view["id"] == id else view for view in stack])
    return new


def publish(space: Space, given: Arguments) -> Json:
    user = given.needed("user_id")
    if user not in BY_ID:
        raise SlackError("invalid_arguments", "no such user")
    known = space.homes.get(user)
    if known and given.text("hash") not in ("", known["hash"]):
        raise SlackError("hash_conflict")
    view = made(_view(given, "home"))
    space.show_home(user, view)
    return {"view": view}


def made(asked: Json) -> Json:
    """A view object as Slack tells of it: https://docs.slack.dev/reference/objects/view-object"""
    return {
        "private_metadata": "",
        "callback_id": "",
        **asked,
        "id": f"V{token_hex(5).upper()}",
        "team_id": TEAM,
        "app_id": APP,
        "bot_id": BOT,
        "hash": token_hex(8),
        "state": {"values": {}},
        "root_view_id": None,
        "previous_view_id": None,
        "blocks": named(asked["blocks"], MOST_IN_VIEWS),
    }


def _view(given: Arguments, type: str) -> Json:
    found = given.object("view")
    if found is None or found.get("type") != type or not isinstance(found.get("blocks"), list):
        raise SlackError("invalid_arguments", f"must be a view of type {type} [json-pointer:/view]")
    inputs = any(block.get("type") == "input" for block in found["blocks"])
    if type == "modal" and (not found.get("title") or (inputs and not found.get("submit"))):
        raise SlackError("invalid_arguments", "missing required field [json-pointer:/view]")
    return found


METHODS = {
    "views.open": open_view,
    "views.publish": publish,
    "views.push": push_view,
    "views.update": update_view,
}
