"""Phones, e-mail addresses, names and places."""

import pytest

from agents.understanding.contact import find_email, find_name, find_phone, find_place


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("my cell is (415) 555-2671 thx", "+14155552671"),
        ("4155552671", "+14155552671"),
        ("415.555.2671.", "+14155552671"),
        ("1-415-555-2671", "+14155552671"),
        ("4 Elm St 94301 415 555 2671", "+14155552671"),
        ("6-12-27, reach me at 415 - 555 - 2671", "+14155552671"),
        ("call +44 20 7946 0958", "+442079460958"),
        ("000-000-0000 or 650 253 0000", "+16502530000"),
        ("3/10/1984", None),
        ("2027-06-12 5:30 for 40", None),
        ("555-1212", None),
        ("4111 1111 1111 1111", None),
        ("40 people at 94301", None),
    ],
)
def test_phones(text: str, phone: str | None) -> None:
    assert find_phone(text) == phone


def test_a_number_without_its_country_is_of_the_region() -> None:
    assert find_phone("ring 0161 496 0000", region="GB") == "+441614960000"
    assert find_phone("ring 0161 496 0000") is None


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("its dana.lee+party@Example.COM.", "dana.lee+party@example.com"),
        ("me@mail.example.co.uk, thanks", "me@mail.example.co.uk"),
        ("meet @ 5", None),
        ("a@b", None),
    ],
)
def test_email_addresses(text: str, email: str | None) -> None:
    assert find_email(text) == email


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I'm Dana Lee", "Dana Lee"),
        ("I’m Dana Lee", "Dana Lee"),
        ("hi this is dana", "Dana"),
        ("name's Bob", "Bob"),
        ("MY NAME IS DANA LEE", "Dana Lee"),
        ("my name is maría josé garcía", "María José García"),
        ("name: dana lee", "Dana Lee"),
        ("under the name mary-jane o'brien", "Mary-Jane O'Brien"),
        ("hi im priya patel looking to book", "Priya Patel"),
        ("I'm Catarina Susany and I would like to cancel", "Catarina Susany"),
        ("This is Grace Park from Google", "Grace Park"),
        ("call me Dana", "Dana"),
        ("dana here", "Dana"),
        ("see you then - Dana", "Dana"),
        ("I'm looking for a chef", None),
        ("im hungry", None),
        ("I'm Interested in pricing", None),
        ("this is great", None),
        ("this is insane", None),
        ("I'm vegetarian", None),
        ("its april 5", None),
        ("call me tomorrow", None),
        ("call me back", None),
        ("my husband's name is Bob", None),
        ("I'm in Oakland", None),
    ],
)
def test_names_that_are_given_unasked(text: str, name: str | None) -> None:
    assert find_name(text, asked=False) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("dana lee", "Dana Lee"),
        ("sure, its dana", "Dana"),
        ("ok its xiu", "Xiu"),
        ("dana lee 415-555-2671", "Dana Lee"),
        ("Dana Lee, dana@example.com", "Dana Lee"),
        ("Bob and my number is 415 555 2671", "Bob"),
        ("tom price", "Tom Price"),
        ("april", "April"),
        ("DANA LEE", "Dana Lee"),
        ("30 guests, april 10, santa monica, Kim Park", "Kim Park"),
        ("yes", None),
        ("no thanks", None),
        ("hey there", None),
        ("not sure", None),
        ("hungry", None),
        ("june 14", None),
        ("April 5", None),
        ("40", None),
        ("why do you need my name?", None),
        ("will do", None),
        ("never mind", None),
    ],
)
def test_names_that_were_asked_for(text: str, name: str | None) -> None:
    assert find_name(text, asked=True) == name


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("in Palo Alto", "Palo Alto"),
        ("in palo alto for 30 people", "Palo Alto"),
        ("at my house in Fremont", "Fremont"),
        ("it's at 12 Oak St, Fremont 94536", "12 Oak St, Fremont 94536"),
        ("12 oak street fremont ca", "12 Oak Street Fremont CA"),
        ("1250 5th Ave, Apt 4, San Mateo, CA 94401", "1250 5th Ave, Apt 4, San Mateo, CA 94401"),
        ("the party is in Oakland, CA on june 14", "Oakland, CA"),
        ("do you come to Sacramento?", "Sacramento"),
        ("location: san ramon", "San Ramon"),
        ("at Lake Elizabeth Park", "Lake Elizabeth Park"),
        ("my zip is 94301", "94301"),
        ("in june", None),
        ("in two weeks", None),
        ("on saturday in the morning", None),
        ("interested in catering", None),
        ("40 in total", None),
        ("in our backyard", None),
        ("what's in the package", None),
        ("in advance", None),
    ],
)
def test_places_that_are_given_unasked(text: str, place: str | None) -> None:
    assert find_place(text, asked=False) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("San Jose", "San Jose"),
        ("san jose", "San Jose"),
        ("palo alto ca", "Palo Alto CA"),
        ("los gatos, ca 95030", "Los Gatos, CA 95030"),
        ("our backyard in San Ramon, 94583", "San Ramon, 94583"),
        ("Fremont please", "Fremont"),
        ("94301", "94301"),
        ("30 guests, april 10, santa monica, Kim Park", "Santa Monica"),
        ("123 Main St", "123 Main St"),
        ("june", None),
        ("saturday", None),
        ("my house", None),
        ("not sure yet", None),
        ("40 people", None),
        ("yes", None),
    ],
)
def test_places_that_were_asked_for(text: str, place: str | None) -> None:
    assert find_place(text, asked=True) == place
