/** The words of additional data: a device, a line, who says it, why it was not obtained. */

import { lenientFacts, t, tOr } from "../../i18n/i18n.svelte.ts"
import type { CallDataRow, CallDevice, DataProvider, LineService } from "../../protocol/generated.ts"

/** «Teléfono inalámbrico · Acme X1»: what of it is said. */
export function deviceWords(device: CallDevice): string {
  const kind = device.classification ? t(`desk.data_device_class.${device.classification}`) : ""
  return joined([kind, [device.manufacturer, device.model].filter(Boolean).join(" ")])
}

export function lineWords(line: LineService): string {
  return joined([
    line.mobility ? t(`desk.data_mobility.${line.mobility}`) : "",
    ...(line.kinds ?? []).map((kind) => t(`desk.data_line_kind.${kind}`)),
    line.environment ? t(`desk.data_environment.${line.environment}`) : "",
  ])
}

export function providerWords(provider: DataProvider): string {
  return joined([
    provider.name ?? "",
    provider.kind ? t(`desk.data_provider_kind.${provider.kind}`) : "",
    provider.contact ? t("desk.data_contact", { contact: provider.contact }) : "",
  ])
}

/** By what way it came: the answer of a server, or the call itself. */
export function wayWords(data: CallDataRow): string {
  if (data.server === null) return t("desk.data_in_call")
  return t(data.failed === null ? "desk.data_server" : "desk.data_not_obtained", { server: data.server })
}

/** Why a server gave nothing, as a refusal is worded. */
export function failedWords(data: CallDataRow): string {
  const facts = { host: data.server ?? "", reason: data.reason ?? "", code: data.failed ?? "" }
  return tOr(`refusal.${data.failed}`, "kit.refused", lenientFacts(facts))
}

function joined(words: readonly string[]): string {
  return words.filter((each) => each !== "").join(" · ")
}
