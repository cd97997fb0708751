"""The whole difference of two content sets: each change in a sentence that says what it means, what can harm first."""

from functools import cache

import pytest

from auxilio.active_content.content_bundle import SET_SUFFIXES, content_folder
from auxilio.active_content.whole_difference import WholeDifference, compare_sets, comparison
from auxilio.active_content.whole_difference.edits import read_tree
from auxilio.active_content.whole_difference.fields import FIELDS, PARTS, Shift, family_of
from auxilio.active_content.whole_difference.rule_tables import RULE_FAMILIES, RULE_TABLES, rule_part
from auxilio.platform.i18n import LANGUAGES, catalogues

DISTANCES = "data/erg2016_distances.csv"
CPR = "cards/rcp-adulto.yaml"
PCR = "protocols/san-pcr.yaml"


@cache
def shipped() -> dict[str, bytes]:
    folder = content_folder()
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.suffix in SET_SUFFIXES
    }


def compared(file: str, *changes: tuple[str, str]) -> WholeDifference:
    text = shipped()[file].decode()
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        text = text.replace(old, new)
    return compare_sets(shipped(), {**shipped(), file: text.encode()})


def said(found: WholeDifference, language: str = "en") -> str:
    return "\n".join(one.words[language] for one in found.changes)


SENTENCES = [
    (PCR, [("every_s: 60", "every_s: 600")], "asked again every: 10 min, 1 min before (later)", Shift.LATER, True),
    (PCR, [("send: [als, bls, aed], say: [rcp-adulto]", "send: [als, bls, aed], say: []")], "cards that are said: no longer Guided CPR: adult (rcp-adulto)", Shift.GONE, True),
    (PCR, [("consciente: [N, U], respira: [N, qualified, U]}, priority: P0", "consciente: N, respira: [N, qualified, U]}, priority: P0")], "it holds in fewer cases: no longer with consciente=U", Shift.GONE, True),
    (PCR, [("{id: PCR-9, else: true, route: choose, priority: P2", "{id: PCR-9, else: true, route: choose, priority: P3")], "priority: P3, P2 before (milder)", Shift.MILDER, True),
    ("protocols/gen-silenciosa.yaml", [('no_ring_if: {any: [{fondo: violence}, {servicio: police}, {historial: "Y"}]}\n', "")], "the telephone does not ring when in fewer cases: no longer with fondo=violence", Shift.GONE, True),
    ("protocols/san-alergia.yaml", [("keep_caller: true", "keep_caller: false")], "the caller is kept on the line in the transfer: now no, before yes", Shift.NOW_NO, True),
    (CPR, [("repeat_s: 120", "repeat_s: 1200")], "step 8 (relevo) «If someone else is there, swap now, without stopping.»: is repeated every: 20 min, 2 min before (later)", Shift.LATER, True),
    (CPR, [("canviïn ara, sense aturar-se", "canviïn ara, aturant-se")], "in Catalan: is said: no longer says «sense» (the negation is lost)", Shift.GONE, True),
    (CPR, [("boca arriba", "boca abajo")], "in Spanish: is said: says «abajo» where it said «arriba»", Shift.OTHER, True),
    (CPR, [('"No dejar la línea"]', "]")], "in Spanish: never: no longer No dejar la línea", Shift.GONE, True),
    (CPR, [("bpm: 110", "bpm: 100")], "compressions a minute: 100, 110 before (less)", Shift.LESS, True),
    ("data/typology.csv", [("Cardiac arrest,P0,", "Cardiac arrest,P1,")], "type SAN-01 «Cardiac arrest»: priority: P1, P0 before (milder)", Shift.MILDER, True),
    ("data/catalog.yaml", [("bls: {service: HEALTH,", "bls: {service: FIRE,")], "resource bls «Basic life support ambulance»: belongs to the service: Fire and rescue (FIRE), Medical coordination centre (HEALTH) before", Shift.OTHER, True),
    ("plans/areas/demo.yaml", [("accept_due_s: [20,", "accept_due_s: [1200,")], "clock accept_due_s: time at P0: 1,200 s, 20 s before (later)", Shift.LATER, True),
    ("plans/needs.yaml", [("CRISIS_LINE: HEALTH", "CRISIS_LINE: MUNICIPAL")], "stand-in for CRISIS_LINE: where missing, answered by: Town hall (MUNICIPAL), Medical coordination centre (HEALTH) before", Shift.OTHER, True),
    ("plans/radio/demo.yaml", [("001-1-6000101, name: \"SAN-1\", use: working", "001-1-6000101, name: \"SAN-1\", use: command")], "group 001-1-6000101: use of the group: command, working before", Shift.OTHER, True),
    ("data/hin.yaml", [("Líquido que arde solo y", "Líquido que no arde solo y")], "in Spanish: says: now negates with «no»", Shift.ADDED, True),
    ("data/qualifications.yaml", [("{capability: eod, any_of: [bomb_disposal]}", "{capability: eod, any_of: [bomb_disposal, nurse]}")], "one of these qualifications is enough: now also nurse", Shift.ADDED, True),
    ("phrasebook/ro.yaml", [("Nu închideți telefonul.", "Închideți telefonul.")], "Sentences by number, sentence 6: says: no longer says «Nu»", Shift.GONE, True),
    ("data/synonyms.yaml", [("SAN-01: {es: [no respira, parada,", "SAN-01: {es: [parada,")], "no longer no respira", Shift.GONE, True),
    ("announcements/announcements.yaml", [("Ara truquen moltes persones. La seva trucada està en espera. No pengi.", "Ara truquen moltes persones. La seva trucada està en espera. Pengi.")], "announcement many_calls, in Catalan: says: no longer says «No»", Shift.GONE, True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "changes", "sentence", "shift", "harms"), SENTENCES, ids=[one[2] for one in SENTENCES]
)
def test_a_change_is_a_sentence_that_says_what_it_means(
    file: str, changes: list[tuple[str, str]], sentence: str, shift: Shift, harms: bool
) -> None:
    found = compared(file, *changes)
    (one,) = found.changes
    assert sentence in one.words["en"]
    assert (one.shift, one.harms, one.named, one.file) == (shift, harms, True, file)
    assert set(one.words) == set(LANGUAGES)
    assert len(set(one.words.values())) == len(LANGUAGES)


def test_a_reason_why_doubt_may_be_less_than_danger_is_told_with_the_one_before_and_can_harm() -> None:
    reason = "alarm companies never see the place: U sends an engine at P2, or at P1 to a sensitive one (ALA-3, ALA-4)"
    (one,) = compared("protocols/fue-alarma.yaml", (reason, "lorem ipsum dolor")).changes
    assert one.harms
    assert reason in one.words["en"]
    assert "lorem ipsum dolor" in one.words["en"]


def test_a_text_that_was_said_from_a_file_of_translations_is_told_with_what_it_was_before() -> None:
    asked = '¿Están todos fuera?", en: "Is everyone outside?"'
    mine = '¿Están todos fuera?", en: "Is everyone outside?", ca: "Ha sortit tothom?", fr: "Tous dehors ?"'
    found = compared("protocols/fue-gas.yaml", (asked, mine))
    assert len(found.changes) == 2
    for before in ("donde decía «Són tots fora»", "donde decía «Tout le monde est il»"):
        assert before in said(found, "es")
    assert "antes nada" not in said(found, "es")


def test_a_field_that_had_its_default_is_told_with_what_it_meant_before() -> None:
    question = "{id: dentro, critical: true, info: true,"
    found = compared("protocols/fue-gas.yaml", (question, f"{question} ask_to: operator,"))
    assert "before nothing" not in said(found)
    assert "caller" in said(found)


def test_a_distance_is_told_with_the_substance_the_spill_and_the_time_of_day() -> None:
    row = next(line for line in shipped()[DISTANCES].decode().splitlines() if line.startswith("1017,"))
    cells = row.split(",")
    night = cells[5]
    cells[5] = str(int(night) // 10)
    told = said(compared(DISTANCES, (row, ",".join(cells))))
    assert "UN 1017" in told
    assert "small spill at night: people are protected within: " in told
    assert "(less)" in told


def test_steps_in_another_order_are_told_with_what_they_come_after() -> None:
    lines = shipped()[CPR].decode().splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if "{id: manos," in line)
    lines[first], lines[first + 1] = lines[first + 1], lines[first]
    found = compare_sets(shipped(), {**shipped(), CPR: "".join(lines).encode()})
    (one,) = found.changes
    assert "now comes after: step" in one.words["en"]
    assert one.shift in (Shift.EARLIER, Shift.LATER)
    assert one.harms


def test_words_of_another_step_and_of_another_language_are_told_as_such() -> None:
    hands = "Posi l'altra mà a sobre i estiri els braços."
    other = compared(CPR, (f'ca: "{hands}"', 'ca: "No s\'aturi. Segueixi amb el mateix ritme."'))
    assert "now has the words of another part" in said(other)
    spanish = compared(CPR, (f'ca: "{hands}"', 'ca: "Ponga la otra mano encima y estire los brazos."'))
    assert "is now written in Spanish" in said(spanish)


def test_the_same_is_said_only_of_the_same_bytes() -> None:
    assert compare_sets(shipped(), dict(shipped())) == WholeDifference(same=True)
    spaces = compare_sets(shipped(), {**shipped(), PCR: shipped()[PCR] + b"# seen\n"})
    assert not spaces.same
    assert "only remarks, spaces or the order of rows change" in said(spaces)


def test_a_file_that_comes_goes_or_cannot_be_read_is_told() -> None:
    without = {name: body for name, body in shipped().items() if name != PCR}
    assert f"{PCR}: the file is gone" in said(compare_sets(shipped(), without))
    assert f"{PCR}: the file is new" in said(compare_sets(without, shipped()))
    broken = compare_sets(shipped(), {**shipped(), PCR: b"a: ["})
    assert (broken.changes[0].named, broken.changes[0].harms, broken.unnamed) == (False, True, 1)


def test_a_field_that_nobody_knows_is_shown_and_not_counted_as_named() -> None:
    found = compared(PCR, ("domain: health", "domain: health\nmood: calm"))
    (one,) = found.changes
    assert "the field mood changes: – → calm" in one.words["en"]
    assert (one.named, found.unnamed) == (False, 1)


def test_a_sentence_that_was_written_anew_is_shown_and_not_counted_as_named() -> None:
    found = compared(
        CPR,
        (
            "Túmbele boca arriba en el suelo, sobre algo duro.",
            "Grite pidiendo otra cosa cualquiera y espere fuera, allí.",
        ),
    )
    assert (found.changes[0].named, found.unnamed) == (False, 1)


def test_what_can_harm_stands_first() -> None:
    changed = {
        CPR: shipped()[CPR].replace(b"bpm: 110", b"bpm: 100"),
        "cards/acompanar.yaml": shipped()["cards/acompanar.yaml"].replace(
            b"version: 0.1.0", b"version: 0.2.0"
        ),
    }
    found = compare_sets(shipped(), {**shipped(), **changed})
    assert [one.harms for one in found.changes] == [True, False]
    assert (found.in_all, found.harmful) == (2, 1)


def test_a_hundred_thousand_changes_are_counted_and_not_all_worded() -> None:
    header = "un,guide,material,small_iso_m\n"
    one, two = (header + "".join(f"{n:06},111,x,{metres}\n" for n in range(100_000)) for metres in (10, 20))
    found = compare_sets({DISTANCES: one.encode()}, {DISTANCES: two.encode()})
    assert len(found.changes) == comparison.SHOWN_MAX
    assert found.in_all == 100_000
    assert found.not_judged == 100_000 - comparison.JUDGED_MAX


def test_every_field_and_part_has_words_in_the_catalogues() -> None:
    keys = [f"content.change.field.{one.code}" for fields in FIELDS.values() for one in fields.values()]
    keys += [f"content.change.part.{part}" for part in PARTS.values()]
    keys += [
        f"content.change.part.{rule_part(of, one)}" for of, tables in RULE_TABLES.items() for one in tables
    ]
    keys += [f"content.change.document.{of}" for of in RULE_FAMILIES.values()]
    keys += [f"content.change.shift.{shift}" for shift in Shift]
    assert [key for key in keys if key not in catalogues()] == []


RULES = [
    ("data/interview_rules.yaml", ("policy: message_first, silent_if: {presente: [\"Y\"], ahora: [\"Y\"]}", "policy: ask, silent_if: {ahora: [\"Y\"]}"), ["Rules of interviews, when the telephone must not ring: 1/policy (he hears the telephone ring and learns that she has asked for help): ask, message_first before", "1/silent_if/presente (he hears the telephone ring and learns that she has asked for help): Y"]),
    ("data/interview_rules.yaml", ("confidential: [SEG-03, ", "confidential: ["), ["types that are confidential: no longer there: SEG-03"]),
    ("data/interview_rules.yaml", ("confidential: [SEG-03, ", "confidential: [SEG-03, SEG-03, "), ["types that are confidential: now there too: SEG-03"]),
    ("data/interview_rules.yaml", ("longest_vital_s: 600", "longest_vital_s: 6000"), ["how often it is asked again: longest_vital_s: 6000, 600 before"]),
    ("data/card_acts.yaml", ("compressions, breaths, back_blows,", "breaths, back_blows,"), ["cards on which a life hangs: no longer there: acts: compressions"]),
    ("data/type_duties.yaml", ("[SAN-01, SAN-02, SAN-03, SAN-09", "[SAN-02, SAN-03, SAN-09"), ["least priority of a type: no longer there: 1/types (heart, breath or blood stops within minutes): SAN-01"]),
    ("data/concepts.yaml", ("  negation: same", "  negation: contrary"), ["how each group is compared: negation: contrary, same before"]),
    ("data/protocol_specifications/san-pcr.yaml", ("priority: P0, dispatch: reflex, type: SAN-01, send: [als, bls, aed]", "priority: P1, dispatch: reflex, type: SAN-01, send: [als, bls]"), ["Protocol specifications, what each outcome brings: PCR-1/priority: P1, P0 before", "what each outcome brings: no longer there: PCR-1/send: aed"]),
    ("plans/minimums.yaml", ("no_unit_due_s: [60,", "no_unit_due_s: [600,"), ["Minimums of response plans, longest times: no_unit_due_s/P0: 600, 60 before"]),
    ("data/story_words.yaml", ("  PCV-16: [gas, gaz]\n", "  PCV-16: [gaz]\n"), ["words that hint at a type: no longer there: PCV-16: gas"]),
    ("plans/areas/demo.yaml", ("  - {centre: san-1, by", "  - {centre: pol-1, by"), ["who agreed to be alerted at once: 1/centre: pol-1, san-1 before"]),
    ("data/table_exceptions.yaml", ("exceptions:\n", "exceptions:\n  - {fault: guide_of_other_class, row: \"1203\", because: \"x\"}\n"), ["exceptions: now there too: guide_of_other_class 1203: fault: guide_of_other_class; row: 1203"]),
    ("data/sources_read.yaml", ('by: "the authors of the drafts"\n    at: "2026-11-24"\n    sources:\n      [hard-push,', 'by: "Dra. Rosa Vidal"\n    at: "2026-11-24"\n    sources:\n      [hard-push,'), ["Sources that were read, readings: 1/by: Dra. Rosa Vidal, the authors of the drafts before"]),
    ("protocols/san-alergia.yaml", ("effective: {from: null, until: null}", 'effective: {from: "2036-12-02", until: null}'), ["2036-12-02, nothing before"]),
    ("data/translations_read.yaml", ("readings: []", "readings: [{language: ca, by: A, role: B, at: \"2026-12-01\", documents: {dea: 00}}]"), ["Translations that were read, readings: now there too: 1: language: ca"]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "change", "told"), RULES)
def test_a_change_that_disarms_a_rule_says_what_is_demanded_no_longer_and_can_harm(
    file: str, change: tuple[str, str], told: list[str]
) -> None:
    found = compared(file, change)
    for one in told:
        assert one in said(found)
    assert all(one.named and one.harms for one in found.changes)


def test_every_table_of_content_is_known_by_what_it_means() -> None:
    heads = {"format", "version", "id", "protocol", "approvals", "suggested_simulation"}
    unknown = []
    for file, body in shipped().items():
        family = family_of(file)
        if not family and file != "README.md":
            unknown.append(file)
        tree = read_tree(file, body) if file.endswith(".yaml") else None
        for table in set(tree or ()) - heads if family not in ("sources", "protocol", "card") else ():
            fields = {name.split("/")[0] for name in FIELDS.get(family, ())}
            if (family, table) not in PARTS and table not in fields and rule_part(family, table) is None:
                unknown.append(f"{file}: {table}")
    assert unknown == []


def test_rows_of_a_rule_in_another_order_and_remarks_harm_nobody() -> None:
    moved = compared(
        "data/interview_rules.yaml", ("SEG-03, SEG-04, SEG-05, SEG-14", "SEG-04, SEG-03, SEG-05, SEG-14")
    )
    remark = compared(
        "data/type_duties.yaml", ("fire or explosion where people are", "fire where people are")
    )
    assert "in another order" in said(moved)
    assert [one.harms for one in (*moved.changes, *remark.changes)] == [False, False]
