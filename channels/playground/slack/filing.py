"""Files: asked for, uploaded, then shared.

https://docs.slack.dev/messaging/working-with-files#upload"""

from mimetypes import guess_type
from secrets import token_hex
from typing import Any

from channels.playground.slack.arguments import Arguments, SlackError
from channels.playground.slack.people import BOT_USER
from channels.playground.slack.space import SharedFile, Space

MOST_BYTES = 20 * 1024 * 1024
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def upload_url(space: Space, given: Arguments) -> dict[str, Any]:
    name, length = given.needed("filename"), given.number("length", 0)
    if not 0 < length <= MOST_BYTES:
        raise SlackError("invalid_arguments", "length")
    file = SharedFile(f"F{token_hex(8).upper()}", name, name)
    space.shelve(file)
    return {"file_id": file.id, "upload_url": f"{space.own}/playground/slack/upload/{file.id}"}


def complete(space: Space, given: Arguments) -> dict[str, Any]:
    files = [_uploaded(space, each) for each in given.objects("files")]
    told = [shown(file) for file in files]
    channel = given.text("channel_id") or given.text("channels").partition(",")[0]
    if channel:
        space.say(
            space.new_post(
                space.channel(channel),
                BOT_USER,
                given.text("initial_comment"),
                thread=given.text("thread_ts") or None,
                files=told,
            )
        )
    return {"files": told}


def shown(file: SharedFile) -> dict[str, Any]:
    """A file object: https://docs.slack.dev/reference/objects/file-object"""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": type_of(file),
        "size": len(file.content or b""),
        "mode": "hosted",
    }


def type_of(file: SharedFile) -> str:
    return guess_type(file.name)[0] or "application/octet-stream"


def is_picture(file: SharedFile) -> bool:
    """Whether a page may show it; anything else is only ever downloaded."""
    return type_of(file) in _PICTURES


def _uploaded(space: Space, asked: dict[str, Any]) -> SharedFile:
    file = space.files.get(str(asked.get("id")))
    if file is None or file.content is None:
        raise SlackError("file_not_found")
    file.title = str(asked.get("title") or file.name)
    return file


METHODS = {
    "files.completeUploadExternal": complete,
    "files.getUploadURLExternal": upload_url,
}
