"""What the bot may look up: https://docs.slack.dev/reference/methods?family=conversations"""

from collections.abc import Sequence
from typing import Any, TypeVar

from channels.playground.slack.arguments import Arguments, SlackError
from channels.playground.slack.people import (
    ADMINS,
    BOT,
    BOT_USER,
    BY_DIRECT,
    PEOPLE,
    STAFF_CHANNEL,
    TEAM,
    user,
)
from channels.playground.slack.posting import message
from channels.playground.slack.space import Space
from channels.playground.stage import Post

_PAGE, _MOST_A_PAGE = 100, 999
T = TypeVar("T")


def auth_test(space: Space, given: Arguments) -> dict[str, Any]:
    return {
        "url": f"{space.own}/",
        "team": "Playground",
        "user": space.name.lower(),
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def history(space: Space, given: Arguments) -> dict[str, Any]:
    """Newest first, without the replies in threads unless the channel shows them."""
    channel = space.channel(given.needed("channel"))
    seen = [p for p in _posts(space, channel) if p.thread is None or p.broadcast]
    return _messages(seen[::-1], given)


def replies(space: Space, given: Arguments) -> dict[str, Any]:
    """Oldest first: the message a thread hangs on, then its replies."""
    channel, thread = space.channel(given.needed("channel")), given.needed("ts")
    seen = [p for p in _posts(space, channel) if thread in (p.ts, p.thread)]
    if not seen:
        raise SlackError("thread_not_found")
    return _messages(seen, given)


def members(space: Space, given: Arguments) -> dict[str, Any]:
    channel = space.channel(given.needed("channel"))
    here = [BY_DIRECT[channel]] if channel in BY_DIRECT else PEOPLE
    shown, cursor = _page([BOT_USER, *(person.id for person in here)], given)
    return {"members": list(shown), "response_metadata": {"next_cursor": cursor}}


def open_direct(space: Space, given: Arguments) -> dict[str, Any]:
    return {"channel": {"id": space.channel(given.needed("users"))}}


def info(space: Space, given: Arguments) -> dict[str, Any]:
    channel = space.channel(given.needed("channel"))
    direct = channel != STAFF_CHANNEL
    shown = {"id": channel, "is_im": direct, "is_channel": not direct, "is_member": True}
    return {"channel": shown | ({} if direct else {"name": "staff"})}


def users_info(space: Space, given: Arguments) -> dict[str, Any]:
    found = user(given.needed("user"), space.name)
    if found is None:
        raise SlackError("user_not_found")
    return {"user": found}


def user_group(space: Space, given: Arguments) -> dict[str, Any]:
    """The one group that there is: the admins'."""
    given.needed("usergroup")
    return {"users": list(ADMINS)}


def _posts(space: Space, channel: str) -> list[Post]:
    return [p for p in space.stage.posts.values() if p.channel == channel and not p.only_for]


def _messages(posts: Sequence[Post], given: Arguments) -> dict[str, Any]:
    latest, oldest = given.text("latest") or "9" * 16, given.text("oldest") or "0"
    ends = (latest, oldest) if given.flag("inclusive") else ()
    wanted = [post for post in posts if oldest < post.ts < latest or post.ts in ends]
    shown, cursor = _page(wanted, given)
    told = [message(post, with_metadata=given.flag("include_all_metadata")) for post in shown]
    end = {"next_cursor": cursor}
    return {"messages": told, "has_more": bool(cursor), "response_metadata": end}


def _page(items: Sequence[T], given: Arguments) -> tuple[Sequence[T], str]:
    """One page and the cursor of the next, empty at the end."""
    try:
        start = int(given.text("cursor").removeprefix("at:") or 0)
    except ValueError:
        raise SlackError("invalid_cursor") from None
    end = start + min(given.number("limit", _PAGE), _MOST_A_PAGE)
    return items[start:end], f"at:{end}" if end < len(items) else ""


METHODS = {
    "auth.test": auth_test,
    "conversations.history": history,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.open": open_direct,
    "conversations.replies": replies,
    "usergroups.users.list": user_group,
    "users.info": users_info,
}
