"""The Web API's methods, each a function of the workspace and the call's arguments.

More are added by one entry of METHODS each.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from tests.fakes.slack import checks
from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.workspace import BOT, BOT_USER, TEAM, Post, User, Workspace

Answer = dict[str, object]
T = TypeVar("T")

_PAGE, _MOST_A_PAGE = 100, 999


class Method(NamedTuple):
    """How a call is answered, and one of the scopes it takes (none: any token will do)."""

    answer: Callable[[Workspace, Arguments], Answer]
    scopes: frozenset[str] = frozenset()


def auth_test(workspace: Workspace, given: Arguments) -> Answer:
    return {
        "url": "https://stand-in.slack.com/",
        "team": "Stand-in",
        "user": workspace.users[BOT_USER].name,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def chat_post_message(workspace: Workspace, given: Arguments) -> Answer:
    channel = workspace.channel(given.needed("channel"))
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    checks.check_content(given)
    post = Post(
        channel=channel.id,
        ts=workspace.new_ts(),
        user=BOT_USER,
        text=given.text("text") or given.text("markdown_text"),
        blocks=checks.blocks(given),
        thread_ts=given.text("thread_ts") or None,
        reply_broadcast=given.flag("reply_broadcast"),
        metadata=checks.metadata(given),
    )
    workspace.add(post)
    return {"channel": channel.id, "ts": post.ts, "message": post.message(with_metadata=True)}


def conversations_history(workspace: Workspace, given: Arguments) -> Answer:
    """Newest first, without the replies in threads unless they were broadcast."""
    channel = workspace.channel(given.needed("channel"))
    seen = [
        post
        for post in workspace.posts
        if post.channel == channel.id and (post.thread_ts is None or post.reply_broadcast)
    ]
    return _messages(list(reversed(seen)), given)


def conversations_replies(workspace: Workspace, given: Arguments) -> Answer:
    """Oldest first: the message a thread hangs on, then its replies."""
    channel, thread = workspace.channel(given.needed("channel")), given.needed("ts")
    seen = [
        post
        for post in workspace.posts
        if post.channel == channel.id and thread in (post.ts, post.thread_ts)
    ]
    if not seen:
        raise SlackError("thread_not_found")
    return _messages(seen, given)


def _messages(posts: Sequence[Post], given: Arguments) -> Answer:
    latest, oldest = given.text("latest", "9" * 16), given.text("oldest", "0")
    ends = (latest, oldest) if given.flag("inclusive") else ()
    wanted = [post for post in posts if oldest < post.ts < latest or post.ts in ends]
    shown, cursor = _page(wanted, given)
    with_metadata = given.flag("include_all_metadata")
    return {
        "messages": [post.message(with_metadata=with_metadata) for post in shown],
        "has_more": bool(cursor),
        "pin_count": 0,
        "response_metadata": {"next_cursor": cursor},
    }


def conversations_members(workspace: Workspace, given: Arguments) -> Answer:
    members, cursor = _page(workspace.channel(given.needed("channel")).members, given)
    return {"members": list(members), "response_metadata": {"next_cursor": cursor}}


def users_info(workspace: Workspace, given: Arguments) -> Answer:
    user = workspace.users.get(given.needed("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": _user(user)}


def _user(user: User) -> Answer:
    return {
        "id": user.id,
        "team_id": TEAM,
        "name": user.name,
        "real_name": user.name,
        "deleted": user.deleted,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_bot": user.is_bot,
        "tz": user.zone,
        "profile": {"real_name": user.name, "display_name": user.name},
    }


def _page(items: Sequence[T], given: Arguments) -> tuple[Sequence[T], str]:
    """One page and the cursor of the next, empty at the end. A cursor is opaque to callers."""
    start = int(given.text("cursor", "at:0").removeprefix("at:"))
    end = start + min(given.number("limit", _PAGE), _MOST_A_PAGE)
    return items[start:end], f"at:{end}" if end < len(items) else ""


_HISTORY = frozenset({"channels:history", "groups:history"})
_READ = frozenset({"channels:read", "groups:read"})

METHODS = {
    "auth.test": Method(auth_test),
    "chat.postMessage": Method(chat_post_message, frozenset({"chat:write"})),
    "conversations.history": Method(conversations_history, _HISTORY),
    "conversations.members": Method(conversations_members, _READ),
    "conversations.replies": Method(conversations_replies, _HISTORY),
    "users.info": Method(users_info, frozenset({"users:read"})),
}
