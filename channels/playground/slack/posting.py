"""chat.postMessage and its like: https://docs.slack.dev/reference/methods?family=chat"""

from typing import Any

from channels.playground.slack.arguments import Arguments, SlackError
from channels.playground.slack.blocks import named
from channels.playground.slack.people import APP, BOT, BOT_USER, BY_ID, TEAM
from channels.playground.slack.space import Space
from channels.playground.stage import Post

_MOST_TEXT = 40_000


def post_message(space: Space, given: Arguments) -> dict[str, Any]:
    channel = space.channel(given.needed("channel"))
    thread = given.text("thread_ts") or None
    if thread and (channel, thread) not in space.stage.posts:
        raise SlackError("thread_not_found")
    text, blocks = content(given)
    post = space.new_post(
        channel,
        BOT_USER,
        text,
        blocks=blocks,
        thread=thread,
        broadcast=given.flag("reply_broadcast"),
        plain=given.text("mrkdwn").lower() in ("0", "false"),
        metadata=given.object("metadata", "invalid_metadata_format"),
    )
    space.say(post)
    return {"channel": channel, "ts": post.ts, "message": message(post, with_metadata=True)}


def post_ephemeral(space: Space, given: Arguments) -> dict[str, Any]:
    """Shown to one person."""
    channel, user = space.channel(given.needed("channel")), given.needed("user")
    if user not in BY_ID:
        raise SlackError("user_not_in_channel")
    text, blocks = content(given)
    thread = given.text("thread_ts") or None
    post = space.new_post(channel, BOT_USER, text, blocks=blocks, thread=thread, only_for=user)
    space.say(post)
    return {"message_ts": post.ts}


def update(space: Space, given: Arguments) -> dict[str, Any]:
    post = _own(space, given, "cant_update_message")
    post.text, post.blocks = content(given)
    if (metadata := given.object("metadata", "invalid_metadata_format")) is not None:
        post.metadata = metadata
    post.edited = True
    space.stage.put(post)
    return {"channel": post.channel, "ts": post.ts, "text": post.text, "message": message(post)}


def delete(space: Space, given: Arguments) -> dict[str, Any]:
    post = _own(space, given, "cant_delete_message")
    space.stage.remove(post)
    return {"channel": post.channel, "ts": post.ts}


def permalink(space: Space, given: Arguments) -> dict[str, Any]:
    post = space.found(space.channel(given.needed("channel")), given.needed("message_ts"))
    link = f"{space.own}/#slack:{post.channel}:{post.ts}"
    return {"channel": post.channel, "permalink": link}


def content(given: Arguments) -> tuple[str, list[dict[str, Any]]]:
    """A message's text and blocks. Raises SlackError where there is nothing, or too much."""
    text, markdown = given.text("text"), given.text("markdown_text")
    blocks = named(given.objects("blocks", "invalid_blocks_format"))
    if not (text or markdown or blocks):
        raise SlackError("no_text")
    if markdown and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if max(len(text), len(markdown)) > _MOST_TEXT:
        raise SlackError("msg_too_long")
    if markdown:
        return markdown, named([{"type": "markdown", "text": markdown}])
    return text, blocks


def message(post: Post, *, with_metadata: bool = False) -> dict[str, Any]:
    """A message object: https://docs.slack.dev/reference/events/message"""
    shown: dict[str, Any] = {
        "type": "message",
        "user": post.user,
        "text": post.text,
        "ts": post.ts,
        "team": TEAM,
    }
    if post.user == BOT_USER:
        shown |= {"bot_id": BOT, "app_id": APP}
    more = {"blocks": post.blocks, "thread_ts": post.thread, "files": post.files}
    shown |= {name: value for name, value in more.items() if value}
    return shown | ({"metadata": post.metadata} if with_metadata and post.metadata else {})


def _own(space: Space, given: Arguments, error: str) -> Post:
    post = space.found(space.channel(given.needed("channel")), given.needed("ts"))
    if post.user != BOT_USER or post.only_for:
        raise SlackError(error)
    return post


METHODS = {
    "chat.delete": delete,
    "chat.getPermalink": permalink,
    "chat.postEphemeral": post_ephemeral,
    "chat.postMessage": post_message,
    "chat.update": update,
}
