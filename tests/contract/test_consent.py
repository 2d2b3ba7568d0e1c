"""Nobody who said stop is texted; on both databases."""

import pytest

from tests.house import ANN, echo, open_house


async def test_stop_is_recorded_and_not_answered(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "Stop")
        await house.quiet()
        await house.text(ANN, "what about June?")
        await house.quiet()
        assert house.said_to(ANN) == []
        assert await house.rows("SELECT state FROM consent") == ["out"]


@pytest.mark.parametrize("back", ["START", "unstop", "Yes"])
async def test_whoever_comes_back_is_answered_again(database_url: str, back: str) -> None:
    async with open_house(database_url, echo) as house:
        for words in ("STOP", back, "are you there?"):
            await house.text(ANN, words)
            await house.quiet()
        answered = [said.split("\n")[0] for said in house.said_to(ANN)]
        assert answered[-1] == "are you there?"
        assert await house.rows("SELECT state FROM consent ORDER BY id") == ["out", "in"]


async def test_yes_is_an_ordinary_answer_from_somebody_who_is_in(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "yes")
        await house.quiet()
        assert house.said_to(ANN)[0].startswith("yes")
        assert await house.rows("SELECT count(*) FROM consent") == [0]


async def test_plain_words_are_heard_and_answered_once(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        for words in ("please stop texting me", "hello", "please stop texting me"):
            await house.text(ANN, words)
            await house.quiet()
        assert len(house.said_to(ANN)) == 1
        assert "no more" in house.said_to(ANN)[0].lower() or "won't" in house.said_to(ANN)[0]


async def test_help_is_the_networks_to_answer(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "HELP")
        await house.quiet()
        assert house.said_to(ANN) == []


async def test_a_reply_under_way_is_held_back_by_a_stop(database_url: str) -> None:
    async with open_house(database_url, echo, quiet=0.2) as house:
        await house.text(ANN, "how much is it?")
        await house.text(ANN, "STOP")
        await house.quiet()
        assert house.said_to(ANN) == []
