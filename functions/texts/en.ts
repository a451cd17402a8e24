/** Our sentences in English. */
import { manageEn } from './manage-en.ts';
import { plurals } from './plurals.ts';
import { privacyEn } from './privacy-en.ts';
import type { Texts } from './texts.ts';

const { plural } = plurals('en');

const startAgain = 'Open the Google Drive extension from Banqup again.';
const later = 'Try again in a few minutes.';
const nothingChanged = 'Nothing has changed.';
const byItself = 'everything then continues automatically.';
const itself = 'We will try again automatically.';
const sendAgain = 'Do you want the document in Drive after all? Then send it to the integrations again in Banqup.';
const askForAnother = 'Ask the sender for a new version, or process the document in Banqup.';

export const en: Texts = {
  ownName: 'English',
  forGoogleDrive: 'for Google Drive',
  skip: 'Skip to content',
  signOut: 'Sign out',
  problems: {
    notAuthenticated: { title: 'You are no longer signed in', text: startAgain },
    noAccess: {
      title: 'You do not have access to this page',
      text: 'Only an administrator of this Partner Space can set up the Google Drive extension. Ask an administrator of your firm.',
    },
    badRequest: { title: 'This link is not correct', text: startAgain },
    tooLarge: {
      title: 'That is too much',
      text: `What your browser sent is too large. ${nothingChanged} ${startAgain}`,
    },
    notFound: { title: 'This page does not exist', text: startAgain },
    formExpired: {
      title: 'This page was no longer valid',
      text: `You have signed in again in the meantime, or the page was open for too long. ${nothingChanged} ${startAgain}`,
    },
    linkExpired: {
      title: 'This link is no longer valid',
      text: `A sign-in is valid for ten minutes, once, and in the same browser. ${nothingChanged} Start again from Banqup.`,
    },
    loginCancelled: { title: 'You cancelled the sign-in', text: `${nothingChanged} ${startAgain}` },
    googleCancelled: {
      title: 'You did not give Banqup permission',
      text: `Without permission, we cannot put documents into your Google Drive. ${nothingChanged} You can simply try again.`,
    },
    googleCodeRefused: { title: 'Google did not accept the sign-in', text: `${nothingChanged} Try again.` },
    drivePermissionMissing: {
      title: 'The permission for Google Drive is missing',
      text: 'On the page of Google, tick the box for Google Drive: only then can we put the documents there. Nothing was saved. Try again.',
    },
    refreshTokenMissing: {
      title: 'Google did not give lasting access',
      text: 'Without it, we cannot export in the background. Nothing was saved. Try again.',
    },
    signInOvertaken: {
      title: 'Somebody else was just faster',
      text: 'The connection was changed by somebody else at the same moment. Go to Manage to see how it stands now.',
    },
    stillDisconnecting: {
      title: 'The previous connection is still being ended',
      text: 'That takes ten minutes at most. Then sign in with Google again.',
    },
    drivePolicy: {
      title: 'Your organisation does not allow this',
      text: 'The administrator of your Google Workspace does not allow this app. Ask them to allow Banqup, then try again.',
    },
    paceLimited: { title: 'Google asks us to wait a moment', text: later },
    googleUnavailable: { title: 'Google is not answering right now', text: later },
    banqupUnavailable: { title: 'Banqup is not answering right now', text: later },
    storageUnavailable: { title: 'This is not working right now', text: later },
    contended: { title: 'This is not working right now', text: later },
    unexpected: {
      title: 'Something went wrong',
      text: 'We did not expect this. Try again in a few minutes; if it keeps happening, give the number below to the help desk.',
    },
  },
  helpdesk: 'Number for the help desk:',
  reasons: {
    signInNeeded: { what: 'Google has withdrawn access.', next: `Sign in again; ${byItself}` },
    paceLimited: { what: 'Google asks us to slow down.', next: 'It continues automatically.' },
    driveFull: { what: 'Your Google Drive is full.', next: `Free up space; ${byItself}` },
    driveLimit: {
      what: 'A Google Drive limit has been reached.',
      next: `Delete what you no longer need from your Drive; ${byItself}`,
    },
    drivePolicy: {
      what: 'Your organisation does not allow exports to Google Drive.',
      next: `Ask the administrator of your Google Workspace to allow Banqup; ${byItself}`,
    },
    banqupUnavailable: { what: 'Banqup is not answering.', next: itself },
    documentNotFound: { what: 'We cannot find the document in Banqup.', next: itself },
    idRefusedTwice: { what: 'Google has not accepted the file yet.', next: itself },
    ublMissing: { what: 'The document has no UBL file in Banqup yet.', next: itself },
    ublTooLarge: { what: 'The UBL file is too large.', next: askForAnother },
    ublUnreadable: { what: 'We cannot read the file: it is not valid XML.', next: askForAnother },
    ublForbidden: { what: 'The file contains XML code that we refuse for security reasons.', next: askForAnother },
    notUbl: { what: 'The file is neither a UBL invoice nor a UBL credit note.', next: askForAnother },
    unexpected: {
      what: 'Something went wrong; we do not know why yet.',
      next: 'Banqup is looking into it; we will try again automatically.',
    },
    disconnected: {
      what: 'Google Drive was switched off.',
      next: sendAgain,
    },
    switchedOff: {
      what: 'The extension has been switched off for this client.',
      next: sendAgain,
    },
  },
  states: {
    reserved: 'In progress',
    updating: 'In progress',
    parked: 'Waiting',
    done: 'In Drive',
    rejected: 'Refused',
    cancelled: 'Cancelled',
  },
  notPeppol: 'Not in Peppol BIS 3.0 format.',
  next: { tryAgain: 'Try again', manage: 'Manage', toBanqup: 'Go to Banqup' },
  signInButton: 'Sign in with Google Drive',
  setUp: {
    title: 'Connect your Google Drive',
    lead: (partner) =>
      `The invoices of the clients of ${partner} go into your Google Drive automatically. You sign in once and choose your clients; the rest takes care of itself.`,
    stepOf: (step, of) => `Step ${step} of ${of}`,
    steps: ['Install the extension', 'Connect to Google', 'Activate it for your clients'],
    stepDone: 'done',
    does: {
      title: 'What happens',
      points: [
        'Every approved purchase invoice and every sent sales invoice goes into your Drive once, in the folder Invoice_import.',
        'Only documents approved or sent after activation, no older ones.',
        'The originals stay in Banqup. You can stop at any time, with one switch.',
      ],
    },
    sees: {
      title: 'What we see',
      yes: ['The folders and files that we put into your Drive ourselves', 'The e-mail address of your Google account'],
      no: ['Your other folders and files', 'Your mail, your calendar or your password'],
      yesLabel: 'We see this',
      noLabel: 'We do not see this',
    },
    warning: ['Does Google show a warning? Then click', 'Continue', '.'],
  },
  installed: {
    title: 'The installation was successful',
    connected: 'Your Google Drive is connected.',
    activate: 'Now activate the extension for a client',
    steps: [
      ['Go to', 'Clients'],
      ['Double-click', 'a client'],
      ['Go to the tab', 'Integrations'],
      ['Click', 'Add integration'],
      ['Select', 'Google Drive'],
    ],
    looksLike: 'This is how it looks in your Drive',
    purchases: 'purchase invoices',
    sales: 'sales invoices',
    otherAccount: (email) =>
      `You have connected another Google account. New documents go into a new folder Invoice_import in this account; what was exported before stays in the Drive of ${email}.`,
  },
  manage: manageEn,
  switchOff: {
    title: 'Switch Google Drive off for all clients?',
    titles: { stops: 'What stops', stays: 'What stays', cancelled: 'What is cancelled' },
    stops: ['No more documents are exported, for any client.', 'Banqup gives up its access to your Google Drive.'],
    stays: 'What is already in your Drive stays there. The originals stay in Banqup.',
    waiting: plural(
      '1 document is still waiting and will be cancelled.',
      '# documents are still waiting and will be cancelled.',
    ),
    confirm: 'Switch off',
    cancel: 'Cancel',
  },
  signedOut: {
    title: 'You are signed out',
    text: 'The export to Google Drive continues. Open the extension from Banqup to come back.',
  },
  home: {
    title: 'Banqup puts e-invoices into your Google Drive',
    lead: 'This Banqup extension is for accounting firms: the invoices of your clients appear in the Google Drive of your firm automatically.',
    does: {
      title: 'What the extension does',
      points: [
        'Every approved purchase invoice and every sent sales invoice of a client goes into your Google Drive once, in a folder for each client.',
        'The documents are in Peppol BIS 3.0 UBL format, exactly as they are in Banqup.',
        'Only documents approved or sent after activation. The originals stay in Banqup.',
      ],
    },
    start: {
      title: 'How to begin',
      steps: [
        'Look for Google Drive in the Banqup Store and click Install.',
        'Sign in with your Google account and give your permission.',
        'In Banqup, add the Google Drive integration to a client.',
      ],
    },
    access: {
      title: 'Why we ask for access to your Google Drive',
      text: 'To create the folders and files, and to check that they are still there. We can reach only what the extension itself has created, not the rest of your Drive. We read the e-mail address of your Google account to show you which account is connected.',
    },
    ending: {
      title: 'Stopping',
      text: 'Open the extension in Banqup, click Manage and turn Active off. Banqup then gives up its access to your Google Drive; what is in your Drive stays there.',
    },
    link: 'About this extension',
  },
  contact: (operator) => `Questions? Write to ${operator}:`,
  privacy: privacyEn,
};
