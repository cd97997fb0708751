/** A region of the page goes to a window of its own and comes back: by one key where the hands are, and by the command bar. */

import { OWN_WINDOW } from "../commands/keys.ts"
import type { ConsoleCommand } from "../commands/registry.ts"
import type { Pane } from "../state/region-windows.svelte.ts"

export interface WindowActions {
  /** The region that has the hands, if it may leave. */
  focused(): string | undefined
  readonly panes: readonly Pane[]
  isAway(pane: string): boolean
  readonly anyAway: boolean
  /** The browser has more screens and would ask before it tells of them. */
  readonly screensAsked: boolean
  open(pane: string): void
  takeBack(pane: string): void
  takeAllBack(): void
  go(pane: string): void
  allowScreens(): Promise<void>
  /** No region has the hands: which one is found in the command bar. */
  choose(): void
}

export function windowCommands(windows: WindowActions): readonly ConsoleCommand[] {
  return [
    {
      id: "window.move",
      label: "window.move",
      key: OWN_WINDOW,
      // The command bar has a line for each region: the hands are in the bar there.
      placed: true,
      run: () => {
        const pane = windows.focused()
        if (pane === undefined) windows.choose()
        else if (windows.isAway(pane)) windows.takeBack(pane)
        else windows.open(pane)
      },
    },
    ...windows.panes.flatMap(({ id, title }): readonly ConsoleCommand[] => {
      const facts = () => ({ name: title() })
      return windows.isAway(id)
        ? [
            { id: `window.back:${id}`, label: "window.back_of", facts, run: () => windows.takeBack(id) },
            { id: `window.go:${id}`, label: "window.go", facts, run: () => windows.go(id) },
          ]
        : [{ id: `window.open:${id}`, label: "window.open", facts, run: () => windows.open(id) }]
    }),
    ...(windows.anyAway
      ? [{ id: "window.all_back", label: "window.all_back", run: () => windows.takeAllBack() } as const]
      : []),
    ...(windows.screensAsked
      ? [{ id: "window.screens", label: "window.screens", run: () => windows.allowScreens() } as const]
      : []),
  ]
}

/** In the window of a region: the same key gives it back. */
export function ownWindowCommands(close: () => void): readonly ConsoleCommand[] {
  return [{ id: "window.close", label: "window.close", key: OWN_WINDOW, run: close }]
}

/** The region of the map, and what is done on it: where it stands. */
export const MAP_PANE = "7"
export const isOfMap = ({ id, region }: ConsoleCommand): boolean =>
  `${region}` === MAP_PANE || id.endsWith(".close_road")

/** What the window of a region does by itself; anything else with a key of the whole page is done at its desk. */
const HERE = ["shell.help", "window.", "map.", "shell.preferences", "shell.theme"]
export const isDoneHere = (id: string): boolean => HERE.some((start) => id.startsWith(start))
