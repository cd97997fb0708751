/** Whether the incident of the call in hand is here whole: after a reload the call is there before it. Pure. */

const CASE_WITHIN_MS = 1_500
const LOOK_EVERY_MS = 50

/** Whether all has come by which it is decided what is asked: after a reload the call is there before its case and their protocols. */
export function caseHasCome(view: {
  readonly case?: unknown
  readonly story: { readonly board: { readonly ready: boolean; readonly refused: string | null } | null }
  readonly interviews: readonly { readonly interview: unknown }[]
}): boolean {
  if (!view.case) return true
  const { board } = view.story
  if (board?.refused) return true
  return board?.ready === true && view.interviews.every(({ interview }) => interview !== undefined)
}

/** Once it has come, or after a second and a half without it: a call can always be ended. */
export async function whenCaseHasCome(view: Parameters<typeof caseHasCome>[0]): Promise<void> {
  const until = Date.now() + CASE_WITHIN_MS
  while (!caseHasCome(view) && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
}
