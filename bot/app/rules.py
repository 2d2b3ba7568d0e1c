"""The rulebook of a process, as the owner's files and the settings want it."""

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.app.parts import desk_of
from bot.editions import Misfit, owned_by
from bot.knobs import NONE, Standing
from bot.messages import AGENTS
from bot.opened import Rules
from bot.ports import Clock, Door
from bot.rulebook import Rulebook
from bot.settings import Settings

_FAILURES = 5  # turns in a row, before a mailbox's events are given up

# Messages a minute of one person, and at once.
_DESK_LIMITS = {"staff": (60, 60), "admin": (120, 120), "analytics": (60, 60)}

# Dollars: ten times what a conversation costs on average.
_A_CONVERSATION = {"customer": 0.30, "staff": 0.50, "admin": 0.80, "analytics": 1.20}


def rulebook_of(settings: Settings, doors: Mapping[str, Door], clock: Clock) -> Rulebook:
    """Before anybody's change is laid over it. Raises ConfigurationError."""
    owned, standing = owned_by(settings.business_dir), standing_of(settings)
    desk = desk_of(settings)
    template = Rules(
        profile=owned.profile,
        profile_version=0,
        doors=doors,
        limits=standing.limits,
        attempts=_FAILURES,
        chatbot=settings.enable_ai_chatbot,
        tools=settings.enable_tool_calling,
        history_tokens=settings.ai_history_tokens,
    )
    admins = frozenset(
        f"slack:{user}" for user in settings.slack_admin_users if not user.startswith("S")
    )

    def tell(tx: Connection, misfit: Misfit) -> None:
        fields = {"reason": f"{misfit.change.path}: {misfit.why}"}
        key = f"unfit:{misfit.change.id}"
        desk.notify(tx, clock.now(), "setting_unfit", fields, key=key)

    return Rulebook(owned, template, standing, admins, tell)


def standing_of(settings: Settings) -> Standing:
    """What the environment says of what can be set at run time."""
    customer = settings.ai_rate_limit_per_minute, settings.ai_rate_limit_burst
    return Standing(
        limits={"customer": customer} | _DESK_LIMITS,
        per_day=settings.ai_max_cost_per_day,
        alert_at=settings.ai_cost_alert_threshold,
        models={agent: settings.model_of(agent) for agent in AGENTS},
        flags={
            "chatbot": settings.enable_ai_chatbot,
            "streaming": settings.enable_streaming,
            "tool_calling": settings.enable_tool_calling,
        },
        set=frozenset(settings.model_fields_set),
        strong=settings.strong_model or NONE,
        fallbacks=", ".join(settings.fallback_models) or NONE,
        per_conversation=_A_CONVERSATION,
    )
