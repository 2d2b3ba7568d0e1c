"""Messages that are written while one looks on, and what the bot does until then.

https://docs.slack.dev/reference/methods/chat.startStream"""

from typing import Any

from channels.playground.slack.arguments import Arguments, SlackError
from channels.playground.slack.blocks import named
from channels.playground.slack.people import BOT_USER, BY_DIRECT, BY_ID
from channels.playground.slack.posting import message
from channels.playground.slack.space import Space
from channels.playground.stage import Post

_MOST_TEXT = 12_000
_TASK = ("title", "status", "details", "output", "sources")


def start(space: Space, given: Arguments) -> dict[str, Any]:
    channel, thread = space.channel(given.needed("channel")), given.needed("thread_ts")
    space.found(channel, thread)
    if channel not in BY_DIRECT and given.text("recipient_user_id") not in BY_ID:
        raise SlackError("missing_recipient_user_id")
    post = space.new_post(channel, BOT_USER, "", thread=thread, streaming=True)
    _add(post, given)
    space.say(post)
    return {"channel": channel, "ts": post.ts}


def append(space: Space, given: Arguments) -> dict[str, Any]:
    post = _streaming(space, given)
    _add(post, given)
    space.say(post)
    return {"channel": post.channel, "ts": post.ts}


def stop(space: Space, given: Arguments) -> dict[str, Any]:
    post = _streaming(space, given)
    _add(post, given)
    post.blocks = named([*post.blocks, *given.objects("blocks", "invalid_blocks_format")])
    post.metadata = given.object("metadata", "invalid_metadata_format") or post.metadata
    post.streaming = False
    space.say(post)
    return {"channel": post.channel, "ts": post.ts, "message": message(post, with_metadata=True)}


def set_status(space: Space, given: Arguments) -> dict[str, Any]:
    channel, thread = space.channel(given.needed("channel_id")), given.needed("thread_ts")
    loading = given.values("loading_messages")
    space.status(channel, thread, given.text("status"), loading)
    return {}


def set_prompts(space: Space, given: Arguments) -> dict[str, Any]:
    channel = space.channel(given.needed("channel_id"))
    space.suggest(channel, given.text("title"), given.objects("prompts")[:4])
    return {}


def set_title(space: Space, given: Arguments) -> dict[str, Any]:
    """Titles are shown in a list that the page does not have."""
    space.channel(given.needed("channel_id"))
    return {}


def _streaming(space: Space, given: Arguments) -> Post:
    post = space.found(space.channel(given.needed("channel")), given.needed("ts"))
    if not post.streaming:
        raise SlackError("message_not_in_streaming_state")
    return post


def _add(post: Post, given: Arguments) -> None:
    if words := given.text("markdown_text"):
        _write(post, words)
    for chunk in given.objects("chunks"):
        match chunk.get("type"):
            case "markdown_text":
                _write(post, str(chunk.get("text") or ""))
            case "task_update":
                _put(post, f"task:{chunk.get('id')}", "task_card", _picked(chunk, _TASK))
            case "plan_update":
                _put(post, "plan", "plan", _picked(chunk, ("title",)))
            case "blocks":
                post.blocks = named([*post.blocks, *chunk.get("blocks", ())])
            case other:
                raise SlackError("invalid_chunks", f"no such type of chunk: {other}")


def _write(post: Post, words: str) -> None:
    post.text += words
    if len(post.text) > _MOST_TEXT:
        raise SlackError("msg_too_long")
    last = post.blocks[-1] if post.blocks else None
    if last and last["type"] == "markdown":
        post.blocks = [*post.blocks[:-1], {**last, "text": last["text"] + words}]
    elif words:
        post.blocks = named([*post.blocks, {"type": "markdown", "text": words}])


def _put(post: Post, id: str, type: str, told: dict[str, Any]) -> None:
    """A part of the message that is told of again and again, in its place."""
    known = {block["block_id"] for block in post.blocks}
    if id not in known:
        post.blocks = [*post.blocks, {"type": type, "block_id": id}]
    post.blocks = [{**b, **told} if b["block_id"] == id else b for b in post.blocks]


def _picked(chunk: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: chunk[name] for name in names if chunk.get(name) is not None}


METHODS = {
    "assistant.threads.setStatus": set_status,
    "assistant.threads.setSuggestedPrompts": set_prompts,
    "assistant.threads.setTitle": set_title,
    "chat.appendStream": append,
    "chat.startStream": start,
    "chat.stopStream": stop,
}
