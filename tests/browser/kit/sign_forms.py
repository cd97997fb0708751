"""How far two drawn signs are apart, when nobody sees their colour: compared as pictures in grey."""

import io
from itertools import combinations
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Page

type Grey = np.ndarray[Any, np.dtype[np.float32]]

SEEN = 40
"""Levels of 255 by which two greys differ that are told apart at a glance. (ours)"""
GROUND = 3
"""Pixels beside a sign that belong to what it stands on."""
BOXES = """() => [...document.querySelectorAll('[data-signs]')].flatMap((set) =>
  [...set.querySelectorAll('[data-sign]')].map((sign) => {
    const box = sign.getBoundingClientRect()
    const said = [...sign.querySelectorAll('[aria-label], [title]')].map((e) => e.ariaLabel ?? e.title)
    return {
      set: set.dataset.signs, name: sign.dataset.sign, says: [...new Set([...said, sign.innerText.trim()])].join(' '),
      box: [box.left, box.top, box.right, box.bottom],
    }
  }))"""
"""Each sign of the gallery with what is read of it aloud."""


def grey_signs(page: Page) -> dict[str, dict[str, Grey]]:
    """Each sign as it is drawn now, without its colour: by its set and its name."""
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L")
    scale = shot.width / page.evaluate("() => document.documentElement.clientWidth")
    found: dict[str, dict[str, Grey]] = {}
    for sign in page.evaluate(BOXES):
        left, top, right, bottom = sign["box"]
        box = (left - GROUND, top - GROUND, right + GROUND, bottom + GROUND)
        cut = shot.crop(tuple(round(each * scale) for each in box))
        found.setdefault(sign["set"], {})[sign["name"]] = np.asarray(cut, dtype=np.float32)
    return found


def apart(one: Grey, other: Grey) -> float:
    """The share of what is drawn, of either, in which the other is seen to be different."""
    height, width = (max(sizes) for sizes in zip(one.shape, other.shape, strict=True))
    a, b = (
        np.pad(each, ((0, height - each.shape[0]), (0, width - each.shape[1])), constant_values=each[0, 0])
        for each in (one, other)
    )
    drawn = (np.abs(a - a[0, 0]) > SEEN) | (np.abs(b - b[0, 0]) > SEEN)
    return float(((np.abs(a - b) > SEEN) & drawn).sum() / max(1, drawn.sum()))


def nearest(signs: dict[str, Grey]) -> tuple[float, str, str]:
    """Of a set the two that are most like each other, and how far they are apart."""
    return min((apart(signs[a], signs[b]), a, b) for a, b in combinations(signs, 2))
