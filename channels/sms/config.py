"""What the SMS door has to be told."""

from msgspec import Struct


class SmsConfig(Struct, frozen=True):
    """The account at Twilio and where this bot is reached. What is empty is not set.

    auth_token verifies webhooks, shared_key those signed with a SharedKey; api_key and
    api_secret go before account_sid and auth_token when sending. phone_number (E.164) or
    messaging_service_sid send what answers nobody. public_url: as Twilio calls us, without the
    route. api_url: where to find Twilio instead of at its own address."""

    account_sid: str
    auth_token: str = ""
    api_key: str = ""
    api_secret: str = ""
    shared_key: str = ""
    phone_number: str = ""
    messaging_service_sid: str = ""
    public_url: str = ""
    api_url: str = ""
    connect_timeout_s: float = 5.0
    read_timeout_s: float = 10.0

    def __repr__(self) -> str:
        # The generated one would show the secrets to whatever logs it.
        return f"SmsConfig(account_sid={self.account_sid!r})"

    @property
    def credentials(self) -> tuple[str, str]:
        """User and password for Twilio's REST API and for media URLs."""
        if self.api_key and self.api_secret:
            return self.api_key, self.api_secret
        return self.account_sid, self.auth_token
