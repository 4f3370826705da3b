import { randomBytes, randomUUID } from "node:crypto";
import type { Channel, File, Me, Message, Workspace } from "../../src/api/types";
import { cluster } from "./cluster";

export const PASSWORD = "correct horse battery staple";

/** A word that no other test uses, for names that have to be unique. */
export function unique(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString("hex")}`;
}

export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly httpOnly: boolean;
}

export interface SendExtras {
  readonly parent_id?: string;
  readonly also_in_channel?: boolean;
  readonly file_ids?: readonly string[];
  readonly nonce?: string;
}

interface SignedIn {
  readonly access_token: string;
  readonly user: Me;
}

/** Somebody with an account, who acts through the API. */
export class Person {
  private constructor(
    readonly email: string,
    readonly me: Me,
    private readonly token: string,
  ) {}

  /** Creates an account of its own for this test. */
  static async create(name: string): Promise<Person> {
    const handle = unique("p");
    const email = `${handle}@e2e.example`;
    const input = { email, handle, display_name: name, password: PASSWORD };
    const answer = (await request("POST", "/auth/signup", undefined, input)) as SignedIn;
    return new Person(email, answer.user, answer.access_token);
  }

  get id(): string {
    return this.me.id;
  }

  get name(): string {
    return this.me.display_name;
  }

  get = <T>(path: string): Promise<T> => this.call<T>("GET", path);
  post = <T>(path: string, body: unknown = {}): Promise<T> => this.call<T>("POST", path, body);
  put = <T>(path: string, body?: unknown): Promise<T> => this.call<T>("PUT", path, body);
  patch = <T>(path: string, body: unknown): Promise<T> => this.call<T>("PATCH", path, body);
  delete = <T>(path: string): Promise<T> => this.call<T>("DELETE", path);

  /** Signs in once more, as on another device: the cookies of that session. */
  async signIn(): Promise<Cookie[]> {
    const response = await send("POST", "/auth/login", undefined, {
      login: this.email,
      password: PASSWORD,
      remember: true,
    });
    if (!response.ok) throw new Error(`login: ${response.status} ${await response.text()}`);
    return response.headers.getSetCookie().map(cookieOf);
  }

  /** Says one thing in a channel, or in a thread with `parent_id`. */
  say(channel: string, body: string, extras: SendExtras = {}): Promise<Message> {
    return this.post<Message>(`/channels/${channel}/messages`, { body, nonce: randomUUID(), ...extras });
  }

  /** Says many things, one after the other, so that their order is known. */
  async sayAll(channel: string, bodies: readonly string[], extras: SendExtras = {}): Promise<Message[]> {
    const said: Message[] = [];
    for (const body of bodies) said.push(await this.say(channel, body, extras));
    return said;
  }

  /** All messages of a channel as the server has them, the oldest first. */
  async history(channel: string): Promise<Message[]> {
    const all: Message[] = [];
    for (let before = ""; ; ) {
      const page = await this.get<{ data: Message[]; has_before: boolean }>(
        `/channels/${channel}/messages?limit=200${before}`,
      );
      all.unshift(...page.data);
      if (!page.has_before) return all;
      before = `&before_seq=${page.data[0]?.seq}`;
    }
  }

  /** Uploads a file that one message may carry. */
  async upload(workspace: string, name: string, type: string, bytes: Uint8Array<ArrayBuffer>): Promise<File> {
    const form = new FormData();
    form.set("workspace_id", workspace);
    form.set("file", new Blob([bytes], { type }), name);
    return (await request("POST", "/files", this.token, form)) as File;
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await request(method, path, this.token, body)) as T;
  }
}

/** A workspace of its own with everybody in it; it comes with #general and #random. */
export async function newWorkspace(name: string, owner: Person, others: readonly Person[] = []): Promise<Workspace> {
  const workspace = await owner.post<Workspace>("/workspaces", { name, slug: unique("w") });
  if (others.length > 0) await invite(workspace.id, owner, others);
  return workspace;
}

/** Invites people by a link and lets them accept. */
export async function invite(workspace: string, owner: Person, others: readonly Person[]): Promise<void> {
  const { code } = await owner.post<{ code: string }>(`/workspaces/${workspace}/invites`, { max_uses: others.length });
  for (const one of others) await one.post(`/invites/${code}/accept`);
}

export interface ChannelWishes {
  readonly name?: string;
  readonly kind?: "public" | "private";
  readonly topic?: string;
  readonly members?: readonly Person[];
}

/** A channel that nobody else writes into. */
export async function newChannel(workspace: string, owner: Person, wishes: ChannelWishes = {}): Promise<Channel> {
  const { members = [], name = unique("talk"), kind = "public", topic } = wishes;
  const channel = await owner.post<Channel>(`/workspaces/${workspace}/channels`, {
    name,
    kind,
    ...(topic === undefined ? {} : { topic }),
  });
  for (const member of members) {
    if (member !== owner) await owner.put(`/channels/${channel.id}/members/${member.id}`, {});
  }
  return channel;
}

const PATIENCE_MS = 30_000;
const PAUSE_MS = 100;

/** A part of the cluster that is being started again answers 503 for a moment: asked again, as any client would. */
async function request(method: string, path: string, token?: string, body?: unknown): Promise<unknown> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const response = await send(method, path, token, body).catch((error: unknown) => {
      if (Date.now() > until) throw error;
      return undefined;
    });
    if (response?.ok) return response.status === 204 ? undefined : await response.json();
    if (response && (response.status < 500 || Date.now() > until)) {
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
}

function send(method: string, path: string, token: string | undefined, body: unknown): Promise<Response> {
  const isForm = body instanceof FormData;
  return fetch(`${cluster().edge}/api/v1${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined || isForm ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
}

function cookieOf(header: string): Cookie {
  const [pair = "", ...attributes] = header.split("; ");
  const at = pair.indexOf("=");
  const path = attributes.find((attribute) => attribute.startsWith("Path="))?.slice("Path=".length) ?? "/";
  const { hostname } = new URL(cluster().edge);
  return { name: pair.slice(0, at), value: pair.slice(at + 1), domain: hostname, path, httpOnly: true };
}
