/** Our sentences in German. */
import { privacyDe } from './privacy-de.ts';
import type { Texts } from './texts.ts';

const startAgain = 'Öffnen Sie die Google-Drive-Erweiterung erneut aus Banqup.';
const later = 'Versuchen Sie es in einigen Minuten erneut.';
const nothingChanged = 'Es hat sich nichts geändert.';
const byItself = 'danach geht es von selbst weiter.';

export const de: Texts = {
  ownName: 'Deutsch',
  forGoogleDrive: 'für Google Drive',
  signOut: 'Abmelden',
  problems: {
    notAuthenticated: { title: 'Sie sind nicht mehr angemeldet', text: startAgain },
    noAccess: {
      title: 'Sie haben hier keinen Zugang',
      text: 'Nur ein Administrator dieses Partner Space kann die Google-Drive-Erweiterung einrichten. Wenden Sie sich an einen Administrator Ihrer Kanzlei.',
    },
    badRequest: { title: 'Dieser Link stimmt nicht', text: startAgain },
    tooLarge: {
      title: 'Das ist zu viel',
      text: `Was Ihr Browser gesendet hat, ist zu groß. ${nothingChanged} ${startAgain}`,
    },
    notFound: { title: 'Diese Seite gibt es nicht', text: startAgain },
    formExpired: {
      title: 'Diese Seite war nicht mehr gültig',
      text: `Sie haben sich inzwischen erneut angemeldet, oder die Seite war zu lange offen. ${nothingChanged} ${startAgain}`,
    },
    linkExpired: {
      title: 'Dieser Link ist nicht mehr gültig',
      text: `Eine Anmeldung gilt zehn Minuten, ein Mal und im selben Browser. ${nothingChanged} Beginnen Sie von vorn.`,
    },
    loginCancelled: { title: 'Sie haben die Anmeldung abgebrochen', text: `${nothingChanged} ${startAgain}` },
    googleCancelled: {
      title: 'Sie haben Google keine Erlaubnis gegeben',
      text: `Ohne Erlaubnis können wir keine Dokumente in Ihr Google Drive legen. ${nothingChanged} Sie können es einfach erneut versuchen.`,
    },
    googleCodeRefused: {
      title: 'Google hat die Anmeldung nicht angenommen',
      text: `${nothingChanged} Versuchen Sie es erneut.`,
    },
    drivePermissionMissing: {
      title: 'Die Erlaubnis für Google Drive fehlt',
      text: 'Lassen Sie bei Google das Häkchen bei Google Drive stehen: Nur dann können wir die Dokumente dort ablegen. Es wurde nichts gespeichert. Versuchen Sie es erneut.',
    },
    refreshTokenMissing: {
      title: 'Google gab keinen dauerhaften Zugriff',
      text: 'Deshalb können wir nicht im Hintergrund exportieren. Es wurde nichts gespeichert. Versuchen Sie es erneut.',
    },
    signInOvertaken: {
      title: 'Jemand anderes war gerade schneller',
      text: 'Die Verbindung wurde im selben Augenblick von jemand anderem geändert. Sehen Sie unter Verwalten, wie sie jetzt steht.',
    },
    stillDisconnecting: {
      title: 'Die vorige Verbindung wird noch beendet',
      text: 'Das dauert höchstens zehn Minuten. Melden Sie sich danach erneut mit Google an.',
    },
    drivePolicy: {
      title: 'Ihre Organisation erlaubt das nicht',
      text: 'Der Administrator Ihres Google Workspace erlaubt diese App nicht. Bitten Sie ihn oder sie, Banqup zuzulassen, und versuchen Sie es erneut.',
    },
    paceLimited: { title: 'Google bittet um einen Moment Geduld', text: later },
    googleUnavailable: { title: 'Google antwortet gerade nicht', text: later },
    banqupUnavailable: { title: 'Banqup antwortet gerade nicht', text: later },
    storageUnavailable: { title: 'Das geht gerade nicht', text: later },
    contended: { title: 'Das geht gerade nicht', text: later },
    unexpected: {
      title: 'Etwas ist schiefgegangen',
      text: 'Damit haben wir nicht gerechnet. Versuchen Sie es in einigen Minuten erneut; bleibt der Fehler, geben Sie die Nummer unten an den Helpdesk weiter.',
    },
  },
  helpdesk: 'Nummer für den Helpdesk:',
  reasons: {
    signInNeeded: `Google verweigert den Zugriff. Melden Sie sich erneut an; ${byItself}`,
    paceLimited: 'Google bittet, langsamer zu gehen. Es geht von selbst weiter.',
    driveFull: `Ihr Google Drive ist voll. Schaffen Sie Platz; ${byItself}`,
    driveLimit: `Ein Limit von Google Drive ist erreicht. Löschen Sie, was Sie nicht mehr brauchen; ${byItself}`,
    drivePolicy:
      'Ihre Organisation erlaubt das in Google Drive nicht. Fragen Sie den Administrator Ihres Google Workspace.',
    banqupUnavailable: 'Banqup antwortet uns nicht. Wir versuchen es von selbst erneut.',
    documentNotFound: 'Banqup zeigt das Dokument nicht mehr. Wir versuchen es später erneut.',
    idRefusedTwice: 'Google hat die Datei abgelehnt. Wir versuchen es in einigen Minuten erneut.',
    ublMissing: 'Das Dokument hat in Banqup noch keine UBL-Datei. Wir versuchen es von selbst erneut.',
    ublTooLarge: 'Die UBL-Datei ist zu groß.',
    ublUnreadable: 'Die Datei ist kein lesbares XML.',
    ublForbidden: 'Die Datei enthält XML, das aus Sicherheitsgründen abgelehnt wird.',
    notUbl: 'Die Datei ist weder eine UBL-Rechnung noch eine UBL-Gutschrift.',
    unexpected: 'Banqup sieht sich das an.',
    disconnected: 'Google Drive wurde getrennt.',
    switchedOff: 'Die Erweiterung wurde für diesen Kunden ausgeschaltet.',
  },
  states: {
    reserved: 'In Arbeit',
    updating: 'In Arbeit',
    parked: 'Wartet',
    done: 'In Drive',
    rejected: 'Abgelehnt',
    cancelled: 'Abgebrochen',
  },
  documents: (count) => `${count} ${count === 1 ? 'Dokument' : 'Dokumente'}`,
  notPeppol: 'Kein Peppol BIS 3.0.',
  next: { tryAgain: 'Erneut versuchen', manage: 'Verwalten', toBanqup: 'Zu Banqup' },
  signInButton: 'Mit Google Drive anmelden',
  setUp: {
    title: 'Verbinden Sie Ihr Google Drive',
    before:
      'Nach der Anmeldung legen wir die genehmigten Einkaufsrechnungen und versendeten Verkaufsrechnungen der Kunden von',
    after: 'automatisch in Ihr Google Drive.',
    points: [
      'Wir sehen nur die Ordner und Dateien, die wir selbst anlegen, nichts anderes in Ihrem Drive.',
      'Nur Dokumente, die ab jetzt genehmigt oder versendet werden, keine älteren.',
      'Die Originale bleiben in Banqup.',
    ],
    warning: ['Zeigt Google eine Warnung? Klicken Sie dann auf', 'Weiter', '.'],
  },
  installed: {
    title: 'Die Installation war erfolgreich',
    connected: 'Ihr Google Drive ist verbunden:',
    activate: 'Aktivieren Sie jetzt die Erweiterung für einen Kunden',
    steps: [
      ['Gehen Sie zu', 'Kunden'],
      ['Doppelklicken Sie auf', 'einen Kunden'],
      ['Öffnen Sie den Reiter', 'Integrationen'],
      ['Klicken Sie auf', 'Integration hinzufügen'],
      ['Wählen Sie', 'Google Drive'],
    ],
    looksLike: 'So sieht es in Ihrem Drive aus',
    purchases: 'Einkaufsrechnungen',
    sales: 'Verkaufsrechnungen',
    otherAccount: (email) =>
      `Sie haben ein anderes Google-Konto verbunden. Neue Dokumente kommen in einen neuen Ordner Invoice_import in diesem Konto; was vorher exportiert wurde, bleibt im Drive von ${email}.`,
  },
  manage: {
    title: (partner) => `Google Drive von ${partner}`,
    account: 'Google-Konto',
    since: 'Aktiv seit',
    waiting: 'Warten noch',
    on: 'Aktiv',
    turnOff: 'Aktiv ausschalten',
    needsSignIn: 'Melden Sie sich erneut an',
    needsSignInText:
      'Google verweigert den Zugriff. Melden Sie sich erneut an; was wartet, wird danach von selbst exportiert.',
    disconnecting: 'Wird beendet',
    disconnectingText: 'Es wird nichts mehr exportiert. Es dauert höchstens zehn Minuten, bis alles abgeschlossen ist.',
    finishNow: 'Jetzt abschließen',
    off: 'Aus',
    offText: 'Google Drive ist getrennt. Es kommt nichts mehr hinzu; was in Ihrem Drive liegt, bleibt dort.',
    newTree: (moment) =>
      `Google zeigte uns den vorigen Ordner Invoice_import nicht mehr. Deshalb gibt es seit ${moment} einen neuen. Was im vorigen liegt, bleibt dort.`,
    clients: 'Kunden',
    noClients: 'Noch keine Kunden. Fügen Sie in Banqup bei einem Kunden die Integration Google Drive hinzu.',
    clientCount: (count) => `${count} ${count === 1 ? 'Kunde' : 'Kunden'}`,
    nextClients: 'Nächste Kunden',
    latest: 'Letzte Dokumente',
    noDocuments:
      'Noch keine Dokumente. Sobald eine Einkaufsrechnung genehmigt oder eine Verkaufsrechnung versendet wird, erscheint sie hier.',
    columns: {
      date: 'Datum',
      document: 'Dokument',
      client: 'Kunde',
      direction: 'Ordner',
      amount: 'Betrag',
      status: 'Status',
    },
  },
  switchOff: {
    title: 'Google Drive für alle Kunden ausschalten?',
    points: [
      'Es werden keine Dokumente mehr exportiert, für keinen Kunden.',
      'Banqup gibt seinen Zugriff auf Ihr Google Drive auf.',
      'Was schon in Ihrem Drive liegt, bleibt dort. Die Originale bleiben in Banqup.',
    ],
    waiting: (count) => {
      if (count === 0) return 'Es warten keine Dokumente.';
      return count === 1
        ? '1 Dokument wartet noch und wird abgebrochen.'
        : `${count} Dokumente warten noch und werden abgebrochen.`;
    },
    confirm: 'Ausschalten',
    cancel: 'Abbrechen',
  },
  signedOut: {
    title: 'Sie sind abgemeldet',
    text: 'Der Export nach Google Drive läuft weiter. Öffnen Sie die Erweiterung aus Banqup, um zurückzukommen.',
  },
  home: {
    title: 'Banqup legt E-Rechnungen in Ihr Google Drive',
    lead: 'Diese Erweiterung von Banqup ist für Kanzleien: Die Rechnungen Ihrer Kunden erscheinen automatisch im Google Drive Ihrer Kanzlei.',
    does: {
      title: 'Was die Erweiterung tut',
      points: [
        'Jede genehmigte Einkaufsrechnung und jede versendete Verkaufsrechnung eines Kunden kommt einmal in Ihr Google Drive, in einen Ordner je Kunde.',
        'Die Dokumente sind im Format Peppol BIS 3.0 UBL, genau wie sie in Banqup liegen.',
        'Nur Dokumente, die nach der Aktivierung genehmigt oder versendet werden. Die Originale bleiben in Banqup.',
      ],
    },
    start: {
      title: 'So fangen Sie an',
      steps: [
        'Suchen Sie im Banqup Store nach Google Drive und klicken Sie auf Installieren.',
        'Melden Sie sich mit Ihrem Google-Konto an und erteilen Sie die Berechtigung.',
        'Fügen Sie in Banqup bei einem Kunden die Integration Google Drive hinzu.',
      ],
    },
    access: {
      title: 'Warum wir Zugriff auf Ihr Google Drive brauchen',
      text: 'Um die Ordner und Dateien anzulegen und um zu prüfen, ob sie noch da sind. Wir erreichen nur, was die Erweiterung selbst angelegt hat, nicht den Rest Ihres Drive. Die E-Mail-Adresse Ihres Google-Kontos lesen wir, um Ihnen zu zeigen, welches Konto verbunden ist.',
    },
    ending: {
      title: 'Beenden',
      text: 'Öffnen Sie die Erweiterung in Banqup, klicken Sie auf Verwalten und schalten Sie Aktiv aus. Banqup gibt dann seinen Zugriff auf Ihr Google Drive auf; was in Ihrem Drive liegt, bleibt dort.',
    },
    link: 'Über diese Erweiterung',
  },
  contact: (operator) => `Fragen? Schreiben Sie an ${operator}:`,
  privacy: privacyDe,
};
