/** How the connection stands, at one glance: works, needs its owner, or off; with the truth behind it and what to press. */
import { html } from 'hono/html';
import { isLinked } from '../../domain/connection.ts';
import type { Folder } from '../../domain/folder.ts';
import type { Session } from '../../domain/session.ts';
import type { SeenAtGoogle } from '../../partner/look-at-google.ts';
import type { ConnectionText } from '../../texts/manage.ts';
import type { Speech } from '../../texts/speak.ts';
import { type Group, personNeeded, type Tally } from '../tally.ts';
import { signInButton } from './google-button.ts';
import { formButton, type Html } from './layout.ts';
import { groupActions } from './problem-list.ts';
import { accountAndFolder, otherAccount } from './set-up.ts';

export interface CardFacts {
  seen: SeenAtGoogle;
  /** As we have it. */
  rootFolder: Folder | undefined;
  tally: Tally;
  clientCount: number;
  /** When Google was asked. */
  askedAt: Date;
}

/** In which colour it speaks. */
type Tone = 'good' | 'warn' | 'soft';

/** What the card itself speaks of, so that nothing else has to. */
export function toldInCard({ seen, tally }: CardFacts): Group | undefined {
  if (seen.connection.state === 'needsSignIn') return tally.groups.find(({ reason }) => reason === 'signInNeeded');
  return seen.google === 'works' ? personNeeded(tally) : undefined;
}

/** The card. */
export function stateCard(speech: Speech, session: Session, facts: CardFacts): Html {
  const { manage } = speech.texts;
  const { connection } = facts.seen;
  const personsGroup = toldInCard(facts);
  const [tone, says] = standing(speech, facts);
  const about = html`<dl>
      ${accountAndFolder(speech, facts.seen)}
      <div><dt>${manage.since}</dt><dd>${speech.moment(connection.since)}</dd></div>
    </dl>
    ${otherAccount(speech, connection)}${newTree(speech, facts)}`;
  return html`<section class="card ${tone}">
    <div class="top"><p class="label">${says.label}</p>${isLinked(connection) ? activeSwitch(speech) : ''}</div>
    <h2 class="headline">${says.title}</h2>
    <p>${says.text}</p>
    ${actions()}
  </section>`;

  function actions(): Html {
    switch (connection.state) {
      case 'needsSignIn':
        return html`${signInButton(speech, session)}${about}`;
      case 'off':
        return signInButton(speech, session);
      case 'disconnecting':
        return formButton({ action: '/manage/off', label: manage.finishNow, formToken: session.formToken });
      case 'on':
        return html`${personsGroup ? groupActions(speech, session, personsGroup, 'main') : ''}${about}
        <div class="row">${checked(speech, facts)}
        ${formButton({ action: '/google/sign-in', label: manage.reconnect, formToken: session.formToken, kind: 'quiet slim' })}</div>`;
    }
  }
}

function standing(speech: Speech, facts: CardFacts): [Tone, ConnectionText] {
  const { connection: texts } = speech.texts.manage;
  const { seen, clientCount } = facts;
  const group = toldInCard(facts);
  switch (seen.connection.state) {
    case 'needsSignIn': {
      const { title, text } = texts.needsSignIn;
      return ['warn', { label: texts.needsYou, title, text: text(group?.count ?? 0) }];
    }
    case 'disconnecting':
      return ['soft', texts.disconnecting];
    case 'off':
      return ['soft', texts.off];
    case 'on': {
      if (seen.google !== 'works') return ['warn', texts.unsure];
      if (!group && isGone(seen)) return ['warn', texts.folderGone];
      if (!group) return ['good', clientCount === 0 ? texts.noClients : texts.works];
      const { what, next } = speech.cause(group.reason);
      const text = `${speech.texts.manage.problems.waiting(group.count)}. ${next}`;
      return ['warn', { label: texts.needsYou, title: what.replace(/\.$/, ''), text }];
    }
  }
}

/** A switch that leads to the question before everything ends; it is off only once that is answered. */
function activeSwitch({ texts: { manage } }: Speech): Html {
  return html`<form method="get" action="/manage/off">
    <button class="switch" role="switch" aria-checked="true">${manage.active}</button>
  </form>`;
}

function checked({ texts: { manage }, time }: Speech, { seen, askedAt }: CardFacts): Html | string {
  return seen.google === 'works' ? html`<p class="soft small">✓ ${manage.checkedAt(time(askedAt))}</p>` : '';
}

function newTree(speech: Speech, { rootFolder }: CardFacts): Html | string {
  if (!rootFolder?.replacedAt) return '';
  return html`<p class="notice-line">${speech.texts.manage.newTree(speech.moment(rootFolder.replacedAt))}</p>`;
}

/** The root folder that we have made, to our knowledge. */
function isGone({ rootFolder }: SeenAtGoogle): boolean {
  return rootFolder === 'gone' || rootFolder?.trashed === true;
}
