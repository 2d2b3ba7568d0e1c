"""The configuration: environment variables, each also a line of a .env file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import ConfigurationError
from bot.settings_types import Listed, ModelPrices, Networks, Origins, Sites

# Known to OpenAI; whoever names one model for all may have another server.
_STRONG, _FALLBACKS = "gpt-6.1-terra", ("gpt-5.6-luna",)
_NONE = "none"


class Settings(BaseSettings):
    """Every setting, with what it means. Secrets never show in its text."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = Field(
        "sqlite:///var/bot.db",
        description="sqlite:///FILE, or postgresql://USER:PASSWORD@HOST/NAME",
    )
    public_url: AnyHttpUrl | None = Field(
        None, description="the address the world reaches the bot at; webhooks are signed over it"
    )
    port: int = Field(8080, ge=0, le=65535, description="the port to serve on")
    host: str = Field("127.0.0.1", description="the address to listen on; 0.0.0.0 for all")
    business_dir: Path = Field(Path("business"), description="the folder of the owner's files")
    owner_phone: str | None = Field(
        None, description="where notices to staff are texted while Slack is not set up"
    )
    secret_key: SecretStr | None = Field(
        None,
        min_length=32,
        description="signs visitors' tokens; made and kept in the database where not set",
    )
    log_format: str = Field(
        "auto", pattern="^(auto|json|console)$", description="auto, json or console"
    )
    log_level: str = Field(
        "INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="least level"
    )
    otel_exporter_otlp_endpoint: AnyHttpUrl | None = Field(
        None, description="an OpenTelemetry collector (OTLP over HTTP) that traces are sent to"
    )
    clock_offset_file: Path | None = Field(
        None, description="a file with the seconds by which business time is moved, for rehearsals"
    )
    sms_debounce_seconds: float = Field(
        1.5, ge=0, le=10, description="silence that ends a burst of texts"
    )
    sms_per_second: float = Field(
        1.0, gt=0, le=1000, description="texts a second of each number; a long code is granted 1"
    )
    sms_price_out: float = Field(
        0.0113,
        ge=0,
        description="dollars of a segment that goes out: Twilio's list price and the networks' fee",
    )
    sms_price_in: float = Field(0.0083, ge=0, description="dollars of a segment that comes in")
    mms_price_in: float = Field(
        0.0165, ge=0, description="dollars of a message with pictures that comes in"
    )
    playground: bool = Field(
        False, description="true: a page on which everything can be tried, for this machine alone"
    )
    worker_concurrency: int = Field(
        256, ge=1, le=1000, description="turns that one process runs at a time"
    )

    allowed_origins: Origins = Field(
        (), description="other websites that may embed the chat, https://…, with commas between"
    )
    sites: Sites = Field(
        (),
        description='websites that sign who their users are: [{"origin": "https://…", "key": "…"}]',
    )
    trusted_proxies: Networks = Field(
        (), description="networks of proxies whose X-Forwarded-For counts, with commas between"
    )

    enable_ai_chatbot: bool = Field(True, description="false: everything goes to a person")
    enable_streaming: bool = Field(True, description="false: replies are shown when whole")
    enable_tool_calling: bool = Field(
        True, description="false: the agent says no price, date or booking"
    )

    openai_api_key: SecretStr | None = Field(
        None, description="without it the embedded model answers"
    )
    openai_base_url: AnyHttpUrl | None = Field(None, description="any OpenAI-compatible server")
    openai_model: str | None = Field(None, description="one model for every agent")
    openai_strong_model: str | None = Field(
        None,
        description="the model for what is hard, for every agent; gpt-6.1-terra where OPENAI_MODEL "
        "is not set; none: their own",
    )
    openai_fallback_models: Listed = Field(
        (),
        description="models asked in turn where an agent's own fails, with commas between; "
        "gpt-5.6-luna where OPENAI_MODEL is not set; none",
    )
    openai_embedding_model: str = Field(
        "text-embedding-3-small",
        description="finds knowledge pages by what they are about; local: on this machine, as "
        "without a key; off: by their words alone",
    )
    openai_max_tokens: int = Field(1500, ge=16, description="the most tokens of an answer")
    ai_history_tokens: int = Field(
        8000, ge=500, description="the most tokens of what was said that a model is shown"
    )
    openai_temperature: float = Field(
        0.7, ge=0, le=2, description="sent only to models that take it"
    )
    openai_timeout_seconds: float = Field(
        10.0,
        ge=1,
        le=60,
        description="the longest wait for an answer's first piece, and between two; three times "
        "that for a turn",
    )
    customer_agent_model: str = Field("gpt-6-luna", description="the customer agent's model")
    staff_agent_model: str = Field("gpt-6-luna", description="the staff agent's model")
    admin_agent_model: str = Field("gpt-6.1-terra", description="the admin agent's model")
    analytics_agent_model: str = Field("gpt-6.1-terra", description="the analytics agent's model")

    ai_rate_limit_per_minute: int = Field(10, ge=1, description="messages of one customer a minute")
    ai_rate_limit_burst: int = Field(15, ge=1, description="messages of one customer at once")
    ai_max_cost_per_day: float = Field(
        100.0, ge=0, description="dollars; the wall for a day's model calls"
    )
    ai_cost_alert_threshold: float = Field(
        75.0, ge=0, description="dollars; staff are told when a day's calls pass it"
    )
    ai_model_prices: ModelPrices = Field(
        (),
        description="dollars a million tokens, before any list's; "
        '{"MODEL": {"in": 0.5, "cached": 0.1, "out": 1.5}}',
    )

    twilio_account_sid: str | None = Field(None, description="the account (AC…)")
    twilio_auth_token: SecretStr | None = Field(None, description="signs webhooks, and sends")
    twilio_api_key: str | None = Field(None, description="sends in place of the token (SK…)")
    twilio_api_secret: SecretStr | None = Field(None, description="the API key's secret")
    twilio_webhook_shared_key: SecretStr | None = Field(
        None, description="the key of webhooks that are signed with HMAC-SHA256"
    )
    twilio_phone_number: str | None = Field(None, description="the business number, +1…")
    twilio_messaging_service_sid: str | None = Field(
        None, description="in place of one number (MG…)"
    )
    twilio_api_url: AnyHttpUrl | None = Field(None, description="another Twilio, for tests")

    slack_bot_token: SecretStr | None = Field(None, description="the Slack app's token (xoxb-…)")
    slack_signing_secret: SecretStr | None = Field(None, description="verifies Slack's requests")
    slack_app_token: SecretStr | None = Field(
        None, description="Socket Mode's token (xapp-…): no public address is needed then"
    )
    slack_staff_channel: str | None = Field(
        None, description="the channel (C…) whose members are the staff"
    )
    slack_admin_users: Listed = Field(
        (), description="the admins' user ids (U…) or user groups (S…), with commas between"
    )
    slack_api_url: AnyHttpUrl | None = Field(None, description="another Slack, for tests")

    @model_validator(mode="after")
    def _together(self) -> Self:
        pairs = (
            ("twilio_api_key", "twilio_api_secret"),
            ("twilio_api_secret", "twilio_api_key"),
            ("twilio_auth_token", "twilio_account_sid"),
            ("slack_bot_token", "slack_staff_channel"),
        )
        for name, partner in pairs:
            if getattr(self, name) and not getattr(self, partner):
                raise ValueError(f"{name.upper()} needs {partner.upper()} too")
        return self

    @property
    def base_url(self) -> str | None:
        """PUBLIC_URL without a slash at its end."""
        return str(self.public_url).rstrip("/") if self.public_url else None

    @property
    def texts(self) -> bool:
        """Whether the bot can verify and send texts."""
        return bool(self.twilio_account_sid and self.twilio_auth_token)

    @property
    def desk_answers(self) -> bool:
        """Whether staff can act in Slack, and are not only told there: it reaches us by signed
        requests, or by Socket Mode."""
        reached = self.slack_signing_secret or self.slack_app_token
        return bool(self.slack_bot_token and reached)

    def model_of(self, agent: str) -> str:
        """The remote model of an agent."""
        name: str = self.openai_model or getattr(self, f"{agent}_agent_model")
        return name

    @property
    def strong_model(self) -> str | None:
        """The remote model for what is hard."""
        usual = None if self.openai_model else _STRONG
        named = self.openai_strong_model or usual
        return None if named == _NONE else named

    @property
    def fallback_models(self) -> tuple[str, ...]:
        """The remote models asked in turn where an agent's own fails."""
        usual = () if self.openai_model else _FALLBACKS
        named = self.openai_fallback_models or usual
        return tuple(name for name in named if name != _NONE)


def load_settings(said: Mapping[str, str] | None = None) -> Settings:
    """Reads the environment and .env; what is said here goes before both. Raises
    ConfigurationError, a line a fault."""
    try:
        return Settings.model_validate(said or {})
    except ValidationError as error:
        lines = [_line(fault["loc"], fault["msg"]) for fault in error.errors(include_url=False)]
        raise ConfigurationError("\n".join(lines)) from None


def _line(loc: tuple[int | str, ...], message: str) -> str:
    plain = message.removeprefix("Value error, ")
    place = "".join(f" {part}:" for part in loc[1:] if isinstance(part, str))
    return f"{str(loc[0]).upper()}:{place} {plain}" if loc else plain
