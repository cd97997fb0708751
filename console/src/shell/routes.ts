/**
 * The pages. This is the only module that knows the features, and it loads each when it is asked for.
 * A new page: a folder in `features/` with a `Page.svelte`, a line here, and its words in the catalogue.
 */

import type { Component } from "svelte"
import { type AdminSection, SECTIONS, sectionsOf } from "../features/admin/sections.ts"
import { i18n, type MessageKey } from "../i18n/i18n.svelte.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import { landingPage } from "./home-page.ts"

type LoadedPage = Promise<{ default: Component }>

export interface PageRoute {
  readonly path: string
  readonly title: MessageKey
  readonly load: () => LoadedPage
  /** Any one of these opens it; none: anybody signed in. */
  readonly permissions: readonly string[]
  /** `work`: under the bar. `alone`: has its own frame (a phone in a vehicle). `public`: no sign-in. */
  readonly frame: "work" | "alone" | "public"
  /** Its chapter of the manual, for F1's help; null for what only callers and developers open. See `useManual`. */
  readonly chapter: string | null
}

/** A page with all words: what `tools/words.ts` leaves out for desk, unit and caller is said on the others. */
async function withAllWords(page: LoadedPage): LoadedPage {
  const [loaded] = await Promise.all([page, i18n.useAll()])
  return loaded
}

/** The pieces of the kit side by side, for development and its tests (`vite build --mode gallery`); never shipped. */
const GALLERY: readonly PageRoute[] =
  import.meta.env.MODE === "production"
    ? []
    : [
        {
          path: "/gallery",
          title: "shell.page.gallery",
          load: () => withAllWords(import("../features/gallery/Page.svelte")),
          permissions: [],
          frame: "public",
          chapter: null,
        },
      ]

export const ROUTES: readonly PageRoute[] = [
  {
    path: "/desk",
    title: "shell.page.desk",
    load: () => import("../features/desk/Page.svelte"),
    permissions: [PERMISSION.CALL_ANSWER],
    frame: "work",
    chapter: "work/desk",
  },
  {
    path: "/centre",
    title: "shell.page.centre",
    load: () => withAllWords(import("../features/centre/Page.svelte")),
    permissions: [PERMISSION.CENTRE_WATCH],
    frame: "work",
    chapter: "work/centre",
  },
  {
    path: "/room",
    title: "shell.page.room",
    load: () => withAllWords(import("../features/room/Page.svelte")),
    permissions: [PERMISSION.ROOM_WATCH],
    frame: "work",
    chapter: "work/room",
  },
  {
    path: "/preventive",
    title: "shell.page.preventive",
    load: () => withAllWords(import("../features/planned-events/Page.svelte")),
    permissions: [PERMISSION.PREVENTIVE_WATCH],
    frame: "work",
    chapter: "work/preventive",
  },
  {
    path: "/unit",
    title: "shell.page.unit",
    load: () => import("../features/unit/Page.svelte"),
    permissions: [PERMISSION.UNIT_WATCH],
    frame: "alone",
    chapter: "work/unit",
  },
  {
    path: "/call",
    title: "shell.page.call",
    load: () => import("../features/call/Page.svelte"),
    permissions: [],
    frame: "public",
    chapter: null,
  },
  {
    path: "/study",
    title: "shell.page.study",
    load: () => withAllWords(import("../features/quality-review/Page.svelte")),
    permissions: [PERMISSION.REVIEW_READ, PERMISSION.REVIEW_ANSWER],
    frame: "work",
    chapter: "work/study",
  },
  {
    path: "/archive",
    title: "shell.page.archive",
    load: () => withAllWords(import("../features/archive/Page.svelte")),
    permissions: [PERMISSION.CASE_FILE_READ],
    frame: "work",
    chapter: "work/archive",
  },
  {
    path: "/case/:id",
    title: "shell.page.case",
    load: () => withAllWords(import("../features/archive/CasePage.svelte")),
    permissions: [PERMISSION.CASE_LOOK],
    frame: "work",
    chapter: "work/archive",
  },
  {
    path: "/admin",
    title: "shell.page.admin",
    load: () => withAllWords(import("../features/admin/Page.svelte")),
    permissions: [
      PERMISSION.PEOPLE_ADMIN,
      PERMISSION.RISK_ACCEPT,
      PERMISSION.SHIFT_PLAN,
      PERMISSION.PREMISE_NOTE_WRITE,
      PERMISSION.OPENING_RULE_WRITE,
    ],
    frame: "work",
    chapter: "administrator",
  },
  {
    path: "/setup",
    title: "shell.page.setup",
    load: () => withAllWords(import("../features/setup/Page.svelte")),
    permissions: [],
    frame: "public",
    chapter: "administrator/first-day",
  },
  {
    path: "/setup/steps",
    title: "shell.page.setup",
    load: () => withAllWords(import("../features/setup/StepsPage.svelte")),
    permissions: [PERMISSION.PEOPLE_ADMIN],
    frame: "work",
    chapter: "administrator/first-day",
  },
  {
    path: "/training",
    title: "shell.page.training",
    load: () => withAllWords(import("../features/training/Page.svelte")),
    permissions: [
      PERMISSION.TRAINING_LEAD,
      PERMISSION.CALL_ANSWER,
      PERMISSION.CENTRE_WATCH,
      PERMISSION.UNIT_WATCH,
      PERMISSION.CASE_FILE_READ,
    ],
    frame: "work",
    chapter: "training",
  },
  {
    path: "/content",
    title: "shell.page.content",
    load: () => withAllWords(import("../features/content-release/Page.svelte")),
    permissions: [PERMISSION.CONTENT_REVIEW],
    frame: "work",
    chapter: "work/content",
  },
  ...GALLERY,
]

/** The pages that a person may open, in the order in which a shift would want them. */
export function pagesFor(permissions: readonly string[]): readonly PageRoute[] {
  return ROUTES.filter(
    (route) =>
      route.frame !== "public" &&
      !route.path.includes(":") &&
      route.permissions.some((permission) => permissions.includes(permission)),
  )
}

/** Where a person lands after signing in. */
export function homePage(permissions: readonly string[]): string {
  return landingPage(
    pagesFor(permissions).map((page) => page.path),
    permissions,
  )
}

/** The sections of administration that a person may open, and their words. */
export function sectionsFor(permissions: readonly string[]): readonly {
  readonly section: AdminSection
  readonly words: MessageKey
  readonly also?: MessageKey | undefined
}[] {
  return sectionsOf((permission) => permissions.includes(permission)).map((section) => ({
    section,
    words: SECTIONS[section].words,
    also: SECTIONS[section].also,
  }))
}
