/** How much larger than drawn the page stands on the screen, and how large its window is to it (decision 0334). */

import { innerHeight, innerWidth } from "svelte/reactivity/window"
import { scaleRules } from "./scaled-styles.ts"

class PageSize {
  /** 1 to 1.5. */
  factor = $state(1)
  /** The window as the page sees it: a rectangle of the browser is of the screen, and is divided as well. */
  readonly width = $derived((innerWidth.current ?? 0) / this.factor)
  readonly height = $derived((innerHeight.current ?? 0) / this.factor)
  #watches = false

  use(percent: number): void {
    if (percent / 100 === this.factor) return
    this.factor = percent / 100
    document.documentElement.style.zoom = this.factor === 1 ? "" : String(this.factor)
    for (const sheet of document.styleSheets) this.#scale(sheet)
    if (!this.#watches) this.#watch()
  }
  /** Where something stands, in the pixels of the page. */
  rect(element: Element): { left: number; top: number; bottom: number; width: number; height: number } {
    const { left, top, bottom, width, height } = element.getBoundingClientRect()
    const f = this.factor
    return { left: left / f, top: top / f, bottom: bottom / f, width: width / f, height: height / f }
  }
  #scale(sheet: CSSStyleSheet | null): void {
    if (sheet) scaleRules(sheet.cssRules, this.factor)
  }
  /** The styles of a page come with it. */
  #watch(): void {
    this.#watches = true
    new MutationObserver((changes) => {
      for (const node of changes.flatMap((change) => [...change.addedNodes]))
        if (node instanceof HTMLStyleElement) this.#scale(node.sheet)
        else if (node instanceof HTMLLinkElement && node.rel === "stylesheet") {
          this.#scale(node.sheet)
          node.addEventListener("load", () => this.#scale(node.sheet), { once: true })
        }
    }).observe(document.head, { childList: true })
  }
}

export const pageSize = new PageSize()
