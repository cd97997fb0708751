"""What a page cuts, hides or moves: measured in the page itself, by boxes."""

from playwright.sync_api import Locator, Page

LOOK = r"""(goesOn) => {
  const found = []
  // What a person scrolls to is looked at where it then is.
  const bring = (e) => { if (goesOn) e.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' }) }
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.getClientRects().length > 0
  const say = (e) => `${e.tagName.toLowerCase()}.${String(e.className?.baseVal ?? e.className).replace(/svelte-\w+/g, '').trim().replace(/\s+/g, '.')} «${(e.innerText ?? e.value ?? '').replace(/\s+/g, ' ').slice(0, 70)}» in ${(e.closest('[data-region]')?.querySelector('h2')?.textContent ?? e.closest('header')?.ariaLabel ?? '')}`
  const frame = { top: 0, left: 0, right: innerWidth, bottom: innerHeight }
  for (const e of document.querySelectorAll('body *')) {
    if (!seen(e) || e.closest('.sr, .skip, [data-shrunk] .body') || e.closest('[data-region="7"] .body')) continue
    if (e.clientWidth <= 1 && e.offsetWidth <= 1) continue
    const style = getComputedStyle(e)
    const hides = (way) => way === 'hidden' || way === 'clip'
    if (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1) found.push(`cut across (${e.scrollWidth} in ${e.clientWidth}): ${say(e)}`)
    else if (style.overflowX === 'auto' && e.scrollWidth > e.clientWidth + 1) found.push(`scrolls across: ${say(e)}`)
    if (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1) found.push(`cut below (${e.scrollHeight} in ${e.clientHeight}): ${say(e)}`)
    const focusable = e.tabIndex >= 0 && !e.disabled && !e.hasAttribute('data-row') && e.matches('a,button,input,select,textarea,[tabindex]')
    if (!focusable) continue
    bring(e)
    const box = e.getBoundingClientRect()
    let left = Math.max(box.left, frame.left), right = Math.min(box.right, frame.right)
    let top = Math.max(box.top, frame.top), bottom = Math.min(box.bottom, frame.bottom)
    for (let up = e.parentElement; up !== null; up = up.parentElement) {
      const s = getComputedStyle(up)
      if (s.overflowX === 'visible' && s.overflowY === 'visible') continue
      const at = up.getBoundingClientRect()
      left = Math.max(left, at.left); right = Math.min(right, at.right)
      top = Math.max(top, at.top); bottom = Math.min(bottom, at.bottom)
    }
    if (right - left < box.width - 1 || bottom - top < box.height - 1) found.push(`out of view (${Math.round(right - left)}x${Math.round(bottom - top)} of ${Math.round(box.width)}x${Math.round(box.height)}): ${say(e)}`)
    else {
      const x = (left + right) / 2, y = (top + bottom) / 2
      const over = document.elementFromPoint(x, y)
      if (over !== null && !e.contains(over) && !over.contains(e)) found.push(`covered by ${say(over)}: ${say(e)}`)
    }
  }
  // Words over words: at points along each line of text that is in sight, what lies on top belongs to it.
  if (goesOn) for (const e of document.querySelectorAll('*')) if (e.scrollTop > 0) e.scrollTop = 0
  const scrolls = (e) => { const y = getComputedStyle(e).overflowY; return y === 'auto' || y === 'scroll' }
  const range = document.createRange()
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (words.nextNode()) {
    const node = words.currentNode, e = node.parentElement
    if (node.data.trim() === '' || !seen(e) || e.closest('.sr, .skip, dialog, [data-shrunk] .body, [data-region="7"] .body')) continue
    let left = 0, right = innerWidth, top = 0, bottom = innerHeight
    let moves = null
    for (let up = e; up !== null; up = up.parentElement) {
      const s = getComputedStyle(up)
      if (s.overflowX === 'visible' && s.overflowY === 'visible') continue
      const at = up.getBoundingClientRect()
      left = Math.max(left, at.left); right = Math.min(right, at.right)
      top = Math.max(top, at.top); bottom = Math.min(bottom, at.bottom)
      moves ??= scrolls(up) && up.scrollHeight > up.clientHeight + 1 ? up : null
    }
    range.selectNodeContents(node)
    for (const line of range.getClientRects()) {
      const y = (line.top + line.bottom) / 2
      // Half a line at the edge of what scrolls is its neighbour's by a part of a pixel.
      if (y <= top + 1 || y >= bottom - 1) continue
      for (let x = Math.max(line.left, left) + 3; x < Math.min(line.right, right) - 2; x += 24) {
        const over = document.elementFromPoint(x, y)
        if (over === null || over.contains(e) || e.contains(over)) continue
        // What stands still over the end of what scrolls gives it way.
        if (moves !== null && moves.contains(over) && [...ancestors(over, moves)].some((each) => getComputedStyle(each).position === 'sticky')) break
        found.push(`under ${say(over)}: ${say(e)}`)
        break
      }
    }
  }
  return [...new Set(found)]
  function* ancestors(from, to) { for (let up = from; up !== null && up !== to; up = up.parentElement) yield up }
}"""


def faults(page: Page, goes_on: bool = False) -> list[str]:
    """What is cut by its box or lies under something else, and what can have focus and is not whole in sight. `goes_on`: the page is higher than its window, and what can have focus is brought into sight first."""
    found: list[str] = page.evaluate(LOOK, goes_on)
    return found


WHOLE = """(all) => all.map(e => {
  const range = document.createRange()
  range.selectNodeContents(e)
  const words = range.getBoundingClientRect()
  const box = words.width > 0 ? words : e.getBoundingClientRect()
  let left = 0, right = innerWidth, top = 0, bottom = innerHeight
  for (let up = e; up !== null; up = up.parentElement) {
    const s = getComputedStyle(up)
    if (s.visibility === 'hidden') return 'hidden: ' + e.textContent
    if (s.overflowX === 'visible' && s.overflowY === 'visible') continue
    const at = up.getBoundingClientRect()
    left = Math.max(left, at.left); right = Math.min(right, at.right)
    top = Math.max(top, at.top); bottom = Math.min(bottom, at.bottom)
  }
  const whole = box.width > 0 && box.left >= left - 1 && box.right <= right + 1 && box.top >= top - 1 && box.bottom <= bottom + 1
  return whole ? '' : `cut ${[box.left, box.top, box.right, box.bottom].map(Math.round)} in ${[left, top, right, bottom].map(Math.round)}: ${e.textContent}`
}).filter(Boolean)"""


def cut_words(words: Locator) -> list[str]:
    """Which of these are not in sight whole, where the page stands: also what scrolling would bring."""
    found: list[str] = words.evaluate_all(WHOLE)
    return found


WATCH = """() => {
  globalThis.moved = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      for (const { node } of (entry.sources ?? []).filter(({ node }) => !node?.parentElement?.closest('[role=timer]')))
        globalThis.moved.push([node?.parentElement?.closest('.bar') ? 'Barra' : (node?.parentElement?.closest('[data-region]')?.querySelector('h2')?.textContent ?? ''), (node?.textContent ?? '').trim().slice(0, 60)])
  }).observe({ type: 'layout-shift' })
}"""
TWO_FRAMES = (
    "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
)


def watch_shifts(page: Page) -> None:
    """From now on what moves by itself is kept."""
    page.evaluate(TWO_FRAMES)
    page.evaluate(WATCH)


def shifts(page: Page) -> list[tuple[str, str]]:
    """What has moved: the title of its region, and what it says."""
    page.evaluate(TWO_FRAMES)
    return [(region, words) for region, words in page.evaluate("() => globalThis.moved")]
