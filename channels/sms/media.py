"""The files of picture messages, fetched from Twilio: https://www.twilio.com/docs/messaging/api/
media-resource. It may ask for the account's credentials, and leads on to a store that must not
get them."""

import asyncio

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    encode_basic_auth,
)
from yarl import URL

from bot.messages import FetchError, File
from channels.sms.config import SmsConfig
from channels.sms.reach import Reach

SECONDS = 15.0
"""The longest that one file may take."""
_CONNECT_S = 5.0
_MOST_HOPS = 5
_CHUNK = 64 * 1024

# What phones send; no SVG and no HTML, which may hold a program.
_TYPES = frozenset(
    {f"image/{kind}" for kind in "jpeg jpg pjpeg png gif webp heic heif bmp tiff".split()}
    | {f"video/{kind}" for kind in "mp4 3gpp 3gpp2 quicktime webm mpeg h263 h264".split()}
    | {f"audio/{kind}" for kind in "mpeg mp4 mp3 amr amr-nb 3gpp 3gpp2 ogg aac webm basic".split()}
    | {f"audio/{kind}" for kind in "wav x-wav vnd.wave m4a x-m4a".split()}
    | {"text/vcard", "text/x-vcard", "text/directory", "application/vcard", "application/pdf"}
)
_STANDARD = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg"}


class SmsMedia:
    """bot.ports.Fetcher of Twilio's media URLs. reach: where it may go; by default as it must."""

    def __init__(
        self, config: SmsConfig, reach: Reach | None = None, seconds: float = SECONDS
    ) -> None:
        self._credentials = encode_basic_auth(*config.credentials)
        self._reach = reach or Reach(config.api_url)
        self._seconds = seconds

    async def fetch(self, url: str, most: int) -> File:
        """Follows Twilio's URL to the file. Raises FetchError: again where the trouble may pass,
        never for a type that is not taken or too many bytes, and nothing is read of those."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._follow(URL(url), most)
        except (ClientError, OSError) as error:
            # TimeoutError is an OSError. Its text may hold the address.
            raise FetchError(type(error).__name__, again=True) from None
        except ValueError:
            raise FetchError("its address cannot be read") from None

    async def _follow(self, url: URL, most: int) -> File:
        for _ in range(_MOST_HOPS):
            if not url.absolute or not self._reach.allows(url):
                raise FetchError("its address leads where nothing is fetched from")
            found = await self._ask(url, most)
            if isinstance(found, File):
                return found
            url = found
        raise FetchError("its address leads on and on")

    async def _ask(self, url: URL, most: int) -> File | URL:
        """The file, or where it is instead."""
        headers = {"Accept-Encoding": "identity"}
        if self._reach.is_twilio(url):
            headers["Authorization"] = self._credentials
        async with (
            self._session(url) as session,
            session.get(url, headers=headers, allow_redirects=False) as answer,
        ):
            if answer.status in (301, 302, 303, 307, 308):
                return url.join(URL(answer.headers.get("Location", "")))
            return await _file(answer, most)

    def _session(self, url: URL) -> ClientSession:
        """One for each hop: they lead to different hosts, and share nothing."""
        return ClientSession(
            connector=self._reach.connector(url),
            cookie_jar=DummyCookieJar(),
            timeout=ClientTimeout(total=None, connect=_CONNECT_S),
            auto_decompress=False,
        )


async def _file(answer: ClientResponse, most: int) -> File:
    if answer.status != 200:
        # Twilio names a file before its store has it.
        passes = answer.status in (404, 408, 425, 429) or answer.status >= 500
        raise FetchError(f"status {answer.status}", again=passes)
    content_type = answer.content_type.lower()
    if content_type not in _TYPES or "Content-Encoding" in answer.headers:
        raise FetchError("a file of a type that is not taken")
    if (answer.content_length or 0) > most:
        raise FetchError("too large")
    content = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > most:
            raise FetchError("too large")
    return File(_STANDARD.get(content_type, content_type), bytes(content))
