"""The console: where staff are told while neither Slack nor an owner's phone is set up."""

import sys

from bot.delivery import Outbound, Sent


class ConsoleSender:
    """Implements Sender; the notice stands in the database too."""

    async def send(self, message: Outbound) -> Sent:
        """Prints a notice, set apart from the log."""
        lines = "".join(f"  | {line}\n" for line in message.body.split("\n"))
        sys.stdout.write(f"\n{lines}\n")
        sys.stdout.flush()
        return Sent(message.public_id)

    async def find_sent(self, message: Outbound, claimed: frozenset[str]) -> Sent | None:
        """What was printed cannot be asked for; printing twice does no harm."""
        return None

    async def close(self) -> None:
        """There is nothing to let go of."""
