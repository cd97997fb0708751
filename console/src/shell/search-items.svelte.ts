/** What the search box shows for what is typed: commands, and what the finder found, each with what choosing it does. */

import { commands } from "../commands/commands.svelte.ts"
import type { ConsoleCommand } from "../commands/registry.ts"
import { type CaseSeen, type Finder, pointOfUnit } from "../find/finder.svelte.ts"
import { focusFirstRegion } from "../find/first-region.ts"
import { pageTargets } from "../find/page-targets.svelte.ts"
import { fitOf, fitOfCallsign, nationalDigits, numberEnd, phraseOf, telephoneOf } from "../find/query.ts"
import { type FoundItem, inOrder } from "../find/ranking.ts"
import type { Recent, RecentKind } from "../find/recents.ts"
import { i18n, type MessageKey, t } from "../i18n/i18n.svelte.ts"
import { plainText } from "../kit/plain-text.ts"
import type { CaseRow, UnitRow } from "../protocol/generated.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import { directory } from "../state/directory.svelte.ts"
import { mapLook } from "../state/map-look.svelte.ts"
import { session } from "../state/session.svelte.ts"
import { foundNotice } from "./found-notice.svelte.ts"
import { router } from "./router.svelte.ts"
import { homePage, sectionsFor } from "./routes.ts"

export interface ShownItem extends FoundItem {
  readonly priority?: CaseSeen["priority"]
  readonly command?: ConsoleCommand
  /** Why it cannot be chosen now. */
  readonly why?: MessageKey
  readonly choose: () => void
  /** It opens in another tab, for this page is in use. */
  readonly beside?: boolean
  /** It answers in the box, which stays open. */
  readonly stays?: boolean
  readonly kept?: Recent
}

/** Rows of the board that this page shows, as far as this person may see them. */
export interface BoardRows {
  readonly cases: readonly CaseRow[]
  readonly units: readonly UnitRow[]
}

const UNITS_MAX = 6
const CONTACTS_MAX = 5
const named = (kind: RecentKind, id: string) => ({ recent: `${kind} ${id}`, kept: { kind, id } })

export function shownItems(finder: Finder, rows: BoardRows): readonly ShownItem[] {
  const recents = finder.recents.map(({ kind, id }) => `${kind} ${id}`)
  if (finder.text === "") return [...recentItems(finder, rows), ...inOrder(commandItems(""), recents)]
  const cases = caseItems(finder, rows)
  const known = [
    ...commandItems(finder.text),
    ...sectionItems(finder.text),
    ...unitItems(finder.text, rows),
    ...pageItems(finder.text),
    ...contactItems(finder),
  ]
  const at_hand = inOrder(known, recents)
  // A figure is the number of an incident before it is a part of anything else.
  const first = numberEnd(finder.text) === null ? [...at_hand, ...cases] : [...cases, ...at_hand]
  return [
    ...phoneItems(finder),
    ...first,
    ...colleagueItems(finder),
    ...placeItems(finder),
    ...archiveItems(finder),
  ]
}

function commandItems(text: string): ShownItem[] {
  return commands.all
    .filter((command) => !command.placed)
    .flatMap((command) => {
      const title = t(command.label, command.facts?.())
      const other = text !== "" && command.also !== undefined ? phraseOf(t(command.also), text) : null
      const own = text === "" ? 3 : fitOf(title, text)
      const fit = other !== null && (own === null || other.fit < own) ? other.fit : own
      const why = command.when?.() ?? true
      if (fit === null) return []
      const here = !command.id.startsWith("shell.")
      return [
        {
          id: `command ${command.id}`,
          kind: "command" as const,
          title,
          // Found by another word, it says by which.
          ...(other !== null && fit !== own ? { detail: other.words } : {}),
          fit,
          possible: why === true,
          here,
          command,
          ...(why === true ? {} : { why }),
          choose: () => void commands.run(command),
          ...named("command", command.id),
        },
      ]
    })
}

function caseItem(found: CaseSeen, text: string): ShownItem {
  const id = `${found.number}`
  return {
    id: `case ${found.id}`,
    kind: "case",
    title: t("find.case", { number: id }),
    detail: found.words,
    priority: found.priority,
    fit: id === numberEnd(text) ? 0 : 2,
    possible: true,
    beside: leavesPage() && pageTargets.current.opensCase?.(found.id) !== true,
    choose: () => openCase(found.id, t("find.case", { number: id })),
    ...named("case", id),
  }
}
/** Those of the board and those of the archive, each once: the very number first. */
function caseItems(finder: Finder, rows: BoardRows): readonly ShownItem[] {
  const here = finder.casesOf(rows.cases)
  const seen = new Set(here.map((each) => each.id))
  const all = [...here, ...finder.cases.filter((each) => !seen.has(each.id))]
  return inOrder(
    all.map((each) => caseItem(each, finder.text)),
    [],
  )
}
function openCase(id: string, title: string): void {
  const opened = pageTargets.current.openCase?.(id) ?? false
  if (opened === "there") foundNotice.say(t("find.opened_here", { what: title }))
  if (opened === false) beside(`/case/${id}`, title)
}
const leavesPage = () => pageTargets.current.busy?.() === true
/** On this page, or in another tab while leaving this one would hurt: here it says so. */
function beside(path: string, what: string): void {
  if (!leavesPage()) {
    visit(path)
    return
  }
  window.open(path, "_blank", "noopener")
  foundNotice.say(t("find.opened_beside", { what }))
}
function visit(path: string): void {
  focusFirstRegion()
  router.go(path)
}

function unitItems(text: string, rows: BoardRows): ShownItem[] {
  return rows.units
    .flatMap((unit) => {
      const fit = fitOfCallsign(unit.callsign, text)
      return fit === null ? [] : [unitItem(unit, fit)]
    })
    .sort((a, b) => a.fit - b.fit)
    .slice(0, UNITS_MAX)
}
/** People and units that the page itself has: those that fit best of each. */
function pageItems(text: string): readonly ShownItem[] {
  const found = (pageTargets.current.rows ?? []).flatMap(({ kind, id, title, detail, open }): ShownItem[] => {
    const fit =
      (kind === "unit" ? fitOfCallsign(title, text) : fitOf(title, text)) ??
      (fitOf(`${title} ${detail}`, text) === null ? null : 3)
    return fit === null
      ? []
      : [{ id: `${kind} ${id}`, kind, title, detail, fit, possible: true, choose: open }]
  })
  const best = (kind: FoundItem["kind"]) =>
    found
      .filter((each) => each.kind === kind)
      .sort((a, b) => a.fit - b.fit)
      .slice(0, UNITS_MAX)
  return [...best("colleague"), ...best("unit")]
}
function unitItem(unit: UnitRow, fit: number): ShownItem {
  return {
    id: `unit ${unit.id}`,
    kind: "unit",
    title: unit.callsign,
    detail: directory.centreName(unit.centre),
    fit,
    possible: true,
    choose: () => {
      pageTargets.current.showUnit?.(unit.id)
      void pointOfUnit(unit).then((point) => lookAt({ ...point, label: unit.callsign }))
    },
    ...named("unit", unit.callsign),
  }
}
function lookAt(to: { readonly lat: number; readonly lon: number; readonly label: string }): void {
  mapLook.go(to)
  if (mapLook.drawn) return
  if (leavesPage()) foundNotice.say(t("find.no_map", { what: to.label }))
  else router.go(homePage(session.current?.permissions ?? []))
}

function sectionItems(text: string): ShownItem[] {
  if (router.path === "/admin") return [] // there each is a command of the page
  return sectionsFor(session.current?.permissions ?? []).flatMap(({ section, words, also }) => {
    const title = t(words)
    const other = text !== "" && also !== undefined ? phraseOf(t(also), text) : null
    const fit = fitOf(title, text) ?? other?.fit ?? null
    return fit === null ? [] : [sectionItem(section, title, fit)]
  })
}
function sectionItem(section: string, title: string, fit: number): ShownItem {
  return {
    id: `section ${section}`,
    kind: "section",
    title,
    fit,
    possible: true,
    here: false,
    choose: () => visit(`/admin?section=${section}`),
    ...named("section", section),
  }
}

function contactItems(finder: Finder): ShownItem[] {
  const digits = nationalDigits(finder.text)
  return finder.contacts
    .flatMap((contact) => {
      const said = [contact.name, contact.organisation, contact.purpose].filter(Boolean).join(" ")
      const number = digits.length >= 3 && nationalDigits(contact.number).endsWith(digits)
      const fit = number
        ? 1
        : (fitOf(contact.name, finder.text) ?? (fitOf(said, finder.text) === null ? null : 3))
      return fit === null ? [] : [contactItem(contact.name, contact.number, fit)]
    })
    .sort((a, b) => a.fit - b.fit)
    .slice(0, CONTACTS_MAX)
}
function contactItem(name: string, number: string, fit: number): ShownItem {
  return {
    id: `contact ${name} ${number}`,
    kind: "contact",
    title: name,
    detail: number,
    fit,
    possible: true,
    here: false,
    choose: () => {
      const { openContact } = pageTargets.current
      if (openContact) openContact(name)
      else {
        location.href = `tel:${number}`
        // A machine without a telephone does nothing with it.
        foundNotice.say(`${name} · ${number}`)
      }
    },
    ...named("contact", name),
  }
}

function colleagueItems(finder: Finder): ShownItem[] {
  const here = new Set(pageTargets.current.rows?.map((each) => each.id))
  const others = finder.colleagues.filter(({ id }) => !here.has(id))
  return others.map(({ id, name, desk, centre }) => {
    const ask = pageTargets.current.askColleague
    const at = desk ? directory.deskName(desk) : t("find.no_desk")
    return {
      id: `colleague ${id}`,
      kind: "colleague" as const,
      title: name,
      detail: [at, centre && directory.centreName(centre)].filter(Boolean).join(" · "),
      fit: 2,
      possible: ask !== undefined,
      ...(ask === undefined ? { why: "find.why_no_call" as const } : {}),
      choose: () => ask?.(),
    }
  })
}

function placeItems(finder: Finder): ShownItem[] {
  return finder.places.map((place) => ({
    id: `place ${place.id}`,
    kind: "place" as const,
    title: place.label,
    detail: place.label.includes(place.municipality) ? "" : place.municipality,
    fit: 2,
    possible: true,
    choose: () => lookAt({ ...place.point, label: place.label }),
  }))
}

function phoneItems(finder: Finder): ShownItem[] {
  const phone = finder.telephone
  if (phone === null) return []
  if (finder.byPhone !== null) return finder.byPhone.map((each) => caseItem(each, finder.text))
  return [
    {
      id: "phone",
      kind: "phone",
      title: t("find.phone", { phone }),
      ...(finder.searchesPhones
        ? { detail: t("find.phone_recorded") }
        : { why: "find.why_no_phone" as const }),
      fit: 0,
      possible: finder.searchesPhones,
      stays: true,
      choose: () => void finder.searchPhone(phone),
    },
  ]
}

/** What stands in no row here may stand in the archive: its page has the days, the kinds and all the rest. */
function archiveItems(finder: Finder): ShownItem[] {
  const reads = session.may(PERMISSION.CASE_FILE_READ)
  if (!reads || telephoneOf(finder.text) !== null || plainText(finder.text).length < 3) return []
  // The box forgets what was typed before it acts.
  const title = t("find.archive", { text: finder.text })
  const path = `/archive?${new URLSearchParams({ text: finder.text })}`
  return [
    {
      id: "archive",
      kind: "archive",
      title,
      fit: 3,
      possible: true,
      beside: leavesPage(),
      choose: () => beside(path, title),
    },
  ]
}

/** What was chosen last: of a case its number alone is known here, and it is found anew by whoever may open it. */
function recentItems(finder: Finder, rows: BoardRows): ShownItem[] {
  const sections = sectionsFor(session.current?.permissions ?? [])
  return finder.recents.flatMap(({ kind, id }): ShownItem[] => {
    switch (kind) {
      case "command":
        return [] // they are ranked among all that can be done
      case "unit":
        return rows.units.filter((unit) => unit.callsign === id).map((unit) => unitItem(unit, 0))
      case "section":
        return sections
          .filter((each) => each.section === id && router.path !== "/admin")
          .map((each) => sectionItem(id, t(each.words), 0))
      case "contact":
        return finder.contacts
          .filter((each) => each.name === id)
          .slice(0, 1)
          .map((each) => contactItem(each.name, each.number, 0))
      default:
        return session.may(PERMISSION.CASE_FILE_READ) ? [recentCase(finder, id)] : []
    }
  })
}
function recentCase(finder: Finder, number: string): ShownItem {
  return {
    id: `recent ${number}`,
    kind: "case",
    title: t("find.case", { number }),
    fit: 0,
    possible: true,
    stays: true,
    choose: () => {
      finder.typed = number
    },
    ...named("case", number),
  }
}

/** The word at the end of a line: what it is. */
export function kindWords(kind: FoundItem["kind"]): string {
  return kind === "command" ? "" : i18n.say(`find.kind.${kind}`)
}
