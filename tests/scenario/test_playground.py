"""The playground: the real adapters against its own stand-ins."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import msgspec
import pytest
from sqlalchemy import RowMapping, select

from bot.app.parts import senders_of
from bot.app.shelves import Shelves
from bot.delivery import Outbound
from bot.messages import LaneAddress
from channels.playground.phones import spoken
from channels.playground.slack.people import STAFF_CHANNEL
from channels.playground.stage import Text
from channels.sms.outbound import SmsSender
from storage.tables import outbox
from tests.scenario.playground import KIM, SAM, opened, playing, running


async def test_the_adapters_find_again_what_the_stand_ins_took(tmp_path: Path) -> None:
    """After a crash the bot asks its vendors whether they have a message; so these must know."""
    async with playing(tmp_path) as page:
        await page.text("can i talk to a real person")
        await page.until(lambda: page.cards() and page.heard())
        senders = senders_of(page.app.settings, page.app.clock, Shelves(page.app.database))
        texts = senders["sms"]
        assert isinstance(texts, SmsSender)
        sent = await page.app.database.read(
            lambda tx: [_outbound(row) for row in tx.execute(select(outbox)).mappings()]
        )
        assert {message.lane.channel for message in sent} == {"sms", "slack"}
        for message in sent:
            sender = senders[message.lane.channel]
            assert await sender.find_sent(message, frozenset())
            unsent = msgspec.structs.replace(message, public_id="other", body="never sent")
            assert await sender.find_sent(unsent, frozenset()) is None
        await texts.close()


def _outbound(row: RowMapping) -> Outbound:
    return Outbound(
        public_id=row["public_id"],
        lane=LaneAddress(row["channel"], row["address"], row["ours"]),
        kind=row["kind"],
        body=row["body"],
        written_at=row["created_at"],
        payload=row["payload"],
    )


async def test_a_text_is_booked_and_the_inquiry_arrives_at_the_desk(
    tmp_path: Path, database_url: str
) -> None:
    async with playing(tmp_path, database_url=database_url) as page:
        for line in ("Birthday for 25 people, Saturday April 17, in Pasadena", "Karen Ortiz"):
            before = len(page.heard())
            await page.text(line)
            await page.until(lambda before=before: len(page.heard()) > before)  # type: ignore[misc]
        await page.text("yes that's right")
        await page.until(lambda: page.cards("New inquiry"))
        [card] = page.cards()
        assert "Karen Ortiz" in card["text"]
        assert spoken(page.phone) in str(card["blocks"])
        await page.until(lambda: all(text["status"] == "delivered" for text in page.texts.values()))


async def test_staff_take_over_answer_and_give_back(tmp_path: Path, database_url: str) -> None:
    async with playing(tmp_path, database_url=database_url) as page:
        await page.text("can i talk to a real person please")
        await page.until(lambda: page.heard() and page.cards("asks for a person"))
        assert await page.click(SAM, page.cards()[0], "claim") == 200
        await page.until(lambda: page.cards("*Sam* has this conversation"))
        [card] = page.cards()
        await page.until(lambda: "Sam took over" in page.thread(card))

        heard = len(page.heard())
        assert await page.click(SAM, card, "send") == 200
        assert "words" in await page.submit(SAM, words="   ")
        assert await page.submit(SAM, words="Hi, Sam here. How can I help?") == {}
        await page.until(lambda: not page.views[SAM] and len(page.heard()) > heard)
        await page.say(SAM, STAFF_CHANNEL, "she sounds nice", card["ts"])
        await page.say(KIM, STAFF_CHANNEL, ">> Kim here", card["ts"])
        await page.until(lambda: "Sam has this conversation" in page.whispers(KIM))
        await page.say(SAM, STAFF_CHANNEL, ">> We're <all> yours & ready.", card["ts"])
        await page.text("how much is shrimp?")
        await page.until(lambda: "how much is shrimp?" in page.thread(card))
        told = ["Hi, Sam here. How can I help?", "We're <all> yours & ready."]
        await page.until(lambda: page.heard()[heard:] == told)

        assert await page.click(SAM, page.cards()[0], "give_back") == 200
        await page.until(lambda: len(page.heard()) > heard + 2)
        assert "$" in page.heard()[-1]
        assert await page.click(SAM, card, "send") == 409  # it has no such button any more


async def test_a_command_is_answered_to_whoever_gave_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        body = {"message": "can i talk to a real person please"}
        async with page.session.post(f"{page.url}/api/v1/ai/chat", json=body) as answer:
            assert answer.status == 200
        await page.until(page.cards)
        await page.say(KIM, STAFF_CHANNEL, "/hibachi waiting")
        await page.until(lambda: "waits for a person" in page.whispers(KIM))
        assert page.whispers(SAM) == ""
        spy = {"user": KIM, "channel": f"D{SAM[1:]}", "words": "hello"}
        assert (await page.post("/slack/say", spy))[0] == 409  # Sam's own


async def test_a_day_is_blocked_from_the_direct_messages(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        direct = f"D{SAM[1:]}"
        await page.say(SAM, direct, "block june 5")
        await page.until(lambda: any("approve" in str(post) for post in page.said(direct)))
        [card] = [post for post in page.said(direct) if "'approve'" in str(post["blocks"])]
        assert await page.click(SAM, card, "approve") == 200
        await page.until(lambda: "Approved by Sam" in str(page.posts[card["ts"]]["blocks"]))


async def test_stop_and_start_are_the_networks(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        await page.text("can i talk to a real person?")
        await page.until(lambda: page.heard() and page.cards())
        await page.text("STOP")
        [card] = page.cards("asks for a person")
        await page.say(SAM, STAFF_CHANNEL, ">> Sam here", card["ts"])
        await page.until(lambda: "opted out" in page.whispers(SAM))
        await page.text("start")
        network = [text["words"] for text in page.texts.values() if text["network"]]
        assert [words.split(".")[0] for words in network] == [
            "You have successfully been unsubscribed",
            "You have successfully been re-subscribed to messages from this number",
        ]
        await page.say(SAM, STAFF_CHANNEL, ">> Sam here", card["ts"])
        await page.until(lambda: "Sam here" in page.heard())


async def test_a_sample_is_texted_line_by_line(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        status, answer = await page.post("/replay", {"sample": "person"})
        assert status == 200
        phone = answer["phone"]
        assert phone not in [known["number"] for known in page.all["phones"]]
        await page.until(lambda: page.replay["state"] in ("done", "failed"))
        assert page.replay["state"] == "done", page.replay
        ways = [text["way"] for text in page.texts.values() if text["phone"] == phone]
        assert ways[0] == "sent"
        assert ways.count("sent") == 2
        assert ways[1] == ways[-1] == "received"
        await page.until(page.cards)
        assert (await page.post("/replay", {"sample": "nothing"}))[0] == 404


@pytest.mark.parametrize("sample", ["birthday", "prices", "burst", "company"])
async def test_every_sample_shows_what_it_promises(sample: str, tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        _, answer = await page.post("/replay", {"sample": sample})
        await page.until(lambda: page.replay["state"] in ("done", "failed"), within=50)
        assert page.replay["state"] == "done", page.replay
        heard = " ".join(page.heard(answer["phone"]))

        def told() -> list[str]:
            return [card["text"] for card in page.cards() if card["text"].startswith("New inq")]

        if sample != "prices":  # a notice may come after the reply that tells of the same
            await page.until(lambda: bool(told()))
        inquiries = told()
        match sample:
            case "birthday":
                assert len(inquiries) == 1
            case "prices":
                assert "$" in heard
                assert "shellfish" in heard
            case "burst":
                assert len(inquiries) == 1
                assert "45" in inquiries[0]
            case "company":
                assert len(inquiries) == 1
                assert "600" in inquiries[0]


async def test_a_reset_gives_new_phones_and_erases_nothing(
    tmp_path: Path, database_url: str
) -> None:
    async with playing(tmp_path, database_url=database_url) as page:
        await page.text("can i talk to a real person")
        await page.until(page.cards)
        before = page.all
        await page.click(SAM, page.cards()[0], "claim")
        await page.until(lambda: page.cards("*Sam* has"))
        await page.post("/replay", {"sample": "birthday"})
        status, _ = await page.post("/reset")
        assert status == 200
        await page.until(lambda: page.all is not before)
        phones = {phone["number"] for phone in page.all["phones"]}
        assert len(phones) == 2
        assert not phones & {phone["number"] for phone in before["phones"]}
        assert page.texts == {}
        await page.say(KIM, STAFF_CHANNEL, "/hibachi waiting")
        await page.until(lambda: page.whispers(KIM))
        assert "Sam has" not in page.whispers(KIM)  # it is in nobody's hands any more


async def test_a_stream_that_broke_goes_on_where_it_was(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, url):
        async with opened(app, url) as page:
            await page.text("hello")
            await page.until(lambda: page.heard())
        seen, told = page.last_id, page.all
        async with opened(app, url) as other:
            await other.text("how much is shrimp?", page.phone)
            await other.until(lambda: len(other.heard(page.phone)) > 1)
        page.last_id = seen
        async with aiohttp.ClientSession() as page.session:
            again = asyncio.create_task(page.watch())
            await page.until(lambda: len(page.heard()) > 1)
            again.cancel()
            await asyncio.gather(again, return_exceptions=True)
        assert page.all is told  # not everything again


async def test_what_was_on_the_stage_outlives_the_process(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        await page.text("can i talk to a real person")
        await page.until(lambda: page.cards() and page.heard())
        phone, texts = page.phone, set(page.texts)
    kept = tmp_path / "bot.db.playground"
    kept.write_bytes(kept.read_bytes() + b'{"type":"text","sid":"SM')  # cut off by a crash
    async with playing(tmp_path) as page:
        assert page.phone == phone
        assert texts <= set(page.texts)
        assert page.cards()
        await page.text("how much is shrimp?")
        await page.until(lambda: any("$" in words for words in page.heard()))


async def test_a_text_that_was_under_way_when_it_died_arrives(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        phone = page.phone
    text = Text("SM1", phone, "sent", "how much is shrimp?", datetime.now(UTC), "sending")
    with (tmp_path / "bot.db.playground").open("ab") as kept:
        kept.write(msgspec.json.encode(text) + b"\n")
    async with playing(tmp_path) as page:
        await page.until(lambda: page.heard())
        assert "$" in page.heard()[0]
        assert page.texts["SM1"]["status"] == "delivered"
