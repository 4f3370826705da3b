// Everybody's network breaks at once, again and again, while people go on talking: all sockets come back within seconds
// and lose nothing.

import { setTimeout } from 'k6/timers'
import { number } from './lib/knobs.js'
import { neighbours } from './lib/neighbours.js'

const EVERY_MS = number('EVERY_S', 10) * 1000
const WITHIN_MS = 300

const script = neighbours(
  'storm',
  { people: 20, sockets: 25, rate: 20, length: 60 },
  sockets => ({
    ws_cut: [`count>=${sockets}`],
    ws_resumed: [`count>=${sockets}`],
    ws_back: ['p(99)<15000'],
  }),
  breaks,
)

/** All sockets of all people, at the same moments. */
function breaks(clients, stage) {
  const next = stage.begin + EVERY_MS * (1 + Math.floor((Date.now() - stage.begin) / EVERY_MS))
  if (next >= stage.end) return
  setTimeout(() => {
    for (const client of clients) setTimeout(() => client.cut(), Math.random() * WITHIN_MS)
    setTimeout(() => breaks(clients, stage), WITHIN_MS)
  }, next - Date.now())
}

export const options = script.options
export const setup = script.setup
export const people = script.people
export const handleSummary = script.handleSummary
