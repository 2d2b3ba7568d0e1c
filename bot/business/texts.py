"""The owner's fixed texts, filled in for a moment."""

from datetime import datetime

from bot.business.facts import render
from bot.business.profile import Profile
from bot.business.staff_hours import staff_hours_line


def fixed_text(profile: Profile, name: str, now: datetime) -> str:
    """A text of wording.toml that needs no more than the facts and when a person answers."""
    template: str = getattr(profile.wording, name)
    return render(profile, template, when=staff_hours_line(profile, now))
