"""A model that is against us harms nobody. The long trial: `make hostile`."""

from pathlib import Path

from tests.hostile.trial import trial


async def test_nothing_gets_by(database_url: str, tmp_path: Path) -> None:
    assert await trial(database_url, tmp_path, 48, seed=1) >= 48
