"""Files that messages come with: fetched once each, and kept; on both databases."""

import asyncio

import pytest
from sqlalchemy import Connection

from bot import album
from bot.media import MOST_BYTES
from bot.messages import FetchError, File, Media, Reply
from bot.turn import LiveTurn
from storage import media as stored
from storage.tables import media
from tests.house import ANN, BEN, House, echo, open_house

PICTURE = File("image/png", b"a picture")


def files(house: House, *found: File | FetchError) -> list[Media]:
    """Files on the house's shelf, as a message comes with them."""
    urls = [f"https://api.twilio.com/{len(house.shelf.files) + n}" for n in range(len(found))]
    house.shelf.files |= dict(zip(urls, found, strict=True))
    return [Media(url, "image/jpeg") for url in urls]


async def settled(house: House) -> list[str]:
    """The files' statuses, once none is waited for."""
    await house.until("SELECT count(*) FROM media WHERE status = 'waiting'", [0])
    return await house.rows("SELECT status FROM media ORDER BY inbox_id, position")


async def test_a_file_is_fetched_and_kept(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        came = files(house, PICTURE, PICTURE)
        for _ in range(3):  # webhooks repeat
            await house.text(ANN, "our patio", "SM-1", came)
        assert await settled(house) == ["stored", "stored"]
        assert await house.rows("SELECT content_type FROM media") == ["image/png"] * 2
        assert await house.rows("SELECT size FROM media") == [len(PICTURE.content)] * 2
        assert len(house.shelf.asked) == 2
        await house.quiet()
        assert len(house.said_to(ANN)) == 1


async def test_three_tries_and_then_it_has_failed(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        passing, lasting = FetchError("away", again=True), FetchError("a type that is not taken")
        await house.text(ANN, "look", media=files(house, passing, lasting, PICTURE))
        assert await settled(house) == ["failed", "failed", "stored"]
        assert sorted(house.shelf.asked.count(url) for url in house.shelf.files) == [1, 1, 3]


async def test_a_message_brings_so_many_bytes_and_no_more(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        large = File("image/png", bytes(MOST_BYTES // 5 * 2))
        await house.text(ANN, "look", media=files(house, large, large, large))
        await house.text(BEN, "look", media=files(house, large))
        assert sorted(await settled(house)) == ["failed", "stored", "stored", "stored"]
        assert (await house.rows("SELECT sum(size) FROM media"))[0] <= 2 * MOST_BYTES


async def test_two_processes_fetch_each_file_once(database_url: str) -> None:
    async with open_house(database_url, echo) as one, open_house(database_url, echo) as two:
        two.shelf.files = one.shelf.files
        for i in range(10):
            await one.text(f"+1415555{i:04d}", "look", media=files(one, PICTURE, PICTURE))
        assert await settled(one) == ["stored"] * 20
        assert len(one.shelf.asked + two.shelf.asked) == 20


async def test_what_a_dead_process_was_fetching_another_fetches(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.files.stop(0)
        await house.text(ANN, "look", media=files(house, PICTURE))
        [lost] = await house.database.write(stored.claim, "dead", ["sms"], 8, 30.0, MOST_BYTES)
        await house.database.write(_leases_end)
        [taken] = await house.database.write(stored.claim, "alive", ["sms"], 8, 30.0, MOST_BYTES)
        assert (taken.id, taken.attempts, taken.room) == (lost.id, 2, MOST_BYTES)
        # The dead one was only asleep: what it brings is not taken.
        keep = (PICTURE.content_type, PICTURE.content, MOST_BYTES)
        assert not await house.database.write(stored.keep, lost, "dead", *keep)
        assert await house.database.write(stored.keep, taken, "alive", *keep)


def _leases_end(tx: Connection) -> None:
    tx.execute(media.update().values(ready_at=0))


async def test_a_turn_shows_the_pictures_of_its_own_messages(database_url: str) -> None:
    shown: list[tuple[str, int, bytes]] = []

    async def looks(turn: LiveTurn) -> Reply:
        for picture in await turn.pictures():
            [said] = [m.content for m in turn.messages if m.id == picture.message_id]
            shown.append((said, picture.position, picture.file.content))
        return await echo(turn)

    async with open_house(database_url, looks) as house:
        clip, other = File("video/mp4", b"a clip"), File("image/jpeg", b"another")
        await house.text(ANN, "first", media=files(house, clip, PICTURE))
        await house.quiet()
        await house.text(ANN, "then", media=files(house, other))
        await house.quiet()
        await house.text(ANN, "no picture")
        await house.quiet()
    assert shown == [("first", 1, b"a picture"), ("then", 0, b"another")]


@pytest.mark.parametrize("comes", [True, False])
async def test_a_turn_waits_for_a_picture_but_not_long(
    comes: bool, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []

    async def looks(turn: LiveTurn) -> Reply:
        if comes:
            asyncio.get_running_loop().call_later(0.05, house.shelf.open.set)
        counts.append(len(await turn.pictures()))
        house.shelf.open.set()
        await settled(house)
        counts.append(len(await turn.pictures()))  # the turn sees the same to its end
        return await echo(turn)

    monkeypatch.setattr(album, "PATIENCE_SECONDS", 20 if comes else 0.2)
    async with open_house(database_url, looks) as house:
        house.shelf.open.clear()
        await house.text(ANN, "look", media=files(house, PICTURE))
        await house.quiet()
    assert counts == [int(comes)] * 2
