"""What a crew's telephone keeps: nothing that can be read without its key, which signing out destroys; and no press is lost."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page

from tests.browser import timeouts
from tests.browser.browser_session import (
    ARGUMENTS,
    CHROMIUM,
    PATIENCE_MS,
    PHONE,
    picture,
    press,
    sign_in,
    violations,
    window,
)
from tests.browser.network_proxy import Cable, cable
from tests.browser.test_unit import CALLSIGN, KEPT, Centre, durable, vehicle

pytestmark = pytest.mark.thorough

ADDRESS = "Código 2580"
WORK = ("kept", "unit")
"""Its drawer and its name."""
SECRETS = (ADDRESS, "68 años")
"""Words of this job that stand in no file of the page itself: of its address, and of its patient."""
DUMP = """async () => {
  const opened = await new Promise((done, failed) => {
    const asked = indexedDB.open("auxilio")
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => failed(asked.error)
  })
  const names = [...opened.objectStoreNames]
  if (names.length === 0) return { keys: [], records: [], texts: [], clear: { ...localStorage } }
  const all = (store, what) => new Promise((done) => {
    const asked = opened.transaction(store).objectStore(store)[what]()
    asked.onsuccess = () => done(asked.result)
  })
  const [drawers, keys, places, records] = await Promise.all([
    all("keys", "getAllKeys"), all("keys", "getAll"), all("records", "getAllKeys"), all("records", "getAll"),
  ])
  opened.close()
  const texts = records.map(({ data }) => new TextDecoder("latin1").decode(data))
  return {
    keys: drawers.map((name, nth) => [name, keys[nth].key.extractable, keys[nth].key.algorithm.name]),
    records: places, texts, clear: { ...localStorage },
  }
}"""
"""Everything that the browser has of us, as somebody finds it who has the telephone."""
INSECURE = "Object.defineProperty(window, 'isSecureContext', { get: () => false })"


def found(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = page.evaluate(DUMP)
    return told


def clear_text(page: Page) -> str:
    """All that can be read there without a key."""
    told = found(page)
    return "".join(told["texts"]) + json.dumps(told["clear"], ensure_ascii=False)


def drawers(page: Page) -> set[str]:
    return {name for name, _, _ in found(page)["keys"]}


def kept_in(page: Page, drawer: str) -> int:
    return sum(place[0] == drawer for place in found(page)["records"])


def until(page: Page, true: Any) -> None:
    def look() -> bool:
        page.wait_for_timeout(100)
        return bool(true())

    try:
        timeouts.until(look, "what is kept is as it should be")
    except AssertionError as never:
        never.add_note(str(found(page)))
        raise


@pytest.fixture
def centre(browser: Browser, installation: str) -> Iterator[Centre]:
    centre = Centre(browser, installation)
    centre.free()
    yield centre
    centre.free()
    centre.context.close()


def kept_work(page: Page) -> str | None:
    """The work as it is kept, which nobody can read."""
    told = found(page)
    places = [tuple(place) for place in told["records"]]
    return str(told["texts"][places.index(WORK)]) if WORK in places else None


def is_kept(page: Page, before: str | None) -> None:
    """What the page shows now is kept too: other than before, and nothing more is being written."""
    last = before

    def rests() -> bool:
        nonlocal last
        now, last_time = kept_work(page), last
        last = now
        return now not in (None, before) and now == last_time

    until(page, rests)


def at_work(page: Page, centre: Centre) -> str:
    before = kept_work(page)
    case = centre.alert()
    page.get_by_text(ADDRESS).wait_for()
    is_kept(page, before)
    return case


def test_the_job_is_there_without_network_and_cannot_be_read_without_its_key(
    browser: Browser, installation: str, centre: Centre
) -> None:
    with vehicle(browser, installation, centre) as (line, page):
        at_work(page, centre)
        assert not any(secret in clear_text(page) for secret in SECRETS)
        assert not any(key.startswith("auxilio.kept.") for key in found(page)["clear"])
        assert ["kept", False, "AES-GCM"] in found(page)["keys"]
        line.pull(page.context)
        page.get_by_text("SIN RED").first.wait_for()
        page.reload()
        page.get_by_text(ADDRESS).wait_for()
        press(page, "F9")
        page.get_by_text("SIN RED · 1 guardada").wait_for()
        assert kept_in(page, "outbox") == 1
        page.reload()
        page.get_by_text("SIN RED · 1 guardada").wait_for()
        assert "report_status" not in clear_text(page)
        line.plug(page.context)
        durable(page, centre, "acknowledged")
        until(page, lambda: kept_in(page, "outbox") == 0)


def test_signing_out_destroys_the_key_in_every_window(
    browser: Browser, installation: str, centre: Centre
) -> None:
    with vehicle(browser, installation, centre) as (_line, page):
        at_work(page, centre)
        other = page.context.new_page()
        other.goto("/unit")
        other.get_by_text(ADDRESS).wait_for()
        page.get_by_role("button", name=CALLSIGN).first.click()
        layer = page.get_by_role("dialog")
        layer.get_by_text("Este teléfono guarda el trabajo, cifrado").wait_for()
        assert violations(page) == []
        picture(page, "unit-crew-layer-light-390")
        layer.get_by_role("button", name="Salir").click()
        for each in (page, other):
            each.get_by_label("Contraseña", exact=True).wait_for()
        until(page, lambda: found(page)["records"] == [] and found(page)["keys"] == [])
        assert not any(secret in clear_text(page) for secret in SECRETS)


def test_who_is_put_out_at_the_server_keeps_nothing_after_the_next_word_of_it(
    browser: Browser, installation: str, centre: Centre
) -> None:
    with vehicle(browser, installation, centre) as (line, page):
        at_work(page, centre)
        line.pull(page.context)
        page.get_by_text("SIN RED").first.wait_for()
        press(page, "F9")
        page.get_by_text("SIN RED · 1 guardada").wait_for()
        cookies = page.context.cookies()
        page.context.clear_cookies()
        line.plug(page.context)
        page.get_by_label("Contraseña", exact=True).wait_for()
        until(page, lambda: drawers(page) == {"outbox"})
        assert kept_in(page, "outbox") == 1, "what was pressed waits for the same person"
        assert not any(secret in clear_text(page) for secret in SECRETS)
        page.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they came
        page.goto("/unit")
        durable(page, centre, "acknowledged")
        until(page, lambda: kept_in(page, "outbox") == 0)


def test_a_shift_that_is_over_is_destroyed_and_another_person_begins_with_nothing(
    browser: Browser, installation: str, centre: Centre
) -> None:
    with vehicle(browser, installation, centre) as (line, page):
        at_work(page, centre)
        line.pull(page.context)
        page.get_by_text("SIN RED").first.wait_for()
        page.add_init_script("const day = Date.now() + 17 * 3600 * 1000; Date.now = () => day")
        page.reload()
        page.get_by_text("El servidor no responde").first.wait_for()
        until(page, lambda: "kept" not in drawers(page))
        assert kept_in(page, "kept") == 0
    centre.free()
    with vehicle(browser, installation, centre) as (line, page):
        at_work(page, centre)
        sign_in(page, "bomba", "b-01")
        page.goto("/api/health")  # no page of ours writes meanwhile
        before = kept_work(page)
        page.goto("/unit")
        page.get_by_text("B-01").first.wait_for()
        is_kept(page, before)
        line.pull(page.context)
        page.get_by_text("SIN RED").first.wait_for()
        page.reload()
        page.get_by_text("B-01").first.wait_for()
        assert page.get_by_text(ADDRESS).count() == 0


def test_what_an_older_page_left_in_clear_is_taken_over_and_removed(
    browser: Browser, installation: str, centre: Centre
) -> None:
    with vehicle(browser, installation, centre) as (_line, page):
        case = at_work(page, centre)
        work = page.evaluate("async () => (await (await fetch('/api/session')).json()).person.id")
        press = {
            "id": "019e0000-0000-7000-8000-000000000001",
            "person": work,
            "lane": f"unit:{centre.unit}",
            "command": {
                "kind": "dispatch.report_status",
                "unit": centre.unit,
                "status": "acknowledged",
                "at": page.evaluate("new Date().toISOString()"),
                "assignment": centre.now()["assignment"],
                "destination": None,
            },
        }
        old = {"auxilio.kept.unit": json.dumps({"words": SECRETS}), "auxilio.outbox": json.dumps([press])}
        page.evaluate("old => Object.entries(old).forEach(([k, v]) => localStorage.setItem(k, v))", old)
        page.reload()
        durable(page, centre, "acknowledged")
        until(page, lambda: not old.keys() & found(page)["clear"].keys())
        assert centre.statuses(case) == ["acknowledged"]
        assert not any(secret in clear_text(page) for secret in SECRETS)


def test_a_page_without_https_keeps_no_job_and_loses_no_press(
    browser: Browser, installation: str, centre: Centre
) -> None:
    def insecure(context: BrowserContext) -> None:
        context.add_init_script(INSECURE)

    with cable(installation) as line, window(browser, line.address, size=PHONE, has_touch=True) as context:
        insecure(context)
        page = context.new_page()
        sign_in(page, "ambulancia", CALLSIGN.lower())
        page.goto("/unit")
        page.get_by_role("button", name="Entrar de servicio").click()
        page.get_by_role("heading", name="Sin servicio").wait_for()
        centre.alert()
        page.get_by_text(ADDRESS).wait_for()
        page.get_by_role("button", name=CALLSIGN).first.click()
        page.get_by_text("Este teléfono no guarda el trabajo").wait_for()
        page.keyboard.press("Escape")
        assert not any(secret in clear_text(page) for secret in SECRETS)
        line.pull(context)
        page.get_by_text("SIN RED").first.wait_for()
        press(page, "F9")
        page.get_by_text("SIN RED · 1 guardada").wait_for()
        assert "report_status" in clear_text(page), "in clear, until it is sent"
        line.plug(context)
        durable(page, centre, "acknowledged")
        until(page, lambda: "report_status" not in clear_text(page))


def test_nothing_of_the_job_is_on_the_disk_of_a_telephone(
    browser: Browser, installation: str, centre: Centre, tmp_path: Path
) -> None:
    """Of the whole profile, as the files lie there after the browser was closed."""
    playwright: BrowserType = browser.browser_type
    with cable(installation) as line:
        context = telephone(playwright, tmp_path, line)
        page = context.new_page()
        sign_in(page, "ambulancia", CALLSIGN.lower())
        page.goto("/unit")
        page.get_by_role("button", name="Entrar de servicio").click()
        page.wait_for_function(KEPT)
        at_work(page, centre)
        line.pull(context)
        page.get_by_text("SIN RED").first.wait_for()
        press(page, "F9")
        page.get_by_text("SIN RED · 1 guardada").wait_for()
        context.close()
        assert read_in(tmp_path, *SECRETS, str(centre.now()["assignment"])) == []
        context = telephone(playwright, tmp_path, line)
        context.set_offline(True)
        page = context.new_page()
        page.goto("/unit")
        page.get_by_text(ADDRESS).wait_for()
        page.get_by_text("SIN RED · 1 guardada").wait_for()
        context.close()


def telephone(kind: BrowserType, profile: Path, line: Cable) -> BrowserContext:
    context = kind.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=ARGUMENTS,
        base_url=line.address,
        viewport=PHONE,
        locale="es-ES",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def read_in(folder: Path, *words: str) -> list[str]:
    """Files in which one of these words can be read, as UTF-8, Latin-1 or UTF-16."""
    looked_for = {
        form for word in words for form in (word.encode(), word.encode("latin-1"), word.encode("utf-16-le"))
    }
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert any("IndexedDB" in str(file) for file in files)
    return [str(file) for file in files if any(form in file.read_bytes() for form in looked_for)]
