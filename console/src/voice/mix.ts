/**
 * A sound mixed into what the line sends: the other end hears it, whoever sits here hears it too, and what is said into
 * the microphone goes on being heard. The leg stays as it is; only the track that it sends is another for a while, so
 * that outside of that while nothing stands between the microphone and the line (decision 0213).
 */

/** Loud enough to follow, and softer than the caller. */
const HERE = 0.6
/** A tick of the metronome: short, above a voice, with ramped edges, because a square one clicks. */
const TICK = { hz: 1200, seconds: 0.035, edge_s: 0.008, gain: 0.5 }

export interface AudioMix {
  readonly seconds: number
  /** Seconds that have been heard. */
  heard_s(): number
  /** The microphone alone again; nothing to do when it is so already. */
  stop(): void
}

/** Starts to play; `ended` is called once, when the sound is over or was stopped. Rejects what is no sound. */
export function mixIntoLine(
  sender: RTCRtpSender,
  microphone: MediaStream,
  file: ArrayBuffer,
  ended: () => void,
): Promise<AudioMix> {
  // Decoding takes the buffer away from whoever gave it.
  return mix(sender, microphone, (context) => context.decodeAudioData(file.slice(0)), false, ended)
}

/** A tick at this pace, over and over until it is stopped. */
export function beatIntoLine(
  sender: RTCRtpSender,
  microphone: MediaStream,
  per_minute: number,
): Promise<AudioMix> {
  return mix(
    sender,
    microphone,
    async (context) => beat(context, per_minute),
    true,
    () => undefined,
  )
}

/** One beat: a tick, and silence until the next. */
function beat(context: AudioContext, per_minute: number): AudioBuffer {
  const rate = context.sampleRate
  const sound = context.createBuffer(1, Math.round((rate * 60) / per_minute), rate)
  const samples = sound.getChannelData(0)
  const length = Math.round(rate * TICK.seconds)
  for (let at = 0; at < length; at += 1) {
    const edge = Math.min(1, at / (rate * TICK.edge_s), (length - at) / (rate * TICK.edge_s))
    samples[at] = TICK.gain * edge * Math.sin((2 * Math.PI * TICK.hz * at) / rate)
  }
  return sound
}

async function mix(
  sender: RTCRtpSender,
  microphone: MediaStream,
  make: (context: AudioContext) => Promise<AudioBuffer>,
  loop: boolean,
  ended: () => void,
): Promise<AudioMix> {
  const context = new AudioContext()
  let sound: AudioBuffer
  try {
    await context.resume()
    sound = await make(context)
  } catch (wrong) {
    void context.close()
    throw wrong
  }
  const out = context.createMediaStreamDestination()
  const source = new AudioBufferSourceNode(context, { buffer: sound, loop })
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
