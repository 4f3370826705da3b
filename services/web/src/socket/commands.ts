/** The socket went before the answer came: whether the command was carried out is not known. */
export class Lost extends Error {
  constructor() {
    super("the connection was lost before the answer came");
    this.name = "Lost";
  }
}

interface Waiting {
  resolve(data: unknown): void;
  reject(error: unknown): void;
}

/** Commands on their way: each gets one answer, or is lost with its socket. */
export class Commands {
  private nextId = 1;
  private waiting = new Map<number, Waiting>();

  /** The text to send and what its answer will be. */
  issue(type: string, data: unknown): { readonly text: string; readonly answer: Promise<unknown> } {
    const id = this.nextId++;
    const answer = new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    return { text: JSON.stringify({ type, id, data }), answer };
  }

  ok(id: number, data: unknown): void {
    this.take(id)?.resolve(data);
  }

  refused(id: number, error: unknown): void {
    this.take(id)?.reject(error);
  }

  loseAll(): void {
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    for (const command of lost) command.reject(new Lost());
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    return waiting;
  }
}
