"""A page as a strict reader sees it: its elements, its text, its links, and every fault of form.

Not a browser: a browser repairs what is wrong, and so would hide it.
"""

from __future__ import annotations

from html.parser import HTMLParser

from msgspec import Struct

EMPTY = frozenset(("meta", "wbr", "br", "link", "img", "input", "hr"))
BLOCKS = frozenset(
    ("p", "div", "ul", "ol", "li", "dl", "table", "section", "article", "h1", "h2", "h3", "h4")
)
Attributes = tuple[tuple[str, str], ...]


class Page(HTMLParser):
    """Reads a whole page once; what it found stands in its fields."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.faults: list[str] = []
        self.style = ""
        self._said: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"{tag} is never closed" for tag in self._open]

    @property
    def text(self) -> str:
        """All text but the style sheet; inline elements leave no gap."""
        return "".join(self._said)

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """The elements and the names of their attributes, but not where a line may end."""
        return [
            (tag, tuple(name for name, _ in given)) for tag, given in self.elements if tag != "wbr"
        ]

    def values(self, name: str) -> list[str]:
        """Every value of an attribute, in order."""
        return [value for _, given in self.elements for key, value in given if key == name]

    def _begins(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._element(tag, attrs)
        if tag in BLOCKS and "p" in self._open:
            self.faults.append(f"{tag} in p, which ends the p")
        if tag not in EMPTY:
            self._open.append(tag)

    def _stands(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._element(tag, attrs)
        if "svg" not in self._open:
            self.faults.append(f"{tag} closes itself, which only a drawing may")

    def _ends(self, tag: str) -> None:
        last = self._open.pop() if self._open else "nothing"
        if last != tag:
            self.faults.append(f"expected {last} to be closed, got {tag}")

    def _says(self, data: str) -> None:
        if self._open[-1:] == ["style"]:
            self.style += data
        else:
            self._said.append(data)

    # The names by which the parser calls them.
    handle_starttag, handle_startendtag = _begins, _stands
    handle_endtag, handle_data = _ends, _says

    def _element(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.faults.append(f"{tag} has an attribute twice")
        self.elements.append((tag, tuple((name, value or "") for name, value in attrs)))


def texts(part: object, but: frozenset[str] = frozenset()) -> list[str]:
    """Every text a struct holds, but those of the fields named."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, tuple):
        return [text for one in part for text in texts(one, but)]
    if isinstance(part, Struct):
        fields = (name for name in part.__struct_fields__ if name not in but)
        return [text for name in fields for text in texts(getattr(part, name), but)]
    return []


def filled(part: object, text: str) -> object:
    """The same struct with one text in every field that holds any."""
    if isinstance(part, str):
        return text
    if isinstance(part, tuple):
        return tuple(filled(one, text) for one in part)
    if isinstance(part, Struct):
        names = part.__struct_fields__
        return type(part)(**{name: filled(getattr(part, name), text) for name in names})
    return part
