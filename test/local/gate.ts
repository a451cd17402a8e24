/**
 * A gate in front of Google's Firestore emulator, which cannot be told to hold a call: everything passes, but for the calls that
 * a test holds, so that a process can be killed right before or right after one of its writes.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHeldCalls } from '../simulators/held-calls.ts';

export interface Gate {
  /** host:port, in place of the emulator's. */
  host: string;
  /** Stops the next call whose path and body hold all of these texts; one whose caller dies at the gate never goes through. */
  hold(when: 'before' | 'after', texts: string[]): void;
  held(): string[];
  letGo(): Promise<void>;
  close(): Promise<void>;
}

/** A gate on a free port, open. */
export async function createGate(emulatorHost: string): Promise<Gate> {
  const held = createHeldCalls();
  let wishes: { when: 'before' | 'after'; texts: string[] }[] = [];

  async function pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = Buffer.concat(await asked.toArray());
    const text = `${asked.url}\n${body}`;
    const wish = wishes.find(({ texts }) => texts.every((one) => text.includes(one)));
    wishes = wishes.filter((one) => one !== wish);
    const forward = async () => (asked.socket.destroyed ? undefined : exchange(emulatorHost, asked, body));
    const got = wish ? await held.hold('firestore', wish.when, forward) : await forward();
    if (!got) return;
    answer.writeHead(got.statusCode ?? 502, got.headers);
    got.pipe(answer);
  }

  const server = createServer((asked, answer) => {
    pass(asked, answer).catch(() => answer.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (when, texts) => wishes.push({ when, texts }),
    held: held.names,
    letGo: held.letGo,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function exchange(host: string, asked: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const { method = 'GET', url = '/', headers } = asked;
  return new Promise((resolve, reject) => {
    const call = request(`http://${host}${url}`, { method, headers: { ...headers, host } }, resolve);
    call.once('error', reject);
    call.end(body);
  });
}
