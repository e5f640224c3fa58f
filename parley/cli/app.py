"""Every command, one function each: read what was asked, ask the desk, print the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parley import __version__
from parley.cases import load
from parley.cli import acts, printing
from parley.cli.agreed.agreements import arrangement_app, finding, scenario
from parley.cli.agreed.holding import clock, obligations, status
from parley.cli.agreed.lists import daily, lists_app
from parley.cli.claims.bring import import_
from parley.cli.claims.dossier import dossier
from parley.cli.claims.drafts import app as drafts_app
from parley.cli.claims.incident import app as incident_app
from parley.cli.claims.read import read
from parley.cli.demo import run_demo
from parley.cli.keys import app as key_app
from parley.cli.line.handover import handover, rota_app
from parley.cli.line.measures import inbox_, measures, outbox_
from parley.cli.line.watch import watch
from parley.cli.line.watchdog import watchdog
from parley.cli.line.whatif import whatif
from parley.cli.near import near
from parley.cli.place import app as place_app
from parley.cli.review_text import print_review
from parley.desk import audit
from parley.desk.desk import Desk
from parley.desk.replay import replay as replay_case
from parley.desk.review import SCHEMAS, review_of
from parley.errors import BadInput
from parley.web import review_html

app = typer.Typer(
    name="parley",
    help="The one record that both sides of a ceasefire can check.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

acts.register(app)
app.add_typer(key_app, name="key")
app.add_typer(place_app, name="place")
app.add_typer(arrangement_app, name="arrangement")
app.add_typer(drafts_app, name="drafts")
app.add_typer(lists_app, name="lists")
app.add_typer(incident_app, name="incident")
app.command()(near)
app.command()(watch)
app.command()(handover)
app.command(name="inbox")(inbox_)
app.command(name="outbox")(outbox_)
app.command()(measures)
app.command()(whatif)
app.add_typer(rota_app, name="rota")
app.command()(watchdog)
app.command()(finding)
app.command()(scenario)
app.command()(read)
app.command()(clock)
app.command()(obligations)
app.command()(status)
app.command()(dossier)
app.command(name="import")(import_)
app.command()(daily)

Home = Annotated[Path, typer.Argument(metavar="DIR", help="The desk's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
KnownAt = Annotated[
    int | None,
    typer.Option("--as-known-at", metavar="N", min=0, help="As known when N entries were logged."),
]


@app.command()
def init(
    folder: Home,
    name: Annotated[
        str, typer.Option(help="The log's own name, like desk.mission.example/2026.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Make a new desk: keys, an empty log, its first entries."""
    log = name or f"{folder.resolve().name}.parley.invalid"
    with Desk.found(folder, name=log) as desk:
        printing.founded(desk, as_json=as_json)


@app.command()
def replay(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A shipped case: deir-ez-zor.")],
    ledger: Annotated[Path, typer.Option("--ledger", metavar="DIR", help="The desk's folder.")],
    as_json: AsJson = False,
) -> None:
    """Enter a shipped case. Makes the desk if the folder has none."""
    shipped = load(case)
    fresh = not (ledger / "keys").exists()
    log = f"{case}.parley.invalid"
    with Desk.found(ledger, name=log) if fresh else Desk(ledger) as desk:
        with printing.progress("rows signed", quiet=as_json) as step:
            done = replay_case(desk, shipped, progress=step)
        printing.replayed(done, desk, as_json=as_json)


@app.command()
def demo(
    folder: Annotated[
        Path | None, typer.Option("--in", metavar="DIR", help="Where to leave it; else temporary.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Without the terminal's bell.")] = False,
    as_json: AsJson = False,
) -> None:
    """Replay the 2016 case, review it, watch three parties at one record, and a stop request ring.

    It ends with the measures of the line.
    """
    run_demo(folder, as_json=as_json, quiet=quiet)


@app.command(name="log")
def log_(
    folder: Home,
    first: Annotated[int, typer.Option("--from", metavar="N", min=0, help="First entry.")] = 0,
    count: Annotated[
        int, typer.Option("--count", metavar="N", min=1, help="How many at most.")
    ] = 1_000_000,
    outsider: Annotated[
        bool, typer.Option("--outsider", help="Only what everybody can see.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the entries in order."""
    with Desk(folder, reading=True) as desk:
        printing.entries(desk, first, first + count, outsider=outsider, as_json=as_json)


@app.command()
def show(
    folder: Home,
    entry: Annotated[int, typer.Argument(metavar="ENTRY", min=0, help="Its index, from 0.")],
    as_json: AsJson = False,
) -> None:
    """Show one entry whole: what it says, who signed it, and where it stands in the log."""
    with Desk(folder, reading=True) as desk:
        printing.entry(desk, entry, as_json=as_json)


@app.command()
def review(
    folder: Home,
    incident: Annotated[
        str, typer.Option(help="Which incident file; else the first one opened.")
    ] = "",
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page that needs nothing else.")
    ] = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """Review an incident: what was told, what was answered, what does not fit, what is missing."""
    with Desk(folder, reading=True) as desk:
        found = review_of(desk.board, incident or None, known_at)
    if html is not None:
        printing.write_file(html, review_html(found).encode())
    if as_json:
        printing.dump(found)
    elif html is None:
        print_review(found, printing.console())
    else:
        printing.say(f"The review is in {html}.")


@app.command()
def verify(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A ledger folder, an export, or a receipt.")
    ],
    trust: Annotated[
        str | None,
        typer.Option(metavar="FILE|FINGERPRINT", help="Your own trust root: the log's key."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check that a log is whole, unchanged, and the one you trust."""
    with printing.progress("entries checked", quiet=as_json) as step:
        found = audit.verify_path(path, trust, progress=step)
    printing.verified(found, as_json=as_json)
    found.require_trust()


@app.command()
def export(
    folder: Home,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new or empty folder.")],
    proofs: Annotated[
        str, typer.Option(metavar="all|sample|I,J", help="Which entries get a proof file.")
    ] = "sample",
    as_json: AsJson = False,
) -> None:
    """Write the whole log as plain files that foreign code can check."""
    with Desk(folder, reading=True) as desk:
        with printing.progress("files written", quiet=as_json) as step:
            files = audit.export(desk, out, proofs=proofs, progress=step)
        printing.exported(desk, out, files, as_json=as_json)


@app.command()
def fsck(folder: Home, as_json: AsJson = False) -> None:
    """Check a ledger folder whole. The desk may be running."""
    with printing.progress("entries checked", quiet=as_json) as step:
        found = audit.check_folder(folder, progress=step)
    printing.checked(found, as_json=as_json)
    if found.problems:
        raise typer.Exit(1)


@app.command()
def schema(
    what: Annotated[
        str, typer.Argument(metavar=f"[{'|'.join(SCHEMAS)}]", help="Which JSON Schema to print.")
    ] = "record",
    as_json: AsJson = True,  # it is JSON either way; the option is there as on every command
) -> None:
    """Print a JSON Schema: of every kind of record, or of one thing Parley reads or writes."""
    if what not in SCHEMAS:
        raise BadInput(f"expected {', '.join(SCHEMAS)}, got {what!r}")
    printing.dump(SCHEMAS[what]())


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        printing.say(f"parley {__version__}")
        raise typer.Exit
