/** What the centre does with what Ctrl+K found: its task of a case, its unit in the list. */

import type { Contacts } from "../../contacts/contacts.svelte.ts"
import type { PageTargets } from "../../find/page-targets.svelte.ts"
import type { CentreDesk } from "./centre.svelte.ts"

export function centreTargets(centre: CentreDesk, contacts: Contacts): PageTargets {
  return {
    opensCase: (id) => centre.tasks.some((each) => each.case === id),
    openCase: (id) => {
      const task = centre.tasks.find((each) => each.case === id)
      if (task === undefined) return false
      if (centre.current === task.id) return "there"
      centre.current = task.id
      return true
    },
    showUnit: (id) => {
      if (centre.unitOf.has(id)) centre.unitInTurn = id
    },
    openContact: (name) => contacts.find(name),
    busy: () => centre.talks.own !== undefined || centre.talks.guest !== undefined,
  }
}
