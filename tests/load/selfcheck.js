// Does the checker find what it is there for? It is fed with frames as a gateway would say them, with one fault when
// BREAK names it, and its figures meet the same thresholds as those of a real run: without a fault k6 ends with 0, with
// any fault with 99. No cluster is needed.

import { check } from 'k6'
import { begin, figures, strict } from './lib/figures.js'
import { Follower } from './lib/follower.js'
import { readCreated } from './lib/frame.js'
import { Ledger } from './lib/ledger.js'
import { once, options as optionsOf } from './lib/options.js'

const BREAK = __ENV.BREAK || 'nothing'
const CHANNEL = '0197a000-0000-7000-8000-000000000001'
const FIRST = 11
const LAST = 30

const FAULTS = {
  nothing: seqs => seqs,
  lost: seqs => seqs.filter(one => one.seq !== 20),
  'lost-at-the-end': seqs => seqs.filter(one => one.seq !== LAST),
  repeated: seqs => [...seqs, seqs[4]],
  swapped: seqs => seqs.map(one => ({ seq: one.seq, mark: one.seq === 15 ? '1.16' : one.seq === 16 ? '1.15' : one.mark })),
  twice: seqs => seqs.map(one => ({ seq: one.seq, mark: one.seq === 25 ? '1.24' : one.mark })),
  unheard: seqs => seqs.map(one => ({ seq: one.seq, mark: one.seq === 20 ? '9.1' : one.mark })),
  throws: () => {
    throw new Error('an iteration that ends early')
  },
}

export const options = optionsOf({ people: once('people', 1, 5) }, strict(1))

export function people() {
  begin()
  const ledger = new Ledger()
  const sent = Array.from({ length: LAST - FIRST + 1 }, (_, n) => ({ seq: FIRST + n, mark: `1.${FIRST + n}` }))
  for (const { seq, mark } of sent) {
    ledger.sends(mark)
    ledger.accepted(mark, seq)
    figures.accepted.add(1)
  }
  const heardBy = [listens(ledger, FAULTS[BREAK](sent)), listens(ledger, sent)]
  check(heardBy, { 'both sockets heard something': ([one, other]) => one.applied > 0 && other.applied > 0 })
  for (const { last, repeated } of heardBy) {
    figures.lost.add(LAST - last)
    figures.repeated.add(repeated)
  }
  const found = ledger.close()
  for (const name of ['disordered', 'twice', 'unheard']) figures[name].add(found[name])
  figures.finished.add(1)
}

/** One socket hears these. */
function listens(ledger, events) {
  const follower = new Follower()
  const heard = { applied: 0, repeated: 0, last: 0 }
  follower.stands(CHANNEL, 1, FIRST - 1)
  for (const { seq, mark } of events) {
    const data = `{"id":"m","seq":${seq},"body":"at=1700000000000 mark=${mark} xxx"}`
    const message = readCreated(`{"type":"message.created","channel":"${CHANNEL}","seq":${seq},"data":${data}}`)
    const became = follower.hears(message.channel, message.seq, message, one => {
      heard.applied += 1
      ledger.heard(CHANNEL, one.seq, one.mark)
    })
    if (became === 'repeated') heard.repeated += 1
  }
  figures.delivered.add(heard.applied)
  heard.last = follower.seq(CHANNEL)
  return heard
}

export function handleSummary() {
  return {}
}
