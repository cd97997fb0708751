"""What opening `/desk` costs a slow machine: bytes, requests and the time until the hands can begin, cold and at a reload.

    python benchmarks/desk_open.py --json [--before CHECKOUT] [--rounds N] [--list]

Each checkout's own build is served by its own demo, started one after the other; the loads are measured in turn. Chromium's processor
is slowed fourfold. Usable: the first region of the case is drawn and the key that makes ready is there, so the board has come. What is counted
besides are the requests that used the network until it is quiet, the map's too; what the cache gave is not counted.
"""

import argparse
import json
import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from benchmarks.demo import HERE, WHO, demo_of
from tests.browser.browser_session import ARGUMENTS, CHROMIUM, DESK, DRAWS_MAPS

SLOWED = 4
QUIET_MS = 4_000
"""The map's worker asks for its ground once it has its style; what comes later than this belongs to no opening."""
USABLE = """() => {
  const ready = [...document.querySelectorAll('button')].find((each) => /listo/i.test(each.textContent))
  return document.querySelector('[data-region="2"]') !== null && ready !== undefined
    && !ready.disabled && ready.getAttribute('aria-disabled') !== 'true'
}"""
BUDGET: dict[str, dict[str, float]] = {
    "cold": {"kB": 1000, "requests": 40, "usable_s": 2.5},
    "reload": {"kB": 100},
}
"""What opening the desk may cost at most (ours, for decision 0331)."""


def size_of(request: Request) -> int:
    """Bytes over the network; 0 where the cache answered. Of a worker's own program Chromium tells its headers alone."""
    sizes, response = request.sizes(), request.response()
    size = sizes["responseBodySize"] + sizes["responseHeadersSize"]
    if size <= 0 or response is None or response.status != 200:
        return max(0, size)
    stated = int(response.header_value("content-length") or 0)
    return max(size, sizes["responseHeadersSize"] + stated)


class Counter:
    """Bytes and requests of one page and of its workers (the map's fetches its ground), as Chromium's network tells them."""

    def __init__(self, page: Page) -> None:
        self.asked: list[Request] = []
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        page.context.on("requestfinished", lambda request: self.asked.append(request))

    def reset(self) -> None:
        self.asked.clear()

    def files(self) -> list[tuple[str, int]]:
        """Each answer that came over the network, the largest first; what the cache gave has no bytes."""
        found = [(each.url, size_of(each)) for each in self.asked if each.url.startswith("http")]
        found = [(url, size) for url, size in found if size > 0]
        return sorted(found, key=lambda each: -each[1])

    def figures(self, usable_s: float) -> dict[str, float]:
        sent = self.files()
        return {
            "kB": round(sum(size for _, size in sent) / 1000, 1),
            "requests": len(sent),
            "usable_s": round(usable_s, 2),
        }


def load(page: Page, counter: Counter, go: Any) -> dict[str, float]:
    """One load until the network is quiet."""
    counter.reset()
    began = time.perf_counter()
    go()
    page.wait_for_function(USABLE, timeout=60_000, polling=20)
    usable_s = time.perf_counter() - began
    page.locator(".maplibregl-canvas").wait_for(timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(QUIET_MS)
    return counter.figures(usable_s)


def measure(browser: Browser, address: str, *, listed: bool) -> dict[str, dict[str, float]]:
    """A cold load in a new profile, and a reload of it."""
    context: BrowserContext = browser.new_context(viewport=DESK, base_url=address, locale="es-ES")
    try:
        assert context.request.post("/api/session", data=WHO).ok
        page = context.new_page()
        counter = Counter(page)
        cold = load(page, counter, lambda: page.goto("/desk", wait_until="commit"))
        if listed:
            tell("cold", counter)
        again = load(page, counter, lambda: page.reload(wait_until="commit"))
        if listed:
            tell("reload", counter)
        return {"cold": cold, "reload": again}
    finally:
        context.close()


def tell(what: str, counter: Counter) -> None:
    """Each request on a line."""
    for url, size in counter.files():
        print(f"{what} {size:8d} {url[:130]}", file=sys.stderr)


def median(rounds: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    return {
        kind: {name: statistics.median(each[kind][name] for each in rounds) for name in rounds[0][kind]}
        for kind in rounds[0]
    }


def is_within(figures: dict[str, dict[str, float]]) -> bool:
    """Whether no figure is over its budget."""
    return all(figures[kind][name] <= most for kind, each in BUDGET.items() for name, most in each.items())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--before", type=Path, help="another checkout, with its console built")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--list", action="store_true", help="each request of the first round, the largest first"
    )
    given = parser.parse_args()
    checkouts = {"now": HERE, **({"before": given.before.resolve()} if given.before else {})}
    with ExitStack() as stack:
        addresses = {name: stack.enter_context(demo_of(where)) for name, where in checkouts.items()}
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *DRAWS_MAPS])
        rounds: dict[str, list[dict[str, dict[str, float]]]] = {name: [] for name in addresses}
        for turn in range(given.rounds):
            for name, address in addresses.items():
                rounds[name].append(measure(browser, address, listed=given.list and turn == 0))
        browser.close()
    medians = {name: median(each) for name, each in rounds.items()}
    within = {name: is_within(each) for name, each in medians.items()}
    result = {"slowed": SLOWED, "rounds": given.rounds, "budget": BUDGET, "within": within} | medians
    print(json.dumps(result, indent=None if given.json else 2))


if __name__ == "__main__":
    main()
