"""The claims ledger of the review made by hand."""

from __future__ import annotations

from parley.review.page import (
    Account,
    Accounts,
    Cell,
    Lesson,
    Lessons,
    Line,
    Lines,
    Matrix,
    MatrixRow,
    Piece,
    Pieces,
    Point,
    Range,
    Ranges,
    Spot,
    Spots,
)


def matrix() -> Matrix:
    """Matrix of the claims ledger."""
    return Matrix(
        heading="Who says anything on what", note="An empty crossing is an answer too.",
        columns=("SOHR", "the coalition, citing an officer"),
        rows=(
            MatrixRow(
                question="killed", heading="Killed",
                cells=(
                    (Cell(stance="reports", figure="at least 80 persons",
                          text="Believed it was striking IS",
                          held="hedged: \"reportedly\"", entries=(36,)),),
                    (Cell(stance="denies", text="None on purpose", marks=("entered late",),
                          entries=(37,)),),
                ),
            ),
        ),
    )  # fmt: skip


def series() -> Ranges:
    """Ranges of the claims ledger."""
    return Ranges(
        heading="Figures per source over time", note="Low and high apart.",
        rows=(
            Range(
                measure="Killed", group="soldiers", source="SOHR",
                points=(
                    Point(said="2016-09-17 (UTC)", figure="at least 80 persons", low=80,
                          step="first", entries=(36,)),
                    Point(said="2016-09-18 (UTC)", figure="90 persons", low=90, best=90,
                          high=90, step="raised", entries=(37,)),
                ),
                entries=(36, 37),
            ),
        ),
    )  # fmt: skip


def places() -> Spots:
    """Spots of the claims ledger."""
    return Spots(
        heading="Where it is said to have been", note="Within its radius.",
        rows=(
            Spot(written="Jebel Tharda", what="Believed it was striking IS",
                 position="35.28, 40.10 within 3.0 km",
                 lat=35.28, lon=40.1, radius_m=3000.0, by="reported by SOHR", entries=(36,)),
            Spot(written="a hill", what="None on purpose", position="no position is told",
                 by="reported by SOHR", entries=(37,)),
        ),
    )  # fmt: skip


def assessments() -> Accounts:
    """Accounts of the claims ledger."""
    return Accounts(
        heading="What those say of it at whose door it is laid", note="It stands apart.",
        rows=(
            Account(
                by="reported by the coalition", text="Believed it was striking IS", entries=(40,)
            ),
        ),
    )  # fmt: skip


def ties() -> Lines:
    """Lines of the claims ledger."""
    return Lines(
        heading="How claims are said to stand to each other", note="",
        rows=(Line(text="Entry 37 revises entry 36: one speaker.", entries=(36, 37)),),
    )  # fmt: skip


def evidence() -> Pieces:
    """Pieces of the claims ledger."""
    return Pieces(
        heading="Evidence", note="By hash.",
        rows=(
            Piece(title="A film", digest="sha256:" + "ab" * 32, media_type="video/mp4",
                  custody="Found by a monitor.", steps=("archived by a monitor, 2016",),
                  by="reported by a monitor", marks=("entered late",), entries=(41,)),
        ),
    )  # fmt: skip


def blocked() -> Lines:
    """Lines of the claims ledger."""
    return Lines(
        heading="Who was kept from looking", note="",
        rows=(Line(text="Since Monday: access was denied.", entries=(42,)),),
    )  # fmt: skip


def lessons() -> Lessons:
    """Lessons of the claims ledger."""
    return Lessons(
        heading="Lessons, and what came of them", note="Open until done.",
        rows=(
            Lesson(
                text="Ring roles, not names.", action="Change the list.", owner="head",
                due="2016-10-01 (UTC)", state="begun",
                history=(Line(text="The list is being written.", entries=(43,)),),
                rests_on=Line(text="Rests on", entries=(19, 22)), by="reported by the desk",
                entries=(44,),
            ),
        ),
    )  # fmt: skip
