"""A crew's telephone with a dark screen: a push message, given by the browser's own developer tools, shows a notification that
brings the page. A headless browser has no push service: the story gives the page a subscription; all else is real."""

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.browser_session import violations
from tests.browser.conftest import RUNNING, demo
from tests.browser.test_unit import Centre, vehicle
from tests.browser.timeouts import until

pytestmark = pytest.mark.thorough
HOST = "push.example"
BROWSER = generate_private_key(SECP256R1())
SUBSCRIBES = """([endpoint, p256dh, auth]) => {
  let made = null
  PushManager.prototype.getSubscription = async () => made
  PushManager.prototype.subscribe = async (asked) => {
    if (!asked.userVisibleOnly) throw new Error("a message that is not shown")
    made = {
      options: { applicationServerKey: asked.applicationServerKey.buffer },
      toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
      unsubscribe: async () => { made = null; return true },
    }
    window.subscribedWith = [...asked.applicationServerKey]
    return made
  }
}"""
SHOWN = "async () => (await self.registration.getNotifications()).map(({ title, tag }) => [title, tag])"
PRESSED = """async () => {
  const opened = []
  self.clients.openWindow = async (url) => opened.push(url)
  const [notification] = await self.registration.getNotifications()
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }))
  await new Promise((done) => setTimeout(done, 500))
  return opened
}"""
"""A press on what is shown, as the worker gets it; only a person's own hand may open a window, which is noted instead."""


@pytest.fixture(scope="module")
def installation(made: Path | None) -> Iterator[str]:
    with demo(RUNNING, like=made, environ={"AUXILIO_PUSH_HOSTS": HOST}) as address:
        yield address


@pytest.fixture
def centre(browser: Browser, installation: str) -> Iterator[Centre]:
    centre = Centre(browser, installation)
    centre.free()
    yield centre
    centre.free()
    centre.context.close()


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def subscribing() -> str:
    point = BROWSER.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    given = [f"https://{HOST}/send/{os.urandom(8).hex()}", base64url(point), base64url(os.urandom(16))]
    return f"({SUBSCRIBES})({json.dumps(given)})"


class DevTools:
    """The part of the developer tools that speaks for a push service."""

    def __init__(self, page: Page) -> None:
        self.page, self.origin = page, page.evaluate("location.origin")
        (self.worker,) = page.context.service_workers
        self.tools: CDPSession = page.context.new_cdp_session(page)
        self.registrations: list[str] = []
        self.tools.on("ServiceWorker.workerRegistrationUpdated", self._registered)
        self.tools.send("ServiceWorker.enable")
        until(self._known, "the worker is known")

    def _registered(self, told: dict[str, Any]) -> None:
        self.registrations += [one["registrationId"] for one in told["registrations"] if not one["isDeleted"]]

    def _known(self) -> bool:
        self.page.wait_for_timeout(100)
        return bool(self.registrations)

    def deliver(self, text: str) -> None:
        """`deliverPushMessage`: what a push service would hand over, decrypted."""
        registration = self.registrations[-1]
        told = {"origin": self.origin, "registrationId": registration, "data": text}
        self.tools.send("ServiceWorker.deliverPushMessage", told)

    def shown(self) -> Any:
        self.page.wait_for_timeout(200)
        return self.worker.evaluate(SHOWN)


def test_a_push_message_shows_a_notification_whose_press_brings_the_task(
    browser: Browser, installation: str, centre: Centre
) -> None:
    allowed = {"permissions": ["geolocation", "notifications"]}
    with vehicle(browser, installation, centre, **allowed) as (_line, page):
        page.context.add_init_script(subscribing())
        page.reload()
        offer = page.get_by_role("button", name="Avisar con la pantalla apagada").first
        offer.wait_for()
        assert violations(page) == []
        offer.click()
        page.get_by_text("Este móvil avisa con la pantalla apagada").first.wait_for()
        assert len(page.evaluate("window.subscribedWith")) == 65
        told = centre.dispatcher.get("/api/dispatch/wake-ups")
        assert {"unit": centre.unit, "state": "none", "code": ""} in told["units"]
        tools = DevTools(page)
        said = json.dumps({"title": "Aviso nuevo", "about": "t-1", "lang": "es"})
        tools.deliver(said)
        page.wait_for_timeout(500)
        assert tools.shown() == [], "the page is seen, and rings by itself"
        page.goto("about:blank")
        tools.deliver(said)
        until(lambda: tools.shown() == [["Aviso nuevo", "t-1"]], "the notification is shown")
        tools.deliver(said.replace("Aviso nuevo", "Orden nueva"))
        until(lambda: tools.shown() == [["Orden nueva", "t-1"]], "the newer of one task takes its place")
        assert tools.worker.evaluate(PRESSED) == ["/unit"]
        assert tools.shown() == []
        centre.alert()
        page.goto("/unit")
        page.get_by_text("Código 2580").wait_for()
