"""What a conversation costs with the default model, and how much of its prompts is found again."""

from pathlib import Path

import pytest

from tests.fakes.openai import FakeOpenAI
from tests.scenario.inside import inside
from tests.scenario.ten_turns import ANN, NOON, TURNS, price

DEFAULT, OLDER = "gpt-6-luna", "gpt-5.4-mini"


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("name", [DEFAULT, OLDER], ids=["by breakpoints", "by blocks"])
async def test_a_booking_in_ten_turns_is_cheap_and_mostly_found_again(
    name: str, database_url: str, tmp_path: Path, model: FakeOpenAI
) -> None:
    key = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
    key["CUSTOMER_AGENT_MODEL"] = name
    async with inside(database_url, tmp_path, NOON, **key) as stage:
        priced = await price(stage, model)
        print(f"{name}: {priced}, {priced.cached_share:.0%} cached")
        assert len(stage.said_to(ANN)) == len(TURNS)
        assert await stage.rows("SELECT status FROM leads") == ["new"]
    assert {request.model for request in model.requests} == {name}
    assert priced.cached_share >= 0.70
    assert priced.dollars <= 0.006 or name == OLDER
