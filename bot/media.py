"""Files that messages came with: fetched from the vendor, and kept. No turn is held up by them;
one that shows pictures to its model waits a little by itself."""

from collections.abc import Mapping, Sequence

import structlog

from bot.claim_loop import ClaimLoop
from bot.messages import FetchError, File
from bot.ports import Fetcher
from bot.wake import Bell
from storage import media
from storage.database import Database
from storage.media import Claimed

MOST_BYTES = 5 * 1024 * 1024  # of all files of a message; what the networks carry
LEASE_SECONDS = 30.0  # twice what a fetch may take
_ROOM = 8
_PAUSES = (2.0, 15.0)

log = structlog.get_logger(__name__)


class Files:
    """Fetches what is waited for. fetchers: by channel. pauses: seconds before each further try;
    after the last one a file has failed."""

    def __init__(
        self,
        database: Database,
        bell: Bell,
        fetchers: Mapping[str, Fetcher],
        me: str,
        pauses: Sequence[float] = _PAUSES,
    ) -> None:
        self._database, self._bell, self._fetchers = database, bell, fetchers
        self._me, self._pauses = me, pauses
        self._loop: ClaimLoop[Claimed] = ClaimLoop("files", bell, self._look)

    async def run(self) -> None:
        """Fetches until told to stop. A database that is away is waited for."""
        if self._fetchers:
            await self._loop.run()

    async def stop(self, within: float) -> None:
        """Takes up nothing more; a fetch that is cut off is another's once its lease is over."""
        await self._loop.stop(within)

    async def _look(self) -> bool:
        claimed = await self._claim()
        for file in claimed:
            self._loop.begin(file, self._fetch(file), f"file {file.id}")
        return bool(claimed)

    async def _claim(self) -> list[Claimed]:
        free = _ROOM - len(self._loop)
        if free <= 0:
            return []
        channels = list(self._fetchers)
        # A look costs a read; only where there is something it costs a write.
        due = await self._database.read(media.soonest_due)
        if due is None or due > 0:
            if due is not None:
                self._bell.ring_in(due)
            return []
        return await self._database.write(
            media.claim, self._me, channels, free, LEASE_SECONDS, MOST_BYTES
        )

    async def _fetch(self, claimed: Claimed) -> None:
        try:
            if claimed.room <= 0:
                raise FetchError("too large")
            file = await self._fetchers[claimed.channel].fetch(claimed.url, claimed.room)
        except FetchError as error:
            await self._failed(claimed, error)
            return
        if not await self._keep(claimed, file):
            await self._failed(claimed, FetchError("too large"))

    async def _keep(self, claimed: Claimed, file: File) -> bool:
        return await self._database.write(
            media.keep, claimed, self._me, file.content_type, file.content, MOST_BYTES
        )

    async def _failed(self, claimed: Claimed, error: FetchError) -> None:
        tried = claimed.attempts
        log.warning("a file did not come", file=claimed.id, attempt=tried, why=str(error))
        if error.again and tried <= len(self._pauses):
            pause = self._pauses[tried - 1]
            await self._database.write(media.try_again, claimed, self._me, pause)
        else:
            await self._database.write(media.give_up, claimed, self._me)
