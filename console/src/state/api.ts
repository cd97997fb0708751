/**
 * The server, as the console speaks to it: same origin, cookies for who, a token in a header for
 * anything that changes something, and problems as RFC 9457. Answers are data; nothing here throws but
 * what is a defect.
 */

import type { Problem } from "./outbox.ts"

export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem }

let csrf = ""
let bearer: string | null = null

/** The session's token, echoed on every request that is not a GET. */
export function useCsrf(token: string): void {
  csrf = token
}

/** What a citizen's page shows instead of a session: a token for one call (decision 0062). */
export function useBearer(token: string | null): void {
  bearer = token
}

/** Who speaks, for a request that is not a GET. */
export function whoHeaders(): Record<string, string> {
  return bearer === null ? { "x-auxilio-csrf": csrf } : { authorization: `Bearer ${bearer}` }
}

/** `network` is our own code: the server was not reached or did not finish its answer. */
const UNREACHED: Problem = { code: "network", status: 0, facts: {} }

export async function api<T>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  options: { body?: unknown; signal?: AbortSignal; timeout_ms?: number } = {},
): Promise<Reply<T>> {
  const headers: Record<string, string> = { accept: "application/json" }
  if (method !== "GET") Object.assign(headers, whoHeaders())
  if (options.body !== undefined) headers["content-type"] = "application/json"
  const limits = [AbortSignal.timeout(options.timeout_ms ?? 10_000)]
  if (options.signal) limits.push(options.signal)
  let response: Response
  let text: string
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.any(limits),
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    })
    text = await response.text()
  } catch {
    // fetch tells no more than that it failed; whether the server acted is in doubt either way.
    return { ok: false, problem: UNREACHED }
  }
  const body = parsed(text)
  if (response.ok) return { ok: true, value: body as T }
  return { ok: false, problem: problemOf(response.status, body) }
}

function parsed(text: string): unknown {
  if (text === "") return null
  try {
    return JSON.parse(text)
  } catch {
    // Something between us and the server answered in its own words; its status is all there is.
    return null
  }
}

function problemOf(status: number, body: unknown): Problem {
  const said = (typeof body === "object" && body !== null ? body : {}) as Partial<Problem>
  return {
    code: typeof said.code === "string" ? said.code : `http_${status}`,
    status,
    facts: typeof said.facts === "object" && said.facts !== null ? said.facts : {},
  }
}

/** Nothing can be concluded: the network failed, or the server was out of breath. Ask again, same id. */
export function isDoubt(problem: Problem): boolean {
  return problem.status === 0 || problem.status >= 500 || [408, 425, 429].includes(problem.status)
}
