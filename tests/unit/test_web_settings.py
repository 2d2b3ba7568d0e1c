"""What of the website's settings is refused, before anything starts."""

import pytest

from bot.errors import ConfigurationError
from bot.settings import load_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("allowed_origins", "www.example.com"),
        ("allowed_origins", "https://www.example.com/chat"),
        ("trusted_proxies", "10.0.0.0/33"),
        ("trusted_proxies", "10.0.0.1/8"),
        ("trusted_proxies", "everybody"),
        ("sites", "nonsense"),
        ("sites", '{"origin": "https://www.example.com"}'),
        ("sites", '[{"origin": "https://www.example.com", "key": "short"}]'),
        ("sites", '[{"origin": "www.example.com", "key": "' + "k" * 32 + '"}]'),
    ],
)
def test_what_cannot_work_is_refused(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name.upper()):
        load_settings({name: value})


def test_what_works() -> None:
    site = '[{"origin": "https://www.example.com/", "key": "' + "k" * 32 + '"}]'
    settings = load_settings(
        {
            "allowed_origins": "https://a.example, *",
            "trusted_proxies": "::1, 10.0.0.0/8",
            "sites": site,
        }
    )
    assert settings.allowed_origins == ("https://a.example", "*")
    assert settings.trusted_proxies == ("::1", "10.0.0.0/8")
    assert settings.sites[0].origin == "https://www.example.com"
    assert "kkk" not in repr(settings)
