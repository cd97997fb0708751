/** Whom to tell now, as the table of people on call says. */

import type { OnCallFunction, PeopleOnCall } from "../protocol/generated.ts"
import { api } from "./api.ts"

/** In order; nobody where nobody is on call, or none could be asked for. `centre`: whom it concerns comes first; `notice`: of the
 * function `notice`, its code. */
export async function peopleOnCall(
  of: OnCallFunction,
  centre?: string | null,
  notice?: string,
): Promise<PeopleOnCall["contacts"]> {
  const place = centre ? `&centre=${encodeURIComponent(centre)}` : ""
  const code = notice ? `&notice=${encodeURIComponent(notice)}` : ""
  const found = await api<PeopleOnCall>("GET", `/api/on-call?function=${of}${place}${code}`)
  return found.ok ? found.value.contacts : []
}
