"""ways.toml: what it says, and refusals that name the line."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.desk.ways.settings import (
    Settings,
    gateway,
    hooks,
    mail_relay,
    parse_settings,
    read_settings,
)
from parley.errors import BadInput, NotFound
from tests.house.plan import ROOT

WHOLE = """\
[outbox]
at_once = 4
per_contact_hour = 20
urgent = { tries = 30, first_wait_s = 1, longest_wait_s = 20, give_up_s = 3600 }

[mail]
host = "mail.mission.example"
sender = "Desk of the mission <desk@mission.example>"
user = "desk"
password_file = "secrets/mail"
bounces = "bounces"

[webhook.hq]
url = "https://hq.mission.example/in"
secret_file = "secrets/hq"

[webhook.next-door]
url = "http://10.0.0.7:8080/in"
secret_file = "secrets/hq"
inside = true

[gateway]
url = "https://gateway.example/messages"
bearer_file = "secrets/gateway"
secret_file = "secrets/hq"
callback = "https://desk.mission.example/ways/callback"

[beat]
file = "beat"
every_s = 5
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "secrets").mkdir()
    for name, text in (("mail", "pass word\n"), ("gateway", "token\n"),
                       ("hq", f"whsec_{'A' * 32}\n")):  # fmt: skip
        path = tmp_path / "secrets" / name
        path.write_text(text)
        path.chmod(0o600)
    (tmp_path / "ways.toml").write_text(WHOLE)
    return tmp_path


def test_the_whole_file_is_read(home: Path) -> None:
    """Every way, with its secrets from their files and in no printed form."""
    found = read_settings(home)
    assert found.mail is not None
    assert found.gateway is not None
    relay, reached, there = mail_relay(found.mail, home), hooks(found, home), gateway(
        found.gateway, home
    )
    assert ("mission.example", "pass word", 587, "starttls") == (
        relay.domain, relay.password, relay.port, relay.security
    )  # fmt: skip
    assert (8080, False, True) == (
        reached["next-door"].endpoint.port, reached["next-door"].endpoint.tls,
        reached["next-door"].endpoint.inside,
    )  # fmt: skip
    assert "token" == there.bearer
    for secret in ("pass word", "token", "A" * 32):
        assert secret not in repr((relay, reached, there, found))


def test_without_the_file_there_is_nothing_but_pages(tmp_path: Path) -> None:
    """No ways.toml is no fault: pages open here are always a way."""
    assert Settings() == read_settings(tmp_path)


@pytest.mark.parametrize(
    ("was", "becomes", "line", "words"),
    [('host = "mail.mission.example"', "host = 5", 7, "mail.host"),
     ('host = "mail.mission.example"', "hst = 'x'", 7, "mail.hst"),
     ("at_once = 4", "at_once = 0", 2, "at least 1"),
     ("tries = 30", "tries = 'many'", 4, "outbox.urgent"),
     ('user = "desk"', "", 10, "user and password_file together"),
     ('sender = "Desk of the mission <desk@mission.example>"', 'sender = "Desk"', 8, "sender"),
     ('password_file = "secrets/mail"', 'password_file = "secrets/mail"\nsecurity = "none"', 10,
      "starttls or tls"),
     ('url = "https://hq.mission.example/in"', 'url = "http://hq.mission.example/in"', 14,
      "https"),
     ('url = "http://10.0.0.7:8080/in"', 'url = "ftp://10.0.0.7/"', 18, "https://host/path"),
     ('callback = "https://desk.mission.example/ways/callback"', 'callback = "desk"', 26,
      "https://host/path"),
     ("every_s = 5", "every_s = 5000", 30, "beat.every_s"),
     ("[beat]", "[heart]", 28, "heart"),
     ("[webhook.next-door]", "[webhook.NextDoor]", 17, "for an endpoint"),
     ("every_s = 5", "every_s = = 5", 30, "TOML")],
)  # fmt: skip
def test_a_refusal_names_the_line(was: str, becomes: str, line: int, words: str) -> None:
    """Each fault is said in one sentence with its line and field."""
    assert was in WHOLE
    with pytest.raises(BadInput) as refusal:
        parse_settings(WHOLE.replace(was, becomes).encode())
    said = str(refusal.value)
    assert f"ways.toml, line {line}" in said.replace("at line", "line"), said
    assert words in said, said


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode)
       | st.integers(0, len(WHOLE)).map(lambda cut: WHOLE[:cut].encode()))  # fmt: skip
def test_no_file_breaks_the_reader(raw: bytes) -> None:
    """Whatever stands in it, it is settings or a refusal."""
    try:
        parse_settings(raw)
    except BadInput as fault:
        said = str(fault)
    else:
        said = "ways.toml"
    assert "ways.toml" in said


def test_the_published_schema_holds_the_example() -> None:
    """The JSON Schema that is printed accepts what is accepted, and refuses what is not."""
    schema = msgspec.json.schema(Settings)
    plain = msgspec.to_builtins(parse_settings(WHOLE.encode()))
    jsonschema.validate(plain, schema)
    plain["outbox"]["at_once"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, schema)


def test_secrets_open_to_others_are_refused(home: Path) -> None:
    """A password that others could read is not used; a missing one is said."""
    found = read_settings(home)
    assert found.mail is not None
    path = home / "secrets" / "mail"
    path.chmod(0o644)
    with pytest.raises(BadInput) as refusal:
        mail_relay(found.mail, home)
    assert "pass word" not in str(refusal.value)
    path.chmod(0o600)
    path.write_text("two\nlines\n")
    with pytest.raises(BadInput) as refusal:
        mail_relay(found.mail, home)
    assert "two" not in str(refusal.value).replace("two lines", "")
    path.unlink()
    with pytest.raises(NotFound):
        mail_relay(found.mail, home)


def test_the_example_of_the_docs_is_read() -> None:
    """What docs/ways-out.md shows as ways.toml is one, with its comments."""
    page = (ROOT / "docs" / "ways-out.md").read_text()
    (shown,) = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    found = parse_settings(shown.encode())
    assert found.mail is not None
    assert found.gateway is not None
    assert ["hq"] == list(found.webhook)
