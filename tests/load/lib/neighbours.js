// The shape that most scripts load with: a street of rooms, each person in two neighbouring ones, many sockets each.

import { strict } from './figures.js'
import { number } from './knobs.js'
import { once, options as optionsOf } from './options.js'
import { report } from './report.js'
import { prepare } from './stage.js'
import { talk } from './talk.js'

/** The script `name`; `usual` is its size when nobody says another, `extra` what its thresholds add. */
export function neighbours(name, usual, extra, during) {
  const people = number('PEOPLE', usual.people)
  const sockets = number('SOCKETS', usual.sockets)
  const rate = number('RATE', usual.rate)
  const length = number('LENGTH_S', usual.length)
  const body = number('BODY', usual.body || 350)
  const rooms = (stage, n) => [stage.rooms[n % people], stage.rooms[(n + 1) % people]]
  return {
    options: optionsOf({ people: once('people', people, length) }, { ...strict(people), ...extra(people * sockets) }),
    setup: () => prepare(people, length, people),
    people: stage => talk(stage, { sockets, everyMs: (1000 * people) / rate, body, rooms, during }),
    handleSummary: report(name),
  }
}
