import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.business.facts import FACTS, render
from bot.business.faults import ProfileError
from bot.business.knowledge import load_sections
from bot.business.profile import Profile
from bot.business.profile_files import load_profile
from bot.errors import BotError

Altered = Callable[[dict[str, Any]], Profile]


VALUES = re.findall(
    r"\w+",
    "when alternatives instead person date weekday holiday guests place time window total "
    "total_low total_high deposit deposit_low deposit_high per_guest details name remaining need "
    "closes day opens reply_time code minutes staff text",
)


@pytest.fixture
def folder(business_folder: Path, tmp_path: Path) -> Path:
    """A copy of the owner's files, to spoil."""
    for name in ("profile.toml", "menu.toml", "wording.toml"):
        shutil.copy(business_folder / name, tmp_path)
    return tmp_path


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")


def faults_in(folder: Path) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        load_profile(folder)
    return str(caught.value).splitlines()


def test_the_shipped_profile_keeps_the_contract(profile: Profile) -> None:
    assert not profile.event_starts.monday
    assert all(profile.event_starts.days()[1:])
    assert (profile.guests.minimum, profile.guests.maximum) == (10, 500)
    assert profile.guests.capacity_per_day == 500
    assert profile.prices.deposit_percent == 50
    assert [dish.key for dish in profile.menu.dishes] == ["chicken", "steak", "shrimp", "vegetable"]
    assert all(2500 <= dish.price_cents <= 3500 for dish in profile.menu.dishes)
    assert profile.business.timezone == "America/Los_Angeles"
    assert profile.texting.countries == ("US", "CA")


def test_a_profile_survives_being_stored(profile: Profile) -> None:
    again = Profile.from_json(profile.to_json())
    assert again == profile
    assert again.to_json() == profile.to_json()
    assert again.content_hash == profile.content_hash


def test_the_hash_tells_versions_apart(profile: Profile, altered: Altered) -> None:
    dearer = altered({"menu.dishes.0.price": "28.01"})
    assert dearer.menu.dishes[0].price_cents == 2801
    assert dearer.content_hash != profile.content_hash
    assert altered({}).content_hash == profile.content_hash


def test_sample_contact_details_are_found(profile: Profile, altered: Altered) -> None:
    assert profile.sample_values() == ("business.phone", "business.email", "business.website")
    own = {"phone": "+13105550199", "email": "a@b.co", "website": "https://b.co"}
    assert altered({f"business.{key}": value for key, value in own.items()}).sample_values() == (
        "business.phone",
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (
            "profile.toml", "minimum = 10 ", "minimum = 0 ",
            "profile.toml: guests.minimum: must be 1 or more",
        ),
        (
            "profile.toml", "minimum_hours = 48", "minimum_hour = 48",
            'profile.toml: notice.minimum_hour: is no known setting (did you mean "minimum_hours"?)'
            ": correct its spelling or remove it",
        ),
        (
            "profile.toml", 'monday = "closed"\n', "",
            "profile.toml: event_starts.monday: is missing: add it",
        ),
        (
            "profile.toml", 'timezone = "America/Los_Angeles"', 'timezone = "Los Angeles"',
            "profile.toml: business.timezone: is no time zone: write an IANA name such as "
            '"America/New_York"',
        ),
        (
            "profile.toml", 'phone = "+12135550142"', 'phone = "213-555-0142"',
            "profile.toml: business.phone: write +, country code and number: +12135550142",
        ),
        (
            "profile.toml", '"90254"', '"9"',
            "profile.toml: areas[Greater Los Angeles].zip_codes[1]: write a ZIP code",
        ),
        (
            "profile.toml", "deposit_percent = 50", "deposit_percent = 0",
            "profile.toml: prices.deposit_percent: must be more than 0",
        ),
        (
            "menu.toml", 'key = "edamame"', 'key = "Edamame"',
            "menu.toml: extras[Edamame].key: is no key: write small letters",
        ),
        (
            "profile.toml", 'on = "12-25"', 'on = "Christmas"',
            'profile.toml: holidays[Christmas Day].on: write "12-25" for every year, "2027-04-04" '
            'for once, or "4th thursday of november"',
        ),
        (
            "profile.toml", "travel_fee = 75.00", "travel_fee = 75.005",
            "profile.toml: areas[Orange County].travel_fee: write dollars and cents",
        ),
        (
            "profile.toml", '"Irvine", ', '"Irvine", "Malibu", ',
            'profile.toml: areas: "malibu" stands in two places: leave it in one',
        ),
        (
            "profile.toml", "maximum = 500 ", "maximum = 600 ",
            "profile.toml: guests.maximum: is above guests.capacity_per_day: lower it",
        ),
        (
            "profile.toml", "tax_on_travel = false", 'tax_on_travel = "perhaps"',
            "profile.toml: prices.tax_on_travel: must be true or false",
        ),
        (
            "menu.toml", 'shellfish = "free of"', 'shelfish = "free of"',
            "menu.toml: dishes[chicken].allergens.shelfish: is not in allergen_words: add it or "
            "respell it",
        ),
        (
            "menu.toml", 'key = "steak"', 'key = "chicken"',
            'menu.toml: dishes[chicken].key: "chicken" is used twice: give each item its own',
        ),
        (
            "menu.toml", 'soy = "contains"', 'soy = "perhaps"',
            "menu.toml: dishes[chicken].allergens.soy: must be 'contains', 'free of', "
            "'can be made' or 'unknown'",
        ),
        (
            "menu.toml", 'fish = ["fishes"', 'Fish = ["fishes"',
            "menu.toml: allergen_words.Fish: is no key: write small letters",
        ),
        (
            "wording.toml", "{business_name}!", "{business_nam}!",
            "wording.toml: greeting: has an unknown placeholder {business_nam}",
        ),
        (
            "wording.toml", 'thanks = "You', 'thanks = "{You',
            "wording.toml: thanks: has a brace without its partner",
        ),
        (
            "wording.toml", "{phone}.", "{phone.real}.",
            "wording.toml: opted_out: has {phone.real} in braces",
        ),
        (
            "wording.toml", "Shall I send this to our team?", "To stop, reply CANCEL.",
            'wording.toml: read_back: asks for "CANCEL", which carriers act on themselves',
        ),
        (
            "wording.toml", "Reply STOP to opt out, HELP for help.", "",
            'wording.toml: first_message: must keep "Reply STOP to opt out, HELP for help"',
        ),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_and_mending(
    folder: Path, name: str, old: str, new: str, fault: str
) -> None:
    spoil(folder, name, old, new)
    # A misspelt key is a missing one too; every other of these faults stands alone.
    lines = [line for line in faults_in(folder) if not line.endswith("is missing: add it")]
    assert [line[: len(fault)] for line in lines or faults_in(folder)] == [fault]


def test_every_fault_of_every_file_is_told_at_once(folder: Path) -> None:
    spoil(folder, "profile.toml", "capacity_per_day = 500", 'capacity_per_day = "many"')
    spoil(folder, "profile.toml", 'name = "MyHibachi"', 'name = ""')
    spoil(folder, "menu.toml", "price = 28.00", 'price = "cheap"')
    spoil(folder, "wording.toml", "goodbye =", "good_bye =")
    assert faults_in(folder) == [
        "profile.toml: business.name: must not be empty",
        "profile.toml: guests.capacity_per_day: must be a whole number",
        "menu.toml: dishes[chicken].price: write dollars and cents, for example 28.00",
        "wording.toml: goodbye: is missing: add it",
        'wording.toml: good_bye: is no known setting (did you mean "goodbye"?): '
        "correct its spelling or remove it",
    ]


def test_a_broken_and_a_missing_file_do_not_hide_other_faults(folder: Path) -> None:
    spoil(folder, "menu.toml", "[children]", "[children")
    (folder / "wording.toml").unlink()
    spoil(folder, "profile.toml", "minimum = 10 ", "minimum = 1.5 ")
    menu, wording, rest = faults_in(folder)
    assert menu.startswith("menu.toml: is not written as TOML is: ")
    assert "line" in menu
    assert wording.startswith("wording.toml: cannot be read (No such file or directory)")
    assert rest == "profile.toml: guests.minimum: must be a whole number"


def test_a_menu_in_the_wrong_file_is_told(folder: Path) -> None:
    text = (folder / "profile.toml").read_text("utf-8")
    (folder / "profile.toml").write_text(text + "\n[menu]\nx = 1\n", "utf-8")
    assert faults_in(folder) == ["profile.toml: menu: belongs in menu.toml: move it there"]


@pytest.mark.parametrize("stored", ["", "[]", '{"business": 1}', "not json"])
def test_a_spoilt_stored_profile_is_a_typed_error(stored: str) -> None:
    with pytest.raises(BotError):
        Profile.from_json(stored)


def test_wording_goes_out_as_short_plain_texts(profile: Profile) -> None:
    samples = dict.fromkeys(VALUES, "tomorrow from 9 am")
    texts = list(_texts(profile.wording.model_dump()))
    assert len(texts) > 40
    for text in texts:
        said = render(profile, text, **samples)
        assert said.isascii()
        assert len(said) <= 320


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return [text for part in parts for text in _texts(part)]


def test_every_fact_has_words(profile: Profile) -> None:
    for name, fact in FACTS.items():
        assert fact(profile).strip(), name


def test_facts_follow_the_profile(profile: Profile, altered: Altered) -> None:
    changed = altered({"event_starts.sunday": "closed", "prices.deposit_percent": "25"})
    template = "{closed_days} | {open_days} | {deposit_percent}"
    assert render(profile, template) == "Mondays | Tuesday to Sunday | 50%"
    assert render(changed, template) == "Mondays and Sundays | Tuesday to Saturday | 25%"


def test_knowledge_pages_are_whole(business_folder: Path, profile: Profile) -> None:
    sections = load_sections(business_folder / "knowledge")
    assert len({section.page for section in sections}) >= 8
    assert len(sections) >= 40
    for section in sections:
        rendered = section.rendered(profile)
        assert "{" not in rendered.heading + rendered.text
        assert section.title
        assert len(rendered.text) > 40


def test_knowledge_pages_name_no_amount_of_their_own(business_folder: Path) -> None:
    for section in load_sections(business_folder / "knowledge"):
        assert "$" not in section.text
        assert "%" not in section.text


def test_a_faulty_page_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\n## B\nIt costs {cost}.\n\n## C\n", "utf-8")
    (tmp_path / "b.md").write_text("No title\n\n## D\nText.\n", "utf-8")
    with pytest.raises(ProfileError) as caught:
        load_sections(tmp_path)
    first, second, third = str(caught.value).splitlines()
    assert first.startswith("a.md: B: has an unknown placeholder {cost}")
    assert second.startswith("a.md: C: has no text")
    assert third.startswith("b.md: must begin with a title")


def test_a_stored_profile_says_dollars(profile: Profile) -> None:
    stored = json.loads(profile.to_json())
    assert stored["menu"]["children"]["price"] == "18.00"
    assert stored["event_starts"]["monday"] == "closed"
    assert stored["staff"]["hours"]["saturday"] == "09:00-13:00, 14:00-19:00"
