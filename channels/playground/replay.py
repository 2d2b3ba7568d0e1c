"""Replays a sample conversation: text by text, each after the answer to the one before."""

import asyncio

from channels.playground.feed import Feed
from channels.playground.house import House
from channels.playground.samples import Sample, days_from
from channels.playground.stage import Phone, Stage
from channels.playground.twilio import Twilio

_PATIENCE = 45.0  # seconds for an answer; a turn has 30
_LOOK_AGAIN = 0.3


class Unanswered(Exception):
    """No answer came; the text says why that may be."""


class Replay:
    """One at a time; another one ends the one before."""

    def __init__(self, stage: Stage, feed: Feed, twilio: Twilio, house: House) -> None:
        self._stage, self._feed, self._twilio, self._house = stage, feed, twilio, house
        self._task: asyncio.Task[None] | None = None
        self.state: dict[str, object] = {"state": "none"}

    async def start(self, sample: Sample, phone: Phone) -> None:
        """Begins it on a phone that is new to the bot."""
        await self.stop()
        self._task = asyncio.create_task(self._run(sample, phone))

    async def stop(self) -> None:
        """Ends what is being replayed; what was texted stays."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._task = None
        if self.state["state"] == "running":
            self._tell({**self.state, "state": "stopped"})

    async def _run(self, sample: Sample, phone: Phone) -> None:
        days = days_from(self._house.today())
        shown: dict[str, object] = {"sample": sample.id, "phone": phone.number}
        shown["of"] = len(sample.lines)
        for step, burst in enumerate(sample.lines, 1):
            self._tell({**shown, "state": "running", "step": step})
            try:
                await self._say(phone.number, [words.format_map(days) for words in burst])
            except Unanswered as trouble:
                self._tell({**shown, "state": "failed", "step": step, "why": str(trouble)})
                return
        self._tell({**shown, "state": "done"})

    async def _say(self, number: str, burst: list[str]) -> None:
        heard = self._heard(number)
        for words in burst:
            text = await self._twilio.text(self._stage.phones[number], words)
            if text.status == "failed":
                raise Unanswered("The bot did not take the text.")
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._answered(number, heard)
        except TimeoutError:
            raise Unanswered(
                "No answer came: a person may have this conversation, or texts are stopped."
            ) from None

    async def _answered(self, number: str, heard: int) -> None:
        """An answer of several texts counts once all of them are here."""
        while self._heard(number) <= heard or not await self._house.is_settled(number):
            await self._feed.news(_LOOK_AGAIN)

    def _heard(self, number: str) -> int:
        texts = self._stage.texts.values()
        return sum(text.phone == number and text.way == "received" for text in texts)

    def _tell(self, state: dict[str, object]) -> None:
        self.state = state
        self._feed.publish("replay", state)
