/** Whether a call is heard or read. Pure. */

import type { CallRow } from "../../protocol/generated.ts"

export const isSpoken = (call: CallRow | undefined) => ["voice", "ecall"].includes(call?.channel ?? "")
export const isWritten = (call: CallRow | undefined) =>
  ["chat", "rtt", "sms", "app"].includes(call?.channel ?? "") || call?.text === true
