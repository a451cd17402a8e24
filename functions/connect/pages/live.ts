/**
 * The part of a page that keeps itself fresh, and the one script that does it: it asks for the same page again and puts the part of
 * that in the place of this one. Without scripts the page is whole, and as old as it is.
 */
import { html } from 'hono/html';
import type { Html } from './layout.ts';

/** How often it is asked for, in seconds: while something is going on, and otherwise. */
const busySeconds = 3;
const idleSeconds = 10;

export interface Live {
  /** Whether something is going on that is worth watching. */
  isBusy: boolean;
  /** How many there were to do when it began. */
  of?: number;
  /** Read out when it changes. */
  say?: string;
}

/** The part with its content; once on a page. */
export function live({ isBusy, of, say }: Live, content: Html): Html {
  return html`<p id="said" class="unseen" role="status"></p>
    <div id="live" data-every="${isBusy ? busySeconds : idleSeconds}" data-of="${of ?? ''}" data-say="${say ?? ''}">${content}</div>`;
}

/**
 * Runs in the browser. It leaves the part alone while a person is in it with the keyboard, and rests while the page is not looked at.
 * Where the session is over, or is another person's by now, or the page leads elsewhere, the whole page is loaded anew.
 */
export const liveScript = `'use strict';
(() => {
  let timer;
  const part = () => document.getElementById('live');

  function wait() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(update, Number(part().dataset.every) * 1000);
  }

  async function update() {
    try {
      const url = new URL(location.href);
      if (part().dataset.of) url.searchParams.set('of', part().dataset.of);
      const answer = await fetch(url);
      if (answer.status === 401 || answer.redirected) return location.reload();
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch {
      // No answer, or half of one: the next one may be whole.
    }
    wait();
  }

  function show(page) {
    if (page.body.dataset.session !== document.body.dataset.session) return location.reload();
    const fresh = page.getElementById('live');
    if (!fresh || part().querySelector(':focus-visible')) return;
    const { say } = fresh.dataset;
    if (say !== part().dataset.say) document.getElementById('said').textContent = say;
    part().replaceWith(fresh);
  }

  if (!part()) return;
  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : update()));
  wait();
})();
`;
