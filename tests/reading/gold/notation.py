"""What a person notes beneath each sentence, made into texts and claims with offsets.

Run `python -m tests.reading.gold.notation` after changing a file in notes/; README.md explains the
marks. Words are found in the sentence they stand beneath, then in what stands before it, so that no
offset is ever typed by hand. A word that is not found is an error that names file and line.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from benchmarks.reading.gold import GoldClaim, Link, Quantity, Span, Text

HERE = Path(__file__).parent
_MODALITY = {
    "p": "possible", "c": "conditional", "d": "doubtful", "f": "future", "r": "reported",
    "x": "counterfactual",
}  # fmt: skip
_HOW = {"p": "pronoun", "d": "definite", "c": "carried-over quotation"}
_RESPONSIBILITY = {
    "admitted": "claimed or admitted", "accused": "suspected or accused", "acquitted": "acquitted",
    "authorities": "suspected or accused by authorities",
}  # fmt: skip
_ONE_OF = re.compile(r"#(\d)$")
_TAIL = " .,;:\"'"


class Unfound(Exception):
    """Words of a note that do not stand in the text."""


class _Sentence:
    """A sentence, where it begins, and the words before it."""

    def __init__(self, before: str, words: str) -> None:
        self.before, self.words = before, words

    def span(self, asked: str) -> Span:
        """Where words stand; "a…b" is from a to b, "…$" to the end of the sentence, "*" all."""
        if asked == "*":
            return self._cut(0, len(self.words.rstrip(_TAIL)))
        first, dots, last = asked.partition("…")
        which = _ONE_OF.search(first)
        first = _ONE_OF.sub("", first)
        start = -1
        for _ in range(int(which[1]) if which else 1):
            start = self._word(first, start + 1)
        if start < 0:
            return self._earlier(asked)
        end = start + len(first)
        if last == "$":
            end = len(self.words.rstrip(_TAIL))
        elif dots:
            end = self.words.find(last, end) + len(last)
            if end < start + len(first) + len(last):
                raise Unfound(asked)
        return self._cut(start, end)

    def _word(self, asked: str, start: int) -> int:
        """The next place of the words that does not begin or end within a word."""
        edge = r"(?<!\w)" if asked[0].isalnum() else ""
        found = re.compile(edge + re.escape(asked) + r"(?!\w)").search(self.words, start)
        return found.start() if found else -1

    def _earlier(self, asked: str) -> Span:
        places = [one.start() for one in re.finditer(r"(?<!\w)" + re.escape(asked), self.before)]
        if not places:
            raise Unfound(asked)
        start = places[-1]
        return Span(text=asked, start=start, end=start + len(asked))

    def _cut(self, start: int, end: int) -> Span:
        words, shift = self.words[start:end], len(self.before)
        return Span(text=words, start=start + shift, end=end + shift)


def _link(sentence: _Sentence, asked: str) -> Link:
    if asked in ("N", "H"):
        how = {"N": "narrator", "H": "hedge only"}[asked]
        entity = {"N": "article (narrator)", "H": "unnamed reports"}[asked]
        return Link(mention=None, start=None, end=None, entity=entity, how=how)
    mention, entity, how = [*asked.split("~"), "", ""][:3]
    how = _HOW.get(how, how)
    if not mention:
        return Link(mention=None, start=None, end=None, entity=entity, how=how)
    span = sentence.span(mention)
    bare = re.sub(r"(?i)^(the|a|an) ", "", span.text)
    return Link(
        mention=span.text, start=span.start, end=span.end, entity=entity or bare,
        how=how or "explicit",
    )  # fmt: skip


def _quantity(sentence: _Sentence, content: list[Span], asked: str) -> Quantity:
    words, low, high, unit, measure = asked.split("~")
    span = sentence.span(words)
    if not any(one.start <= span.start and span.end <= one.end for one in content):
        raise Unfound(f"{words} within the content")
    approximate = low.startswith("a")
    return Quantity(
        text=span.text, start=span.start, end=span.end, low=_bound(low.removeprefix("a")),
        high=_bound(high), approximate=approximate, unit=unit, measure=measure,
    )  # fmt: skip


def _bound(written: str) -> float | None:
    return None if written == "-" else msgspec.json.decode(written, type=float)


def _claim(name: str, made: list[GoldClaim], sentence: _Sentence, line: str) -> GoldClaim:
    kind, *fields = [part.strip() for part in line[2:].split(" ; ")]
    noted = [(key.strip(), value) for key, _, value in (one.partition("=") for one in fields)]

    def all_of(key: str) -> list[str]:
        return [value for had, value in noted if had == key]

    unknown = {key for key, _ in noted} - {"s", "k", "c", "q", "h", "if", "m", "n", "r", "neg"}
    if unknown or not all_of("c") or not all_of("s"):
        raise Unfound(f"a source, a content and known marks, not {sorted(unknown)}")
    content = [sentence.span(one) for one in all_of("c")]
    scale, _, actor = next(iter(all_of("r")), "").partition(":")
    within = next((int(one) for one in all_of("n")), 0)
    return GoldClaim(
        id=f"{name[:2]}.{len(made) + 1:02}",
        document=name,
        source_chain=[_link(sentence, one) for one in all_of("s")],
        cue=[sentence.span(one) for one in all_of("k")],
        content=content,
        kind=kind.replace("-", " "),
        polarity="negative" if any(key == "neg" for key, _ in noted) else "positive",
        modality=_MODALITY[all_of("m")[0]] if all_of("m") else "asserted",
        hedges=[sentence.span(one) for one in all_of("h")],
        condition=[sentence.span(one) for one in all_of("if")],
        quantities=[_quantity(sentence, content, one) for one in all_of("q")],
        responsibility=_RESPONSIBILITY[scale] if scale else None,
        actor=actor or None,
        nested_in=made[-within].id if within else None,
    )


def noted(path: Path) -> tuple[str, list[GoldClaim]]:
    """The text of a file of notes, and its claims."""
    text, sentence, made = "", _Sentence("", ""), list[GoldClaim]()
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
        mark, words = line[:1], line[2:]
        if mark in ("|", "+"):
            before = text + ("" if not text else "\n" if mark == "|" else " ")
            sentence, text = _Sentence(before, words), before + words
            continue
        try:
            made.append(_claim(path.stem, made, sentence, line))
        except (Unfound, ValueError, KeyError, IndexError) as problem:
            raise Unfound(f"{path.name}:{number}: {problem!r} in {line}") from problem
    return text + "\n", made


def rows() -> Iterator[tuple[Text, str, list[GoldClaim]]]:
    """Each document: its row, its words, its claims."""
    for path in sorted((HERE / "notes").glob("*.notes")):
        text, made = noted(path)
        digest = hashlib.sha256(text.encode()).hexdigest()
        yield Text(document=path.stem, chars=len(text), sha256=digest), text, made


def main() -> None:
    """Write texts/ and claims.jsonl anew."""
    (HERE / "texts").mkdir(exist_ok=True)
    lines: list[bytes] = []
    for row, text, made in rows():
        (HERE / "texts" / f"{row.document}.txt").write_text(text, encoding="utf8", newline="\n")
        lines += [msgspec.json.encode(one) for one in (row, *made)]
    (HERE / "claims.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    sys.stdout.write(f"{len(lines)} rows\n")


if __name__ == "__main__":
    main()
