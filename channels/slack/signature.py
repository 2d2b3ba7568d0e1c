"""Whether a request is Slack's."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.messages import Forged

if TYPE_CHECKING:
    from slack_sdk.signature import SignatureVerifier


class Signature:
    """Verifies by the app's signing secret, with Slack's own validator."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._made: SignatureVerifier | None = None

    def verify(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Raises Forged: not signed, not with this secret, or over five minutes ago."""
        if self._made is None:
            from slack_sdk.signature import SignatureVerifier

            self._made = SignatureVerifier(self._secret)
        try:
            holds = self._made.is_valid_request(body, dict(headers))
        except (ValueError, TypeError) as error:  # a timestamp that is no number, no UTF-8
            raise Forged from error
        if not holds:
            raise Forged
