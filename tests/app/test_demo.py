"""The demo is an exercise: nothing that happens in it may ever be taken for real."""

import asyncio
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from auxilio.app.cli.demo import mode_of, own_port, tell_where
from auxilio.app.cli.demo_people import PASSWORD, PEOPLE, demo_seed, seat_of
from auxilio.app.settings import Settings
from auxilio.identity.core.persons import actor_of, person_of
from auxilio.identity.core.seating import may_sit
from auxilio.kernel.ids import PersonId
from auxilio.kernel.shared_types import Mode, restrict_mode
from auxilio.platform.certificate import Certificate
from auxilio.platform.i18n import reader_language
from auxilio.platform.ids import new_id

ROOT = Path(__file__).parents[2]


@given(installation=some.sampled_from(Mode), asked=some.sampled_from(Mode))
def test_only_a_real_installation_lets_anything_be_real(installation: Mode, asked: Mode) -> None:
    kept = restrict_mode(installation, asked)
    assert (kept is Mode.REAL) == (installation is Mode.REAL and asked is Mode.REAL)
    assert kept in (installation, asked)
    if asked is Mode.TRAINING:
        assert kept is Mode.TRAINING, "practice is of its own mode in every installation"


def test_a_new_demo_is_an_exercise_and_stays_one(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    assert mode_of(data) is Mode.EXERCISE
    (data / "postgres").mkdir()
    assert mode_of(data) is Mode.EXERCISE


def test_data_from_before_demos_were_exercises_stay_what_they_were(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    assert mode_of(tmp_path) is Mode.REAL
    assert mode_of(tmp_path) is Mode.REAL


def test_a_mode_that_nobody_knows_is_not_guessed(tmp_path: Path) -> None:
    (tmp_path / "mode").write_text("pretend\n")
    with pytest.raises(ValueError, match="pretend"):
        mode_of(tmp_path)


def test_a_fingerprint_is_told_as_it_is_whatever_its_digits_spell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fingerprint = ":".join(("AB", "CD", "EF") * 10 + ("00", "11"))
    certificate = Certificate(certificate=tmp_path / "c", key=tmp_path / "k", fingerprint=fingerprint)
    tell_where(Settings(data=tmp_path), certificate, quiet=True)
    assert fingerprint in capsys.readouterr().out


@pytest.mark.parametrize(
    ("terminal", "language", "word"),
    [
        ({"LANG": "en_GB.UTF-8"}, "en", "people: "),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "ca_ES.UTF-8"}, "ca", "persones: "),
        ({"LC_ALL": "fr", "LC_MESSAGES": "ca_ES.UTF-8"}, "fr", "personnes : "),
        ({"LANG": "C.UTF-8"}, "es", "personas: "),
        ({}, "es", "personas: "),
    ],
)
def test_a_demo_says_where_it_is_in_the_language_of_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], terminal: dict[str, str], language: str, word: str
) -> None:
    assert reader_language(terminal) == language
    tell_where(Settings(data=tmp_path), None, quiet=False, language=reader_language(terminal))
    told = capsys.readouterr().out
    assert word in told
    assert PASSWORD in told
    assert "auxilio simulate pause|resume" in told


def test_a_demo_says_who_works_where_and_each_may_sit_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_where(Settings(data=tmp_path), None, quiet=False, language="es")
    told = capsys.readouterr().out.splitlines()
    people = {one.data.login: one.data for one in demo_seed().people}
    for login, name, role, agency, _ in PEOPLE:
        (line,) = [line for line in told if line.startswith(f"{login} ")]
        assert name in line
        seat = seat_of(name, role, agency)
        assert line.endswith(seat.name if seat else "Sin puesto"), login
        person = person_of(PersonId(new_id()), people[login])
        assert seat is None or may_sit(seat, actor_of(person, seat.id, Mode.EXERCISE)), login
    for guide in ("README.md", "LEEME.md"):
        text = (ROOT / guide).read_text()
        for login, name, role, agency, _ in PEOPLE:
            seat = seat_of(name, role, agency)
            (row,) = [line for line in text.splitlines() if line.startswith("|") and f"`{login}`" in line]
            assert seat is None or seat.name in row, login


async def test_two_demos_that_start_at_once_get_ports_of_their_own_and_may_listen_on_them() -> None:
    host, loop = "127.0.0.1", asyncio.get_running_loop()
    with own_port(0, host) as none, socket.socket() as free:
        assert none == 0
        free.bind((host, 0))
        wanted = free.getsockname()[1]
    with own_port(wanted, host) as first, own_port(wanted, host) as second:
        assert first == wanted
        assert second not in (0, wanted), "nobody listens yet, and it is taken all the same"
        server = await loop.create_server(asyncio.Protocol, host, first)
        with own_port(wanted, host) as third:
            assert third not in (0, first, second)
        server.close()
        await server.wait_closed()
