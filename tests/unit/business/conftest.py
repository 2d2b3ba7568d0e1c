import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.business.profile import Profile
from bot.business.profile_files import load_profile

Altered = Callable[[dict[str, Any]], Profile]


@pytest.fixture(scope="session")
def business_folder() -> Path:
    return Path(__file__).parents[3] / "business"


@pytest.fixture(scope="session")
def profile(business_folder: Path) -> Profile:
    """The profile the project ships with."""
    return load_profile(business_folder)


@pytest.fixture(scope="session")
def altered(profile: Profile) -> Altered:
    """Return the shipped profile with values put in by their dotted paths."""

    def alter(changes: dict[str, Any]) -> Profile:
        data = json.loads(profile.to_json())
        for path, value in changes.items():
            *parents, last = path.split(".")
            table = data
            for parent in parents:
                table = table[int(parent)] if parent.isdigit() else table[parent]
            table[last] = value
        return Profile.from_json(json.dumps(data))

    return alter
