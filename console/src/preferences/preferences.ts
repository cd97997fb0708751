/** What can be chosen, and the way from what somebody stated to a whole set. Pure. */

import { leastVolume, type SoundName } from "../kit/sounds.ts"
import type { Preferences, Volumes } from "../protocol/generated.ts"

export type OwnPreferences = Required<Omit<Preferences, "volumes">> & { readonly volumes: Volumes }
export type VolumeName = keyof Volumes & SoundName

export const STANDARD: OwnPreferences = { type_size: 100, palette: "standard", hand: "right", volumes: {} }
export const TYPE_SIZES = [100, 110, 125, 150] as const
export const PALETTES = ["standard", "protan", "deutan", "tritan"] as const
export const HANDS = ["right", "left"] as const
/** Percent between two volumes. */
export const VOLUME_STEP = 10
/** The sounds that pages make, the most urgent first. */
export const VOLUMES = [
  "crew_emergency",
  "nobody_has_it",
  "call_enters",
  "offered_p0",
  "no_answer",
  "offered_p1",
  "offered",
  "amber",
  "tick",
] as const satisfies readonly VolumeName[]

export const whole = (stated: Preferences): OwnPreferences => ({
  ...STANDARD,
  ...stated,
  volumes: stated.volumes ?? {},
})

export const volumeOf = ({ volumes }: OwnPreferences, name: VolumeName): number =>
  Math.max(leastVolume(name), volumes[name] ?? 100)

export const withVolume = (own: OwnPreferences, name: VolumeName, percent: number): OwnPreferences => ({
  ...own,
  volumes: { ...own.volumes, [name]: Math.min(100, Math.max(leastVolume(name), percent)) },
})
