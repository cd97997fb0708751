/** What is in hand at the desk, as far as its commands ask. */

export interface InHand {
  readonly call:
    | {
        readonly id: string
        readonly state: string
        readonly phone?: string | null
        /** Whether its telephone may sound (decision 0371). */
        readonly call_back?: string
      }
    | undefined
  readonly case:
    | {
        readonly id: string
        readonly state: string
        readonly help_sent_at: string | null
        readonly reserved?: boolean
      }
    | undefined
  /** A reserved case that is in hand and not open to the person here. */
  readonly shut: unknown
}
