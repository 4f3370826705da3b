// What is counted and measured. Every script puts thresholds on these: k6 itself is content with an iteration that
// threw.

import { Counter, Trend } from 'k6/metrics'

export const figures = {
  // How it went.
  delivered: new Counter('ws_delivered'),
  accepted: new Counter('ws_accepted'),
  connected: new Counter('ws_connected'),
  resumed: new Counter('ws_resumed'),
  finished: new Counter('people_finished'),
  // What must not be.
  lost: new Counter('ws_lost'),
  repeated: new Counter('ws_repeated'),
  disordered: new Counter('ws_disordered'),
  twice: new Counter('ws_twice'),
  unheard: new Counter('ws_unheard'),
  unanswered: new Counter('ws_unanswered'),
  refused: new Counter('ws_refused'),
  reset: new Counter('ws_reset'),
  unexpected: new Counter('ws_unexpected_end'),
  // What may be: a hole that a fill closed, and sockets that were sent away or cut by the script.
  holes: new Counter('ws_holes_filled'),
  behind: new Counter('ws_behind'),
  drained: new Counter('ws_drained'),
  slow: new Counter('ws_too_slow'),
  turnedAway: new Counter('ws_turned_away'),
  cut: new Counter('ws_cut'),
  // Milliseconds.
  delivery: new Trend('ws_delivery', true),
  answer: new Trend('ws_answer', true),
  back: new Trend('ws_back', true),
}

/** What holds for every script: nothing is lost, doubled, out of order or refused, and everybody got to the end. */
export function strict(people) {
  return {
    checks: ['rate==1'],
    people_finished: [`count==${people}`],
    ws_delivered: ['count>0'],
    ws_accepted: ['count>0'],
    ws_lost: ['count==0'],
    ws_repeated: ['count==0'],
    ws_disordered: ['count==0'],
    ws_twice: ['count==0'],
    ws_unheard: ['count==0'],
    ws_unanswered: ['count==0'],
    ws_refused: ['count==0'],
    ws_reset: ['count==0'],
    ws_unexpected_end: ['count==0'],
  }
}

/** Says them all once, so that a counter that stayed at nothing is in the report and its threshold is looked at. */
export function begin() {
  for (const [name, figure] of Object.entries(figures)) {
    if (!['delivery', 'answer', 'back'].includes(name)) figure.add(0)
  }
}
