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

/** Whether the server has said who we are: a page that opened without network does not know it yet. */
export function isAuthenticated(): boolean {
  return csrf !== "" || bearer !== null
}
/** What a citizen's page shows instead of a session: a token for one call (decision 0062). */
export function useBearer(token: string | null): void {
  bearer = token
}

/** Who speaks, for a request that is not a GET. */
export function identityHeaders(): Record<string, string> {
  return bearer === null ? { "x-auxilio-csrf": csrf } : { authorization: `Bearer ${bearer}` }
}

/** `network` is our own code: the server was not reached or did not finish its answer. */
const UNREACHED: Problem = { code: "network", status: 0, facts: {} }

let asked = 0
/** How many questions have no answer yet. */
export const inFlight = (): number => asked

export async function api<T>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  options: {
    body?: unknown
    signal?: AbortSignal
    timeout_ms?: number
    command?: string
    /** The browser keeps the answer, and asks each time whether it is still in force; else nothing is kept. */
    kept?: boolean
  } = {},
): Promise<Reply<T>> {
  const headers: Record<string, string> = { accept: "application/json" }
  if (method !== "GET" || bearer !== null) Object.assign(headers, identityHeaders())
  // A request that is a command carries the id of one: asked again, it is a repeat (decision 0033).
  if (options.command !== undefined) headers["x-auxilio-command"] = options.command
  if (options.body !== undefined) headers["content-type"] = "application/json"
  const limits = [AbortSignal.timeout(options.timeout_ms ?? 10_000)]
  if (options.signal) limits.push(options.signal)
  let response: Response
  let text: string
  asked += 1
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      cache: options.kept ? "no-cache" : "no-store",
      signal: AbortSignal.any(limits),
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    })
    text = await response.text()
  } catch {
    // fetch tells no more than that it failed; whether the server acted is in doubt either way.
    return { ok: false, problem: UNREACHED }
  } finally {
    asked -= 1
  }
  return replyOf<T>(response.status, text)
}

/** What an answer says. One that succeeds in words that are not ours came from a portal or proxy between: we were not reached. */
export function replyOf<T>(status: number, text: string): Reply<T> {
  const body = parsed(text)
  if (status < 200 || status > 299) return { ok: false, problem: problemOf(status, body) }
  if (body === undefined) return { ok: false, problem: UNREACHED }
  return { ok: true, value: body as T }
}

/** A file or a piece of one, as it is, for the server to read; it may take as long as a large one needs. */
export async function sendFile<T>(
  path: string,
  file: Blob,
  method: "POST" | "PUT" = "POST",
): Promise<Reply<T>> {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...identityHeaders(),
        accept: "application/json",
        "content-type": "application/octet-stream",
      },
      credentials: "same-origin",
      cache: "no-store",
      body: file,
      signal: AbortSignal.timeout(600_000),
    })
    return replyOf<T>(response.status, await response.text())
  } catch {
    return { ok: false, problem: UNREACHED }
  }
}

/** A file to be kept: handed to the browser under the name that the server gives it. */
export async function download(path: string): Promise<Reply<string>> {
  let response: Response
  try {
    response = await fetch(path, {
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(120_000),
    })
    if (!response.ok) return { ok: false, problem: problemOf(response.status, parsed(await response.text())) }
    const name =
      /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "auxilio"
    const link = document.createElement("a")
    link.href = URL.createObjectURL(await response.blob())
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    return { ok: true, value: name }
  } catch {
    return { ok: false, problem: UNREACHED }
  }
}

/** A sound, as an address that this page alone can play; whoever asked for it gives it back (`URL.revokeObjectURL`). */
export async function fetchSound(path: string, command: string, body: unknown): Promise<Reply<string>> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { ...identityHeaders(), "x-auxilio-command": command, "content-type": "application/json" },
      credentials: "same-origin",
      cache: "no-store",
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(120_000),
    })
    if (!response.ok) return { ok: false, problem: problemOf(response.status, parsed(await response.text())) }
    return { ok: true, value: URL.createObjectURL(await response.blob()) }
  } catch {
    return { ok: false, problem: UNREACHED }
  }
}

/** `undefined` where it is no JSON. */
function parsed(text: string): unknown {
  if (text === "") return null
  try {
    return JSON.parse(text)
  } catch {
    // Something between us and the server answered in its own words; its status is all there is.
    return undefined
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
