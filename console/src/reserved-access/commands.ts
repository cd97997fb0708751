/** What can be done about the persons of a reserved case, on every page that shows one. */

import { type ConsoleCommand, whenPresent } from "../commands/registry.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import type { Answer } from "../state/outbox.ts"

export interface AccessListActions {
  readonly reserved: boolean
  readonly decides: boolean
  readonly people: readonly { readonly person: string; readonly name: string }[]
  owns(one: { readonly person: string; readonly name: string }): boolean
  show(): void
  remove(person: string): Promise<Answer> | undefined
}

export const removePersonId = (person: string): string => `named.remove:${person}`

export function accessListCommands(naming: AccessListActions): readonly ConsoleCommand[] {
  return [
    {
      id: "named.open",
      label: "named.open",
      permission: PERMISSION.CASE_LOOK,
      sends: ["cases.name_person", "cases.remove_person"],
      when: () => whenPresent(naming.reserved, "named.why_not_reserved"),
      run: () => naming.show(),
    },
    // Its owner stays: somebody else becomes its owner first.
    ...naming.people
      .filter((one) => naming.decides && !naming.owns(one))
      .map(
        (one): ConsoleCommand => ({
          id: removePersonId(one.person),
          label: "named.remove",
          facts: () => ({ name: one.name }),
          permission: PERMISSION.CASE_DESCRIBE,
          placed: true,
          sends: ["cases.remove_person"],
          // Their window closes.
          twice: true,
          about: () => one.person,
          run: () => naming.remove(one.person),
        }),
      ),
  ]
}
