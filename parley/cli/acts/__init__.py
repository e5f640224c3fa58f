"""Acts on the command line: each drafts, signs, stores, sends, and prints its receipt."""

from __future__ import annotations

import typer

from parley.cli.acts import answer, duty, ending, notify, steps, stop


def register(app: typer.Typer) -> None:
    """Put every act into the program."""
    # The stop line first: whoever looks for it at three in the morning reads no further.
    for alarm in (stop.stop, stop.alert, steps.take, steps.relay, steps.halted):
        app.command()(alarm)
    app.command(name="order-passed")(steps.order_passed)
    app.command(name="stand-down")(steps.stand_down)
    app.add_typer(notify.app, name="notify")
    for ending_act in (ending.amend, ending.withdraw, ending.recall, ending.check, ending.overlaps):
        app.command()(ending_act)
    app.add_typer(answer.app, name="answer")
    app.command(name="read-back")(answer.read_back_)
    app.command()(duty.note)
    app.add_typer(duty.call_app, name="call")
    app.add_typer(duty.exercise_app, name="exercise")
    app.command()(duty.availability)
    app.command()(duty.resend)
