"""Recordings of steps: only of the words as they stand, and only where somebody hears them."""

import struct
from pathlib import Path

import pytest
from msgspec.structs import replace

from auxilio.instructions.core import machine
from auxilio.instructions.core.messages import PlayStep, StepPlayed, StopPlaying
from auxilio.instructions.core.model import Card, InstructionRun
from auxilio.instructions.core.ports import PlaybackAudience
from auxilio.instructions.recordings import LONGEST_S, RecordingFolder, seconds_of, verify, words_digest
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.platform.documents import Severity
from auxilio.platform.ids import new_id
from tests.instructions.test_dictation import ANA, AT, Desk, cards

CARD, STEP = "rcp-adulto", "suelo"


def sound(
    seconds: float = 1.0, *, form: int = 6, channels: int = 1, rate: int = 8_000, bits: int = 8
) -> bytes:
    samples = b"\xd5" * int(seconds * rate * channels * bits // 8)
    head = struct.pack(
        "<HHIIHH", form, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits
    )
    body = b"WAVE" + struct.pack("<4sI", b"fmt ", len(head)) + head
    body += struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def card() -> Card:
    found = cards().card(CARD)
    assert found is not None
    return found


def words(language: str = "es") -> str:
    step = card().step(STEP)
    assert step is not None
    return step.say[language]


def folder_with(
    path: Path, data: bytes, said: str, name: str = f"{STEP}.es.wav", status: str = "draft"
) -> Path:
    """A folder in which one recording speaks the words that are said."""
    (path / "recordings" / CARD).mkdir(parents=True)
    (path / "recordings" / CARD / name).write_bytes(data)
    index = f'status: {status}\nrecordings:\n  {CARD}:\n    {STEP}: {{es: "{words_digest(said)}"}}\n'
    (path / "recordings/recordings.yaml").write_text(index)
    return path


@pytest.mark.parametrize("rate", [8_000, 16_000])
@pytest.mark.parametrize(("form", "bits"), [(6, 8), (1, 16)])
def test_a_sound_that_can_be_played_says_how_long_it_is(rate: int, form: int, bits: int) -> None:
    assert seconds_of(sound(1.5, form=form, rate=rate, bits=bits)) == 1.5


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no sound at all",
        sound(channels=2),
        sound(rate=44_100),
        sound(form=7),
        sound(form=1),
        sound(0),
        sound()[:-1],
    ],
    ids=["empty", "text", "stereo", "44100", "mu-law", "8-bit PCM", "silent", "cut"],
)
def test_what_cannot_be_played_everywhere_is_no_sound(data: bytes) -> None:
    assert seconds_of(data) is None


def test_a_recording_is_played_for_the_words_it_speaks_and_for_no_others(tmp_path: Path) -> None:
    recordings = RecordingFolder([folder_with(tmp_path, sound(), words())])
    found = recordings.of(card())[STEP]["es"]
    assert (found.language, found.seconds, found.draft) == ("es", 1.0, True)
    assert recordings.sound(found.digest) == sound()
    steps = tuple(
        replace(step, say={**step.say, "es": "Otras palabras."}) if step.id == STEP else step
        for step in card().steps
    )
    changed = replace(card(), steps=steps)
    assert recordings.of(changed) == {}
    assert recordings.recording(changed, STEP, found.digest) is None


def test_the_centres_own_recording_comes_before_the_draft(tmp_path: Path) -> None:
    own = folder_with(tmp_path / "own", sound(2), words(), status="approved")
    found = RecordingFolder([own, folder_with(tmp_path / "shipped", sound(1), words())]).of(card())[STEP][
        "es"
    ]
    assert (found.seconds, found.draft) == (2.0, False)


def test_a_file_that_was_changed_meanwhile_is_not_given_out_under_its_old_digest(tmp_path: Path) -> None:
    recordings = RecordingFolder([folder_with(tmp_path, sound(), words())])
    digest = recordings.of(card())[STEP]["es"].digest
    (tmp_path / "recordings" / CARD / f"{STEP}.es.wav").write_bytes(sound(2))
    assert recordings.sound(digest) is None


@pytest.mark.parametrize(
    ("data", "said", "name", "code"),
    [
        (sound(channels=2), None, f"{STEP}.es.wav", "recording_format"),
        (sound(LONGEST_S + 1), None, f"{STEP}.es.wav", "recording_too_long"),
        (sound(), "Otras palabras.", f"{STEP}.es.wav", "recording_stale"),
        (sound(), None, f"{STEP}.ca.wav", "recording_missing"),
    ],
)
def test_what_is_wrong_with_a_recording_is_said_and_it_is_not_offered(
    tmp_path: Path, data: bytes, said: str | None, name: str, code: str
) -> None:
    folder = folder_with(tmp_path, data, said or words(), name)
    faults = {fault.code: fault for fault in verify(folder, {CARD: card()})}
    assert faults[code].rule == "L24"
    assert (faults[code].line, faults[code].facts["name"]) == (4, f"{CARD}/{STEP}.es.wav")
    # Content whose words have changed comes into force without its recording; the rest is a mistake in the folder.
    assert (faults[code].severity is Severity.WARNING) == (code == "recording_stale")
    assert RecordingFolder([folder]).of(card()) == {}


def test_a_recording_of_no_step_and_one_that_is_in_no_index_are_faults(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, sound(), words())
    (folder / "recordings" / CARD / "nadie.es.wav").write_bytes(sound())
    assert {fault.code for fault in verify(folder, {})} == {"recording_of_no_step", "recording_unlisted"}
    assert [fault.code for fault in verify(folder, {CARD: card()})] == ["recording_unlisted"]


CALL = CallId(new_id())


def play(
    run: InstructionRun, recordings: RecordingFolder, digest: str, listener: PlaybackAudience
) -> StepPlayed:
    command = PlayStep(run=run.id, step=STEP, call=CALL, recording=digest)
    (fact,) = machine.decide(run, command, ANA, AT, cards(), {}, None, recordings, listener)
    assert isinstance(fact, StepPlayed)
    return fact


def test_a_step_that_is_played_counts_as_said_and_the_screen_stays(tmp_path: Path) -> None:
    recordings = RecordingFolder([folder_with(tmp_path, sound(), words())])
    digest, run = recordings.of(card())[STEP]["es"].digest, Desk(CARD).run
    fact = play(run, recordings, digest, PlaybackAudience.CALLER)
    assert (fact.language, fact.call, fact.recording, fact.seconds, fact.draft) == (
        "es",
        CALL,
        digest,
        1.0,
        True,
    )
    after = machine.evolve(run, fact, AT)
    assert after.current == run.current
    assert [(said.step, said.recording) for said in after.said] == [(STEP, digest)]
    stop = StopPlaying(run=run.id, recording=digest, after_s=0.4)
    (cut,) = machine.decide(after, stop, ANA, AT, cards(), {})
    assert machine.evolve(after, cut, AT).said == ()
    with pytest.raises(Refused, match="nothing_plays"):
        machine.decide(run, stop, ANA, AT, cards(), {})


@pytest.mark.parametrize(
    ("listener", "code"),
    [
        (PlaybackAudience.HELD, "caller_held"),
        (PlaybackAudience.NOBODY, "nobody_hears"),
        (PlaybackAudience.READER, "call_without_voice"),
    ],
)
def test_nothing_is_played_where_nobody_hears_it(
    tmp_path: Path, listener: PlaybackAudience, code: str
) -> None:
    recordings = RecordingFolder([folder_with(tmp_path, sound(), words())])
    digest = recordings.of(card())[STEP]["es"].digest
    with pytest.raises(Refused, match=code):
        play(Desk(CARD).run, recordings, digest, listener)


def test_a_recording_that_speaks_other_words_is_refused(tmp_path: Path) -> None:
    recordings = RecordingFolder([folder_with(tmp_path, sound(), "Otras palabras.")])
    with pytest.raises(Refused, match="unknown_recording"):
        play(Desk(CARD).run, recordings, "0" * 64, PlaybackAudience.CALLER)
