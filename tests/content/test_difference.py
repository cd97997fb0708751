"""What a lint cannot know: that a change, whole and well-formed, lowers somebody's priority. The signer is shown it."""

import json
from pathlib import Path

from click.testing import CliRunner

from auxilio.app.cli.content import content
from auxilio.triage.content import read_triage
from auxilio.triage.difference import Difference, Effect, compare_versions
from tests.content.faulty_content import CONTENT, Folder


def changed(folder: Folder) -> tuple[Difference, ...]:
    return compare_versions(
        read_triage(CONTENT).content.protocols, read_triage(folder.path).content.protocols
    )


def test_the_same_content_has_no_difference(tmp_path: Path) -> None:
    assert changed(Folder(tmp_path)) == ()


def test_forgetting_qualified_breathing_is_shown_as_lowered(tmp_path: Path) -> None:
    """The seed's own example: gasps taken for breathing."""
    folder = Folder(tmp_path)
    folder.plant(
        "protocols/san-pcr.yaml",
        "{id: PCR-1, when: {consciente: [N, U], respira: [N, qualified, U]}",
        "{id: PCR-1, when: {consciente: [N, U], respira: [N, U]}",
    )
    (one,) = changed(folder)
    assert (one.protocol, one.change) == ("san-pcr", Effect.LOWERED)
    assert one.lowered > 0
    assert one.raised == 0
    first = one.examples[0]
    assert first.answers["respira"] == "qualified"
    assert (first.before.rules, first.after.rules) == (("PCR-1",), ("PCR-9",))


def test_a_p0_made_p2_is_shown_and_the_way_back_is_raised(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.plant(
        "protocols/san-hemorragia.yaml",
        "when: {site: trunk, intensidad: steady}, priority: P0, dispatch: reflex",
        "when: {site: trunk, intensidad: steady}, priority: P1, dispatch: standard",
    )
    (one,) = changed(folder)
    assert one.lowered > 0
    old, new = read_triage(CONTENT).content.protocols, read_triage(folder.path).content.protocols
    (back,) = compare_versions(new, old)
    assert (back.change, back.raised, back.lowered) == (Effect.RAISED, one.lowered, 0)


def test_other_resources_and_other_words_are_told_apart(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.plant("protocols/san-ictus.yaml", "send: [bls], say: []", "send: [als], say: []")
    folder.plant("protocols/san-parto.yaml", "¿Ha tenido más hijos?", "¿Tiene más hijos?")
    found = {one.protocol: one.change for one in changed(folder)}
    assert found == {"san-ictus": Effect.OTHERWISE, "san-parto": Effect.REWORDED}


def test_a_decisive_question_asked_last_is_told_as_slower(tmp_path: Path) -> None:
    """Everything is decided alike, and help leaves later."""
    folder = Folder(tmp_path)
    file = folder.path / "protocols/san-hemorragia.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines) if "{id: consciente" in line)
    last = next(i for i, line in enumerate(lines) if line.startswith("rules:"))
    lines.insert(last, lines[first])
    del lines[first]
    file.write_text("".join(lines), "utf-8")
    (one,) = changed(folder)
    assert one.change is Effect.SLOWER
    assert one.p0_questions[1] > one.p0_questions[0]


def test_a_protocol_that_is_gone_comes_first(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (folder.path / "protocols/san-parto.yaml").unlink()
    folder.plant("protocols/san-ictus.yaml", "send: [bls], say: []", "send: [als], say: []")
    assert [one.change for one in changed(folder)] == [Effect.REMOVED, Effect.OTHERWISE]


def test_the_command_line_tells_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.plant("protocols/san-ictus.yaml", "send: [bls], say: []", "send: [als], say: []")
    run = CliRunner().invoke(content, ["diff", str(CONTENT), str(folder.path), "--lang", "es"])
    assert run.exit_code == 0
    assert "san-ictus 0.1.0 → 0.1.0: misma prioridad, otra respuesta." in run.output
    assert "P2 ICT-9 → P2 ICT-9" in run.output
    assert "bls → als" in run.output
    assert "PUEDE DAÑAR: " in run.output
    assert "(san-ictus), resultado ICT-9 «Sin signos: médico en línea»: se envía: ya no" in run.output
    assert "ya no Soporte vital básico (bls)" in run.output
    told = json.loads(CliRunner().invoke(content, ["diff", str(CONTENT), str(folder.path), "--json"]).output)
    assert told["decides"][0]["protocol"] == "san-ictus"
    assert told["whole"]["harmful"] == 1
    same = CliRunner().invoke(content, ["diff", str(CONTENT), str(CONTENT), "--lang", "fr"])
    assert "identiques, octet par octet" in same.output


def test_translations_of_one_question_may_stand_in_two_files(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    more = (
        'format: protocol-i18n/1\nstatus: unreviewed\nstrings:\n  fue-gas.dentro: {gl: "Están todos fóra?"}\n'
    )
    (folder.path / "i18n" / "critical.gl.yaml").write_text(more)
    protocol = read_triage(folder.path).content.protocols["fue-gas"]
    (asked,) = (one.ask for one in protocol.questions if one.id == "dentro")
    assert (asked["ca"], asked["gl"]) == ("Són tots fora?", "Están todos fóra?")
