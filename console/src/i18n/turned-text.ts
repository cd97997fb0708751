/**
 * Marks that turn text round (UAX 9). In a sentence of ours that names what somebody wrote they would turn round what stands
 * after it, a time or a number: they are left out there. What was written stays as it is where it is kept.
 */

const TURNING = /[\u202a-\u202e\u2066-\u2069]/gu

export function withoutTurning(text: string): string {
  return text.replace(TURNING, "")
}
