/** What a role is called. */

import { i18n } from "../i18n/i18n.svelte.ts"

export function roleWords(role: string): string {
  return i18n.has(`admin.role.${role}`) ? i18n.say(`admin.role.${role}`) : role
}
