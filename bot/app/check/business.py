"""The owner's files, as `bot check` shows them."""

from bot.app.check.clocks import Clocks
from bot.app.check.files import faults_in
from bot.app.check.findings import Findings
from bot.business.profile_files import load_profile
from bot.settings import Settings


async def check_business(settings: Settings, findings: Findings, clocks: Clocks) -> None:
    """Reads all of the owner's files."""
    folder = settings.business_dir
    faults = faults_in(folder)
    for fault in faults:
        findings.wrong(f"{folder}: {fault}")
    if faults:
        return
    profile = load_profile(folder)
    findings.ok(f"{folder}: the files of {profile.business.name}")
    for name in profile.sample_values():
        findings.note(f"{folder}: {name} is still the sample's; write your own")
