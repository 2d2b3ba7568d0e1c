"""Files into Slack."""

from bot.delivery import Outbound, SendError, SendTrouble, Sent
from channels.slack.client import SlackClient, answer_of
from channels.slack.finding import Finder, Posted, place, thread_of
from channels.slack.ports import Backstage


class SlackFiles:
    """Uploads, each once: a file is known by its name in its thread. All raise SendError."""

    def __init__(self, client: SlackClient, backstage: Backstage, finder: Finder) -> None:
        self._client, self._backstage, self._finder = client, backstage, finder

    async def kept(self, message: Outbound, public_id: str) -> Sent:
        """Uploads a file that is kept in the house."""
        found = await self._backstage.file(public_id)
        if found is None:
            raise SendError(SendTrouble.REFUSED)
        name, file = found
        return await self.upload(message, own_name(name, message), file.content)

    async def upload(self, message: Outbound, name: str, content: bytes) -> Sent:
        """Uploads a file under a name of its own, unless it is there."""
        found = await self.find(message, name)
        if found is not None:
            return found
        asked = self._client().files_getUploadURLExternal(filename=name, length=len(content))
        slot = await answer_of(asked)
        await self._put(str(slot["upload_url"]), content)
        await answer_of(
            self._client().files_completeUploadExternal(
                files=[{"id": slot["file_id"], "title": name}],
                channel_id=await self._client.channel(place(message)[0]),
                thread_ts=thread_of(message),
            )
        )
        return Sent(f"file:{slot['file_id']}")

    async def find(self, message: Outbound, name: str) -> Sent | None:
        """A file of this name, where it was uploaded already."""

        def holds_it(posted: Posted) -> bool:
            return any(file.get("name") == name for file in posted.get("files") or ())

        found = await self._finder.first(message, holds_it)
        return Sent(found) if found else None

    async def find_kept(self, message: Outbound, public_id: str) -> Sent | None:
        """The same, of a file that is kept in the house."""
        kept = await self._backstage.file(public_id)
        return await self.find(message, own_name(kept[0], message)) if kept else None

    async def _put(self, url: str, content: bytes) -> None:
        from aiohttp import ClientError, ClientSession, ClientTimeout

        try:
            async with (
                ClientSession(timeout=ClientTimeout(30)) as session,
                session.post(url, data=content) as answer,
            ):
                if answer.status != 200:
                    raise SendError(SendTrouble.RETRY, answer.status)
        except (ClientError, TimeoutError, OSError) as error:
            raise SendError(SendTrouble.RETRY) from error  # nobody has seen it yet


def own_name(name: str, message: Outbound) -> str:
    """A file's name with a part that no other has."""
    stem, dot, kind = name.rpartition(".")
    tag = message.public_id[:8]
    return f"{stem}-{tag}.{kind}" if dot else f"{name}-{tag}"
