/** Our sentences in English. */
import { privacyEn } from './privacy-en.ts';
import type { Texts } from './texts.ts';

const startAgain = 'Open the Google Drive extension from Banqup again.';
const later = 'Try again in a few minutes.';
const nothingChanged = 'Nothing has changed.';
const byItself = 'everything then goes on by itself.';

export const en: Texts = {
  ownName: 'English',
  forGoogleDrive: 'for Google Drive',
  signOut: 'Sign out',
  problems: {
    notAuthenticated: { title: 'You are no longer signed in', text: startAgain },
    noAccess: {
      title: 'You have no access here',
      text: 'Only an administrator of this Partner Space can set up the Google Drive extension. Ask an administrator of your firm.',
    },
    badRequest: { title: 'This link is not right', text: startAgain },
    tooLarge: {
      title: 'That is too much',
      text: `What your browser sent is too large. ${nothingChanged} ${startAgain}`,
    },
    notFound: { title: 'This page does not exist', text: startAgain },
    formExpired: {
      title: 'This page was no longer valid',
      text: `You have signed in again meanwhile, or the page was open for too long. ${nothingChanged} ${startAgain}`,
    },
    linkExpired: {
      title: 'This link is no longer valid',
      text: `A sign-in is valid for ten minutes, once, and in the same browser. ${nothingChanged} Start again.`,
    },
    loginCancelled: { title: 'You cancelled the sign-in', text: `${nothingChanged} ${startAgain}` },
    googleCancelled: {
      title: 'You did not give Google your permission',
      text: `Without it we cannot put documents into your Google Drive. ${nothingChanged} You can simply try again.`,
    },
    googleCodeRefused: { title: 'Google did not accept the sign-in', text: `${nothingChanged} Try again.` },
    drivePermissionMissing: {
      title: 'The permission for Google Drive is missing',
      text: 'Leave Google Drive ticked at Google: only then can we put the documents there. Nothing was stored. Try again.',
    },
    refreshTokenMissing: {
      title: 'Google gave no lasting access',
      text: 'So we cannot export in the background. Nothing was stored. Try again.',
    },
    signInOvertaken: {
      title: 'Somebody else was just faster',
      text: 'The connection was changed by somebody else at the same moment. See under Manage how it stands now.',
    },
    stillDisconnecting: {
      title: 'The previous connection is still being ended',
      text: 'That takes ten minutes at most. Then sign in with Google again.',
    },
    drivePolicy: {
      title: 'Your organisation does not allow this',
      text: 'The administrator of your Google Workspace does not allow this app. Ask them to allow Banqup and try again.',
    },
    paceLimited: { title: 'Google asks to wait for a moment', text: later },
    googleUnavailable: { title: 'Google is not answering right now', text: later },
    banqupUnavailable: { title: 'Banqup is not answering right now', text: later },
    storageUnavailable: { title: 'This does not work right now', text: later },
    contended: { title: 'This does not work right now', text: later },
    unexpected: {
      title: 'Something went wrong',
      text: 'We did not expect this. Try again in a few minutes; if it keeps going wrong, give the number below to the help desk.',
    },
  },
  helpdesk: 'Number for the help desk:',
  reasons: {
    signInNeeded: `Google refuses access. Sign in again; ${byItself}`,
    paceLimited: 'Google asks us to slow down. It goes on by itself.',
    driveFull: `Your Google Drive is full. Make room; ${byItself}`,
    driveLimit: `A limit of Google Drive has been reached. Delete what you no longer need; ${byItself}`,
    drivePolicy:
      'Your organisation does not allow this in Google Drive. Ask the administrator of your Google Workspace.',
    banqupUnavailable: 'Banqup is not answering us. We will try again by ourselves.',
    documentNotFound: 'Banqup does not show the document any more. We will try again later.',
    idRefusedTwice: 'Google refused the file. We will try again in a few minutes.',
    ublMissing: 'The document has no UBL file in Banqup yet. We will try again by ourselves.',
    ublTooLarge: 'The UBL file is too large.',
    ublUnreadable: 'The file is not readable XML.',
    ublForbidden: 'The file contains XML that is refused for security reasons.',
    notUbl: 'The file is neither a UBL invoice nor a UBL credit note.',
    unexpected: 'Banqup is looking into this.',
    disconnected: 'Google Drive has been disconnected.',
    switchedOff: 'The extension has been switched off for this client.',
  },
  states: {
    reserved: 'In progress',
    updating: 'In progress',
    parked: 'Waiting',
    done: 'In Drive',
    rejected: 'Refused',
    cancelled: 'Cancelled',
  },
  documents: (count) => `${count} ${count === 1 ? 'document' : 'documents'}`,
  notPeppol: 'Not Peppol BIS 3.0.',
  next: { tryAgain: 'Try again', manage: 'Manage', toBanqup: 'To Banqup' },
  signInButton: 'Sign in with Google Drive',
  setUp: {
    title: 'Connect your Google Drive',
    before: 'Once you have signed in, we put the approved purchase invoices and sent sales invoices of the clients of',
    after: 'into your Google Drive automatically.',
    points: [
      'We only see the folders and files that we make ourselves, nothing else in your Drive.',
      'Only documents that are approved or sent from now on, none that are older.',
      'The originals stay in Banqup.',
    ],
    warning: ['Does Google show a warning? Then click', 'Continue', '.'],
  },
  installed: {
    title: 'The installation has succeeded',
    connected: 'Your Google Drive is connected:',
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
  manage: {
    title: (partner) => `Google Drive of ${partner}`,
    account: 'Google account',
    since: 'Active since',
    waiting: 'Still waiting',
    on: 'Active',
    turnOff: 'Turn Active off',
    needsSignIn: 'Sign in again',
    needsSignInText: 'Google refuses access. Sign in again; what is waiting is then exported by itself.',
    disconnecting: 'Being ended',
    disconnectingText: 'Nothing is exported any more. It takes ten minutes at most until all is done.',
    finishNow: 'Finish now',
    off: 'Off',
    offText: 'Google Drive is disconnected. Nothing more will come; what is in your Drive stays there.',
    newTree: (moment) =>
      `Google did not show us the previous folder Invoice_import any more. So there is a new one since ${moment}. What is in the previous one stays there.`,
    clients: 'Clients',
    noClients: 'No clients yet. In Banqup, add the integration Google Drive to a client.',
    clientCount: (count) => `${count} ${count === 1 ? 'client' : 'clients'}`,
    nextClients: 'Next clients',
    latest: 'Latest documents',
    noDocuments:
      'No documents yet. As soon as a purchase invoice is approved or a sales invoice is sent, it appears here.',
    columns: {
      date: 'Date',
      document: 'Document',
      client: 'Client',
      direction: 'Folder',
      amount: 'Amount',
      status: 'Status',
    },
  },
  switchOff: {
    title: 'Switch Google Drive off for all clients?',
    points: [
      'No more documents are exported, for any client.',
      'Banqup gives up its access to your Google Drive.',
      'What is in your Drive already stays there. The originals stay in Banqup.',
    ],
    waiting: (count) => {
      if (count === 0) return 'No documents are waiting.';
      return count === 1
        ? '1 document is still waiting and will be cancelled.'
        : `${count} documents are still waiting and will be cancelled.`;
    },
    confirm: 'Switch off',
    cancel: 'Cancel',
  },
  signedOut: {
    title: 'You are signed out',
    text: 'The export to Google Drive goes on. Open the extension from Banqup to come back.',
  },
  home: {
    title: 'Banqup puts e-invoices into your Google Drive',
    lead: 'This Banqup extension is for accounting firms: the invoices of your clients appear in the Google Drive of your firm automatically.',
    does: {
      title: 'What the extension does',
      points: [
        'Every approved purchase invoice and every sent sales invoice of a client comes into your Google Drive once, in a folder for each client.',
        'The documents are in Peppol BIS 3.0 UBL format, exactly as they are in Banqup.',
        'Only documents that are approved or sent after the activation. The originals stay in Banqup.',
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
