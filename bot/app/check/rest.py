"""Settings that have no effect, or a strong one."""

from bot.app.check.clocks import Clocks
from bot.app.check.findings import Findings
from bot.app.staging import why_off
from bot.settings import Settings


async def check_rest(settings: Settings, findings: Findings, clocks: Clocks) -> None:
    """Looks at settings that depend on others."""
    if settings.slack_bot_token and not settings.desk_answers:
        findings.note(
            "SLACK_SIGNING_SECRET is not set: staff are told in Slack, and answer nowhere "
            "(SLACK_APP_TOKEN would do too)"
        )
    for name in ("slack_signing_secret", "slack_app_token"):
        if getattr(settings, name) and not settings.slack_bot_token:
            findings.note(f"{name.upper()} has no effect without SLACK_BOT_TOKEN")
    if settings.slack_admin_users and not settings.desk_answers:
        findings.note(
            "SLACK_ADMIN_USERS has no effect without SLACK_SIGNING_SECRET or SLACK_APP_TOKEN"
        )
    if settings.owner_phone and not settings.texts:
        findings.note("OWNER_PHONE has no effect while texts are off")
    if settings.slack_staff_channel and not settings.slack_bot_token:
        findings.note("SLACK_STAFF_CHANNEL has no effect without SLACK_BOT_TOKEN")
    if settings.ai_cost_alert_threshold > settings.ai_max_cost_per_day:
        findings.note("AI_COST_ALERT_THRESHOLD is above AI_MAX_COST_PER_DAY: it is never reached")
    if not settings.enable_ai_chatbot:
        findings.note("ENABLE_AI_CHATBOT is false: everything goes to a person")
    if (settings.base_url or "").startswith("https:") and not settings.trusted_proxies:
        findings.note(
            "TRUSTED_PROXIES: name the proxy in front of PUBLIC_URL, or all visitors who come "
            "through it share the limits of one address"
        )
    if "*" in settings.allowed_origins:
        findings.note("ALLOWED_ORIGINS is *: any website may embed the chat")
    if why := why_off(settings):
        findings.note(f"PLAYGROUND has no effect: {why}")
    if settings.clock_offset_file:
        findings.note("CLOCK_OFFSET_FILE moves the business's time: for rehearsals alone")
