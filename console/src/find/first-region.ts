/** After going to another page by the search box the hands are in it, and not on what is gone. */

const WITHIN_MS = 10_000
let stop: (() => void) | undefined

/**
 * Gives the first region of a page focus (the second by its key, where there is one) as soon as it is there, unless the hands have
 * gone elsewhere meanwhile. The region and not a control of it: there Enter does nothing, and the keys of the region act.
 */
export function arrive(): void {
  stop?.()
  const from = document.activeElement
  const look = () => {
    const hand = document.activeElement
    const region =
      document.querySelector<HTMLElement>('#page [data-region="2"]') ??
      document.querySelector<HTMLElement>("#page [data-region]")
    if (hand !== from && hand !== document.body && hand?.id !== "page") return done()
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
