/** The sentences of notices, which Banqup puts into an e-mail or a bell. One sentence or two: what is the matter, what to do. */
import type { Language } from '../domain/language.ts';
import type { Notice, NoticeCause } from '../domain/notice.ts';

interface Sentences {
  waiting: (count: number) => string;
  trouble: Record<NoticeCause, string>;
  good: Record<NoticeCause, string>;
}

const sentences: Record<Language, Sentences> = {
  nl: {
    waiting: (count) => (count === 1 ? 'Er wacht 1 document.' : `Er wachten ${count} documenten.`),
    trouble: {
      signInNeeded:
        'Google weigert de toegang tot je Google Drive. Meld je opnieuw aan; daarna gaat alles vanzelf verder.',
      driveFull: 'Je Google Drive is vol. Maak plaats; daarna gaat alles vanzelf verder.',
      driveLimit:
        'Een limiet van Google Drive is bereikt. Verwijder wat je niet meer nodig hebt; daarna gaat alles vanzelf verder.',
      drivePolicy:
        'Je organisatie laat de export naar Google Drive niet toe. Vraag het aan de beheerder van je Google Workspace.',
    },
    good: {
      signInNeeded: 'De verbinding met je Google Drive werkt weer.',
      driveFull: 'Er wacht niets meer op plaats in je Google Drive.',
      driveLimit: 'De limiet van Google Drive houdt niets meer tegen.',
      drivePolicy: 'Er wacht niets meer op toestemming van je organisatie.',
    },
  },
  fr: {
    waiting: (count) => (count === 1 ? '1 document est en attente.' : `${count} documents sont en attente.`),
    trouble: {
      signInNeeded:
        "Google refuse l'accès à votre Google Drive. Reconnectez-vous ; tout reprendra ensuite automatiquement.",
      driveFull: "Votre Google Drive est plein. Libérez de l'espace ; tout reprendra ensuite automatiquement.",
      driveLimit:
        "Une limite de Google Drive est atteinte. Supprimez ce dont vous n'avez plus besoin ; tout reprendra ensuite automatiquement.",
      drivePolicy:
        "Votre organisation n'autorise pas l'exportation vers Google Drive. Demandez-le à l'administrateur de votre Google Workspace.",
    },
    good: {
      signInNeeded: 'La connexion à votre Google Drive fonctionne à nouveau.',
      driveFull: "Plus aucun document n'attend de l'espace dans votre Google Drive.",
      driveLimit: 'La limite de Google Drive ne retient plus rien.',
      drivePolicy: "Plus aucun document n'attend l'autorisation de votre organisation.",
    },
  },
  en: {
    waiting: (count) => (count === 1 ? '1 document is waiting.' : `${count} documents are waiting.`),
    trouble: {
      signInNeeded: 'Google refuses access to your Google Drive. Sign in again; everything then goes on by itself.',
      driveFull: 'Your Google Drive is full. Make room; everything then goes on by itself.',
      driveLimit:
        'A limit of Google Drive has been reached. Delete what you no longer need; everything then goes on by itself.',
      drivePolicy:
        'Your organisation does not allow exports to Google Drive. Ask the administrator of your Google Workspace.',
    },
    good: {
      signInNeeded: 'The connection to your Google Drive works again.',
      driveFull: 'Nothing waits for room in your Google Drive any more.',
      driveLimit: 'The limit of Google Drive no longer holds anything up.',
      drivePolicy: 'Nothing waits for permission from your organisation any more.',
    },
  },
  de: {
    waiting: (count) => (count === 1 ? '1 Dokument wartet.' : `${count} Dokumente warten.`),
    trouble: {
      signInNeeded:
        'Google verweigert den Zugriff auf Ihr Google Drive. Melden Sie sich erneut an; danach geht alles von selbst weiter.',
      driveFull: 'Ihr Google Drive ist voll. Schaffen Sie Platz; danach geht alles von selbst weiter.',
      driveLimit:
        'Ein Limit von Google Drive ist erreicht. Löschen Sie, was Sie nicht mehr brauchen; danach geht alles von selbst weiter.',
      drivePolicy:
        'Ihre Organisation erlaubt den Export nach Google Drive nicht. Fragen Sie den Administrator Ihres Google Workspace.',
    },
    good: {
      signInNeeded: 'Die Verbindung zu Ihrem Google Drive funktioniert wieder.',
      driveFull: 'Nichts wartet mehr auf Platz in Ihrem Google Drive.',
      driveLimit: 'Das Limit von Google Drive hält nichts mehr auf.',
      drivePolicy: 'Nichts wartet mehr auf die Erlaubnis Ihrer Organisation.',
    },
  },
};

/** @param waiting documents that wait for this cause, or for anything where it is the connection */
export function noticeSentence(
  language: Language,
  { cause, news }: Pick<Notice, 'cause' | 'news'>,
  waiting: number,
): string {
  const { [news]: texts, waiting: count } = sentences[language];
  return news === 'trouble' && waiting > 0 ? `${texts[cause]} ${count(waiting)}` : texts[cause];
}
