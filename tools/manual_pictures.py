"""The pictures of the manual: every section of `/admin`, and the other pages that have a chapter, in each language.

`tools/tour.py --only manual` calls `photograph`. The sections are those that the console lists: a new one needs nothing here. What a
page needs so that there is something to be seen (a duty, a file that was chosen) is a line of `PREPARED` or `ARRANGED`.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import manual_work_pictures
from manual_window import BYTES_MAX, Window, fewer_colours, settled, take, window
from playwright.sync_api import Browser, expect

from auxilio.manual.chapters import LANGUAGES, manual_folder
from tests.manual.console_pages import admin_sections

__all__ = ["BYTES_MAX", "fewer_colours", "photograph"]

FIRST_ROW = '[data-region="2"] [role="option"]'
ASKED_FOR = {"login": "bserra", "name": "Berta Serra"}, {"login": "jarana", "name": "Jon Arana"}
RINGS_TRIES = 240
_NAMES = uuid.UUID("0b8f2f52-5d5e-4d1b-9b54-0a1f6d9d8a11")


def _asks_for_roles(ona: Window) -> None:
    for who in ASKED_FOR:
        body = {**who, "roles": ["supervisor"], "password": "a long one for pictures"}
        ona.post("/api/admin/people", body)


def _writes_a_duty(ona: Window) -> None:
    hours = {"days": [1, 2, 3, 4, 5, 6, 7], "starts": "08:00", "ends": "20:00", "first_day": "2026-11-01"}
    people = [
        {"name": "Rosa Vidal", "phone": "+34600111222"},
        {"name": "Marc Oliva", "phone": "+34600333444"},
    ]
    duty = str(uuid.uuid5(_NAMES, "duty"))
    ona.command("rosters.set_on_call", duty=duty, function="duty_officer", hours=hours, contacts=people)


def _records_qualifications(ona: Window) -> None:
    people = {one["login"]: one["id"] for one in ona.page.request.get("/api/admin/people").json()}
    for login, code, until in (
        ("ambulancia", "nurse", "2027-12-31"),
        ("marta", "technician", "2027-01-15"),
    ):
        if login in people:
            ona.command(
                "rosters.record_qualification",
                person=people[login],
                code=code,
                since="2026-01-01",
                until=until,
            )


def _enters_premise_notes(ona: Window) -> None:
    found = ona.page.request.get("/api/geo/search?q=Calle Mayor 12").json()["candidates"][0]["found"]
    for name, note_kind, text in (
        ("dog", "dog", "Perro suelto en el patio"),
        ("oxygen", "oxygen", "Concentrador de oxígeno"),
    ):
        note = str(uuid.uuid5(_NAMES, f"premise {name}"))
        place = {"address": found["label"], "municipality": found["municipality"], "point": found["point"]}
        ona.command("premise_notes.enter", note=note, note_kind=note_kind, text=text, **place)


def _sets_opening_rules(clara: Window) -> None:
    for name, scope, subject, ground in (
        ("number", "number", "+34999001703", "Llama cada noche y no habla"),
        ("sim", "without_sim", "", "Teléfonos de juguete de una promoción"),
    ):
        rule = str(uuid.uuid5(_NAMES, f"opening {name}"))
        clara.command("opening_rules.set", rule=rule, scope=scope, subject=subject, ground=ground)


def _writes_contacts(ona: Window) -> None:
    for id, name, phone, purpose in (
        ("gas", "Gas, averías", "+34999001701", "Cortar el gas, olor a gas"),
        ("salvamento", "Salvamento Marítimo", "+34999001702", "Costas"),
    ):
        body = {"id": id, "name": name, "phone": phone, "purpose": purpose, "hours": "24 h"}
        headers = {"x-auxilio-csrf": ona.csrf}
        ona.page.request.put(f"/api/admin/contacts/{id}", data=body, headers=headers)


def _plans_shifts(ona: Window) -> None:
    takers = [
        one["id"]
        for one in ona.page.request.get("/api/admin/people").json()
        if "call_taker" in one["roles"] and not one.get("centre")
    ]
    for nth, person in enumerate(takers[:3]):
        for offset in range(3):
            day = (datetime.now(UTC).date() + timedelta(days=offset)).isoformat()
            hours = ("08:00", "20:00") if (nth + offset) % 2 == 0 else ("20:00", "08:00")
            planned = {"person": person, "day": day, "starts": hours[0], "ends": hours[1]}
            ona.command("rosters.plan_shift", function="call_taker", **planned)


def _gives_keys(ona: Window) -> None:
    partner, until = str(uuid.uuid4()), (datetime.now(UTC) + timedelta(days=365)).isoformat()
    ona.command(
        "partners.register", partner=partner, name="Central 061", agency="san", contact="+34 973 000 061"
    )
    for name, scope in (("Protocolos", "protocols:read"), ("Entrevistas", "interviews:read")):
        body = {"key": str(uuid.uuid4()), "name": name, "scopes": [scope], "expires_at": until}
        headers = {"x-auxilio-csrf": ona.csrf}
        ona.page.request.post(f"/api/admin/partners/{partner}/keys", data=body, headers=headers)


PREPARED: Mapping[str, Callable[[Window], None]] = {
    "grants": _asks_for_roles,
    "on_call": _writes_a_duty,
    "qualifications": _records_qualifications,
    "contacts": _writes_contacts,
    "premise_notes": _enters_premise_notes,
    "opening_rules": _sets_opening_rules,
    "shifts": _plans_shifts,
    "partners": _gives_keys,
}
"""What is done once so that a section shows something, by its name."""
OF_THE_ROOM = frozenset({"opening_rules"})
"""Sections that who administers may not open: a supervisor of the room does."""


def _opens_the_first_row(ona: Window) -> None:
    if (rows := ona.page.locator(FIRST_ROW)).count():
        rows.first.click()


def _chooses_a_file(ona: Window) -> None:
    address = f"/api/admin/import/agencies/template?form=csv&language={ona.language}"
    file = {"name": "agencies.csv", "mimeType": "text/csv", "buffer": ona.page.request.get(address).body()}
    ona.page.locator('input[type="file"]').first.set_input_files(file)  # type: ignore[arg-type]
    expect(ona.page.get_by_role("button", name=ona.words("import.apply"))).to_be_visible()


ARRANGED: Mapping[str, Callable[[Window], None]] = {"import": _chooses_a_file}
"""What is done on a page before its picture, by the section's name; on every other one the first row of its list is opened."""


def _administration(browser: Browser, url: str, language: str, wanted: Callable[[str], bool]) -> None:
    """The sections of `/admin`, and the steps of the set-up."""
    sections = [one for one in admin_sections() if wanted(f"admin-{one}")]
    if set(sections) & OF_THE_ROOM:
        with window(browser, url, language, "clara", "room") as clara:
            _photographs(clara, [one for one in sections if one in OF_THE_ROOM])
    sections = [one for one in sections if one not in OF_THE_ROOM]
    if not sections and not wanted("setup-steps"):
        return
    with window(browser, url, language, "ona") as ona:
        _photographs(ona, sections)
        if wanted("setup-steps"):
            ona.page.goto("/setup/steps?theme=light")
            take(ona, "setup-steps")


def _photographs(of: Window, sections: list[str]) -> None:
    for section in sections:
        if prepare := PREPARED.get(section):
            prepare(of)
    for section in sections:
        of.page.goto(f"/admin?section={section}&theme=light")
        settled(of)
        ARRANGED.get(section, _opens_the_first_row)(of)
        take(of, f"admin-{section}")


def _training(browser: Browser, url: str, language: str, wanted: Callable[[str], bool]) -> None:
    """A session that runs, as its trainer and as a trainee see it."""
    if not wanted("training-trainer") and not wanted("training-trainee"):
        return
    with (
        window(browser, url, language, "clara", "room", mode="training") as clara,
        window(browser, url, language, "lucia", "desk-02", mode="training") as lucia,
    ):
        lucia.command("calls.stand_ready", languages=[language])
        here = clara.page.request.get("/api/training").json()["people"]
        person = next(one["person"] for one in here if one["name"] == lucia.name)
        training = str(uuid.uuid4())
        trainees = [{"person": person, "role": "operator"}]
        clara.command("training.start", training=training, scenario="arrest", trainees=trainees)
        clara.page.goto("/training?theme=light")
        expect(clara.page.get_by_text(clara.words("training.incident_n", n=1)).first).to_be_visible()
        _answers(lucia, training)
        remark = clara.words("training.measure.answer").capitalize() + ": " + clara.words("training.met")
        clara.command(
            "training.comment",
            training=training,
            comment=str(uuid.uuid4()),
            person=person,
            words=remark,
            incident=0,
        )
        for of, name in ((clara, "training-trainer"), (lucia, "training-trainee")):
            of.page.goto("/training?theme=light")
            expect(of.page.get_by_text(remark).first).to_be_visible()
            expect(of.page.get_by_text(of.words("training.measure.answer"), exact=True).first).to_be_visible()
            take(of, name)
        clara.command("training.end", training=training)


def _answers(trainee: Window, training: str) -> None:
    """The call of the session, as soon as it rings."""
    for _ in range(RINGS_TRIES):
        sessions = trainee.page.request.get("/api/training").json()["sessions"]
        calls = [
            call
            for one in sessions
            if one["id"] == training
            for each in one["incidents"]
            for call in each["calls"]
        ]
        if any(trainee.command("calls.answer", call=call) for call in calls):
            return
        trainee.page.wait_for_timeout(250)
    raise SystemExit("nobody called in the practice session")


def photograph(browser: Browser, url: str, names: frozenset[str] = frozenset()) -> None:
    """Take the pictures in every language: all, or those that are named (`admin-people`, `training-trainer`)."""

    def wanted(name: str) -> bool:
        return not names or name in names

    for language in LANGUAGES:
        _administration(browser, url, language, wanted)
        _training(browser, url, language, wanted)
        manual_work_pictures.photograph(browser, url, language, wanted)
    named = {file.stem for file in manual_folder().glob("*/pictures/*.png")}
    if unknown := names - named:
        raise SystemExit(f"no picture is called {', '.join(sorted(unknown))}")
