/** A rule of an interview as facts name it, `protocol:rule`: its own words, or that it is the floor of what was answered so far. */

import type { LocalizedText, Protocol } from "./content.ts"

type Rules = Readonly<{ rules: readonly Pick<Protocol["rules"][number], "id" | "label">[] }>

export function ruleLabel(
  named: string,
  interview: (protocol: string) => Rules | undefined,
): LocalizedText | "floor" | undefined {
  const [protocol = "", rule] = named.split(":")
  if (rule === "floor") return "floor"
  return interview(protocol)?.rules.find((each) => each.id === rule)?.label
}
