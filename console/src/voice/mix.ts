/**
 * A sound mixed into what the line sends: the other end hears it, whoever sits here hears it too, and what is said into
 * the microphone goes on being heard. The leg stays as it is; only the track that it sends is another for a while, so
 * that outside of that while nothing stands between the microphone and the line (decision 0213).
 */

/** Loud enough to follow, and softer than the caller. */
const HERE = 0.6

export interface AudioMix {
  readonly seconds: number
  /** Seconds that have been heard. */
  heard_s(): number
  /** The microphone alone again; nothing to do when it is so already. */
  stop(): void
}

/** Starts to play; `ended` is called once, when the sound is over or was stopped. Rejects what is no sound. */
export async function mixIntoLine(
  sender: RTCRtpSender,
  microphone: MediaStream,
  file: ArrayBuffer,
  ended: () => void,
): Promise<AudioMix> {
  const context = new AudioContext()
  let sound: AudioBuffer
  try {
    await context.resume()
    sound = await context.decodeAudioData(file.slice(0)) // it takes the buffer away from whoever gave it
  } catch (wrong) {
    void context.close()
    throw wrong
  }
  const out = context.createMediaStreamDestination()
  const source = new AudioBufferSourceNode(context, { buffer: sound })
  const here = new GainNode(context, { gain: HERE })
  context.createMediaStreamSource(microphone).connect(out)
  source.connect(out)
  source.connect(here).connect(context.destination)
  const alone = microphone.getAudioTracks()[0] ?? null
  let over = false
  const stop = () => {
    if (over) return
    over = true
    // A line that broke has taken its sender with it: there is nothing to give back then.
    void sender
      .replaceTrack(alone)
      .catch(() => undefined)
      .then(() => context.close())
    ended()
  }
  await sender.replaceTrack(out.stream.getAudioTracks()[0] ?? null).catch((wrong) => {
    over = true
    void context.close()
    throw wrong
  })
  const began_s = context.currentTime
  source.addEventListener("ended", stop)
  source.start()
  const heard_s = () => Math.min(sound.duration, context.currentTime - began_s)
  return { seconds: sound.duration, heard_s, stop }
}
