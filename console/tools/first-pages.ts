/**
 * What the desk opens with, told by the imports of its page and of the entry: modules that only other pages share are a file
 * of their own, which the desk does not wait for (`vite.config.ts`).
 */

/** What of Rolldown's chunking context is asked. */
export interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/** Every module that is imported, directly or not, by those whose path ends in one of `starts`; what is imported later is not followed. */
export function reachedFrom(starts: readonly string[], graph: ModuleGraph): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting = [...starts]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    waiting.push(...(graph.getModuleInfo(id)?.importedIds ?? []))
  }
  return reached
}
