"""Credentials for the stand-ins, made anew at each start: nobody outside can know them."""

from secrets import token_hex

from msgspec import Struct

TWILIO_PATH = "/playground/twilio"
SLACK_PATH = "/playground/slack/api"


class Account(Struct, frozen=True):
    """Who the bot is to the stand-ins. number: the business's, E.164."""

    sid: str
    auth_token: str
    number: str
    slack_token: str
    signing_secret: str

    def __repr__(self) -> str:
        # The generated one would show the secrets to whatever logs it.
        return f"Account(sid={self.sid!r})"


def new_account(number: str) -> Account:
    """An account with secrets of its own."""
    return Account(
        sid=f"AC{token_hex(16)}",
        auth_token=token_hex(16),
        number=number,
        slack_token=f"xoxb-playground-{token_hex(16)}",
        signing_secret=token_hex(16),
    )
