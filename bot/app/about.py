"""What runs, told to whoever starts it."""

from collections.abc import Mapping

from bot.app.parts import desk_lane, remote_models
from bot.app.staging import Staged, why_off
from bot.settings import Settings


def about(settings: Settings, business: str) -> list[str]:
    """What runs, and what is switched off for want of a key; a line each."""
    base = settings.base_url or f"http://localhost:{settings.port}"
    desk = desk_lane(settings).channel
    off = {
        "texts: set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and PUBLIC_URL": not settings.texts,
        "a remote model: set OPENAI_API_KEY (the embedded one answers)": (
            remote_models(settings) is None
        ),
        "Slack: set SLACK_BOT_TOKEN and SLACK_STAFF_CHANNEL": settings.slack_bot_token is None,
    }
    if isinstance(settings, Staged):
        return _about_the_playground(base, business, off)
    told = {"slack": "in Slack", "sms": "by text to OWNER_PHONE", "console": "on this console"}
    return [
        f"{business}'s bot serves on {base}",
        f"  chat       POST {base}/api/v1/ai/chat, or `.venv/bin/python -m bot chat` in a terminal",
        f"  texts      POST {base}/webhooks/twilio/sms",
        f"  health     {base}/healthz and {base}/readyz",
        f"  staff are told {told[desk]}{_ways(settings)}",
        *(f"  off: {what}" for what, is_off in off.items() if is_off),
        *(f"  off: the playground, since {why}" for why in [why_off(settings)] if why),
    ]


def _ways(settings: Settings) -> str:
    """How staff's words in Slack come here."""
    if not settings.desk_answers:
        return "; they answer there once SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is set" * bool(
            settings.slack_bot_token
        )
    ways = ["Socket Mode"] * bool(settings.slack_app_token)
    ways += ["/slack/events"] * bool(settings.slack_signing_secret)
    return f", and answer there (by {' and '.join(ways)})"


def _about_the_playground(base: str, business: str, off: Mapping[str, bool]) -> list[str]:
    return [
        f"{business}'s bot serves on {base}",
        f"  open       {base} in a browser on this machine: the playground",
        "  texts and Slack are stand-ins: nobody else is texted or told",
        *(f"  off: {what}" for what, is_off in off.items() if is_off),
    ]
