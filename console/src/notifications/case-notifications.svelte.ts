/** Who on call is told of the case in hand: the layer in which it is asked for, and how far each message came. */

import { type ConsoleCommand, whenPresent } from "../commands/registry.ts"
import type { NotificationRow, PeopleOnCall } from "../protocol/generated.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import { peopleOnCall } from "../state/people-on-call.ts"
import { isOpenNotification, notificationsOf } from "./notifications.ts"

export class CaseNotifications {
  open = $state(false)
  /** Who is on call now; null while the server has not said. */
  people = $state.raw<PeopleOnCall["contacts"] | null>(null)
  readonly #id: () => string | null | undefined
  readonly #rows: () => readonly NotificationRow[]
  readonly #centre: () => string | null
  /** The case that the layer was opened for: rows may move behind it, and what is pressed is of no other. */
  #shown = $state<string | null>(null)
  readonly case = $derived.by(() => (this.open ? this.#shown : (this.#id() ?? null)))
  readonly rows = $derived.by(() => notificationsOf(this.#rows(), this.case))
  readonly standing = $derived(this.rows.filter(isOpenNotification))

  /** `id`: the case in hand, while there is one that is open to the person here; `centre`: whose duty officer is first. */
  constructor(
    id: () => string | null | undefined,
    rows: () => readonly NotificationRow[],
    centre: () => string | null = () => null,
  ) {
    this.#id = id
    this.#rows = rows
    this.#centre = centre
  }

  /** Who is on call changes with the hour: asked each time. */
  show(): undefined {
    this.#shown = this.case
    this.open = true
    this.people = null
    void peopleOnCall("duty_officer", this.#centre()).then((found) => {
      this.people = found
    })
  }
  /** `page`: of which the command is one. */
  command(page: "desk" | "centre" | "room"): ConsoleCommand {
    return {
      id: `${page}.notify`,
      label: "notification.title",
      also: "find.also.notify",
      permission: PERMISSION.NOTIFY,
      sends: [
        "notifications.request",
        "notifications.repeat",
        "notifications.acknowledge",
        "notifications.report_told",
        "notifications.stop",
      ],
      when: () => whenPresent(this.case, "notification.why_no_case"),
      run: () => this.show(),
    }
  }
}
