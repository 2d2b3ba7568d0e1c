"""Charts: our own drawing of figures, which nobody's words can turn into anything else."""

import json
from typing import Any

import pytest

from bot.business.charts import CannotDraw, Chart, Kind, draw, spec_of

WEEKS: list[dict[str, Any]] = [
    {"week": f"2027-05-{day:02}", "leads": n, "channel": channel}
    for day, n in ((3, 4), (10, 7), (17, 2))
    for channel in ("sms", "web")
]


@pytest.mark.parametrize("kind", ["line", "bar", "stacked_bar", "pie", "scatter"])
def test_every_kind_is_drawn(kind: Kind) -> None:
    series = None if kind == "pie" else "channel"
    picture = draw(Chart(kind, "Leads per week", WEEKS, "week", "leads", series))
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 20_000  # with words: there is a font


def test_dates_are_short_and_money_is_dollars() -> None:
    rows: list[dict[str, Any]] = [
        {"week": "2026-12-28", "revenue_dollars": 1200.5},
        {"week": "2027-01-04", "revenue_dollars": 900},
    ]
    spec = spec_of(Chart("bar", "Revenue", rows, "week", "revenue_dollars"))
    assert [point["x"] for point in spec["data"]["values"]] == ["Dec 28, 2026", "Jan 4, 2027"]
    assert spec["encoding"]["y"]["axis"]["format"] == "$,.0f"
    assert spec["encoding"]["y"]["title"] == "Revenue"


def test_a_pie_keeps_the_largest_and_says_shares() -> None:
    rows: list[dict[str, Any]] = [{"source": f"s{n}", "n": n} for n in range(1, 12)]
    names = [p["x"] for p in spec_of(Chart("pie", "x", rows, "source", "n"))["data"]["values"]]
    assert names[0] == "s11: 11 (17%)"
    assert names[-1].startswith("Other: 6")


def test_words_of_others_stay_words() -> None:
    rows: list[dict[str, Any]] = [{"x": '{"data": {"url": "http://127.0.0.1/"}}', "y": 1}]
    spec = spec_of(Chart("bar", "datum.x = 1 ${x}", rows, "x", "y"))
    assert '"url"' not in json.dumps(spec["data"]).replace('\\"', "")
    assert draw(Chart("bar", "datum.x = 1", rows, "x", "y"))


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        (Chart("bar", "x", [], "week", "leads"), "no rows"),
        (Chart("bar", "x", WEEKS, "day", "leads"), "no column day: there are week"),
        (Chart("bar", "x", WEEKS, "week", "channel"), "y must be a column of numbers"),
        (Chart("line", "x", WEEKS * 100, "week", "leads"), "group by week or month"),
        (Chart("pie", "x", [{"a": "b", "n": -1}], "a", "n"), "negative"),
        (Chart("pie", "x", [{"a": "b", "n": 0}], "a", "n"), "zero"),
    ],
)
def test_what_cannot_be_drawn_says_why(chart: Chart, words: str) -> None:
    with pytest.raises(CannotDraw, match=words):
        spec_of(chart)
