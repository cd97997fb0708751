/** Where the window is. One page application: links are ordinary links, and the address always tells the truth. */

export interface MatchedRoute<R> {
  readonly route: R
  readonly params: { readonly [name: string]: string }
}

/** The route whose pattern (`/case/:id`) fits a path. */
export function matchRoute<R extends { readonly path: string }>(
  routes: readonly R[],
  path: string,
): MatchedRoute<R> | null {
  const steps = path.split("/").filter(Boolean)
  for (const route of routes) {
    const pattern = route.path.split("/").filter(Boolean)
    if (pattern.length !== steps.length) continue
    const params: Record<string, string> = {}
    const fits = pattern.every((part, index) => {
      const step = decodeURIComponent(steps[index] ?? "")
      if (part.startsWith(":")) params[part.slice(1)] = step
      return part.startsWith(":") || part === step
    })
    if (fits) return { route, params }
  }
  return null
}

class Router {
  path = $state(typeof location === "undefined" ? "/" : location.pathname)
  /** What the route's pattern named, `id` of `/case/:id`; set by the frame before the page is made. */
  params = $state.raw<{ readonly [name: string]: string }>({})
  query = $state.raw(new URLSearchParams(typeof location === "undefined" ? "" : location.search))

  start(): void {
    window.addEventListener("popstate", () => this.#read())
    document.addEventListener("click", (event) => this.#click(event))
  }
  /** The page that was left for a case file, by a link or a key of ours; none after a reload. */
  from: string | null = null
  /** The window of a region stays what it is: its desk goes. */
  handOver: ((to: string) => void) | null = null
  go(to: string, replace = false): void {
    if (this.handOver !== null) {
      this.handOver(to)
      return
    }
    if (replace) history.replaceState(null, "", to)
    else {
      if (!this.path.startsWith("/case/")) this.from = this.path
      history.pushState(null, "", to)
    }
    this.#read()
  }
  #read(): void {
    this.path = location.pathname
    this.query = new URLSearchParams(location.search)
  }
  #click(event: MouseEvent): void {
    const link = (event.target as Element | null)?.closest?.("a")
    if (
      !link ||
      event.defaultPrevented ||
      event.button !== 0 ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey
    )
      return
    if (link.target || link.hasAttribute("download") || link.origin !== location.origin) return
    if (link.pathname.startsWith("/api/")) return
    event.preventDefault()
    this.go(link.pathname + link.search + link.hash)
  }
}

export const router = new Router()
