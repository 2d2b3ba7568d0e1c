"""Finding customers by what is remembered of them, and all that there is of one."""

from collections.abc import AsyncIterator

import pytest

from tests.house import ANN, BEN
from tests.staffer import Staffer, at_work

ZOE = "+12135550142"


@pytest.fixture
async def sam(database_url: str) -> AsyncIterator[Staffer]:
    async with at_work(database_url) as staffer:
        await staffer.customer("Ann Müller", ANN)
        await staffer.customer("Ben O'Neil", BEN)
        await staffer.customer("Annabel Lee", ZOE)
        yield staffer


async def found(sam: Staffer, query: str) -> list[str]:
    answer = await sam.call("find_customers", query=query)
    return [one["name"] for one in answer["customers"] + answer["inquiries"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("ann", ["Ann Müller", "Annabel Lee"]),
        ("MULLER", ["Ann Müller"]),
        ("müller ann", ["Ann Müller"]),
        ("the customer named ONEIL", []),
        ("o'neil", ["Ben O'Neil"]),
        ("(415) 555-0101", ["Ann Müller"]),
        ("+1 415.555.0101", ["Ann Müller"]),
        ("1-415-555-0101", ["Ann Müller"]),
        ("ends in 0142", ["Annabel Lee"]),
        ("last 4 0101", ["Ann Müller"]),
        ("415 555", ["Ben O'Neil", "Ann Müller"]),
        ("ann, phone ends 0142", ["Annabel Lee"]),
        ("ben 0142", []),
        ("nobody@example.com", []),
        ("%", []),
    ],
)
async def test_somebody_is_found_by_what_is_remembered(
    sam: Staffer, query: str, names: list[str]
) -> None:
    assert sorted(await found(sam, query)) == sorted(names)


async def test_the_best_comes_first(sam: Staffer) -> None:
    assert await found(sam, "ann") == ["Ann Müller", "Annabel Lee"]


async def test_who_only_inquired_is_found_too_and_never_merged(sam: Staffer) -> None:
    lead = await sam.has_lead("Ann Muller", "+14155550101", email="ann@example.com")
    answer = await sam.call("find_customers", query="ann muller")
    assert [one["name"] for one in answer["customers"]] == ["Ann Müller"]
    assert [one["id"] for one in answer["inquiries"]] == [lead]
    answer = await sam.call("find_customers", query="ANN@example")
    assert (answer["found"], answer["inquiries"][0]["id"]) == (1, lead)


async def test_a_name_nearly_right_is_suggested_and_several_are_asked_about(sam: Staffer) -> None:
    answer = await sam.call("find_customers", query="Anabel")
    assert (answer["found"], answer["similar"]) == (0, ["Annabel Lee"])
    assert "did you mean Annabel Lee?" in await sam.refused("customer_card", customer="anabel")
    why = await sam.refused("customer_card", customer="ann")
    assert why.startswith('several customers fit "ann": Ann Müller (id ')
    assert "Annabel Lee (id " in why
    assert why.endswith("Ask which")


async def test_a_card_holds_all_of_a_customer_over_all_channels(sam: Staffer) -> None:
    house = sam.house
    await house.text(ANN, "hello there")
    await house.quiet()
    event = {"date": "june 12", "guests": 30, "place": "Pasadena"}
    await sam.does("create_booking", customer="muller", **event)
    await sam.call("add_note", about="muller", text="Likes it hot. Card 4111 1111 1111 1111")
    await sam.call("add_todo", text="Call her back", about="booking muller", due="tomorrow 9am")
    card = await sam.call("customer_card", customer="4155550101")
    assert (card["name"], card["may_be_texted"], "reach" in card) == ("Ann Müller", True, False)
    assert card["phones"] == [
        {"phone": ANN, "proved": True, "current": True, "takes_texts": True, "opted_out": False}
    ]
    assert [one["when"] for one in card["bookings"]] == ["Saturday, June 12"]
    assert card["notes"][0]["text"] == "Likes it hot. Card [card number removed]"
    assert (card["todos"][0]["text"], card["todos"][0]["due"]) == ("Call her back", "tomorrow 9 am")
    said = [(line["who"], line["channel"], line["text"]) for line in card["last_messages"]]
    assert said[0] == ("Customer", "sms", "hello there")
    assert said[1][0] == "Assistant"
    assert card["conversation"]["status"] == "active"


async def test_an_opt_out_is_told_with_the_way_to_reach_them(sam: Staffer) -> None:
    await sam.house.text(ANN, "hi")
    await sam.house.text(ANN, "STOP")
    await sam.house.quiet()
    card = await sam.call("customer_card", customer="muller")
    assert (card["may_be_texted"], card["phones"][0]["opted_out"]) == (False, True)
    assert card["reach"] == f"call {ANN} (opted out of texts)"


async def test_who_was_here_last_is_told(sam: Staffer) -> None:
    await sam.house.text(BEN, "hi")
    await sam.house.quiet()
    sam.house.clock.move(days=1)
    answer = await sam.call("find_customers", query="ben")
    assert answer["customers"][0]["last_contact"] == "yesterday noon"
