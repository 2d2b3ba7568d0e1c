"""The threads of conversations at a desk where staff answer."""

from functools import partial

from msgspec.structs import replace

from storage import bridges
from storage.merging import merge
from tests.house import ANN, BEN, NOON, echo, open_house


async def test_joined_conversations_go_on_in_the_thread_that_was_followed(
    database_url: str,
) -> None:
    async with open_house(database_url, echo) as house:
        for phone in (ANN, BEN):
            await house.text(phone, "hello")
            await house.quiet()
        desk = replace(house.desk, threads=True)
        first, second = await house.rows("SELECT id FROM ai_conversations ORDER BY id")
        for id_ in (first, second):
            tell = partial(desk.notify, fields={}, conversation_id=id_)
            await house.database.write(tell, NOON, "person_wanted")
        same = "UPDATE ai_conversations SET customer_id = (SELECT min(id) FROM customers)"
        await house.database.write(lambda tx: tx.exec_driver_sql(same))
        followed = await house.database.read(bridges.of, first)
        other = await house.database.read(bridges.of, second)
        assert followed
        assert other
        assert followed.card_id != other.card_id
        await house.database.write(lambda tx: bridges.told(tx, followed, 1))
        [customer] = await house.rows("SELECT DISTINCT customer_id FROM ai_conversations")
        merged = await house.database.write(merge, customer, [first, second], NOON, NOON)
        assert merged.conversation_id
        now = await house.database.read(bridges.of, merged.conversation_id)
        assert now
        assert now.card_id == followed.card_id


async def test_what_was_said_since_is_told_in_order_and_the_newest_of_it(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        for words in ("one", "two"):
            await house.text(ANN, words)
            await house.quiet()
        [id_] = await house.rows("SELECT id FROM ai_conversations")
        said = await house.database.read(bridges.said_since, id_, 0, 3)
        assert [(each.author.partition(":")[0], each.text) for each in said][1:] == [
            ("customer", "two"),
            ("agent", "two"),
        ]
        rest = await house.database.read(bridges.said_since, id_, said[-2].id, 9)
        assert [each.text for each in rest] == ["two"]
