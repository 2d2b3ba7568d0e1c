"""Settings at run time: laid over the owner's files, remembered, taken back, known everywhere."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agents.knowledge.library import Library
from bot.app.root import App
from bot.business.menu import find_item
from bot.editions import edition_of
from bot.errors import CommandRefused
from bot.settings import Settings
from storage.connect import open_database
from storage.settings import Change
from tests.contract.admin import Admin
from tests.polling import until
from tests.scenario.inside import Inside, inside

NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)
BUSINESS = Path(__file__).parents[2] / "business"
CHICKEN = "menu.dishes.chicken.price"


@pytest.fixture
def business(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUSINESS, tmp_path / "business"))


@pytest.fixture
async def stage(database_url: str, tmp_path: Path, business: Path) -> AsyncIterator[Inside]:
    options = {"BUSINESS_DIR": str(business), "SLACK_ADMIN_USERS": "U0ADA00001"}
    async with inside(database_url, tmp_path, NOW, **options) as s:
        yield s


@pytest.fixture
def ada(stage: Inside) -> Admin:
    return Admin(stage)


def price(stage: Inside, dish: str = "chicken") -> int:
    item = find_item(stage.app.rules().profile.menu.dishes, dish)
    assert item is not None
    return item.price_cents


async def test_a_price_is_changed_remembered_and_taken_back(stage: Inside, ada: Admin) -> None:
    before = stage.app.rules()
    card = await ada.sees("change_setting", path=CHICKEN, value="$31")
    assert card[CHICKEN] == ("28.00", "31.00")
    assert card["Note"] == (None, "Bookings made keep their prices; quotes from now on change.")
    assert price(stage) == 2800  # a card changes nothing
    done = await ada.does("change_setting", path="menu.dishes[chicken].price", value=31)
    assert done.say == f"{CHICKEN} is 31.00 now."
    assert price(stage) == 3100
    assert before.profile.menu.dishes[0].price_cents == 2800  # a turn under way keeps its own
    assert stage.app.rules().profile_version == before.profile_version + 1
    assert await stage.rows("SELECT max(id) FROM profile_versions") == [
        stage.app.rules().profile_version
    ]
    told = (await ada.asks("get_settings", prefix="menu.dishes.chicken.p"))["settings"]
    when = "Thu, May 20, 2027, 11 am"
    assert told == [{"path": CHICKEN, "value": "31.00", "source": f"changed by Ada on {when}"}]
    [change] = (await ada.asks("setting_history", prefix="menu"))["changes"]
    assert (change["before"], change["after"], change["by"]) == ("28.00", "31.00", "Ada")
    assert (await ada.sees("undo_setting"))[CHICKEN] == ("31.00", "28.00")
    await ada.does("undo_setting", change=change["change"])
    assert price(stage) == 2800
    undone, _ = (await ada.asks("setting_history"))["changes"]
    assert (undone["undoes"], undone["after"]) == (change["change"], None)
    with pytest.raises(CommandRefused, match="already"):
        await ada.does("undo_setting", change=change["change"])


async def test_nonsense_is_refused_in_the_words_of_the_profile(stage: Inside, ada: Admin) -> None:
    for path, value, why in (
        (CHICKEN, "cheap", "write dollars and cents"),
        (CHICKEN, "-3", "must be 0 or more"),
        ("guests.maximum", "600", "is above guests.capacity_per_day"),
        ("guests.maximun", "400", 'did you mean "maximum"'),
        ("menu.dishes.chicken", "remove", ""),
        ("menu.dishes.lobster.price", "40", 'no entry called "lobster"; there is chicken, steak'),
        ("event_starts.friday", "11 to 9", 'write "closed" or hours such as'),
        ("business.timezone", "Mars/Olympus", "is no time zone"),
        ("wording.greeting", "Hello {nobody}", "unknown placeholder"),
        ("wording.goodbye", "Reply STOP to go", "carriers act on"),
        ("limits.customer.burst", "0", "whole number from 1 to 10000"),
        ("budget.per_day", "lots", "write dollars"),
        ("budget.staff.per_day", "lots", "write dollars from 0 to 100000, such as 150.00, or none"),
        ("flags.chatbot", "maybe", "write on or off"),
        ("models.customer", "gpt; rm", "as its server has it"),
        ("knowledge.kids", "x", "write_knowledge_page"),
        ("roles.slack:U0ADA00001", "staff", "set_role"),
        ("paused.sms", "on", "pause_bot"),
        ("Knowledge.kids", "[1]", "write_knowledge_page"),
        ("Roles.slack:U0ADA00001", "staff", "set_role"),
        ("[paused].sms", "on", "pause_bot"),
        ("secrets.openai", "x", "there is nothing called"),
        ("holidays.thanksgiving.on", "someday", "for every year"),
    ):
        if not why:  # a dish may go as long as others stay
            await ada.preview("change_setting", path=path, value=value)
            continue
        with pytest.raises(CommandRefused, match=why):
            await ada.does("change_setting", path=path, value=value)
    assert await stage.rows("SELECT count(*) FROM settings") == [0]


async def test_hours_holidays_limits_and_lists(stage: Inside, ada: Admin) -> None:
    hours = "09:00-12:00, 13:00-18:00"
    await ada.does("change_setting", path="staff.hours.friday", value=hours)
    holiday = '{"on": "last monday of may", "events": "closed"}'
    await ada.does("change_setting", path="holidays.Memorial Day", value=holiday)
    await ada.does("change_setting", path="holidays.Thanksgiving", value="remove")
    await ada.does("change_setting", path="areas.orange_county.cities.Stanton", value="Stanton")
    await ada.does("change_setting", path="limits.customer.per_minute", value="2")
    await ada.does("change_setting", path="budget.per_day", value="12.5")
    await ada.does("change_setting", path="budget.staff.per_day", value="$1,200")
    await ada.does("change_setting", path="budget.admin.per_conversation", value="none")
    await ada.does("change_setting", path="models.customer", value="gpt-6-luna-mini")
    await ada.does("change_setting", path="flags.streaming", value="off")
    rules = stage.app.rules()
    assert len(rules.profile.staff.hours.friday) == 2
    names = [holiday.name for holiday in rules.profile.holidays]
    assert "Memorial Day" in names
    assert "Thanksgiving" not in names
    assert "Stanton" in rules.profile.areas[2].cities
    assert rules.limits["customer"] == (2, 15)
    wall = stage.app.rulebook.wall()
    assert (wall.limit, wall.agents) == (12_500_000, {"staff": 1_200_000_000})
    assert wall.conversations == {"customer": 300_000, "staff": 500_000, "analytics": 1_200_000}
    assert not stage.app.rulebook.streaming()
    told = await ada.asks("get_settings")
    assert {each["path"] for each in told["changed"]} >= {
        "holidays.memorial_day.on", "limits.customer.per_minute", "flags.streaming",
    }  # fmt: skip
    assert [g["settings"] for g in told["groups"] if g["prefix"] == "limits"] == [8]
    await ada.does("undo_setting")
    assert stage.app.rulebook.streaming()
    await ada.does("change_setting", path="holidays.memorial_day", value=None)
    assert "Memorial Day" not in [h.name for h in stage.app.rules().profile.holidays]


async def test_other_processes_hear_of_it_and_one_that_starts_goes_by_it(
    stage: Inside, ada: Admin, database_url: str, business: Path
) -> None:
    other = None
    if stage.app.database.dialect == "postgresql":
        other = await _open(stage.app.settings, database_url)
        other.lifecycle.start(working=False, ticking=False)
    await ada.does("change_setting", path=CHICKEN, value="31")
    await ada.does("change_setting", path="guests.minimum", value="12")
    if other is not None:
        heard = other

        async def knows() -> bool:
            return heard.rules().profile.guests.minimum == 12

        await until(knows, within=5)
        assert heard.rules().profile_version == stage.app.rules().profile_version
        await heard.lifecycle.stop()
    # The owner's file changes, so that one of the two does not fit any more.
    file = business / "menu.toml"
    file.write_text(file.read_text().replace('key = "chicken"', 'key = "bird"', 1))
    later = await _open(stage.app.settings, database_url)
    assert later.rules().profile.guests.minimum == 12
    assert later.rules().profile.menu.dishes[0].price_cents == 2800
    assert later.handbook.unfit() == [CHICKEN]
    fields = "SELECT body FROM outbox WHERE dedupe_key LIKE 'unfit:%'"
    [notice] = await stage.rows(fields)
    assert 'no entry called "chicken"' in notice
    await later.lifecycle.stop()


async def _open(settings: Settings, database_url: str) -> App:
    return await App.open(settings, await open_database(database_url))


async def test_two_admins_at_once_never_leave_what_does_not_go_together(
    stage: Inside, ada: Admin
) -> None:
    """Each alone is fine: a smaller capacity, a larger party. Both are not."""
    results = await asyncio.gather(
        ada.does("change_setting", path="guests.capacity_per_day", value="500"),
        ada.does("change_setting", path="guests.maximum", value="450"),
        return_exceptions=True,
    )
    assert len([r for r in results if isinstance(r, CommandRefused)]) == 1  # it is 500 already
    results = await asyncio.gather(
        ada.does("change_setting", path="guests.capacity_per_day", value="460"),
        ada.does("change_setting", path="guests.maximum", value="490"),
        return_exceptions=True,
    )
    assert len([r for r in results if isinstance(r, CommandRefused)]) == 1
    guests = stage.app.rules().profile.guests
    assert guests.maximum <= guests.capacity_per_day


async def test_knowledge_pages_are_written_hidden_and_put_back(stage: Inside, ada: Admin) -> None:
    library = Library(stage.app.handbook.sections_of)
    before = stage.app.rules()
    text = "# Parking\n\n## Where the truck parks\n\nWithin 50 feet, for {duration}.\n"
    card = await ada.sees("write_knowledge_page", page="parking", text=text)
    assert "+## Where the truck parks" in str(card["Changes"][1])
    await ada.does("write_knowledge_page", page="parking", text=text)
    after = stage.app.rules()
    asked = "where does the truck park"
    [found, *_] = library.of(after.profile_version).search(after.profile, asked)
    assert (found.source, found.text) == ("parking", "Within 50 feet, for 90 minutes.")
    old = library.of(before.profile_version).search(before.profile, asked)
    assert "parking" not in [passage.source for passage in old]  # a turn under way
    for page, wrong, why in (
        ("parking", "# Parking\n\n## Fee\n\nIt is {parking_fee}.\n", "unknown placeholder"),
        ("parking", "no title", "must begin with a title"),
        ("Parking!", text, "name the page"),
    ):
        with pytest.raises(CommandRefused, match=why):
            await ada.does("write_knowledge_page", page=page, text=wrong)
    await ada.does("remove_knowledge_page", page="kids")
    pages = {each["page"]: each for each in (await ada.asks("list_knowledge_pages"))["pages"]}
    assert pages["kids"]["source"].startswith("hidden by Ada")
    assert pages["parking"]["source"].startswith("written by Ada")
    assert pages["tipping"]["source"] == "file"
    assert "kids" not in {section.page for section in stage.app.rulebook.edition.sections}
    await ada.does("undo_setting")
    assert (await ada.asks("read_knowledge_page", page="kids.md"))["text"].startswith("# ")
    await ada.does("remove_knowledge_page", page="parking")
    with pytest.raises(CommandRefused, match="there is no such page"):
        await ada.asks("read_knowledge_page", page="parking")


async def test_a_card_shows_what_changes_in_a_long_text(stage: Inside, ada: Admin) -> None:
    page = "# Parking\n\n## Where\n\n{} " + "Mind the gate. " * 100 + "Ring {}.\n"
    await ada.does("write_knowledge_page", page="parking", text=page.format("There.", "once"))
    again = page.format("There.", "twice")
    shows = (await ada.sees("write_knowledge_page", page="parking", text=again))["Changes"][1]
    assert shows is not None
    assert len(shows) < 1000
    assert ["Ring once" in shows, "Ring twice" in shows] == [True, True]
    await ada.does("write_knowledge_page", page="parking", text=again)
    cards = await ada.sees("undo_setting")
    before, after = cards["knowledge.parking"]
    assert str(before).endswith("Ring twice.\n")
    assert str(after).endswith("Ring once.\n")


async def test_a_page_that_is_no_text_is_left_out(stage: Inside) -> None:
    book = stage.app.rulebook
    change = Change(1, "", "knowledge.kids", [1], None, "", "", None, NOW)
    edition = edition_of(book.owned, book.knobs, [change])
    assert [misfit.why for misfit in edition.misfits] == ["knowledge.kids: a page is text"]
    assert edition.pages == book.owned.pages


async def test_roles_are_given_and_the_last_admin_stays(stage: Inside, ada: Admin) -> None:
    role_of = stage.app.rulebook.role_of
    with pytest.raises(CommandRefused, match="nobody an admin"):
        await ada.does("set_role", colleague="U0ADA00001", role="staff")
    await ada.does("set_role", colleague="<@U0KIM00001>", role="admin")
    assert await role_of("slack:U0KIM00001") == "admin"
    await ada.does("set_role", colleague="slack:U0ADA00001", role="staff")
    assert await role_of("slack:U0ADA00001") == "staff"
    with pytest.raises(CommandRefused, match="nobody an admin"):
        await ada.does("set_role", colleague="U0KIM00001", role="none")
    people = {each["colleague"]: each for each in (await ada.asks("list_roles"))["people"]}
    assert people["slack:U0KIM00001"]["role"] == "admin"
    assert people["slack:U0ADA00001"]["source"].startswith("set by Ada")
    await ada.does("undo_setting")
    assert await role_of("slack:U0ADA00001") is None  # as the environment has it
    with pytest.raises(CommandRefused, match="was ever here"):
        await ada.does("set_role", colleague="Nobody", role="admin")
