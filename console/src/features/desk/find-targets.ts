/** What the desk does with what Ctrl+K found. A call or a case in hand is neither joined nor left by it (decision 0330). */

import type { Contacts } from "../../contacts/contacts.svelte.ts"
import type { PageTargets } from "../../find/page-targets.svelte.ts"
import type { Desk } from "./desk.svelte.ts"

export function deskTargets(desk: Desk, contacts: Contacts): PageTargets {
  const { view } = desk
  const busy = () => view.call !== undefined || view.case !== undefined
  const takes = (id: string) =>
    view.call === undefined &&
    view.cases.some((each) => each.id === id && each.state === "open" && !each.hidden)
  return {
    opensCase: (id) => view.case?.id === id || takes(id),
    openCase: (id) => {
      if (view.case?.id === id) return "there"
      if (!takes(id)) return false
      desk.take(id)
      return true
    },
    openContact: (name) => contacts.find(name),
    busy,
    askColleague:
      view.call && view.spoken
        ? () => {
            view.askingIn = "anybody"
          }
        : undefined,
  }
}
