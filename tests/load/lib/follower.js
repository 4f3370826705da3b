// Where one client stands in the logs of its channels, by the rules of docs/PROTOCOL.md section 2. No k6 in here: it
// is fed with made-up frames too (selfcheck.js).

/** The next seq is applied, an older one was seen, a later one is held until what lies between has come. */
export class Follower {
  constructor() {
    this.places = new Map()
  }

  /** The client begins to follow a channel after this seq; one that it follows already stays where it is. */
  stands(channel, epoch, seq) {
    if (!this.places.has(channel)) this.places.set(channel, { epoch, seq, held: new Map(), asked: false, taken: 0 })
  }

  /** What `identify` says: [channel, epoch, seq] each. */
  positions() {
    return [...this.places].map(([channel, place]) => [channel, place.epoch, place.seq])
  }

  /** The last seq that was applied; -1 in a channel that is not followed. */
  seq(channel) {
    const place = this.places.get(channel)
    return place ? place.seq : -1
  }

  /**
   * An event came by itself. `apply` is called for each one whose turn it is, with what was given for it. Answers 'applied',
   * 'held', 'repeated', 'known' when it was asked for in the meantime, or 'strange' in a channel that is not followed.
   */
  hears(channel, seq, event, apply) {
    const place = this.places.get(channel)
    if (!place) return 'strange'
    if (seq <= place.seq || place.held.has(seq)) return seq <= place.taken ? 'known' : 'repeated'
    if (seq > place.seq + 1) {
      place.held.set(seq, event)
      return 'held'
    }
    place.seq = seq
    apply(event)
    while (place.held.size > 0 && place.held.has(place.seq + 1)) {
      place.seq += 1
      const next = place.held.get(place.seq)
      place.held.delete(place.seq)
      apply(next)
    }
    return 'applied'
  }

  /** An event came because it was asked for; it may also come by itself. */
  takes(channel, seq, event, apply) {
    this.hears(channel, seq, event, apply)
    const place = this.places.get(channel)
    if (place) place.taken = Math.max(place.taken, seq)
  }

  /** The channel's log begins a new life, or went where nobody can follow: on from here. */
  jumps(channel, epoch, seq) {
    this.places.set(channel, { epoch, seq, held: new Map(), asked: false, taken: 0 })
  }
}
