"""Charts of figures, as PNG: our own specification, so that nobody else's is ever carried out."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from bot.business.chart_looks import CONFIG, INK, MARKS

Kind = Literal["line", "bar", "stacked_bar", "pie", "scatter"]
Figure = str | int | float | None
MOST_POINTS = 400
MOST_SERIES = 12
_MOST_SLICES = 8
_MOST_NAMES = 24  # along an axis, each written
_MOST_LABELLED = 14  # bars that bear their figures

_WIDTH, _HEIGHT, _SCALE = 620, 360, 2
_MONEY = re.compile(r"dollars|revenue|cost|spend|deposit|price", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")


class CannotDraw(ValueError):
    """The figures do not fit the chart; the text says what to do."""


class Chart(Struct, frozen=True):
    """A chart. rows: {column: value}. x, y, series: columns; y holds numbers. For a pie x names
    the slices."""

    kind: Kind
    title: str
    rows: Sequence[Mapping[str, Figure]]
    x: str
    y: str
    series: str | None = None


def draw(chart: Chart) -> bytes:
    """The chart as PNG, about 1,300 pixels wide. Takes some 100 ms, the first time half a second:
    not for the event loop. Raises CannotDraw."""
    import vl_convert

    spec = spec_of(chart)
    _bring_font()
    return bytes(vl_convert.vegalite_to_png(spec, scale=_SCALE, allowed_base_urls=[]))


@cache
def _bring_font() -> None:
    import vl_convert

    found = find_spec("ttf_opensans")
    if found is not None and found.origin is not None:
        vl_convert.register_font_directory(str(Path(found.origin).parent / "ttf"))


def spec_of(chart: Chart) -> dict[str, Any]:
    """The chart as Vega-Lite has it. Raises CannotDraw."""
    points = _points(chart)
    body = _pie(chart, points) if chart.kind == "pie" else _axes(chart, points)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "#ffffff",
        "padding": 22,
        "title": {"text": _wrapped(chart.title), "anchor": "start", "fontSize": 21, "offset": 16},
        "width": _WIDTH,
        "height": _HEIGHT,
        "config": CONFIG,
        **body,
    }


def _points(chart: Chart) -> list[dict[str, Any]]:
    columns = [chart.x, chart.y, *([chart.series] if chart.series else [])]
    for row in chart.rows[:1]:
        for column in columns:
            if column not in row:
                raise CannotDraw(f"there is no column {column}: there are {', '.join(row)}")
    if not chart.rows:
        raise CannotDraw("there is nothing to draw: the result has no rows")
    if len(chart.rows) > MOST_POINTS:
        raise CannotDraw(f"more than {MOST_POINTS} points: group by week or month")
    points = [_point(chart, row) for row in chart.rows]
    if len({point.get("series") for point in points}) > MOST_SERIES:
        raise CannotDraw(f"more than {MOST_SERIES} series: group them, or take the largest")
    return points


def _point(chart: Chart, row: Mapping[str, Figure]) -> dict[str, Any]:
    y = row[chart.y]
    if y is not None and not isinstance(y, int | float):
        raise CannotDraw(f"{chart.y} holds text: y must be a column of numbers")
    x = row[chart.x]
    point = {"x": "none" if x is None else x, "y": 0 if y is None else y}
    if chart.series:
        name = row[chart.series]
        point["series"] = "none" if name is None else str(name)
    return point


def _axes(chart: Chart, points: list[dict[str, Any]]) -> dict[str, Any]:
    numeric = chart.kind == "scatter" and all(not isinstance(p["x"], str) for p in points)
    if not numeric:
        _label(points)
    encoding: dict[str, Any] = {
        "x": _x_axis(chart, points, numeric=numeric),
        "y": {
            "field": "y",
            "type": "quantitative",
            "title": _title(chart.y),
            "axis": {"format": _format(chart.y, points)},
        },
    }
    if chart.kind == "stacked_bar":
        encoding["y"] |= {"stack": "zero"}
    if chart.series:
        encoding["color"] = {"field": "series", "type": "nominal", "title": None, "sort": None}
        if chart.kind == "bar":
            encoding["xOffset"] = {"field": "series", "type": "nominal", "sort": None}
    layers: list[dict[str, Any]] = [{"mark": MARKS[chart.kind]}]
    if chart.kind == "bar" and not chart.series and len(points) <= _MOST_LABELLED:
        layers.append(_figures(chart, points))
    return {"data": {"values": points}, "encoding": encoding, "layer": layers}


def _figures(chart: Chart, points: list[dict[str, Any]]) -> dict[str, Any]:
    text = {"field": "y", "type": "quantitative", "format": _format(chart.y, points)}
    mark = {"type": "text", "dy": -9, "fontSize": 14, "color": INK}
    return {"mark": mark, "encoding": {"text": text}}


def _x_axis(chart: Chart, points: list[dict[str, Any]], *, numeric: bool) -> dict[str, Any]:
    axis: dict[str, Any] = {"field": "x", "title": _title(chart.x)}
    if numeric:
        return axis | {"type": "quantitative", "scale": {"zero": False}}
    names = list(dict.fromkeys(point["x"] for point in points))
    crowded = sum(len(name) + 2 for name in names) > 62
    angle = -40 if crowded and len(names) <= _MOST_NAMES else 0
    return axis | {
        "type": "ordinal",
        "sort": None,
        "axis": {
            "labelAngle": angle,
            "labelOverlap": "greedy" if len(names) > _MOST_NAMES else False,
            "labelLimit": 150,
        },
    }


def _pie(chart: Chart, points: list[dict[str, Any]]) -> dict[str, Any]:
    if any(point["y"] < 0 for point in points):
        raise CannotDraw("a pie cannot show negative figures: draw bars")
    _label(points)
    points.sort(key=lambda point: -float(point["y"]))
    kept, rest = points[:_MOST_SLICES], points[_MOST_SLICES:]
    if rest:
        kept.append({"x": "Other", "y": sum(point["y"] for point in rest)})
    whole = sum(point["y"] for point in kept)
    if not whole:
        raise CannotDraw("all figures are zero: there is nothing to draw")
    for place, point in enumerate(kept):
        share = point["y"] / whole
        point["x"] = f"{point['x']}: {_said(chart.y, point['y'])} ({share:.0%})"
        point["place"] = place
    return {
        "width": _HEIGHT,
        "data": {"values": kept},
        "mark": {"type": "arc", "innerRadius": 80, "stroke": "#ffffff", "strokeWidth": 2},
        "encoding": {
            "theta": {"field": "y", "type": "quantitative", "stack": True},
            "order": {"field": "place", "type": "quantitative"},
            "color": {
                "field": "x",
                "type": "nominal",
                "sort": None,
                "title": None,
                "legend": {"orient": "right", "labelLimit": 320},
            },
        },
    }


def _said(column: str, figure: float) -> str:
    whole = figure == int(figure)
    words = f"{figure:,.0f}" if whole else f"{figure:,.2f}"
    return f"${words}" if _MONEY.search(column) else words


def _format(column: str, points: list[dict[str, Any]]) -> str:
    figures = [abs(float(point["y"])) for point in points]
    whole = all(figure == int(figure) for figure in figures) or max(figures) >= 100
    return ("$" if _MONEY.search(column) else "") + (",.0f" if whole else ",.2f")


def _label(points: list[dict[str, Any]]) -> None:
    """Gives dates short names, with the year only where there are several."""
    names = [str(point["x"]) for point in points]
    years = {name[:4] for name in names}
    for point, name in zip(points, names, strict=True):
        point["x"] = _short(name, several_years=len(years) > 1)


def _short(name: str, *, several_years: bool) -> str:
    try:
        if found := _DAY.fullmatch(name):
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return f"{day:%b} {day.day}" + (f", {day.year}" if several_years else "")
        if found := _MONTH.fullmatch(name):
            month = date(int(found[1]), int(found[2]), 1)
            return f"{month:%b %Y}" if several_years else f"{month:%B}"
    except ValueError:
        pass
    return name[:40]


def _title(column: str) -> str:
    return re.sub(r"_?dollars$", "", column).replace("_", " ").strip().capitalize()


def _wrapped(title: str) -> list[str]:
    lines: list[str] = [""]
    for word in title[:160].split():
        if lines[-1] and len(lines[-1]) + len(word) > 54:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
