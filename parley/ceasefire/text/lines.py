"""Where in a TOML file each value stands: its line, by its path.

`tomllib` checks the file and keeps no positions, so what it accepted is walked once more here, for
lines only. Nothing is checked twice: a file that got this far is well formed.
"""

from __future__ import annotations

import re
import tomllib

Path = tuple[str | int, ...]
Lines = dict[Path, int]
_BLANK = re.compile(r"[ \t\r\n]*(?:#[^\n]*[ \t\r\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN = re.compile(r"[^,\]}\s#]+(?: \d\d:[^,\]}\s#]+)?")
_STRING = re.compile(
    r"\"\"\"(?:[^\\]|\\.)*?\"\"\"\"{0,2}|'''.*?''''{0,2}"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'",
    re.DOTALL,
)


def toml_lines(text: str) -> Lines:
    """The line of every key, table and list item of a TOML text that is well formed."""
    return _Walk(text).lines


class _Walk:
    """One walk over a text. `at` is where it is."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.lines = text, 0, Lines()
        self._counted, self._line = 0, 1
        self._tables: dict[Path, int] = {}
        under: Path = ()
        self._blank()
        while self.at < len(text):
            if text[self.at] == "[":
                under = self._header()
            else:
                self._pair(under)
            self._blank()

    def _header(self) -> Path:
        """[a.b] or [[a.b]]: the path that follows stands under it."""
        line = self._here()
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        path = self._resolved(self._key())
        self.at = self.text.index("]", self.at) + (2 if many else 1)
        if many:
            nth = self._tables[path] = self._tables.get(path, -1) + 1
            path = (*path, nth)
        self.lines[path] = line
        return path

    def _resolved(self, key: tuple[str, ...]) -> Path:
        """A header's key with the number of the table it is in, for each list of tables."""
        path: Path = ()
        for nth, word in enumerate(key):
            path = (*path, word)
            self.lines.setdefault(path, self._here())
            if nth < len(key) - 1 and path in self._tables:
                path = (*path, self._tables[path])
        return path

    def _pair(self, under: Path) -> None:
        line = self._here()
        path = under
        for word in self._key():
            path = (*path, word)
            self.lines.setdefault(path, line)
        self.at = self.text.index("=", self.at) + 1
        self._value(path)

    def _key(self) -> tuple[str, ...]:
        words = []
        while True:
            self._blank()
            found = _STRING.match(self.text, self.at)
            if found:
                words.append(next(iter(tomllib.loads(f"{found[0]} = 0"))))
            else:
                found = _BARE.match(self.text, self.at)
                words.append(found[0] if found else "")
            self.at = found.end() if found else self.at + 1
            self._blank()
            if not self.text.startswith(".", self.at):
                return tuple(words)
            self.at += 1

    def _value(self, path: Path) -> None:
        self._blank()
        self.lines[path] = self._here()
        opening = self.text[self.at]
        if opening == "[":
            self._items(path)
        elif opening == "{":
            self._fields(path)
        else:
            found = _STRING.match(self.text, self.at) or _PLAIN.match(self.text, self.at)
            self.at = found.end() if found else self.at + 1

    def _items(self, path: Path) -> None:
        self.at += 1
        nth = 0
        while self._more("]"):
            self._value((*path, nth))
            nth += 1

    def _fields(self, path: Path) -> None:
        self.at += 1
        while self._more("}"):
            self._pair(path)

    def _more(self, closing: str) -> bool:
        """Step over a comma; False, and behind the end, where the list or table ends."""
        self._blank()
        if self.text.startswith(",", self.at):
            self.at += 1
            self._blank()
        if self.at >= len(self.text) or self.text[self.at] == closing:
            self.at += 1
            return False
        return True

    def _blank(self) -> None:
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _here(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line
