"""How charts look: readable on a phone, on a light ground."""

from typing import Any

_COLOURS = (
    "#b3402a", "#2f6f8f", "#dd9f2f", "#5b8c5a", "#7a5c99", "#4fa3a5", "#c97b84", "#6b6b6b",
    "#8f5a2f", "#94b447", "#3b4f7d", "#e07b39",
)  # fmt: skip
INK, _SOFT, _LINES = "#2b2b2b", "#5f5f5f", "#e4e4e4"
# From the package ttf-opensans: a server may have no font at all, and the chart then no words.
_FONT = "Open Sans"

MARKS: dict[str, dict[str, Any]] = {
    "line": {
        "type": "line",
        "strokeWidth": 3,
        "strokeJoin": "round",
        "point": {"size": 70, "filled": True},
    },
    "bar": {"type": "bar", "cornerRadiusEnd": 3},
    "stacked_bar": {"type": "bar"},
    "scatter": {"type": "point", "filled": True, "size": 90, "opacity": 0.75},
}
CONFIG: dict[str, Any] = {
    "font": _FONT,
    "title": {"color": INK, "font": _FONT, "fontWeight": 600},
    "axis": {
        "labelFontSize": 15,
        "titleFontSize": 15,
        "titleFontWeight": 400,
        "labelColor": _SOFT,
        "titleColor": _SOFT,
        "titlePadding": 12,
        "labelPadding": 7,
        "gridColor": _LINES,
        "domainColor": "#b9b9b9",
        "ticks": False,
        "tickCount": 6,
    },
    "axisX": {"grid": False},
    "axisY": {"domain": False},
    "legend": {"labelFontSize": 15, "labelColor": INK, "symbolSize": 160, "orient": "top"},
    "view": {"stroke": None},
    "range": {"category": list(_COLOURS)},
    "mark": {"color": _COLOURS[0]},
    "text": {"font": _FONT},
    "bar": {"discreteBandSize": {"band": 0.72}},
}
