import type { Page, WebSocketRoute } from "@playwright/test";

type Frame = string | Buffer;

/** What happens to a frame from the server: how often it arrives, and how long after it was sent, ms. */
export type Fate = readonly number[];

/** The usual one: it arrives once, at once. */
export const UNHARMED: Fate = [0];

/**
 * The road between one page and the cluster, with the real gateway at its end. Frames from the server may be lost,
 * repeated and delayed (and so overtake each other); the whole road may go silent, or be cut.
 */
export class Road {
  /** Decides about every frame from the server. */
  fate: (text: string) => Fate = () => UNHARMED;
  private silent = false;
  private closed = false;
  private readonly sockets = new Set<WebSocketRoute>();
  /** Sockets that were opened so far. */
  opened = 0;
  /** Frames from the server that did not arrive just once and at once. */
  harmed = 0;

  /** Goes before the page is loaded: `looks.before`. */
  lay = async (page: Page): Promise<void> => {
    await page.routeWebSocket(/\/ws$/, (socket) => this.travel(socket));
  };

  /** Half-open: both ends think that they are connected, and nothing arrives; new sockets work again after `wake`. */
  silence(): void {
    this.silent = true;
  }

  wake(): void {
    this.silent = false;
  }

  /** No way through: every socket ends, new ones end at once. */
  async cut(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.sockets].map((socket) => socket.close({ code: 1001 })));
    this.sockets.clear();
  }

  mend(): void {
    this.closed = false;
  }

  private travel(socket: WebSocketRoute): void {
    this.opened += 1;
    if (this.closed) {
      void socket.close({ code: 1001 });
      return;
    }
    this.sockets.add(socket);
    const server = socket.connectToServer();
    // A socket that went through a silence never speaks again.
    let dead = false;
    const isDead = () => {
      dead ||= this.silent;
      return dead;
    };
    socket.onMessage((frame: Frame) => {
      if (!isDead()) server.send(frame);
    });
    server.onMessage((frame: Frame) => {
      if (isDead()) return;
      const fate = this.fate(String(frame));
      if (fate !== UNHARMED) this.harmed += 1;
      for (const delay of fate) {
        if (delay === 0) socket.send(frame);
        else setTimeout(() => isDead() || socket.send(frame), delay);
      }
    });
  }
}

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
