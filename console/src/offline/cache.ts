/**
 * What the service worker does with a request, without a service worker: pure, so that a night without network is a
 * test. It serves the crew's page alone; no answer of the API is ever kept but the map's style, which is of nobody.
 */

export type CacheStrategy = "shell" | "asset" | "style" | "pass"

/** The page as it was built: hashed files never change, so what is on the shelf is as good as the network's. */
export function cacheStrategyOf(
  request: { method: string; mode: string; url: string },
  origin: string,
): CacheStrategy {
  const url = new URL(request.url)
  if (request.method !== "GET" || url.origin !== origin) return "pass"
  if (request.mode === "navigate") return url.pathname === "/unit" ? "shell" : "pass"
  if (url.pathname.startsWith("/assets/")) return "asset"
  if (url.pathname === "/api/geo/style.json") return "style"
  return "pass"
}

/** Names of shelves that an older build left. */
export function outdatedCaches(names: readonly string[], current: string): readonly string[] {
  return names.filter((name) => name.startsWith("auxilio-") && name !== current)
}

/** The first that brings a good answer: the network within its time, else the shelf; the network's failure if neither. */
export async function networkElseCache(
  network: () => Promise<Response>,
  shelf: () => Promise<Response | undefined>,
  within: Promise<void>,
): Promise<Response> {
  const asked = network()
  const inTime = await Promise.race([
    asked.then((answer) => (answer.ok ? answer : undefined)).catch(() => undefined),
    within.then(() => undefined),
  ])
  if (inTime !== undefined) return inTime
  return (await shelf()) ?? asked
}
