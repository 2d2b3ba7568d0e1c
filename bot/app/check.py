"""`bot check`: what of the configuration is missing, wrong or without effect."""

from collections.abc import Iterator

from bot.app.parts import desk_lane, remote_models
from bot.business.faults import ProfileError
from bot.business.profile_files import load_profile
from bot.settings import Settings
from storage.database import StorageError, parse_url

OK, MISSING, WRONG, IDLE = "ok", "missing", "wrong", "no effect"


async def check_lines(settings: Settings) -> tuple[list[str], bool]:
    """A line a finding, and whether something is wrong."""
    found = [*_business(settings), *_database(settings), *_texts(settings), *_rest(settings)]
    lines = [f"{state:>9}  {what}" for state, what in found]
    return lines, any(state == WRONG for state, _ in found)


def _business(settings: Settings) -> Iterator[tuple[str, str]]:
    try:
        profile = load_profile(settings.business_dir)
    except ProfileError as error:
        yield from ((WRONG, line) for line in str(error).splitlines())
        return
    yield OK, f"{settings.business_dir}: the profile of {profile.business.name}"
    for name in profile.sample_values():
        yield MISSING, f"{settings.business_dir}: {name} is still the sample's; write your own"


def _database(settings: Settings) -> Iterator[tuple[str, str]]:
    try:
        kind = parse_url(settings.database_url).get_backend_name()
    except StorageError as error:
        yield WRONG, str(error)
        return
    yield OK, f"DATABASE_URL: {kind}"


def _texts(settings: Settings) -> Iterator[tuple[str, str]]:
    if not settings.texts:
        yield MISSING, "texts are off; set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"
        if settings.twilio_phone_number or settings.twilio_messaging_service_sid:
            yield IDLE, "TWILIO_PHONE_NUMBER without TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"
        return
    yield OK, "texts: Twilio is set"
    if settings.public_url is None:
        yield WRONG, "PUBLIC_URL: set it to the address Twilio calls, or no webhook is accepted"
    if not (settings.twilio_phone_number or settings.twilio_messaging_service_sid):
        yield MISSING, "TWILIO_PHONE_NUMBER or TWILIO_MESSAGING_SERVICE_SID: notices need one"
    if settings.twilio_phone_number and settings.twilio_messaging_service_sid:
        yield IDLE, "TWILIO_PHONE_NUMBER: the messaging service chooses the number"


def _rest(settings: Settings) -> Iterator[tuple[str, str]]:
    if remote_models(settings) is None:
        yield MISSING, "OPENAI_API_KEY: the embedded model answers until it is set"
    else:
        yield OK, f"model: {settings.model_of('customer')} for customers"
    desk = desk_lane(settings).channel
    told = {"slack": "in Slack", "sms": "by text to OWNER_PHONE", "console": "on the console"}
    yield (MISSING if desk == "console" else OK), f"staff are told {told[desk]}"
    if settings.slack_signing_secret or settings.slack_app_token or settings.slack_admin_users:
        yield IDLE, "SLACK_SIGNING_SECRET, SLACK_APP_TOKEN and SLACK_ADMIN_USERS: not used yet"
    if settings.ai_cost_alert_threshold > settings.ai_max_cost_per_day:
        yield IDLE, "AI_COST_ALERT_THRESHOLD is above AI_MAX_COST_PER_DAY: it is never reached"
    if not settings.enable_ai_chatbot:
        yield OK, "ENABLE_AI_CHATBOT is false: everything goes to a person"
