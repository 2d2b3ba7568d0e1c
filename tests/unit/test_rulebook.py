"""Changes laid over the owner's files: paths, values as people write them, what does not fit."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.business.overlay import (
    REMOVED,
    NoSuchPath,
    is_there,
    laid,
    leaves,
    read_value,
    shown,
    slug,
    steps_of,
    value_at,
)
from bot.editions import Edition, canonical, edition_of, owned_by
from bot.knobs import Standing, knobs_of
from bot.messages import AGENTS
from storage.settings import Change

OWNED = owned_by(Path(__file__).parents[2] / "business")
STANDING = Standing(
    limits=dict.fromkeys(AGENTS, (10, 15)),
    per_day=100.0,
    alert_at=75.0,
    models=dict.fromkeys(AGENTS, "gpt-6-luna"),
    flags={"chatbot": True, "streaming": True, "tool_calling": True},
    set=frozenset({"ai_rate_limit_burst"}),
)
KNOBS = knobs_of(STANDING)
NOW = datetime(2027, 5, 20, tzinfo=UTC)


def edition(**changes: Any) -> Edition:
    """What is in force after changes, in their order; __ stands for a dot."""
    rows = [
        Change(number, "", path.replace("__", "."), value, None, "a", "Ada", None, NOW)
        for number, (path, value) in enumerate(changes.items(), 1)
    ]
    return edition_of(OWNED, KNOBS, rows)


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("menu.dishes[chicken].price", "menu.dishes.chicken.price"),
        ("areas.Inland Empire & Ventura County.travel_fee",
         "areas.inland_empire_ventura_county.travel_fee"),
        ("holidays.New Year's Day", "holidays.new_years_day"),
        (" Guests.Minimum ", "guests.minimum"),
        ("roles.slack:U0ADA00001", "roles.slack:U0ADA00001"),
        ("...", ""),
    ],
)  # fmt: skip
def test_a_path_is_read_as_people_write_it(written: str, path: str) -> None:
    assert canonical(written) == path


def test_every_setting_of_the_profile_has_one_path_that_leads_to_it() -> None:
    found = list(leaves(OWNED.data))
    assert len(found) > 150
    assert len(dict(found)) == len(found)
    for path, value in found:
        assert value_at(OWNED.data, path.split(".")) == value
        assert canonical(path) == path
        assert len(path) <= 180


@pytest.mark.parametrize(
    ("text", "present", "value"),
    [
        ("$1,031.50", "28.00", "1031.50"),
        ("10%", "9.75", "10"),
        ("31", "28.00", "31"),
        ('"closed"', "11:00-20:00", "closed"),
        ("closed", None, "closed"),
        ("12", 10, 12),
        ("twelve", 10, "twelve"),
        ("off", True, False),
        ("TRUE", False, True),
        ('["a", "b, c"]', ["x"], ["a", "b, c"]),
        ("- a\n- b, c", ["x"], ["a", "b, c"]),
        ("remove", {"name": "x"}, REMOVED),
        ('{"on": "12-26", "price": 3.10}', None, {"name": "Boxing Day", "on": "12-26",
                                                  "price": "3.10"}),
    ],
)  # fmt: skip
def test_a_value_is_read_in_the_shape_of_what_stands_there(
    text: str, present: Any, value: Any
) -> None:
    assert read_value(text, present, "Boxing Day") == value


def test_laying_leaves_the_data_beneath_as_it_was() -> None:
    data = {"list": [{"name": "A b", "of": ["x", "y"]}], "table": {"k": 1}}
    steps = steps_of("list.a_b.of.x")
    after = laid(data, steps, REMOVED)
    assert after["list"][0]["of"] == ["y"]
    assert laid(after, steps_of("list.a_b.of.z"), "z")["list"][0]["of"] == ["y", "z"]
    assert laid(data, ["table", "k"], REMOVED)["table"] == {}
    assert data == {"list": [{"name": "A b", "of": ["x", "y"]}], "table": {"k": 1}}
    assert is_there(data, steps)
    assert not is_there(after, steps)
    for wrong in ("list.c.of", "table.q.r", "table.k.z", "list.c"):
        with pytest.raises(NoSuchPath):
            laid(data, steps_of(wrong), REMOVED)


def test_the_newest_of_what_overlaps_is_in_force() -> None:
    entry = {"key": "chicken", "name": "Chicken", "price": "20.00", "description": "d"}
    dish = edition(menu__dishes__chicken__price="31.00", menu__dishes__chicken=entry)
    assert dish.profile.menu.dishes[0].price_cents == 2000
    priced = edition(menu__dishes__chicken=entry, menu__dishes__chicken__price="31.00")
    assert priced.profile.menu.dishes[0].price_cents == 3100
    assert not dish.misfits + priced.misfits


def test_what_does_not_fit_is_left_out_and_named_and_the_rest_is_in_force() -> None:
    found = edition(
        guests__minimum=12,
        menu__dishes__lobster__price="40.00",
        guests__maximum=10_000,
        limits__customer__burst=0,
        knowledge__kids="no title",
        prices__deposit_percent="30",
        flags__chatbot=False,
    )
    assert [misfit.change.path for misfit in found.misfits] == [
        "menu.dishes.lobster.price",
        "guests.maximum",
        "knowledge.kids",
        "limits.customer.burst",
    ]
    assert (found.profile.guests.minimum, found.profile.guests.maximum) == (12, 500)
    assert found.profile.prices.deposit_percent == 30
    assert found.values["flags.chatbot"] is False
    assert found.pages["kids"] == OWNED.pages["kids"]


def test_another_page_is_another_version_though_the_profile_is_the_same() -> None:
    plain, paged = edition(), edition(knowledge__kids="# Kids\n\nAll are welcome.\n")
    assert plain.key(OWNED) == OWNED.profile.content_hash
    assert paged.profile == plain.profile
    assert paged.key(OWNED) != plain.key(OWNED)
    hidden = edition(knowledge__kids=REMOVED)
    assert "kids" not in {section.page for section in hidden.sections}


def test_where_a_knob_comes_from() -> None:
    assert KNOBS["limits.customer.burst"].source == "environment"
    assert KNOBS["limits.customer.per_minute"].source == "default"
    assert {path.partition(".")[0] for path in KNOBS} == {
        "limits", "budget", "models", "flags", "paused",
    }  # fmt: skip


def test_values_are_shown_in_words() -> None:
    assert shown(None) is None
    assert shown(REMOVED) is None
    assert shown(True) == "on"
    assert shown({"on": "12-25", "staff": None, "days": 2}) == "on: 12-25, days: 2"
    assert slug("St. Patrick's Day") == "st_patricks_day"
