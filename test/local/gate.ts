/**
 * A gate in front of Google's Firestore emulator, which cannot be told to hold a call: everything passes, but for the calls that
 * a test has stopped there, so that a process can be killed right before or right after one of its writes.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Gate {
  /** host:port, in place of the emulator's. */
  host: string;
  /** The next call whose path and body hold all of these texts gets no answer; stopped `before`, it has no effect either. */
  stop(when: 'before' | 'after', texts: string[]): void;
  /** How many calls have been stopped so far. */
  stopped(): number;
  close(): Promise<void>;
}

/** A gate on a free port, open. */
export async function createGate(emulatorHost: string): Promise<Gate> {
  let orders: { when: 'before' | 'after'; texts: string[] }[] = [];
  let stopped = 0;

  async function pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = Buffer.concat(await asked.toArray());
    const text = `${asked.url}\n${body}`;
    const order = orders.find(({ texts }) => texts.every((one) => text.includes(one)));
    orders = orders.filter((one) => one !== order);
    const got = order?.when === 'before' ? undefined : await exchange(emulatorHost, asked, body);
    if (order || !got) {
      stopped += 1;
      got?.resume();
      return;
    }
    answer.writeHead(got.statusCode ?? 502, got.headers);
    got.pipe(answer);
  }

  const server = createServer((asked, answer) => {
    pass(asked, answer).catch(() => answer.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: (when, texts) => orders.push({ when, texts }),
    stopped: () => stopped,
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
