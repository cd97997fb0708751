/** What networks and devices say beside a call: whose call it is of, and the names of what is told. Pure. */

import type { CallDataRow, CallRow } from "../../protocol/generated.ts"

/** The first of these calls with which data has come, or was to come. */
export function dataCall(calls: readonly (CallRow | undefined)[]): CallRow | undefined {
  return calls.find((call) => (call?.additional_data ?? []).length > 0)
}

export interface DataSummary {
  /** Everything of one kind, by all who say something, each once. */
  readonly devices: CallDataRow["devices"]
  readonly services: CallDataRow["services"]
  readonly comments: CallDataRow["comments"]
  readonly subscribers: number
}

/** What a line under the header tells of all of it. */
export function summaryOf(data: readonly CallDataRow[]): DataSummary {
  return {
    devices: data.flatMap(({ devices }) => devices),
    services: data.flatMap(({ services }) => services),
    comments: data.flatMap(({ comments }) => comments),
    subscribers: data.reduce((sum, { subscribers }) => sum + subscribers, 0),
  }
}

/** Whether an answer has nothing that is shown: neither a fact, nor why there is none. */
export function saysNothing(data: CallDataRow): boolean {
  const lists = [data.providers, data.services, data.devices, data.comments, data.unknown_blocks]
  return (
    data.failed === null &&
    data.unread === 0 &&
    data.subscribers === 0 &&
    lists.every((one) => one.length === 0)
  )
}
