"""What a web page says, without what stands around it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.app.pages.document import Document, Unreadable
from bot.app.pages.web import Fetched

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_AROUND = {
    "menus and navigation": ["nav", "header", "footer", "aside", "menu"],
    "forms": ["form", "button", "select", "textarea", "dialog"],
    "pictures, films and frames": ["img", "picture", "svg", "video", "audio", "iframe", "canvas"],
    "scripts": ["script", "style", "noscript", "template", "link", "meta"],
}
_ROLES = ("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu")
_FEW_WORDS = 40  # a "main" part with fewer is not where the page speaks


def read_html(fetched: Fetched) -> Document:
    """A page as Markdown. Raises Unreadable."""
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter

    try:
        soup = BeautifulSoup(fetched.content, "html.parser", from_encoding=fetched.charset)
        title = _title(soup)
        left_out = list(_cleared(soup))
        converter = MarkdownConverter(
            heading_style="ATX",
            bullets="-",
            strip=["a"],
            escape_asterisks=False,
            escape_underscores=False,
        )
        text: str = converter.convert_soup(_main(soup))
    except (RecursionError, LookupError, AssertionError) as error:
        raise Unreadable(f"{fetched.url} is no page that can be read") from error
    return Document(title, text, fetched.url, left_out)


def _title(soup: "BeautifulSoup") -> str:
    for name in ("h1", "title"):
        if (found := soup.find(name)) and (text := " ".join(found.get_text(" ").split())):
            return text[:120]
    return "Untitled"


def _cleared(soup: "BeautifulSoup") -> Iterator[str]:
    """Takes out what nobody reads there; what it was, in words. What a page hides from people is
    not told to them either."""
    from bs4 import Comment

    hidden = [tag for tag in soup.find_all(True) if _is_hidden(tag)]
    for tag in hidden:
        tag.extract()
    if hidden:
        yield f"hidden parts ({len(hidden)})"
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for what, names in _AROUND.items():
        found = soup.find_all(names)
        if names[0] == "nav":
            found += [tag for tag in soup.find_all(True) if tag.get("role") in _ROLES]
        for tag in found:
            tag.extract()
        if found and what != "scripts":
            yield f"{what} ({len(found)})"


def _is_hidden(tag: "Tag") -> bool:
    style = str(tag.get("style") or "").replace(" ", "").lower()
    unseen = any(how in style for how in ("display:none", "visibility:hidden", "font-size:0"))
    return unseen or tag.has_attr("hidden") or tag.get("aria-hidden") == "true"


def _main(soup: "BeautifulSoup") -> "Tag":
    """The part in which the page speaks."""
    parts = [*soup.find_all("main"), *soup.select("[role=main]"), *soup.find_all("article")]
    told = {at: len(part.get_text(" ").split()) for at, part in enumerate(parts)}
    best = max(told, key=lambda at: told[at], default=None)
    if best is not None and told[best] >= _FEW_WORDS:
        return parts[best]
    return soup.body or soup
