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
        'Google heeft de toegang tot je Google Drive ingetrokken. Meld je opnieuw aan; daarna gaat alles vanzelf verder.',
      driveFull: 'Je Google Drive is vol. Maak plaats; daarna gaat alles vanzelf verder.',
      driveLimit:
        'Een limiet van Google Drive is bereikt. Verwijder uit je Drive wat je niet meer nodig hebt; daarna gaat alles vanzelf verder.',
      drivePolicy:
        'Je organisatie laat de export naar Google Drive niet toe. Vraag de beheerder van je Google Workspace om Banqup toe te laten; daarna gaat alles vanzelf verder.',
    },
    good: {
      signInNeeded: 'De verbinding met je Google Drive werkt weer.',
      driveFull: 'Er wachten geen documenten meer op plaats in je Google Drive.',
      driveLimit: 'De limiet van Google Drive houdt geen documenten meer tegen.',
      drivePolicy: 'Er wachten geen documenten meer op toestemming van je organisatie.',
    },
  },
  fr: {
    waiting: (count) => (count === 1 ? '1 document est en attente.' : `${count} documents sont en attente.`),
    trouble: {
      signInNeeded:
        "Google a retiré l'accès à votre Google Drive. Reconnectez-vous ; tout reprendra ensuite automatiquement.",
      driveFull: "Votre Google Drive est plein. Libérez de l'espace ; tout reprendra ensuite automatiquement.",
      driveLimit:
        "Une limite de Google Drive est atteinte. Supprimez de votre Drive ce dont vous n'avez plus besoin ; tout reprendra ensuite automatiquement.",
      drivePolicy:
        "Votre organisation n'autorise pas l'exportation vers Google Drive. Demandez à l'administrateur de votre Google Workspace d'autoriser Banqup ; tout reprendra ensuite automatiquement.",
    },
    good: {
      signInNeeded: 'La connexion à votre Google Drive fonctionne à nouveau.',
      driveFull: "Plus aucun document n'attend de place dans votre Google Drive.",
      driveLimit: 'La limite de Google Drive ne retient plus aucun document.',
      drivePolicy: "Plus aucun document n'attend l'autorisation de votre organisation.",
    },
  },
  en: {
    waiting: (count) => (count === 1 ? '1 document is waiting.' : `${count} documents are waiting.`),
    trouble: {
      signInNeeded:
        'Google has withdrawn access to your Google Drive. Sign in again; everything then continues automatically.',
      driveFull: 'Your Google Drive is full. Free up space; everything then continues automatically.',
      driveLimit:
        'A Google Drive limit has been reached. Delete what you no longer need from your Drive; everything then continues automatically.',
      drivePolicy:
        'Your organisation does not allow exports to Google Drive. Ask the administrator of your Google Workspace to allow Banqup; everything then continues automatically.',
    },
    good: {
      signInNeeded: 'The connection to your Google Drive works again.',
      driveFull: 'No documents are waiting for space in your Google Drive any more.',
      driveLimit: 'The Google Drive limit is no longer holding up any documents.',
      drivePolicy: 'No documents are waiting for permission from your organisation any more.',
    },
  },
  de: {
    waiting: (count) => (count === 1 ? '1 Dokument wartet.' : `${count} Dokumente warten.`),
    trouble: {
      signInNeeded:
        'Google hat den Zugriff auf Ihr Google Drive entzogen. Melden Sie sich erneut an; danach geht alles automatisch weiter.',
      driveFull: 'Ihr Google Drive ist voll. Schaffen Sie Platz; danach geht alles automatisch weiter.',
      driveLimit:
        'Ein Limit von Google Drive ist erreicht. Löschen Sie in Ihrem Drive, was Sie nicht mehr brauchen; danach geht alles automatisch weiter.',
      drivePolicy:
        'Ihre Organisation erlaubt den Export nach Google Drive nicht. Bitten Sie den Administrator Ihres Google Workspace, Banqup zuzulassen; danach geht alles automatisch weiter.',
    },
    good: {
      signInNeeded: 'Die Verbindung zu Ihrem Google Drive funktioniert wieder.',
      driveFull: 'Es warten keine Dokumente mehr auf Platz in Ihrem Google Drive.',
      driveLimit: 'Das Limit von Google Drive hält keine Dokumente mehr auf.',
      drivePolicy: 'Es warten keine Dokumente mehr auf die Erlaubnis Ihrer Organisation.',
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
