"""The matrix of claims: questions down, sources across. An empty crossing is an answer too."""

from __future__ import annotations

from typing import Final

from parley.incidents.figures import counted
from parley.incidents.grading import graded
from parley.record import incident
from parley.record.readers.told import Told
from parley.review.labels import QUESTION
from parley.review.page import Cell, Matrix, MatrixRow
from parley.review.view import View, chain_of, marks

MOST: Final = 40
"""So many sources have a column of their own; those after them share the last."""
OTHERS: Final = "all other sources"


def matrix(view: View) -> Matrix:
    """Every claim of the file where its question and its source cross."""
    chains = [(chain_of(view, told), told) for told in view.file.claims]
    known = list(dict.fromkeys(chain for chain, _ in chains))
    columns = tuple(known[:MOST]) + ((OTHERS,) if len(known) > MOST else ())
    place = {chain: min(n, len(columns) - 1) for n, chain in enumerate(known)}
    cells: dict[str, list[list[Cell]]] = {}
    for chain, told in chains:
        row = cells.setdefault(told.body.question, [[] for _ in columns])
        row[place[chain]].append(_cell(view, told))
    return Matrix(
        heading="Who says anything on what",
        note=(
            "Questions down, sources across; each claim stands once, under its own chain. An "
            "empty crossing means that nothing of the kind is on record here."
            if cells
            else "Nothing is claimed in this file."
        ),
        columns=columns,
        rows=tuple(
            MatrixRow(
                question=question, heading=heading, cells=tuple(map(tuple, cells[question]))
            )
            for question, heading in QUESTION.items()
            if question in cells
        ),
    )


def _cell(view: View, told: Told[incident.Claimed]) -> Cell:
    body = told.body
    return Cell(
        stance=body.stance,
        figure="; ".join(counted(one.range) for one in body.quantities),
        held=held(body),
        text=body.statement,
        marks=marks(view, told),
        entries=(told.index,),
    )


def held(body: incident.Claimed) -> str:
    """How firmly it is said, in plain words; "" where it is said outright and is not graded."""
    parts = []
    if body.negated:
        parts.append("says that it is not so")
    if body.condition:
        parts.append(f"under a condition: {body.condition}")
    elif body.modality != "asserted":
        parts.append(body.modality)
    if body.hedges:
        parts.append(f'hedged: "{", ".join(body.hedges)}"')
    grades = graded(body.grade, body.reliability, body.credibility)
    return "; ".join([*parts, *([grades] if grades else [])])
