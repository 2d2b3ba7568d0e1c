"""Whether the playground may be there, and the settings under which it is."""

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import AnyHttpUrl, SecretStr
from pydantic_settings import SettingsConfigDict

from bot.business.profile_files import load_profile
from bot.settings import Settings
from channels.playground.account import SLACK_PATH, TWILIO_PATH, new_account
from channels.playground.slack.people import ADMINS, STAFF_CHANNEL

_VENDORS = (
    *("twilio_account_sid", "twilio_auth_token", "twilio_api_key", "twilio_api_secret"),
    *("twilio_webhook_shared_key", "twilio_messaging_service_sid", "twilio_api_url"),
    *("slack_bot_token", "slack_signing_secret", "slack_app_token", "slack_api_url"),
)
_EVERYWHERE = ("0.0.0.0", "::")
_OPENAI = "https://api.openai.com"


class Staged(Settings):
    """Settings under which the playground is there: the vendors are its stand-ins."""

    model_config = SettingsConfigDict(defer_build=True)  # it is never validated, only copied into


def staged(settings: Settings) -> Settings:
    """The settings with the stand-ins in the vendors' places, where the playground was asked for
    and may be; else as they are. Raises ConfigurationError where the profile cannot be read."""
    if not settings.playground or why_off(settings):
        return settings
    port = settings.port or _free_port()
    own = own_address(settings.host, port)
    account = new_account(load_profile(settings.business_dir).business.phone)
    stand_ins = {
        "port": port,
        "twilio_account_sid": account.sid,
        "twilio_auth_token": SecretStr(account.auth_token),
        "twilio_phone_number": account.number,
        "twilio_api_url": AnyHttpUrl(f"{own}{TWILIO_PATH}"),
        "slack_bot_token": SecretStr(account.slack_token),
        "slack_signing_secret": SecretStr(account.signing_secret),
        "slack_staff_channel": STAFF_CHANNEL,
        "slack_admin_users": ADMINS,
        "slack_api_url": AnyHttpUrl(f"{own}{SLACK_PATH}"),
    }
    return Staged.model_construct(**(dict(settings) | stand_ins))


def why_off(settings: Settings) -> str | None:
    """Why the playground stays off although it was asked for; None: it is on, or was not."""
    if not settings.playground or isinstance(settings, Staged):
        return None
    if settings.base_url and not _is_here(urlsplit(settings.base_url).hostname or ""):
        return "PUBLIC_URL names another host than this one"
    if not (_is_here(settings.host) or settings.host in _EVERYWHERE):
        return "HOST is an address that others call; leave it at 127.0.0.1"
    vendors = [name.upper() for name in _VENDORS if getattr(settings, name)]
    if vendors:
        return f"{vendors[0]} is set, and it only works with its own stand-ins"
    model = urlsplit(str(settings.openai_base_url or _OPENAI)).hostname
    if settings.openai_api_key and not _is_here(model or ""):
        return "OPENAI_API_KEY is set, and trying things out would cost money"
    return None


def own_address(host: str, port: int) -> str:
    """Where a process that listens there reaches itself."""
    if host in ("localhost", "0.0.0.0"):
        host = "127.0.0.1"
    elif ":" in host:
        host = "[::1]"
    return f"http://{host}:{port}"


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _free_port() -> int:
    """A port that is known before anything listens, since the stand-ins' addresses need it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
