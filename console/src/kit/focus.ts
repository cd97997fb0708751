/** Where focus is and where it goes. Nothing here moves focus unless a person asked for it. */

const FOCUSABLE =
  'a[href],button:not([disabled]):not([tabindex="-1"]),input:not([disabled]):not([tabindex="-1"]),textarea:not([disabled]),select:not([disabled]),[tabindex="0"]'

/** Text is being typed: single characters belong to the text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLTextAreaElement || target.isContentEditable) return true
  if (target instanceof HTMLSelectElement) return true // a letter finds an option
  return (
    target instanceof HTMLInputElement &&
    !["radio", "checkbox", "button", "submit", "range"].includes(target.type)
  )
}

/** The F number of the region around an element. */
export function regionOf(element: Element | null): number | null {
  const region = element?.closest<HTMLElement>("[data-region]")?.dataset.region
  return region ? Number(region) : null
}

/** Whether the region around `inside` has focus. An element outside any region has it always. */
export function regionHasFocus(inside: Element): boolean {
  const region = inside.closest("[data-region]")
  return region === null || region.contains(document.activeElement)
}

/**
 * A part that scrolls and has nothing to focus inside is itself reachable, or the keyboard never sees its
 * end (WCAG 2.1.1). For `use:`.
 */
export function reachable(element: HTMLElement) {
  const look = () => {
    const scrolls = element.scrollHeight > element.clientHeight + 1
    if (scrolls && element.querySelector(FOCUSABLE) === null) element.tabIndex = 0
    else element.removeAttribute("tabindex")
  }
  const sizes = new ResizeObserver(look)
  const changes = new MutationObserver(look)
  sizes.observe(element)
  changes.observe(element, { childList: true, subtree: true })
  return {
    destroy: () => {
      sizes.disconnect()
      changes.disconnect()
    },
  }
}

/** What region `n` of the page in sight is called. */
export function regionName(n: number): string | undefined {
  return document.querySelector(`[data-region="${n}"] h2`)?.textContent?.trim() || undefined
}

/**
 * Tells later whether focus is still where it is now, or nowhere. What was asked for comes late; whoever has gone
 * elsewhere meanwhile keeps their keys there.
 */
export function watchFocus(): () => boolean {
  const from = document.activeElement
  const row = rowOf(from)
  return () => {
    const hand = document.activeElement
    if (hand === from || hand === document.body) return true
    // A row that has come into another group was drawn anew there: the hand that was on it still is.
    return row !== undefined && from?.isConnected === false && rowOf(hand) === row
  }
}
const rowOf = (element: Element | null) => (element instanceof HTMLElement ? element.dataset.row : undefined)

/**
 * Leaves the hands on the region of what has focus, or on the page: there Enter does nothing. For a layer that many presses
 * of Enter fill in, after which one too many would act on the button that opened it.
 */
export function restInRegion(): void {
  const region =
    document.activeElement?.closest<HTMLElement>("[data-region]") ?? document.getElementById("page")
  region?.focus()
}

/** Gives the part of the page that follows an act focus: what it marks as `data-next`, or the first field in it. */
export function focusNext(...names: readonly string[]): boolean {
  for (const name of names) {
    const part = document.querySelector<HTMLElement>(`[data-next="${name}"]`)
    if (part === null) continue
    const start = part.hasAttribute("tabindex") ? part : part.querySelector<HTMLElement>(FOCUSABLE)
    start?.scrollIntoView({ block: "nearest" })
    start?.focus()
    return true
  }
  return false
}

/** Region `n` begins at the top of a narrow page, where it would begin below the fold: what was opened is what is seen. */
export function showFromTop(n: number): void {
  const region = document.querySelector<HTMLElement>(`[data-region="${n}"]`)
  if (region && region.getBoundingClientRect().top > window.innerHeight / 2)
    region.scrollIntoView({ block: "start" })
}

/** Gives region `n` focus: where it wishes to start, else its row in turn, else its first control. */
export function focusRegion(n: number): boolean {
  const region = document.querySelector<HTMLElement>(`[data-region="${n}"]`)
  if (region === null) return false
  // What stands in its own window is a title here: its keys act, and there is nothing in it to begin with.
  if (region.dataset.away !== undefined) {
    region.focus()
    return true
  }
  const start =
    region.querySelector<HTMLElement>("[data-region-start]:not([aria-disabled])") ??
    region.querySelector<HTMLElement>('[role="option"][tabindex="0"],[data-row][tabindex="0"]') ??
    region.querySelector<HTMLElement>(FOCUSABLE) ??
    region
  start.focus()
  bringIntoSight(region)
  return true
}

/** Where the page goes on below its window, a region is read from its beginning: once it has the room that its key gives it. */
function bringIntoSight(region: HTMLElement): void {
  requestAnimationFrame(() => {
    const hand = document.activeElement
    if (hand === null || !region.contains(hand)) return
    region.scrollIntoView({ block: "nearest" })
    hand.scrollIntoView({ block: "nearest" })
  })
}
