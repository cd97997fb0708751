/** The sign of what a unit's agency does: filled, on a tab at the left end of its label; no sign of state or priority has these forms. */

const STAR = "M8.3 1h3.4v6L17 4l1.7 3-5.3 3 5.3 3-1.7 3-5.3-3v6H8.3v-6L3 16l-1.7-3 5.3-3-5.3-3L3 4l5.3 3z"
const FLAME =
  "M10.5 1c.8 3.6 6 5.6 6 11a6.5 6.5 0 0 1-13 0c0-2.7 1.4-4.6 3-6 .1 1.6.6 2.6 1.5 3.2C7.5 6 8.5 3 10.5 1z"
const SHIELD = "M10 1l7.5 2.5v6c0 4.5-3 7.6-7.5 9.5C5.5 17.1 2.5 14 2.5 9.5v-6z"
const PEAKS = "M1 17L7.5 4l3.2 6.2L13 6.5 19 17z"
const WAVES = "M1 6q3-4 6 0t6 0 6 0v3q-3 4-6 0t-6 0-6 0zM1 12q3-4 6 0t6 0 6 0v3q-3 4-6 0t-6 0-6 0z"
const HELMET = "M2 12a8 8 0 0 1 16 0v1H2zM1 14.5h18V17H1z"

/** By the service of the agency; what has no sign here has none. */
const FORMS: { readonly [service: string]: string } = {
  HEALTH: STAR,
  FIRST_RESPONDER: STAR,
  FIRE: FLAME,
  FOREST: FLAME,
  POLICE: SHIELD,
  LOCAL_POLICE: SHIELD,
  TRAFFIC_POLICE: SHIELD,
  MOUNTAIN_RESCUE: PEAKS,
  WATER_RESCUE: WAVES,
  MRCC: WAVES,
  CIVIL_PROTECTION: HELMET,
}

export function serviceIconPath(service: string | undefined): string | undefined {
  return service === undefined ? undefined : FORMS[service.toUpperCase()]
}
