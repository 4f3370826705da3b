// What all sockets of one virtual user heard and what was answered to its sends, compared. No k6 in here either.

/** How many events of a channel, and how many sends, are remembered for the comparison. */
const KEPT = 4096

/** Marks are what tells messages apart: `<person>.<number>`, unique in the run. */
export class Ledger {
  constructor() {
    this.orders = new Map()
    this.places = new Map()
    this.open = new Map()
    this.found = { disordered: 0, twice: 0, unheard: 0 }
  }

  /** A socket applied a message: every socket must hear the same one at this place, and no message has two places. */
  heard(channel, seq, mark) {
    let order = this.orders.get(channel)
    if (!order) this.orders.set(channel, (order = new Map()))
    const known = order.get(seq)
    if (known !== undefined) {
      if (known !== mark) this.found.disordered += 1
      return
    }
    order.set(seq, mark)
    forgetOldest(order)
    if (this.places.has(mark)) this.found.twice += 1
    this.places.set(mark, seq)
    forgetOldest(this.places)
    const sent = this.open.get(mark)
    if (sent) this.settle(mark, sent, { heard: seq })
  }

  /** A message is on its way. */
  sends(mark) {
    this.open.set(mark, { accepted: undefined, heard: undefined })
  }

  /** It was accepted under this seq. */
  accepted(mark, seq) {
    const sent = this.open.get(mark)
    if (sent) this.settle(mark, sent, { accepted: seq })
  }

  /** It was refused for good: nobody needs to hear it. */
  refused(mark) {
    this.open.delete(mark)
  }

  settle(mark, sent, news) {
    Object.assign(sent, news)
    if (sent.accepted === undefined || sent.heard === undefined) return
    if (sent.accepted !== sent.heard) this.found.disordered += 1
    this.open.delete(mark)
  }

  /** The end: what was accepted and not heard by then is a loss. Answers what was found. */
  close() {
    for (const sent of this.open.values()) {
      if (sent.accepted !== undefined) this.found.unheard += 1
    }
    return this.found
  }
}

function forgetOldest(map) {
  if (map.size > KEPT) map.delete(map.keys().next().value)
}
