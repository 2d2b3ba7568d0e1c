"""Files: a slot is asked for, the bytes are posted to it, and the upload is completed.

https://docs.slack.dev/messaging/working-with-files#upload"""

import msgspec
from aiohttp import web

from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.workspace import BOT_USER, Post, Uploaded, Workspace

Answer = dict[str, object]


def get_upload_url(workspace: Workspace, given: Arguments) -> Answer:
    name, length = given.needed("filename"), given.number("length", 0)
    if length <= 0:
        raise SlackError("invalid_arguments", "length")
    file = Uploaded(f"F{len(workspace.files) + 1:08}", name, length)
    workspace.files[file.id] = file
    return {"upload_url": f"{workspace.url}/upload/{file.id}", "file_id": file.id}


async def take(workspace: Workspace, request: web.Request) -> web.Response:
    """The bytes; as many as were announced."""
    file, content = workspace.files.get(request.match_info["file"]), await request.read()
    if file is None or len(content) != file.length:
        return web.Response(status=400)
    file.content = content
    return web.Response(text=f"OK - {len(content)}")


def complete_upload(workspace: Workspace, given: Arguments) -> Answer:
    """Shared into a channel, it is a message there."""
    asked = msgspec.json.decode(given.needed("files"), type=list[dict[str, str]])
    found = [workspace.files.get(each["id"]) for each in asked]
    if not found or any(file is None or file.content is None for file in found):
        raise SlackError("file_not_found")
    channel = workspace.channel(given.needed("channel_id"))
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    files = [{"id": file.id, "name": file.name} for file in found if file]
    post = Post(channel=channel.id, ts=workspace.new_ts(), user=BOT_USER, files=files)
    post.thread_ts = given.text("thread_ts") or None
    workspace.add(post)
    return {"files": [{"id": each["id"], "title": each.get("title", "")} for each in asked]}
