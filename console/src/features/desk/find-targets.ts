/** What the desk does with what Ctrl+K found. A call or a case in hand is neither joined nor left by it (decision 0330). */

import type { Contacts } from "../../contacts/contacts.svelte.ts"
import type { PageTargets } from "../../find/page-targets.svelte.ts"
import type { Desk } from "./desk.svelte.ts"

export function deskTargets(desk: Desk, contacts: Contacts): PageTargets {
  const { view } = desk
  const busy = () => view.call !== undefined || view.case !== undefined
  return {
    openCase: (id) => {
      const known = view.cases.some((each) => each.id === id && each.state === "open" && !each.hidden)
      if (view.call !== undefined || !known) return view.case?.id === id
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
