/** Who on call is told of the case of the row in turn. */

import { CaseNotifications } from "../../notifications/case-notifications.svelte.ts"
import type { NotificationRow } from "../../protocol/generated.ts"

interface RoomInTurn {
  readonly shutInTurn: boolean
  readonly caseInTurn: string | null
  readonly board: { rows<Row>(table: string): readonly Row[] }
}
/** The board has those that can still be acknowledged; the others stand in the story of their case. */
export function roomNotifications(room: RoomInTurn): CaseNotifications {
  return new CaseNotifications(
    () => (room.shutInTurn ? null : room.caseInTurn),
    () => room.board.rows<NotificationRow>("notifications"),
  )
}
