/**
 * What the search box finds: what this person may do and see, and nothing else. What is not theirs is not asked for, so that
 * neither a count nor a wait tells of it; the server refuses it all the same (decision 0330).
 */

import { hasEachWord } from "../kit/plain-text.ts"
import type { CaseRow, Colleague, FoundCase, Page, TelephoneContact, UnitRow } from "../protocol/generated.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import { api } from "../state/api.ts"
import { newId } from "../state/command-outbox.svelte.ts"
import type { Problem } from "../state/outbox.ts"
import { type PlaceCandidate, searchPlaces } from "../state/places.ts"
import { session } from "../state/session.svelte.ts"
import { cleanText, namesSomething, numberEnd, telephoneOf } from "./query.ts"
import { type Recent, readRecents, STORED_RECENTS, withRecent } from "./recents.ts"

/** A hand that types rests no longer between two letters. */
const WAIT_MS = 90
const CASES_MAX = 8
const PLACES_MAX = 4

/** What the rows of a board say of a case, as far as this person may see it. */
export interface CaseSeen {
  readonly id: string
  readonly number: number
  readonly priority: CaseRow["priority"]
  readonly words: string
}

export class Finder {
  typed = $state("")
  readonly text = $derived(cleanText(this.typed))
  cases = $state.raw<readonly CaseSeen[]>([])
  places = $state.raw<readonly PlaceCandidate[]>([])
  colleagues = $state.raw<readonly Colleague[]>([])
  contacts = $state.raw<readonly TelephoneContact[]>([])
  /** What the recorded search of a telephone found; null before it was made. */
  byPhone = $state.raw<readonly CaseSeen[] | null>(null)
  /** The text whose answers are here. */
  answered = $state("")
  failed = $state(false)
  problem = $state.raw<Problem | null>(null)
  recents = $state.raw<readonly Recent[]>([])
  readonly waiting = $derived(this.asks && this.answered !== this.text)
  readonly telephone = $derived(telephoneOf(this.text))
  /** Looking up a telephone joins calls: it is for some functions, and others are told so. */
  get searchesPhones(): boolean {
    return session.may(PERMISSION.CASE_FILE_SEARCH_PHONE)
  }
  #flight: AbortController | undefined

  /** Whether the server is asked anything about this text. */
  get asks(): boolean {
    return this.#end !== null || (namesSomething(this.text) && (this.#findsPlaces || this.#findsPeople))
  }
  get #end(): string | null {
    return session.may(PERMISSION.CASE_FILE_READ) ? numberEnd(this.text) : null
  }
  get #findsPlaces(): boolean {
    return session.may(PERMISSION.PLACE_SEARCH)
  }
  get #findsPeople(): boolean {
    return session.may(PERMISSION.CASE_DESCRIBE)
  }

  begin(): void {
    this.recents = readRecents(localStorage.getItem(this.#key))
    if (session.may(PERMISSION.CALL_TALK)) void this.#loadContacts()
  }
  forget(): void {
    this.#flight?.abort()
    this.typed = ""
    this.answered = ""
    this.cases = []
    this.places = []
    this.colleagues = []
    this.byPhone = null
    this.failed = false
    this.problem = null
  }
  remember(chosen: Recent): void {
    this.recents = withRecent(this.recents, chosen)
    localStorage.setItem(this.#key, JSON.stringify(this.recents))
  }
  get #key(): string {
    return `${STORED_RECENTS}${session.current?.person.id ?? ""}`
  }

  /** For an effect: asks when the hand rests, and gives up what is asked of an older text. */
  follow(): (() => void) | undefined {
    const text = this.text
    this.byPhone = null
    this.problem = null
    this.failed = false
    if (!this.asks) {
      this.cases = []
      this.places = []
      this.colleagues = []
      return undefined
    }
    const flight = new AbortController()
    this.#flight = flight
    const timer = setTimeout(() => void this.#ask(text, flight.signal), WAIT_MS)
    return () => {
      clearTimeout(timer)
      flight.abort()
    }
  }
  async #ask(text: string, signal: AbortSignal): Promise<void> {
    const end = this.#end
    const names = namesSomething(text)
    const asked = await Promise.allSettled([
      end === null ? [] : findCases(end, signal),
      names && this.#findsPlaces ? searchPlaces(text, null, signal) : [],
      names && this.#findsPeople ? findColleagues(text, signal) : [],
    ])
    if (signal.aborted) return
    const [cases, places, colleagues] = asked
    this.cases = cases.status === "fulfilled" ? cases.value : []
    this.places = places.status === "fulfilled" ? places.value.slice(0, PLACES_MAX) : []
    this.colleagues = colleagues.status === "fulfilled" ? colleagues.value : []
    this.failed = asked.some((each) => each.status === "rejected")
    this.answered = text
  }

  /** On purpose, and recorded before it is answered: who searched which telephone. */
  async searchPhone(phone: string): Promise<void> {
    const reply = await api<Page>("POST", "/api/archive/cases/by-phone", {
      body: { phone, wanted: { limit: CASES_MAX } },
      command: newId(),
    })
    if (this.telephone !== phone) return
    this.problem = reply.ok ? null : reply.problem
    this.byPhone = reply.ok ? seen(reply.value.cases) : null
  }
  async #loadContacts(): Promise<void> {
    const reply = await api<readonly TelephoneContact[]>("GET", "/api/dispatch/contacts")
    if (reply.ok) this.contacts = reply.value
  }

  /** Open cases of the board of this page, by what stands in their row. */
  casesOf(rows: readonly CaseRow[]): readonly CaseSeen[] {
    const end = numberEnd(this.text)
    if (!session.may(PERMISSION.CASE_LOOK) || this.text === "") return []
    return rows
      .filter((row) => !row.hidden && row.state === "open")
      .filter((row) => (end !== null ? `${row.number}`.endsWith(end) : hasEachWord(wordsOf(row), this.text)))
      .slice(0, CASES_MAX)
      .map((row) => ({
        id: row.id,
        number: row.number,
        priority: row.priority,
        words: row.location?.words ?? "",
      }))
  }
}

const wordsOf = (row: CaseRow) => `${row.location?.words ?? ""} ${row.summary ?? ""}`

async function findCases(ending: string, signal: AbortSignal): Promise<readonly CaseSeen[]> {
  const query = new URLSearchParams({ ending, limit: `${CASES_MAX}` })
  const reply = await api<Page>("GET", `/api/archive/cases?${query}`, { signal })
  if (!reply.ok) throw new Error(reply.problem.code)
  return seen(reply.value.cases)
}
async function findColleagues(text: string, signal: AbortSignal): Promise<readonly Colleague[]> {
  const query = new URLSearchParams({ text: text.slice(0, 60) })
  const reply = await api<readonly Colleague[]>("GET", `/api/colleagues?${query}`, { signal })
  if (!reply.ok) throw new Error(reply.problem.code)
  return reply.value.filter((each) => each.id !== session.current?.person.id)
}
function seen(found: readonly FoundCase[]): readonly CaseSeen[] {
  return found.flatMap(({ id, number, priority, place, municipality, hidden }) =>
    hidden || number === null ? [] : [{ id, number, priority, words: place ?? municipality ?? "" }],
  )
}

/** Where a unit is: as it was seen last, else at home. */
export async function pointOfUnit(unit: UnitRow): Promise<{ readonly lat: number; readonly lon: number }> {
  const reply = await api<readonly { readonly unit: string; readonly point: UnitRow["home"] }[]>(
    "GET",
    "/api/dispatch/positions",
  )
  const last = reply.ok ? reply.value.find((each) => each.unit === unit.id) : undefined
  return last?.point ?? unit.home
}
