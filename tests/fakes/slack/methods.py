"""The Web API's methods, each a function of the workspace and the call's arguments.

More are added by one entry of METHODS each.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from tests.fakes.slack import checks, files, showing
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
    if (thread := given.text("thread_ts")) and workspace.post(channel.id, thread) is None:
        raise SlackError("thread_not_found")
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


def chat_post_ephemeral(workspace: Workspace, given: Arguments) -> Answer:
    """Shown to one member of the channel, and kept by nobody."""
    channel, user = workspace.channel(given.needed("channel")), given.needed("user")
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    checks.check_content(given)
    post = Post(
        channel=channel.id,
        ts=workspace.new_ts(),
        user=BOT_USER,
        text=given.text("text"),
        blocks=checks.blocks(given),
        thread_ts=given.text("thread_ts") or None,
        only_for=user,
    )
    workspace.whispers.append(post)
    return {"message_ts": post.ts}


def chat_update(workspace: Workspace, given: Arguments) -> Answer:
    """Of the bot's own messages only."""
    channel = workspace.channel(given.needed("channel"))
    post = workspace.post(channel.id, given.needed("ts"))
    if post is None:
        raise SlackError("message_not_found")
    if post.user != BOT_USER:
        raise SlackError("cant_update_message")
    checks.check_content(given)
    if post.streaming:
        raise SlackError("streaming_state_conflict")
    post.text, post.blocks = given.text("text"), checks.blocks(given)
    post.metadata = checks.metadata(given) or post.metadata
    workspace.add(post)
    return {"channel": channel.id, "ts": post.ts, "text": post.text}


def views_open(workspace: Workspace, given: Arguments) -> Answer:
    """Once for each trigger."""
    trigger = given.needed("trigger_id")
    if trigger not in workspace.triggers:
        raise SlackError("invalid_trigger_id")
    view = checks.view(given)
    workspace.triggers.discard(trigger)
    opened = {**view, "id": f"V{len(workspace.views) + 1:08}", "team_id": TEAM}
    workspace.views.append(opened)
    return {"view": opened}


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


def conversations_open(workspace: Workspace, given: Arguments) -> Answer:
    """Direct messages with one person."""
    user = given.needed("users")
    if user not in workspace.users:
        raise SlackError("user_not_found")
    return {"channel": {"id": workspace.direct(user)}}


def usergroups_users(workspace: Workspace, given: Arguments) -> Answer:
    group = given.needed("usergroup")
    if group not in workspace.groups:
        raise SlackError("no_such_subteam")
    return {"users": workspace.groups[group]}


def users_info(workspace: Workspace, given: Arguments) -> Answer:
    user = workspace.users.get(given.needed("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": _user(user)}


def _user(user: User) -> Answer:
    return {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "real_name": user.name,
        "deleted": user.deleted,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_bot": user.is_bot,
        "is_restricted": user.is_restricted,
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

_WRITE, _ASSISTANT = frozenset({"chat:write"}), frozenset({"assistant:write"})
_FILES = frozenset({"files:write"})

METHODS = {
    "assistant.threads.setStatus": Method(showing.set_status, _ASSISTANT | _WRITE),
    "assistant.threads.setSuggestedPrompts": Method(showing.set_prompts, _ASSISTANT),
    "assistant.threads.setTitle": Method(showing.set_title, _ASSISTANT),
    "auth.test": Method(auth_test),
    "chat.postEphemeral": Method(chat_post_ephemeral, frozenset({"chat:write"})),
    "chat.postMessage": Method(chat_post_message, frozenset({"chat:write"})),
    "chat.update": Method(chat_update, frozenset({"chat:write"})),
    "chat.appendStream": Method(showing.append_stream, _WRITE),
    "chat.startStream": Method(showing.start_stream, _WRITE),
    "chat.stopStream": Method(showing.stop_stream, _WRITE),
    "conversations.history": Method(conversations_history, _HISTORY),
    "conversations.members": Method(conversations_members, _READ),
    "conversations.open": Method(conversations_open, frozenset({"im:write"})),
    "conversations.replies": Method(conversations_replies, _HISTORY),
    "files.completeUploadExternal": Method(files.complete_upload, _FILES),
    "files.getUploadURLExternal": Method(files.get_upload_url, _FILES),
    "usergroups.users.list": Method(usergroups_users, frozenset({"usergroups:read"})),
    "users.info": Method(users_info, frozenset({"users:read"})),
    "views.open": Method(views_open),
    "views.publish": Method(showing.publish),
}
