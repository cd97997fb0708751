/** The ways of messages and of callers' positions: which settings, secrets and certificates each has. Pure. */

import type { SecretName, TrialWay } from "../protocol/generated.ts"

/** The setting of a file of certificates. */
export type AuthorityName = "smpp_ca" | "smtp_ca"
export interface Way {
  readonly id: "sms" | "email" | "callouts" | "push" | "location"
  readonly settings: readonly string[]
  readonly secrets: readonly SecretName[]
  readonly authority?: AuthorityName
  readonly trial?: TrialWay
}
export const WAYS: readonly Way[] = [
  {
    id: "sms",
    settings: ["sms_number", "smpp_host", "smpp_port", "smpp_tls", "smpp_system_id", "sms_gateway"],
    secrets: ["smpp_password", "sms_gateway_key"],
    authority: "smpp_ca",
    trial: "sms",
  },
  {
    id: "email",
    settings: ["smtp_server", "smtp_security", "smtp_user", "mail_from"],
    secrets: ["smtp_password"],
    authority: "smtp_ca",
    trial: "email",
  },
  { id: "callouts", settings: ["callout_lines", "callout_barred"], secrets: [] },
  { id: "push", settings: ["push_hosts"], secrets: [] },
  {
    id: "location",
    settings: ["location_hosts", "location_server", "location_server_phone"],
    secrets: [],
  },
]
/** Settings of which one of few values is chosen. */
export const CHOICES: Readonly<Record<string, readonly string[]>> = {
  smpp_tls: ["true", "false"],
  smtp_security: ["tls", "starttls", "plain"],
  location_server_phone: ["tel", "msisdn"],
}

/** The settings of a way, of all. */
export function settingsOf(way: Way, all: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(way.settings.map((name) => [name, all[name] ?? ""]))
}
/** Whether the processes have not started again yet with what is saved. */
export function isPending(
  way: Way,
  saved: Readonly<Record<string, string>>,
  inForce: Readonly<Record<string, string>>,
): boolean {
  const names = way.authority === undefined ? way.settings : [...way.settings, way.authority]
  return names.some((name) => saved[name] !== inForce[name])
}
