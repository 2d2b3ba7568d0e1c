"""bot token create, list and revoke."""

from pathlib import Path

import pytest

from bot.app import tokens as commands
from bot.errors import ConfigurationError
from bot.settings import Settings
from storage import tokens
from storage.connect import open_database


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    url = f"sqlite:///{tmp_path}/bot.db"
    return Settings(_env_file=None, database_url=url)


async def test_from_made_to_revoked(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert await commands.show(settings) == 0
    assert "no tokens" in capsys.readouterr().out
    assert await commands.create(settings, role="admin", name="  the desk ") == 0
    token, *_, public_id = capsys.readouterr().out.split()
    assert token.startswith("staff_")
    await commands.show(settings)
    listed = capsys.readouterr().out
    assert public_id in listed
    assert "the desk" in listed
    assert "holds" in listed
    assert token not in listed
    assert await _role(settings, token) == "admin"
    assert await commands.revoke(settings, id=public_id) == 0
    assert await _role(settings, token) is None
    assert await commands.revoke(settings, id=public_id) == 1
    await commands.show(settings)
    assert "revoked" in capsys.readouterr().out


@pytest.mark.parametrize(("role", "name"), [("boss", "x"), ("admin", " "), ("admin", "a\nb")])
async def test_what_is_no_token(settings: Settings, role: str, name: str) -> None:
    with pytest.raises(ConfigurationError):
        await commands.create(settings, role=role, name=name)


async def _role(settings: Settings, token: str) -> str | None:
    database = await open_database(settings.database_url)
    try:
        held = await database.read(tokens.holder_of, token)
        return held.role if held else None
    finally:
        await database.close()
