/** Focus after going to another page by the search box: it goes to that page, and does not stay on an element that is gone. */

const WITHIN_MS = 10_000
let stop: (() => void) | undefined

/**
 * Focuses the first region of a page (the one of F2, where there is one) as soon as it is drawn, unless focus has moved elsewhere
 * meanwhile. The region and not a control in it: there Enter does nothing, and the keys of the region act.
 */
export function focusFirstRegion(): void {
  stop?.()
  const from = document.activeElement
  const look = () => {
    const focused = document.activeElement
    const region =
      document.querySelector<HTMLElement>('#page [data-region="2"]') ??
      document.querySelector<HTMLElement>("#page [data-region]")
    if (focused !== from && focused !== document.body && focused?.id !== "page") return done()
    if (region === null) return
    region.focus()
    done()
  }
  const changes = new MutationObserver(look)
  const timer = setTimeout(() => done(), WITHIN_MS)
  function done(): void {
    changes.disconnect()
    clearTimeout(timer)
    stop = undefined
  }
  stop = done
  // The page of before is still drawn in this moment: what is there now is not what was asked for.
  changes.observe(document.getElementById("page") ?? document.body, { childList: true, subtree: true })
}
