/** Our sentences in German. */
import { manageDe } from './manage-de.ts';
import { plurals } from './plurals.ts';
import { privacyDe } from './privacy-de.ts';
import type { Texts } from './texts.ts';

const { plural } = plurals('de');

const startAgain = 'Öffnen Sie die Google-Drive-Erweiterung erneut aus Banqup.';
const later = 'Versuchen Sie es in einigen Minuten erneut.';
const nothingChanged = 'Es hat sich nichts geändert.';
const byItself = 'danach geht es automatisch weiter.';
const itself = 'Wir versuchen es automatisch erneut.';
const sendAgain =
  'Möchten Sie das Dokument doch in Drive haben? Senden Sie es dann in Banqup erneut an die Integrationen.';
const askForAnother = 'Bitten Sie den Absender um eine neue Version, oder verarbeiten Sie das Dokument in Banqup.';

export const de: Texts = {
  ownName: 'Deutsch',
  forGoogleDrive: 'für Google Drive',
  skip: 'Zum Inhalt',
  signOut: 'Abmelden',
  problems: {
    notAuthenticated: { title: 'Sie sind nicht mehr angemeldet', text: startAgain },
    noAccess: {
      title: 'Sie haben keinen Zugriff auf diese Seite',
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
      text: `Eine Anmeldung gilt zehn Minuten, einmal und im selben Browser. ${nothingChanged} Beginnen Sie in Banqup von vorn.`,
    },
    loginCancelled: { title: 'Sie haben die Anmeldung abgebrochen', text: `${nothingChanged} ${startAgain}` },
    googleCancelled: {
      title: 'Sie haben Banqup keine Berechtigung erteilt',
      text: `Ohne Berechtigung können wir keine Dokumente in Ihr Google Drive legen. ${nothingChanged} Sie können es einfach erneut versuchen.`,
    },
    googleCodeRefused: {
      title: 'Google hat die Anmeldung nicht angenommen',
      text: `${nothingChanged} Versuchen Sie es erneut.`,
    },
    drivePermissionMissing: {
      title: 'Die Berechtigung für Google Drive fehlt',
      text: 'Setzen Sie auf der Seite von Google das Häkchen bei Google Drive: Nur dann können wir die Dokumente dort ablegen. Es wurde nichts gespeichert. Versuchen Sie es erneut.',
    },
    refreshTokenMissing: {
      title: 'Google hat keinen dauerhaften Zugriff erteilt',
      text: 'Deshalb können wir nicht im Hintergrund exportieren. Es wurde nichts gespeichert. Versuchen Sie es erneut.',
    },
    signInOvertaken: {
      title: 'Jemand anders war gerade schneller',
      text: 'Die Verbindung wurde im selben Augenblick von jemand anderem geändert. Sehen Sie unter Verwalten nach, wie es jetzt um sie steht.',
    },
    stillDisconnecting: {
      title: 'Die vorige Verbindung wird noch beendet',
      text: 'Das dauert höchstens zehn Minuten. Melden Sie sich danach erneut mit Google an.',
    },
    drivePolicy: {
      title: 'Ihre Organisation erlaubt das nicht',
      text: 'Der Administrator Ihres Google Workspace erlaubt diese App nicht. Bitten Sie darum, Banqup zuzulassen, und versuchen Sie es danach erneut.',
    },
    paceLimited: { title: 'Google bittet um einen Moment Geduld', text: later },
    googleUnavailable: { title: 'Google antwortet gerade nicht', text: later },
    banqupUnavailable: { title: 'Banqup antwortet gerade nicht', text: later },
    storageUnavailable: { title: 'Das geht gerade nicht', text: later },
    contended: { title: 'Das geht gerade nicht', text: later },
    unexpected: {
      title: 'Etwas ist schiefgegangen',
      text: 'Damit haben wir nicht gerechnet. Versuchen Sie es in einigen Minuten erneut; bleibt der Fehler bestehen, geben Sie die Nummer unten an den Helpdesk weiter.',
    },
  },
  helpdesk: 'Nummer für den Helpdesk:',
  reasons: {
    signInNeeded: { what: 'Google hat den Zugriff entzogen.', next: `Melden Sie sich erneut an; ${byItself}` },
    paceLimited: { what: 'Google bittet uns, langsamer zu arbeiten.', next: 'Es geht automatisch weiter.' },
    driveFull: { what: 'Ihr Google Drive ist voll.', next: `Schaffen Sie Platz; ${byItself}` },
    driveLimit: {
      what: 'Ein Limit von Google Drive ist erreicht.',
      next: `Löschen Sie in Ihrem Drive, was Sie nicht mehr brauchen; ${byItself}`,
    },
    drivePolicy: {
      what: 'Ihre Organisation erlaubt den Export nach Google Drive nicht.',
      next: `Bitten Sie den Administrator Ihres Google Workspace, Banqup zuzulassen; ${byItself}`,
    },
    banqupUnavailable: { what: 'Banqup antwortet nicht.', next: itself },
    documentNotFound: { what: 'Wir finden das Dokument in Banqup nicht.', next: itself },
    idRefusedTwice: { what: 'Google hat die Datei noch nicht angenommen.', next: itself },
    ublMissing: { what: 'Das Dokument hat in Banqup noch keine UBL-Datei.', next: itself },
    ublTooLarge: { what: 'Die UBL-Datei ist zu groß.', next: askForAnother },
    ublUnreadable: { what: 'Wir können die Datei nicht lesen: Sie ist kein gültiges XML.', next: askForAnother },
    ublForbidden: { what: 'Die Datei enthält XML-Code, den wir aus Sicherheitsgründen ablehnen.', next: askForAnother },
    notUbl: { what: 'Die Datei ist weder eine UBL-Rechnung noch eine UBL-Gutschrift.', next: askForAnother },
    unexpected: {
      what: 'Etwas ist schiefgegangen; wir wissen noch nicht, warum.',
      next: 'Banqup sieht sich das an; wir versuchen es automatisch erneut.',
    },
    disconnected: {
      what: 'Google Drive wurde ausgeschaltet.',
      next: sendAgain,
    },
    switchedOff: {
      what: 'Die Erweiterung wurde für diesen Kunden ausgeschaltet.',
      next: sendAgain,
    },
  },
  states: {
    reserved: 'In Bearbeitung',
    updating: 'In Bearbeitung',
    parked: 'Wartet',
    done: 'In Drive',
    rejected: 'Abgelehnt',
    cancelled: 'Abgebrochen',
  },
  notPeppol: 'Nicht im Format Peppol BIS 3.0.',
  next: { tryAgain: 'Erneut versuchen', manage: 'Verwalten', toBanqup: 'Zu Banqup' },
  signInButton: 'Mit Google Drive anmelden',
  setUp: {
    title: 'Verbinden Sie Ihr Google Drive',
    lead: (partner) =>
      `Die Rechnungen der Kunden von ${partner} kommen automatisch in Ihr Google Drive. Sie melden sich einmal an und wählen Ihre Kunden; der Rest läuft von selbst.`,
    stepOf: (step, of) => `Schritt ${step} von ${of}`,
    steps: ['Erweiterung installieren', 'Mit Google verbinden', 'Für Ihre Kunden aktivieren'],
    stepDone: 'erledigt',
    does: {
      title: 'Was geschieht',
      points: [
        'Jede genehmigte Einkaufsrechnung und jede versendete Verkaufsrechnung kommt einmal in Ihr Drive, in den Ordner Invoice_import.',
        'Nur Dokumente, die nach der Aktivierung genehmigt oder versendet werden, keine älteren.',
        'Die Originale bleiben in Banqup. Beenden können Sie jederzeit, mit einem einzigen Schalter.',
      ],
    },
    sees: {
      title: 'Was wir sehen',
      yes: ['Die Ordner und Dateien, die wir selbst in Ihr Drive legen', 'Die E-Mail-Adresse Ihres Google-Kontos'],
      no: ['Ihre anderen Ordner und Dateien', 'Ihre E-Mails, Ihren Kalender oder Ihr Passwort'],
      yesLabel: 'Das sehen wir',
      noLabel: 'Das sehen wir nicht',
    },
    warning: ['Zeigt Google eine Warnung? Klicken Sie dann auf', 'Weiter', '.'],
  },
  installed: {
    title: 'Die Installation war erfolgreich',
    connected: 'Ihr Google Drive ist verbunden.',
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
  manage: manageDe,
  switchOff: {
    title: 'Google Drive für alle Kunden ausschalten?',
    titles: { stops: 'Was endet', stays: 'Was bleibt', cancelled: 'Was abgebrochen wird' },
    stops: [
      'Es werden keine Dokumente mehr exportiert, für keinen Kunden.',
      'Banqup gibt seinen Zugriff auf Ihr Google Drive auf.',
    ],
    stays: 'Was schon in Ihrem Drive liegt, bleibt dort. Die Originale bleiben in Banqup.',
    waiting: plural('1 Dokument wartet noch und wird abgebrochen.', '# Dokumente warten noch und werden abgebrochen.'),
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
