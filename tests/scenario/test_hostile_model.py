"""A model that is against us harms nobody. The long trial: `make hostile`."""

from pathlib import Path

import pytest

from tests.hostile.trial import trial


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_gets_by(seed: int, database_url: str, tmp_path: Path) -> None:
    assert await trial(database_url, tmp_path, 64, seed) >= 64
