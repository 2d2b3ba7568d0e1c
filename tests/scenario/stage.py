"""Customers who text the bot, and what they hear: through signed webhooks and Twilio's stand-in."""

import os
from collections.abc import Iterable, Sequence

from tests.fakes.twilio import ACCOUNT_SID, AUTH_TOKEN, FakeTwilio, inbound

PUBLIC = "https://bot.example"
US, OWNER = "+14155550100", "+14155550199"


class Stage:
    """A bot behind its public address, and the customers' side of it."""

    def __init__(self, twilio: FakeTwilio) -> None:
        self.twilio = twilio

    async def text(
        self,
        phone: str,
        words: str,
        sid: str | None = None,
        *,
        ours: str = US,
        media: Iterable[tuple[str, str]] = (),
    ) -> None:
        """A customer's text, as Twilio posts it. media: (URL, content type) of its files."""
        params = inbound(words, from_=phone, to=ours, sid=sid, media=media)
        answer = await self.twilio.deliver(f"{PUBLIC}/webhooks/twilio/sms", params)
        assert answer.status == 200, answer

    def said_to(self, phone: str) -> list[str]:
        """What went out to a phone."""
        return [message.body for message in self.twilio.messages if message.to == phone]

    async def said(self, phone: str, count: int, within: float = 60.0) -> list[str]:
        """What went out to a phone, once there is so much of it."""
        await self.twilio.messages.until(lambda: len(self.said_to(phone)) >= count, within)
        return self.said_to(phone)

    async def talk(self, phone: str, *lines: str | Sequence[str]) -> list[str]:
        """Says line after line (several at once are a burst), each after the answer to the one
        before; the answers, a line's parts joined."""
        heard: list[str] = []
        for line in lines:
            before = len(self.said_to(phone))
            for words in [line] if isinstance(line, str) else line:
                await self.text(phone, words)
            await self.said(phone, before + 1)
            await self.idle()
            heard.append(" ".join(self.said_to(phone)[before:]))
        return heard

    async def idle(self) -> None:
        """Waits until nothing is under way, where the bot can be looked into."""


def environment(database_url: str, twilio: FakeTwilio, **more: str) -> dict[str, str]:
    """The settings of a bot that texts through a stand-in, and nothing else of this machine's."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return (
        kept
        | {
            "DATABASE_URL": database_url,
            "PUBLIC_URL": PUBLIC,
            "OWNER_PHONE": OWNER,
            "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "TWILIO_PHONE_NUMBER": US,
            "TWILIO_API_URL": twilio.url,
            "SMS_DEBOUNCE_SECONDS": "0.05",
            "SMS_PER_SECOND": "1000",
            "OPENAI_EMBEDDING_MODEL": "off",
            "LOG_FORMAT": "json",
        }
        | more
    )
