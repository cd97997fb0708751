"""More than two in a call, in real browsers: consulted, brought together, listened to, handed on; measured at each ear."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.api_colleagues import RoomSupervisor
from tests.browser.audio_probe import Ears, somebody, tone
from tests.browser.browser_session import PHONE, picture, violations
from tests.browser.conftest import RUNNING, demo
from tests.browser.text_call_pair import call_of
from tests.browser.timeouts import until
from tests.browser.voice_actors import at_desk, calls, holds, presses, resumes, sits_down, takes
from tests.browser.voice_edge import Edge, environ_of

pytestmark = pytest.mark.thorough

CALLER, LUCIA, MARTA, CLARA = TONES = (300, 800, 1150, 1550)


@pytest.fixture(scope="module")
def installation(made: Path | None, behind: Edge | None) -> Iterator[str]:
    with demo(RUNNING, like=made, environ=environ_of(behind)) as address:
        yield address


@pytest.fixture
def ears(browser: Browser, installation: str, tmp_path: Path) -> Iterator[dict[int, Ears]]:
    """Four browsers, each with a voice of its own."""
    with ExitStack() as open_:
        yield {
            hz: open_.enter_context(
                somebody(
                    browser,
                    installation,
                    tone(tmp_path / f"{hz}.wav", hz),
                    TONES,
                    **({"size": PHONE} if hz == CALLER else {}),
                )
            )
            for hz in TONES
        }


def all_hear(ears: dict[int, Ears], **who: tuple[int, ...]) -> None:
    """What each hears, and nothing else: `caller=(LUCIA,)`."""
    for name, wanted in who.items():
        ears[globals()[name.upper()]].until_hears(*wanted)


def test_a_call_is_consulted_joined_listened_to_handed_on_and_kept_with_each_voice_apart(
    installation: str, ears: dict[int, Ears]
) -> None:
    caller, lucia, marta, clara = (ears[hz] for hz in TONES)
    caller.page.goto("/call")
    operator = at_desk(lucia, "lucia", "desk-07")
    centre = sits_down(marta, "marta", "san-desk-1", "/centre")
    room = sits_down(clara, "clara", "room", "/room")
    calls(caller)
    takes(operator)
    all_hear(ears, caller=(LUCIA,), lucia=(CALLER,), marta=(), clara=())
    operator.press("Alt+KeyN")
    with RoomSupervisor(installation, "clara", "room") as seen:
        case = seen.case_of(call_of(caller.page))["id"]

    # Consult: two keys, and the centre's desk rings; the caller waits with an announcement.
    operator.press("Alt+KeyT")
    health = lucia.page.get_by_role("dialog").get_by_role("button", name="Sanidad").first
    health.wait_for()
    picture(lucia.page, "desk-ask-in-dark-1440")
    assert violations(lucia.page) == []
    operator.press(f"Digit{health.get_attribute('aria-keyshortcuts')}")
    call = operator.region("Llamada")
    expect(call).to_contain_text("llamando")
    band = centre.region("Llamada que le pasan")
    expect(band).to_contain_text("Lucía Ferrer")
    picture(marta.page, "centre-asked-in-dark-1440")
    assert violations(marta.page) == []
    centre.press("Alt+KeyA")
    all_hear(ears, caller=(), lucia=(MARTA,), marta=(LUCIA,), clara=())

    operator.press("Alt+KeyC")  # together
    all_hear(ears, caller=(LUCIA, MARTA), lucia=(CALLER, MARTA), marta=(CALLER, LUCIA), clara=())

    # The supervisor: hears all, then is heard by the desk only, then by all; and the desk sees it.
    clara.page.get_by_role("button", name="Lucía Ferrer").first.focus()
    presses(room, "Y", "Escuchar")
    all_hear(ears, clara=(CALLER, LUCIA, MARTA), lucia=(CALLER, MARTA), caller=(LUCIA, MARTA))
    expect(call).to_contain_text("escucha")
    picture(lucia.page, "desk-company-dark-1440")
    assert violations(lucia.page) == violations(clara.page) == []
    presses(room, "Y", "Hablar al puesto")
    all_hear(ears, lucia=(CALLER, MARTA, CLARA), caller=(LUCIA, MARTA), marta=(CALLER, LUCIA))
    presses(room, "Y", "Entrar en la llamada")
    all_hear(ears, caller=(LUCIA, MARTA, CLARA), marta=(CALLER, LUCIA, CLARA))
    room.press("Alt+KeyX")
    all_hear(ears, clara=(), caller=(LUCIA, MARTA))

    # Handed on: the caller is with the centre, and the desk is free for its own work.
    operator.press("Alt+KeyT")
    all_hear(ears, caller=(MARTA,), marta=(CALLER,), lucia=())
    expect(band).to_contain_text("La llamada es suya")
    holds(centre)
    all_hear(ears, caller=(), marta=())
    resumes(centre)
    all_hear(ears, caller=(MARTA,), marta=(CALLER,))
    centre.press("Alt+KeyX", "Alt+KeyX")
    expect(caller.page.get_by_role("heading", name="La conversación ha terminado")).to_be_visible()
    all_hear(ears, marta=(), lucia=())
    with RoomSupervisor(installation, "clara", "room") as seen:
        [recording] = until(
            lambda: seen.rows("case", "calls", case=case)[0]["recordings"] or None, "the recording is kept"
        )
    assert recording["parties"] == ["caller", "desk-07", "san-desk-1", "room"]
