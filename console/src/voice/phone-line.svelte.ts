/**
 * The line of this page: a leg at the telephone exchange (SIP over WebSocket, JsSIP), opened once and kept. At a desk it
 * stays between calls, so that picking up is only a change of who hears whom; of a citizen it lasts as long as the call.
 *
 * A line that breaks opens again by itself, with a new word from the server. Behind an edge, where sound goes its own way,
 * it does not break: the voice goes on while the edge is away, and the exchange is told where we are when it is back. Who
 * is joined with whom is decided there; this page only speaks, hears, and shows how loud.
 */

import type { UA } from "jssip"
import type { RTCSession } from "jssip/lib/RTCSession"
import { api, isDoubt } from "../state/api.ts"
import { regionWindows } from "../state/region-windows.svelte.ts"
import { decibels } from "./level.ts"
import { type AudioMix, beatIntoLine, mixIntoLine } from "./mix.ts"
import { TRACE_MS, withLevel } from "./sound-trace.ts"

const PAUSES_MS = [250, 500, 1_000, 2_000] as const
/** Where less motion is wished for, the traces are shown once in so many levels: once a second. */
const CALM_LEVELS = 10
/** Of 48,000 a second: with 4096 each tenth of a second is listened to nearly whole, and no short cry falls between. */
const SAMPLES = 4096
/** The exchange learns within three seconds that nothing arrives here only if it is told each second (decision 0185). */
const COUNT_MS = 1_000
const COUNT = "application/vnd.auxilio.received"
/** Local addresses are known at once; nothing else is waited for long. */
const GATHER_MS = 500
const NEVER_S = 86_400
const EDGE_BACK_S = { least: 1, most: 2 } as const
const DOMAIN = "auxilio"
/** No noise is taken away: a hiss, a blow, breath are what the operator listens for. */
const MICROPHONE: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: false,
  autoGainControl: true,
  channelCount: 1,
}

/**
 * `off`: nobody wants it. `opening`. `up`: hears and is heard. `apart`: so too, while the exchange is out of reach.
 * `lost`: broke, and opens again by itself.
 * `no_microphone`: refused or not there. `elsewhere`: another window has this desk's line. `none`: no exchange here.
 */
export type PhoneLineState =
  | "off"
  | "opening"
  | "up"
  | "apart"
  | "lost"
  | "no_microphone"
  | "elsewhere"
  | "none"

interface Opening {
  readonly port: number
  readonly user: string
  readonly token: string
  /** Sound does not hang on this connection. */
  readonly edge: boolean
}

/** What JsSIP has and does not declare. */
interface Asks {
  sendRequest(
    method: string,
    options: {
      readonly extraHeaders: readonly string[]
      readonly body: string | undefined
      readonly eventHandlers: Record<string, () => void>
    },
  ): void
}

/** A request within the call that ends it in no case: JsSIP's own do, when they are not answered. */
function ask(
  session: RTCSession,
  method: string,
  extraHeaders: readonly string[],
  { said, failed, lost }: { said(): void; failed(): void; lost(): void },
  body?: string,
): void {
  const eventHandlers = {
    onSuccessResponse: said,
    onErrorResponse: failed,
    onDialogError: failed,
    onRequestTimeout: failed,
    onTransportError: lost,
  }
  ;(session as unknown as Asks).sendRequest(method, { extraHeaders, body, eventHandlers })
}

export class PhoneLine {
  state = $state<PhoneLineState>("off")
  muted = $state(false)
  /** Decibels of full scale; null while there is nothing to measure. */
  said_db = $state<number | null>(null)
  heard_db = $state<number | null>(null)
  /** The same of the last seconds, oldest first; empty while there is nothing to measure. No sound is in it. */
  said_trace = $state.raw<readonly number[]>([])
  heard_trace = $state.raw<readonly number[]>([])
  #wanted = false
  #attempt = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #microphone: MediaStream | null = null
  #agent: UA | null = null
  #session: RTCSession | null = null
  #speaker: HTMLAudioElement | null = null
  #meters: { stop(): void } | null = null
  #counting: ReturnType<typeof setInterval> | undefined
  #mixing: AudioMix | null = null
  #beat: AudioMix | null = null
  #per_minute: number | null = null
  /** Counts what was asked of the beat: one that comes up after something else was asked is let go. */
  #asked = 0
  /** One after the other: the track of a beat that is let go must not take the place of the next one's. */
  #starting: Promise<void> = Promise.resolve()
  /** Whether the beat that was asked for is heard at both ends. */
  beating = $state(false)

  /** From now on the line is wanted, until `close`. */
  open(): void {
    // The window of a region has no voice: the line is its desk's.
    if (this.#wanted || regionWindows.own !== null) return
    this.#wanted = true
    this.#attempt = 0
    this.state = "opening"
    void this.#dial()
  }

  /** Hangs up, and lets the microphone go. */
  close(): void {
    this.#wanted = false
    this.#drop()
    for (const track of this.#microphone?.getTracks() ?? []) track.stop()
    this.#microphone = null
    this.muted = false
    this.state = "off"
  }

  /** Again, now: after a microphone was given, or to take the line from another window. */
  again(): void {
    this.#drop()
    this.#attempt = 0
    this.#wanted = true
    this.state = "opening"
    void this.#dial()
  }

  mute(on: boolean): void {
    this.muted = on
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !on
  }

  /** Plays a sound to whom this line is joined with, one at a time; null where there is no line, or no sound in it. It
   * ends with the line, by itself, or when it is stopped; `ended` tells of each. */
  async play(sound: ArrayBuffer, ended: () => void): Promise<AudioMix | null> {
    const sender = this.#sender()
    if (sender === undefined || this.#microphone === null || this.#mixing !== null) return null
    this.#silenceBeat()
    await this.#starting
    try {
      const over = () => {
        this.#mixing = null
        ended()
        this.#resumeBeat()
      }
      this.#mixing = await mixIntoLine(sender, this.#microphone, sound, over)
    } catch {
      this.#resumeBeat()
      return null // bytes that are no sound, or a line that broke meanwhile
    }
    return this.#mixing
  }

  /** A tick at this pace, heard at both ends, until another pace or null is asked for; a recording silences it while it
   * plays. `beating` says whether it is heard: without a line, or with nobody on it, it is not. */
  beat(per_minute: number | null): void {
    this.#per_minute = per_minute
    this.#silenceBeat()
    this.#resumeBeat()
  }

  #resumeBeat(): void {
    this.#starting = this.#starting.then(() => this.#startBeat())
  }

  #silenceBeat(): void {
    this.#asked += 1
    const before = this.#beat
    this.#beat = null
    this.beating = false
    before?.stop()
  }

  async #startBeat(): Promise<void> {
    const per_minute = this.#per_minute
    const sender = this.#sender()
    if (per_minute === null || sender === undefined || this.#microphone === null || this.#mixing !== null)
      return
    const asked = this.#asked
    const started = await beatIntoLine(sender, this.#microphone, per_minute).catch(() => null)
    if (started === null) return
    if (asked !== this.#asked) started.stop()
    else {
      this.#beat = started
      this.beating = true
    }
  }

  #sender(): RTCRtpSender | undefined {
    return this.#session?.connection?.getSenders().find((each) => each.track?.kind === "audio")
  }

  async #dial(): Promise<void> {
    const reply = await api<Opening>("POST", "/api/voice/line", { body: {} })
    if (!this.#wanted) return
    if (!reply.ok) {
      if (isDoubt(reply.problem)) this.#later()
      else this.state = "none"
      return
    }
    const microphone = await this.#listen()
    if (microphone === null || !this.#wanted) return
    const { UA, WebSocketInterface } = await import("jssip")
    if (!this.#wanted) return
    const { port, user, token, edge } = reply.value
    const scheme = location.protocol === "https:" ? "wss" : "ws"
    const socket = new WebSocketInterface(`${scheme}://${location.hostname}:${port}/?t=${token}`)
    const agent = new UA({
      sockets: [socket],
      uri: `sip:${user}@${DOMAIN}`,
      register: true,
      register_expires: 600,
      session_timers: false,
      // Else we open anew by ourselves, with a new word: the old one is good for a minute.
      connection_recovery_min_interval: edge ? EDGE_BACK_S.least : NEVER_S,
      connection_recovery_max_interval: edge ? EDGE_BACK_S.most : NEVER_S,
    })
    this.#agent = agent
    agent.on("registered", () => {
      if (this.#session === null) this.#call(agent, reply.value, microphone)
      else if (this.state === "apart") this.#isHere(agent, this.#session)
    })
    agent.on("registrationFailed", () => {
      if (this.state !== "apart") this.#broke(agent)
    })
    agent.on("disconnected", () => {
      if (edge && this.#agent === agent && (this.state === "up" || this.state === "apart"))
        this.state = "apart"
      else this.#broke(agent)
    })
    agent.start()
  }

  /** The edge is back: the exchange learns on which connection we are, or that it knows nothing of this call any more. */
  #isHere(agent: UA, session: RTCSession): void {
    ask(session, "UPDATE", [`Contact: ${session.contact}`], {
      said: () => {
        if (this.#session === session) this.state = "up"
      },
      failed: () => this.#broke(agent),
      lost: () => undefined, // the edge went again, and comes again
    })
  }

  async #listen(): Promise<MediaStream | null> {
    if (this.#microphone?.active) return this.#microphone
    try {
      this.#microphone = await navigator.mediaDevices.getUserMedia({ audio: MICROPHONE })
    } catch (wrong) {
      // Refused, not there, or a page that is not secure: each ends the same for whoever wants to speak. What another
      // program has just now is asked for again.
      if (isBusy(wrong)) this.#later("no_microphone")
      else {
        this.state = "no_microphone"
        this.#wanted = false
      }
      return null
    }
    this.mute(this.muted)
    return this.#microphone
  }

  #call(agent: UA, { user, token }: Opening, microphone: MediaStream): void {
    const session = agent.call(`sip:${user}@${DOMAIN}`, {
      mediaStream: microphone,
      pcConfig: { iceServers: [] },
      extraHeaders: [`X-Auxilio-Line: ${token}`],
    })
    this.#session = session
    session.on("icecandidate", ({ ready }) => setTimeout(ready, GATHER_MS))
    session.on("confirmed", () => {
      if (this.#session !== session) return
      this.#attempt = 0
      this.state = "up"
      this.#hear(session.connection, microphone)
      this.#count(session)
    })
    session.on("failed", () => this.#broke(agent))
    session.on("ended", ({ message, originator }) => {
      if (this.#session !== session || originator === "local") return
      const reason = message && "getHeader" in message ? String(message.getHeader("Reason") ?? "") : ""
      if (!reason.includes("replaced")) {
        this.#broke(agent)
        return
      }
      this.#wanted = false
      this.#drop()
      this.state = "elsewhere"
    })
  }

  /** Says how many packets have come, one word at a time: whoever is not answered is not spoken to again meanwhile. It is
   * only said: a word that is lost, on the way to an exchange that has just died, ends no call. */
  #count(session: RTCSession): void {
    let told = true
    const again = () => {
      told = true
    }
    clearInterval(this.#counting)
    this.#counting = setInterval(() => {
      void received(session.connection).then((packets) => {
        if (!told || this.#session !== session || this.state !== "up") return
        told = false
        ask(
          session,
          "INFO",
          [`Content-Type: ${COUNT}`],
          { said: again, failed: again, lost: again },
          String(packets),
        )
      })
    }, COUNT_MS)
  }

  #hear(connection: RTCPeerConnection, microphone: MediaStream): void {
    const heard = new MediaStream(connection.getReceivers().map((receiver) => receiver.track))
    const speaker = document.createElement("audio")
    speaker.autoplay = true
    speaker.dataset.line = "heard"
    speaker.srcObject = heard
    document.body.append(speaker)
    this.#speaker?.remove()
    this.#speaker = speaker
    void speaker.play().catch(() => undefined) // a page without a gesture yet: it begins with the first key
    this.#meters?.stop()
    this.#meters = this.#measure(microphone, heard)
  }

  #measure(microphone: MediaStream, heard: MediaStream): { stop(): void } {
    const context = new AudioContext()
    const [said, other] = [microphone, heard].map((stream) => {
      const analyser = context.createAnalyser()
      analyser.fftSize = SAMPLES
      context.createMediaStreamSource(stream).connect(analyser)
      return analyser
    })
    const samples = new Float32Array(SAMPLES)
    const calm = matchMedia("(prefers-reduced-motion: reduce)")
    let [saidTrace, heardTrace]: (readonly number[])[] = [[], []]
    let n = 0
    const timer = setInterval(() => {
      if (context.state === "suspended") void context.resume()
      said?.getFloatTimeDomainData(samples)
      const said_db = decibels(samples)
      this.said_db = this.muted ? null : said_db
      saidTrace = withLevel(saidTrace ?? [], said_db)
      other?.getFloatTimeDomainData(samples)
      const heard_db = decibels(samples)
      this.heard_db = heard_db
      heardTrace = withLevel(heardTrace ?? [], heard_db)
      n += 1
      if (calm.matches && n % CALM_LEVELS !== 0) return
      this.said_trace = saidTrace
      this.heard_trace = heardTrace
    }, TRACE_MS)
    return {
      stop: () => {
        clearInterval(timer)
        void context.close()
        this.said_db = null
        this.heard_db = null
        this.said_trace = []
        this.heard_trace = []
      },
    }
  }

  #broke(agent: UA): void {
    if (this.#agent !== agent) return
    this.#drop()
    if (this.#wanted) this.#later()
  }

  #later(meanwhile: PhoneLineState = "lost"): void {
    this.state = meanwhile
    const pause_ms = PAUSES_MS[Math.min(this.#attempt, PAUSES_MS.length - 1)]
    this.#attempt += 1
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => {
      if (this.#wanted) void this.#dial()
    }, pause_ms)
  }

  #drop(): void {
    clearTimeout(this.#retry)
    clearInterval(this.#counting)
    const agent = this.#agent
    this.#agent = null
    this.#session = null
    this.#silenceBeat()
    this.#mixing?.stop()
    this.#meters?.stop()
    this.#meters = null
    this.#speaker?.remove()
    this.#speaker = null
    agent?.stop()
  }
}

/** The microphone is there and allowed, and does not start: the browser's names for it. */
function isBusy(wrong: unknown): boolean {
  return wrong instanceof DOMException && ["NotReadableError", "AbortError"].includes(wrong.name)
}

/** Packets of sound that have come over this connection. */
async function received(connection: RTCPeerConnection): Promise<number> {
  let packets = 0
  for (const each of (await connection.getStats()).values()) {
    if (each.type === "inbound-rtp") packets += each.packetsReceived
  }
  return packets
}

/** Whether a page of this installation can speak: an exchange is there, and the browser gives a microphone to this page. */
export async function canSpeak(): Promise<boolean> {
  if (!window.isSecureContext || navigator.mediaDevices === undefined) return false
  const reply = await api<{ readonly voice: boolean }>("GET", "/api/voice")
  return reply.ok && reply.value.voice
}
