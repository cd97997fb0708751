/** What a role is called. */

import { i18n } from "../i18n/i18n.svelte.ts"

export function roleWords(role: string): string {
  return i18n.has(`role.${role}`) ? i18n.say(`role.${role}`) : role
}
