/** What a person can do on every page. */

import { COMMAND_BAR, functionKey, type KeyBinding } from "../commands/keys.ts"
import type { ConsoleCommand } from "../commands/registry.ts"
import type { MessageKey } from "../i18n/i18n.svelte.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import { PRACTICE_PATH } from "./home-page.ts"

export interface ShellActions {
  help(): void
  commandBar(): void
  password(): void
  shifts(): void
  preferences(): void
  theme(): void
  signOut(): Promise<void>
  reload(): void
  region(n: number): boolean
  /** What region `n` of this page is called; none is there: undefined. */
  regionName(n: number): string | undefined
  go(path: string): void
  readonly pages: readonly { readonly path: string; readonly title: MessageKey }[]
  readonly path: string
  /** The session is one of training: one key goes to the page of practice, and back from it. */
  readonly practises?: boolean
  /** A call was practised alone: that page has its result. */
  readonly practised?: boolean
  /** Where the person works. */
  readonly home?: string
}

/** No letter of the Alt table, each of which has its one meaning on the page beneath. */
const PRACTICE: KeyBinding = { code: "KeyJ", ctrl: true }
const REGIONS = [2, 3, 4, 6, 7, 8] as const

/** The key between the page where somebody works and the one that says how the practice went. */
function practiceWay(shell: ShellActions, path: string): Partial<ConsoleCommand> {
  if (path === PRACTICE_PATH)
    return {
      key: PRACTICE,
      ...(shell.practised ? { label: "training.result", also: "training.result_also" } : {}),
    }
  if (shell.path !== PRACTICE_PATH || path !== shell.home) return {}
  return { key: PRACTICE, ...(path === "/desk" ? { label: "training.back_desk" } : {}) }
}

export function shellCommands(shell: ShellActions): readonly ConsoleCommand[] {
  return [
    {
      id: "shell.help",
      label: "shell.help",
      also: "find.also.help",
      key: functionKey(1),
      run: () => shell.help(),
    },
    {
      id: "shell.command_bar",
      label: "shell.command_bar",
      key: COMMAND_BAR,
      placed: true,
      run: () => shell.commandBar(),
    },
    ...REGIONS.map(
      (n): ConsoleCommand => ({
        id: `shell.region_${n}`,
        label: "shell.region",
        facts: () => ({ name: shell.regionName(n) ?? functionKey(n).code }),
        key: functionKey(n),
        placed: true,
        run: () => {
          shell.region(n)
        },
      }),
    ),
    {
      id: "shell.password",
      label: "shell.password",
      also: "find.also.password",
      run: () => shell.password(),
    },
    { id: "shell.shifts", label: "shifts.own", permission: PERMISSION.SHIFT_OWN, run: () => shell.shifts() },
    {
      id: "shell.preferences",
      label: "preferences.title",
      also: "find.also.preferences",
      run: () => shell.preferences(),
    },
    { id: "shell.theme", label: "shell.theme_other", also: "find.also.theme", run: () => shell.theme() },
    ...shell.pages
      .filter((page) => page.path !== shell.path)
      .map(
        (page): ConsoleCommand => ({
          id: `shell.go${page.path}`,
          label: page.title,
          ...(shell.practises ? practiceWay(shell, page.path) : {}),
          run: () => shell.go(page.path),
        }),
      ),
    {
      id: "shell.sign_out",
      label: "shell.sign_out",
      also: "find.also.sign_out",
      run: () => shell.signOut(),
    },
  ]
}
