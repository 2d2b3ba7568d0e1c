"""The methods by which a bot is seen at work: streams, statuses, titles, prompts, App Homes.

https://docs.slack.dev/reference/methods/chat.startStream and the pages of the others."""

from typing import Any

from tests.fakes.slack import checks
from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.workspace import BOT_USER, Post, Workspace

Answer = dict[str, object]

_MOST_PROMPTS, _MOST_CHUNK = 4, 12_000
_TASKS = ("pending", "in_progress", "complete", "error")


def start_stream(workspace: Workspace, given: Arguments) -> Answer:
    """In a thread only, and in channels for somebody."""
    channel, thread = workspace.channel(given.needed("channel")), given.needed("thread_ts")
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    if workspace.post(channel.id, thread) is None:
        raise SlackError("thread_not_found")
    if not channel.id.startswith("D"):
        for name in ("recipient_team_id", "recipient_user_id"):
            if name not in given:
                raise SlackError(f"missing_{name}")
    post = Post(channel=channel.id, ts=workspace.new_ts(), user=BOT_USER, thread_ts=thread)
    post.streaming = True
    _append(post, given)
    workspace.add(post)
    return {"channel": channel.id, "ts": post.ts}


def append_stream(workspace: Workspace, given: Arguments) -> Answer:
    post = _streaming(workspace, given)
    if "chunks" not in given and "markdown_text" not in given:
        raise SlackError("no_text")
    _append(post, given)
    workspace.add(post)
    return {"channel": post.channel, "ts": post.ts}


def stop_stream(workspace: Workspace, given: Arguments) -> Answer:
    post = _streaming(workspace, given)
    _append(post, given)
    post.streaming = False
    post.blocks = checks.blocks(given)
    post.metadata = checks.metadata(given)
    workspace.add(post)
    return {"channel": post.channel, "ts": post.ts}


def _streaming(workspace: Workspace, given: Arguments) -> Post:
    post = workspace.post(workspace.channel(given.needed("channel")).id, given.needed("ts"))
    if post is None:
        raise SlackError("message_not_found")
    if not post.streaming:
        raise SlackError("message_not_in_streaming_state")
    return post


def _append(post: Post, given: Arguments) -> None:
    chunks: list[dict[str, Any]] = given.json("chunks", "invalid_chunks") or []
    if "markdown_text" in given:
        chunks = [*chunks, {"type": "markdown_text", "text": given.text("markdown_text")}]
    for chunk in chunks:
        match chunk.get("type"):
            case "markdown_text" if 0 < len(chunk.get("text", "")) <= _MOST_CHUNK:
                post.text += chunk["text"]
            case "task_update" if chunk.get("status") in _TASKS and chunk.get("title"):
                post.tasks = {
                    **post.tasks,
                    str(chunk["id"]): f"{chunk['title']}: {chunk['status']}",
                }
            case _:
                raise SlackError("invalid_chunks")


def set_status(workspace: Workspace, given: Arguments) -> Answer:
    channel, thread = workspace.channel(given.needed("channel_id")), given.needed("thread_ts")
    workspace.statuses.append((f"{channel.id}:{thread}", given.text("status")))
    return {}


def set_title(workspace: Workspace, given: Arguments) -> Answer:
    channel, thread = workspace.channel(given.needed("channel_id")), given.needed("thread_ts")
    workspace.titles[f"{channel.id}:{thread}"] = given.needed("title")
    return {}


def set_prompts(workspace: Workspace, given: Arguments) -> Answer:
    """Four at most, each with a title and a message."""
    channel = workspace.channel(given.needed("channel_id"))
    prompts = given.json("prompts", "invalid_arguments")
    if not isinstance(prompts, list) or not 0 < len(prompts) <= _MOST_PROMPTS:
        raise SlackError("invalid_arguments", "prompts")
    if not all(each.get("title") and each.get("message") for each in prompts):
        raise SlackError("invalid_arguments", "prompts")
    workspace.prompts[channel.id] = [str(each["title"]) for each in prompts]
    return {}


def publish(workspace: Workspace, given: Arguments) -> Answer:
    user = given.needed("user_id")
    if user not in workspace.users:
        raise SlackError("user_not_found")
    view = checks.home(given)
    workspace.homes[user] = view
    workspace.published.append(user)
    return {"view": {**view, "id": f"VHOME{user}"}}
