"""What texts cost at the carrier's.

Nothing tells it at the time: Twilio bills a message when it is done, and the networks' fees apart
from it, so both are reckoned from the prices that the owner configures. The defaults are list
prices for a US long code (https://www.twilio.com/en-us/sms/pricing/us).
"""

from msgspec import Struct

from bot.messages import Inbound
from bot.ports import Charge
from channels.sms.gsm7 import to_gsm7
from channels.sms.segments import count_segments


class Tariff(Struct, frozen=True):
    """Micro-dollars (10^-6): of a segment that goes out, of one that comes in, and of a message
    with files that comes in. Each holds the networks' fee too."""

    out: int
    into: int
    files: int

    def sent(self, body: str, segments: int | None) -> Charge:
        """Of a text that went out. segments: as Twilio counted them; None: it did not say."""
        counted = segments or count_segments(to_gsm7(body))
        return Charge(counted, counted * self.out)

    def received(self, inbound: Inbound) -> int:
        """Micro-dollars of a text that came in. One without a word is billed too."""
        if inbound.media:
            return self.files
        return max(count_segments(inbound.text), 1) * self.into
