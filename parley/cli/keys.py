"""`parley key`: keys made, admitted, listed and ended. No step needs anybody else's key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
import typer
from msgspec import Struct

from parley.cli import printing
from parley.cli.acts import options as o
from parley.cli.acts.acting import acting, done
from parley.desk import ceremony
from parley.desk.acts.sending import log_key_beside
from parley.desk.ceremony import KeyRequest
from parley.desk.desk import IMPORTER, Desk
from parley.desk.keyfile import KeyFile, name_in_words
from parley.desk.party import store_file
from parley.desk.rules import DESK
from parley.errors import BadInput, expected
from parley.record.roster import KeyRevoked
from parley.record.values.refused import shown
from parley.record.values.text import Id

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Make keys, have them admitted, list them, end them. Compare fingerprints by voice.",
)

_RESERVED: Final = (DESK, IMPORTER)

File = Annotated[Path, typer.Argument(metavar="FILE", help="The key file.")]
Request = Annotated[Path, typer.Argument(metavar="REQUEST", help="A request, from key request.")]


class KeyShown(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A key as people compare it."""

    actor: str
    standing: str
    fingerprint: str
    key: str
    log: str = ""
    countersigned: tuple[str, ...] = ()


class KeyListed(Struct, frozen=True, kw_only=True):
    """A key as the log has it. `until` is the entry that ended it."""

    actor: str
    standing: str
    use: str
    key: str
    since: int
    until: int | None


@app.command()
def make(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, for you alone.")],
    *,
    actor: Annotated[str, typer.Option("--actor", metavar="NAME", help="Whose key: a-z 0-9 . -")],
    standing: Annotated[
        str, typer.Option(metavar="party|guarantor|monitor", help="What its holder is here.")
    ] = "party",
    as_json: o.AsJson = False,
) -> None:
    """Make a key to sign and a key to open what is sealed for you. They never leave the file."""
    levels: tuple[Literal["party", "guarantor", "monitor"], ...]
    levels = ("party", "guarantor", "monitor")
    found = next((one for one in levels if one == standing), None)
    if found is None:
        raise expected(" or ".join(levels), shown(standing), "--standing")
    try:
        name = msgspec.convert(actor, Id)
    except msgspec.ValidationError as fault:
        sentence = f"expected a name of a-z 0-9 . _ -, at most 64, got {shown(actor)}"
        raise BadInput(sentence, at="--actor") from fault
    if name in _RESERVED:
        raise expected("a name of your own", f"{name}, which is the desk's", "--actor")
    key = KeyFile.make(name, found)
    key.save(file)
    _print(_of_file(key), as_json=as_json)
    if not as_json:
        printing.say(f"The keys are in {file}, for you alone. Keep a copy locked away.")
        printing.say("Read the fingerprint out to whoever stands for you, over another line.")


@app.command()
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A key file, or a request.")],
    *,
    only: Annotated[
        bool, typer.Option("--fingerprint", help="Print the fingerprint and nothing else.")
    ] = False,
    name: Annotated[
        bool, typer.Option("--name", help="Print its name in the log and nothing else.")
    ] = False,
    as_json: o.AsJson = False,
) -> None:
    """Show whose key it is and its fingerprint. Nothing secret is printed."""
    try:
        told = _of_request(ceremony.read_request(file))
    except BadInput:
        told = _of_file(KeyFile.read(file))
    if only or name:
        printing.say(told.fingerprint if only else told.key)
        return
    _print(told, as_json=as_json)


@app.command()
def request(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="REQUEST", help="The new request file.")],
    *,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Ask to be admitted to a log: your public keys, in a file that goes from hand to hand."""
    key = KeyFile.read(file)
    made = ceremony.request_of(key, log_key_beside(file, trust).name)
    if out.exists():
        raise BadInput("expected a new file for the request, got one that exists", at=str(out))
    store_file(out, ceremony.write_request(made))
    _print(_of_request(made), as_json=as_json)
    if not as_json:
        printing.say(f"The request is in {out}. Nothing in it is secret.")


@app.command()
def countersign(
    asked: Request,
    *,
    key: Annotated[Path, typer.Option("--as", metavar="KEY", help="Your key file.")],
    heard: Annotated[
        str,
        typer.Option(metavar="FINGERPRINT", help="As its holder read it out, by another line."),
    ],
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Stand for somebody's key, after hearing its fingerprint from them. Written into the file."""
    mine = KeyFile.read(key)
    found = ceremony.read_request(asked)
    log = log_key_beside(key, trust).name
    if found.log != log:
        raise expected(f"a request for {log}", f"one for {shown(found.log)}", str(asked))
    stood = ceremony.stand_for(found, mine, heard=heard)
    store_file(asked, ceremony.write_request(stood))
    _print(_of_request(stood), as_json=as_json)
    if not as_json:
        printing.say(f"{mine.actor} stands for it. Hand {asked} to the desk.")


@app.command()
def admit(
    folder: o.Home,
    requests: Annotated[
        list[Path], typer.Argument(metavar="REQUEST...", help="Two for the first two parties.")
    ],
    *,
    heard: Annotated[
        list[str],
        typer.Option(metavar="FINGERPRINT", help="As its holder read it out; one per request."),
    ],
    as_json: o.AsJson = False,
) -> None:
    """For the desk: enter keys that others stand for. Entering them again enters nothing twice."""
    asked = tuple(ceremony.read_request(path) for path in requests)
    for one in asked:
        ceremony.check_heard(one, tuple(heard))
    counting = ceremony.enter(folder, asked)
    if as_json:
        printing.dump(counting)
        return
    for one in asked:
        waits = "is entered and does NOT count yet: whoever stands for it is not admitted"
        printing.say(f"{one.sign.actor}: {one.fingerprint}")
        now = "counts from now on" if counting[one.sign.actor] else waits
        printing.say(f"  its key {now}.")


@app.command(name="list")
def list_(folder: o.Home, as_json: o.AsJson = False) -> None:
    """Every key of the log: whose, what for, since which entry, until which."""
    with Desk(folder, reading=True) as desk:
        found = tuple(
            KeyListed(actor=one.actor, standing=one.standing, use=one.use, key=one.name,
                      since=one.since, until=one.until)
            for one in ceremony.keys_of(desk)
        )  # fmt: skip
    if as_json:
        printing.dump(found)
        return
    for one in found:
        span = f"since entry {one.since}"
        if one.until is not None:
            span += f", ENDED by entry {one.until}"
        printing.say(f"{one.actor} ({one.standing}), to {one.use}, {span}")
        printing.say(f"  {one.key}")
        if one.use == "sign":
            printing.say(f"  {name_in_words(one.key)}")


@app.command()
def revoke(
    folder: o.Home,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="sign:... or seal:..., from key list.")
    ],
    *,
    why: Annotated[
        str,
        typer.Option(
            metavar="retired|compromised|suspended",
            help="suspended is the desk's; the others are the holder's, with --as.",
        ),
    ],
    statement: Annotated[str, typer.Option(help="The reason, in words.")] = "",
    even_last: Annotated[
        bool, typer.Option("--even-last", help="Even your last key: there is no way back.")
    ] = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """End a key. What it signed before still stands."""
    reasons: tuple[Literal["retired", "compromised", "suspended"], ...]
    reasons = ("retired", "compromised", "suspended")
    found = next((one for one in reasons if one == why), None)
    if found is None:
        raise expected(" or ".join(reasons), shown(why), "--why")
    with acting(folder, key, trust) as act:
        ceremony.check_ending(act.desk, name, even_last=even_last)
        record = KeyRevoked(key=name, why=found, statement=statement or None)
        done(act, act.who.draft(record), as_json=as_json)


def _of_file(key: KeyFile) -> KeyShown:
    return KeyShown(
        actor=key.actor, standing=key.standing, key=key.key_name,
        fingerprint=name_in_words(key.key_name),
    )  # fmt: skip


def _of_request(asked: KeyRequest) -> KeyShown:
    return KeyShown(
        actor=asked.sign.actor, standing=asked.sign.standing, key=asked.key, log=asked.log,
        fingerprint=asked.fingerprint,
        countersigned=tuple(name_in_words(one.key) for one in asked.sign.countersigned),
    )  # fmt: skip


def _print(told: KeyShown, *, as_json: bool) -> None:
    if as_json:
        printing.dump(told)
        return
    printing.say(f"{told.actor} ({told.standing})")
    printing.say(f"fingerprint   {told.fingerprint}")
    printing.say(f"key           {told.key}")
    if told.log:
        printing.say(f"log           {told.log}")
        stood = told.countersigned
        printing.say(f"countersigned {'; '.join(stood) if stood else 'by nobody yet'}")
