"""A model that is against us harms nobody. The long trials: `make hostile`."""

from pathlib import Path

from tests.hostile.staff import staff_trial
from tests.hostile.trial import trial


async def test_nothing_gets_by(database_url: str, tmp_path: Path) -> None:
    outcome = await trial(database_url, tmp_path, 24, seed=1)
    assert outcome.answers >= 24


async def test_nothing_is_done_for_staff_without_their_yes(
    database_url: str, tmp_path: Path
) -> None:
    outcome = await staff_trial(database_url, tmp_path, 12, seed=1)
    assert outcome.answers >= 12
