/** A large file in pieces: what is sent next, and what becomes of it when an answer does not come. No state of its own. */

import type { ExtractUpload, RegionSetupView } from "../../protocol/generated.ts"
import { isDoubt, type Reply } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"

/** So many times in a row without a byte more: then a person is told (ours). */
const TRIES_MAX = 20

export interface UploadPorts {
  readonly put: (upload: ExtractUpload, piece: Blob) => Promise<Reply<ExtractUpload>>
  readonly view: () => Promise<Reply<RegionSetupView>>
  /** Before it is tried again. */
  readonly rest: () => Promise<void>
  readonly onprogress: (upload: ExtractUpload) => void
  /** A person has left it for now. */
  readonly stopped: () => boolean
}

export function receivedOf(upload: ExtractUpload): number {
  return upload.received_bytes ?? 0
}
export function shareOf(upload: ExtractUpload): number {
  return receivedOf(upload) / upload.size_bytes
}
export function percentOf(upload: ExtractUpload): number {
  return Math.floor(100 * shareOf(upload))
}

/** Null: the file is whole on the server, or a person left it; else why it goes no further. */
export async function sendPieces(
  begun: ExtractUpload,
  file: Blob,
  pieceBytes: number,
  ports: UploadPorts,
): Promise<Problem | null> {
  let upload = begun
  let tries = 0
  while (receivedOf(upload) < upload.size_bytes && !ports.stopped()) {
    const at = receivedOf(upload)
    const answer = await ports.put(upload, file.slice(at, Math.min(at + pieceBytes, upload.size_bytes)))
    if (answer.ok) {
      upload = answer.value
      tries = 0
      ports.onprogress(upload)
      continue
    }
    if (!isDoubt(answer.problem)) return answer.problem
    tries += 1
    if (tries > TRIES_MAX) return answer.problem
    await ports.rest()
    // The piece may have come, and the answer not.
    const seen = await ports.view()
    if (!seen.ok) continue
    if (isThere(seen.value, upload)) return null
    const now = seen.value.upload
    if (now?.id !== upload.id) return { code: "unknown_region_upload", status: 404, facts: {} }
    if (receivedOf(now) > at) tries = 0
    upload = now
    ports.onprogress(upload)
  }
  return null
}

function isThere(view: RegionSetupView, upload: ExtractUpload): boolean {
  if (view.upload?.id === upload.id) return false
  return view.files.some((each) => each.name === upload.name && each.size_bytes === upload.size_bytes)
}

/** A region was built that does not answer yet. */
export function isPending(view: RegionSetupView): boolean {
  return view.build?.state === "built" && view.build.version !== view.in_force?.version
}
export function isBuilding(view: RegionSetupView): boolean {
  return view.build?.state === "waiting" || view.build?.state === "building"
}
