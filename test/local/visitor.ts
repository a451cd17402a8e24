/**
 * A person with a browser, as far as links, forms, redirects and cookies go: what smoke and the end-to-end tests click
 * through. Hosts under `.localhost` are this machine, as in a real browser.
 */
import { request } from 'node:http';
import { type HTMLElement, parse } from 'node-html-parser';

export interface Page {
  url: string;
  status: number;
  headers: Record<string, string | string[] | undefined>;
  html: string;
  /** What a person reads. */
  text: string;
}

export interface Visitor {
  open(url: string): Promise<Page>;
  /** Follows the link with this text, or text like this. */
  click(page: Page, link: string | RegExp): Promise<Page>;
  /** Sends the form with this button, filled in as the page has it and as given. */
  press(page: Page, button: string | RegExp, fields?: Record<string, string>): Promise<Page>;
  /** One request without following redirects, cookies included. */
  send(
    method: string,
    url: string,
    options?: { form?: URLSearchParams; headers?: Record<string, string> },
  ): Promise<Page>;
  cookies(url: string): Record<string, string>;
}

const redirectsAtMost = 20;

/** A browser without cookies. */
export function createVisitor(): Visitor {
  const jars = new Map<string, Map<string, string>>();

  function jarOf(url: URL): Map<string, string> {
    // Cookies ignore ports, and every host name has its own.
    const jar = jars.get(url.hostname) ?? new Map<string, string>();
    jars.set(url.hostname, jar);
    return jar;
  }

  function keep(url: URL, setCookies: string[]): void {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const [name = '', ...value] = pair.split('=');
      const ended = attributes.some((attribute) => /^max-age=0$/i.test(attribute));
      if (ended) jarOf(url).delete(name);
      else jarOf(url).set(name, value.join('='));
    }
  }

  async function send(
    method: string,
    address: string,
    { form, headers = {} }: { form?: URLSearchParams; headers?: Record<string, string> } = {},
  ): Promise<Page> {
    const url = new URL(address);
    const cookie = [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join('; ');
    const body = form?.toString();
    const answer = await exchange(url, method, body, {
      host: url.host,
      ...(cookie && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    });
    keep(url, [answer.headers['set-cookie'] ?? []].flat());
    return { url: address, ...answer, text: textOf(answer.html) };
  }

  async function follow(page: Page): Promise<Page> {
    let at = page;
    for (let hops = 0; hops < redirectsAtMost; hops += 1) {
      const { location } = at.headers;
      if (at.status < 300 || at.status > 399 || typeof location !== 'string') return at;
      at = await send('GET', new URL(location, at.url).href);
    }
    throw new Error(`too many redirects from ${page.url}`);
  }

  const visitor: Visitor = {
    send,
    open: async (url) => follow(await send('GET', url)),

    async click(page, link) {
      const href = find(page, 'a', link).getAttribute('href');
      if (href === undefined) throw new Error(`the link ${link} leads nowhere`);
      return visitor.open(new URL(href, page.url).href);
    },

    async press(page, button, fields = {}) {
      const pressed = find(page, 'button', button);
      const form = pressed.closest('form');
      if (!form) throw new Error(`the button ${button} is in no form`);
      const values = new URLSearchParams(valuesOf(form));
      const own = pressed.getAttribute('name');
      if (own) values.set(own, pressed.getAttribute('value') ?? '');
      for (const [name, value] of Object.entries(fields)) values.set(name, value);
      const target = new URL(pressed.getAttribute('formaction') ?? form.getAttribute('action') ?? page.url, page.url);
      const method = (form.getAttribute('method') ?? 'get').toUpperCase();
      if (method === 'GET') {
        target.search = values.toString();
        return visitor.open(target.href);
      }
      const headers = { origin: new URL(page.url).origin, 'sec-fetch-site': 'same-origin' };
      return follow(await send(method, target.href, { form: values, headers }));
    },

    cookies: (url) => Object.fromEntries(jarOf(new URL(url))),
  };
  return visitor;
}

function exchange(
  url: URL,
  method: string,
  body: string | undefined,
  headers: Record<string, string>,
): Promise<Pick<Page, 'status' | 'headers' | 'html'>> {
  return new Promise((resolve, reject) => {
    const path = `${url.pathname}${url.search}`;
    const asked = request({ host: '127.0.0.1', port: url.port, path, method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, html: Buffer.concat(chunks).toString() }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

function textOf(html: string): string {
  const root = parse(html);
  return (root.querySelector('body') ?? root).structuredText;
}

function find(page: Page, tag: string, label: string | RegExp): HTMLElement {
  const all = parse(page.html).querySelectorAll(tag);
  const matches = (element: HTMLElement) =>
    typeof label === 'string' ? element.structuredText.trim() === label : label.test(element.structuredText.trim());
  const found = all.find(matches);
  if (found) return found;
  const there = all.map((element) => element.structuredText.trim()).join(' | ');
  throw new Error(`no ${tag} "${label}" on ${page.url} (${page.status}), only: ${there}\n${page.text}`);
}

/** What a browser sends for the fields as they stand. */
function valuesOf(form: HTMLElement): [string, string][] {
  const inputs = form.querySelectorAll('input').flatMap((input): [string, string][] => {
    const [name, type] = [input.getAttribute('name'), input.getAttribute('type') ?? 'text'];
    const off = (type === 'checkbox' || type === 'radio') && !input.hasAttribute('checked');
    return !name || off || type === 'submit' ? [] : [[name, input.getAttribute('value') ?? '']];
  });
  const selects = form.querySelectorAll('select').flatMap((select): [string, string][] => {
    const name = select.getAttribute('name');
    const option = select.querySelector('option[selected]') ?? select.querySelector('option');
    return name && option ? [[name, option.getAttribute('value') ?? option.text]] : [];
  });
  return [...inputs, ...selects];
}
