"""What comes in at the same moment is stored together; on both databases."""

import asyncio

from sqlalchemy.exc import StatementError

from tests.house import ANN, BEN, echo, open_house


async def test_one_that_cannot_be_stored_takes_no_other_with_it(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        results = await asyncio.gather(
            house.text(ANN, "hello"),
            house.text(BEN, "half a character: \ud83d"),
            house.text(ANN, "again", "SM-again"),
            house.text(ANN, "again", "SM-again"),
            return_exceptions=True,
        )
        assert isinstance(results[1], StatementError)
        assert [type(result) for result in results[::2]] == [int, int]
        assert results[3] is None
        await house.quiet()
        assert len(house.said_to(ANN)) == 1
        assert house.said_to(BEN) == []
