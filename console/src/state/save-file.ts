/** Bytes that a page was given, handed to the browser as a file under a name. */
export function saveFile(name: string, bytes: BlobPart, type = "application/octet-stream"): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([bytes], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
