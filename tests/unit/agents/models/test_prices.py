from decimal import Decimal

import pytest

from agents.models.prices import Prices, Rate
from bot.app.parts import prices_of
from bot.errors import ConfigurationError
from bot.settings import Settings, load_settings


@pytest.mark.parametrize(
    ("model", "tokens", "micros"),
    [
        # Dollars a million: in 0.10, written to the cache 0.125, cached 0.01, out 0.50.
        ("gpt-6-luna", (10_000, 0, 1500), 1250 + 750),
        ("gpt-6-luna", (10_000, 8000, 100), 250 + 80 + 50),
        # In 0.75, cached 0.075, out 4.50; it costs nothing to write its cache.
        ("gpt-5.4-mini", (1000, 0, 1000), 750 + 4500),
        ("gpt-6-luna", (0, 0, 0), 0),
        ("gpt-6-luna", (1, 0, 0), 1),
    ],
)
def test_a_call_costs_what_the_price_list_says(
    model: str, tokens: tuple[int, int, int], micros: int
) -> None:
    assert Prices()(model, *tokens) == micros


def test_a_very_long_request_costs_more_a_token() -> None:
    prices = Prices()
    assert prices("gpt-6-luna", 300_000, 0, 0) == 2 * 3 * prices("gpt-6-luna", 100_000, 0, 0)


def test_what_a_server_says_that_it_keeps_is_priced_so_and_the_rest_plainly() -> None:
    # 8,000 of 10,000 cached, 500 written to the cache, 1,500 read anew.
    assert Prices()("gpt-6-luna", 10_000, 8000, 100, 500) == 343
    assert Prices()("gpt-6-luna", 10_000, 8000, 100, 9_999) == 250 + 80 + 50


def test_each_length_has_its_tier_and_is_never_cheaper_than_its_list() -> None:
    prices = Prices()
    below, above = prices("gpt-6-luna", 272_000, 0, 1000), prices("gpt-6-luna", 272_001, 0, 1000)
    assert below == 272_000 * 0.125 + 500
    assert above > 272_001 * 0.25 + 750 - 1


def test_an_embedding_has_its_price() -> None:
    assert Prices()("text-embedding-3-small", 100_000, 0, 0) == 2000


def test_a_list_s_price_of_nothing_is_not_believed() -> None:
    assert Prices()("phi-4-reasoning:free", 1_000, 0, 1_000) == 40_000


def test_only_the_owner_makes_a_model_free() -> None:
    told = '{"llama-mine": {"in": 0, "out": 0}, "other": {"in": 1, "cached": "0.25", "out": 4}}'
    settings = Settings(_env_file=None, ai_model_prices=told)
    prices = prices_of(settings)
    assert prices("llama-mine", 10_000, 0, 10_000) == 0
    assert prices("other", 1_000, 400, 1_000) == 600 + 100 + 4_000
    assert prices("llama-yours", 1_000, 0, 0) == 10_000


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ('{"m": {"in": -1, "out": 1}}', "in: Input should be greater"),
        ('{"m": {"in": 1}}', "out: Field required"),
        ('{"m": 3}', "write .*MODEL"),
        ("[1]", ""),
        ("m", "write .*MODEL"),
    ],
)
def test_prices_that_cannot_be_are_refused(told: str, why: str) -> None:
    with pytest.raises(ConfigurationError, match=f"AI_MODEL_PRICES: {why}"):
        load_settings({"ai_model_prices": told})


def test_a_model_without_a_known_price_is_dear() -> None:
    assert Prices()("gpt-6.2-sol", 1_000, 500, 1_000) == 10_000 + 30_000
    assert Prices(base_url="http://127.0.0.1:11434/v1")("llama-mine", 100, 0, 100) == 4_000


def test_the_owner_s_price_comes_first() -> None:
    prices = Prices({"llama-mine": Rate(Decimal("0.5"), Decimal(1), Decimal("0.1"))})
    assert prices("llama-mine", 1_000, 400, 1_000) == 300 + 40 + 1_000


def test_a_known_model_behind_a_server_of_one_s_own_costs_what_its_maker_asks() -> None:
    own = Prices(base_url="http://127.0.0.1:4000/v1")
    assert own("gpt-6-luna", 1_000, 0, 1_000) == Prices()("gpt-6-luna", 1_000, 0, 1_000)
