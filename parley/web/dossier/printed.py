"""The incident file as a PDF: the same review, set by typst, tagged, the same bytes every time.

No clock, no chance, no network and no font of the machine goes into it: Latin letters are set in
the fonts that typst carries, Arabic ones in Noto Naskh Arabic, which travels with Parley (OFL).
Tagged PDF (ISO 32000-1, section 14.8) and PDF/UA-1 (ISO 14289-1), as typst checks it.
"""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from parley.errors import BadInput, expected
from parley.review.page import Review
from parley.web.dossier.lanes import lanes_of
from parley.web.dossier.places import incident_map
from parley.web.dossier.translated import LANGUAGES, told_in, words_of
from parley.web.visible import visible

ACROSS: Final = 5
"""So many sources stand side by side in one table of the matrix; the rest follow below."""


def review_pdf(review: Review, *, language: str = "en") -> bytes:
    """The review of one incident as a PDF, in English or Arabic; quotations stay as they are.

    Refuses where the extra `pdf` is not installed.
    """
    if language not in LANGUAGES:
        raise expected(f"one of {', '.join(LANGUAGES)}", repr(language[:20]), "language")
    try:
        import typst
    except ImportError as fault:
        raise BadInput(
            "expected the extra that sets PDF, got a Parley without it",
            remedy='Install "parley[pdf]".',
        ) from fault
    folder = resources.files("parley.web")
    source = (folder / "templates" / "dossier.typ").read_bytes()
    with resources.as_file(folder / "dossier" / "fonts") as fonts:
        made = typst.compile(
            source,
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=True, font_paths=[fonts]
            ),
            ignore_system_fonts=True,
            sys_inputs={"page": _page(review, language)},
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    if not isinstance(made, bytes):
        raise BadInput("expected one PDF, got none")
    return made


def _page(review: Review, language: str) -> str:
    """Everything the template sets, as JSON. It computes nothing."""
    drawn = {
        "lanes": _svg("swim", lanes_of(review.timeline.rows)),
        "map": _svg("drawn_places", incident_map(review.places.rows)),
    }
    plain = told_in(_seen(msgspec.to_builtins(review)), language)
    page = {
        "language": language,
        "words": words_of(language),
        "review": plain,
        "drawn": drawn,
        "across": ACROSS,
    }
    return msgspec.json.encode(page).decode()


def _seen(value: object) -> object:
    """The same value, every hidden character in it written as its code."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _seen(one) for key, one in value.items()}
    return [_seen(one) for one in value] if isinstance(value, list | tuple) else value


def _svg(macro: str, drawing: object) -> str:
    """One drawing of the page as an SVG that needs no style sheet; empty where there is none."""
    if drawing is None:
        return ""
    made = Environment(
        loader=PackageLoader("parley.web"), autoescape=True, undefined=StrictUndefined,
        finalize=lambda value: visible(value)
        if isinstance(value, str) and not isinstance(value, Markup)
        else value,
    )  # fmt: skip
    made.filters["family"] = lambda word: word.partition(".")[0]
    # Only the drawing itself, without the figure around it.
    module = made.get_template("ledger.html").module
    text = str(getattr(module, macro)(drawing))
    begin, end = text.index("<svg"), text.index("</svg>") + len("</svg>")
    head, _, rest = text[begin:end].partition(">")
    style = f"<style>{_print_style().read_text('utf-8')}</style>"
    return f'{head} xmlns="http://www.w3.org/2000/svg">{style}{rest}'


def _print_style() -> Traversable:
    return resources.files("parley.web") / "templates" / "drawings.css"
