/** Whether steps are shown in easy language. Pure. */

export interface EasyChoices {
  /** Chosen on this page a moment ago, and perhaps not known to the centre yet. */
  readonly tapped: boolean | null
  /** What the call says: the last that its page or the desk chose. */
  readonly told: boolean | null
  /** What was chosen on this phone, in an earlier call too. */
  readonly kept: boolean | null
  /** They speak: what is on the page stands beside a voice. */
  readonly voice: boolean
}

/** The last choice counts; where there is none, who reads has it from the first step. */
export function isEasy({ tapped, told, kept, voice }: EasyChoices): boolean {
  return tapped ?? told ?? kept ?? !voice
}
