"""Aim: nothing that queues, offers, answers, triages or reacts can read an opening rule or a count of calls (decision 0403)."""

from tests.premise_notes.test_reads_of_notes import SOURCE, importers

SHOWN_BY = {
    "auxilio.opening_rules": {"opening_rules", "access", "app", "realtime"},
    "auxilio.calls.earlier_contacts": {"calls", "realtime"},
}


def test_only_what_shows_a_rule_or_a_count_to_people_imports_it() -> None:
    for package, parts in SHOWN_BY.items():
        assert set(importers(package)) == parts


def test_of_what_shows_boards_and_rings_one_module_alone_reads_rules() -> None:
    readers = {
        file.relative_to(SOURCE).as_posix()
        for part in ("realtime", "access", "calls", "workflows")
        for file in (SOURCE / part).rglob("*.py")
        if "auxilio.opening_rules" in file.read_text("utf-8")
    }
    assert readers == {"realtime/earlier_contacts.py", "access/opening_rules.py"}


def test_no_statement_of_the_database_outside_reads_their_streams() -> None:
    named = {
        file.relative_to(SOURCE).parts[0]
        for file in SOURCE.rglob("*.py")
        if "opening_rule'" in file.read_text("utf-8")
    }
    assert named == {"opening_rules"}
