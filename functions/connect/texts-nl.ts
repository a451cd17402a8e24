/**
 * Every sentence that a person reads, in Dutch. Short and concrete: what happened, and what to do now. Keyed by the failure
 * codes of domain/errors.ts where a failure is told.
 */
import type { FailureCode } from '../domain/errors.ts';
import type { Export } from '../domain/export.ts';

/** A page that ends a visit: what is the matter, and the one thing to press. */
export interface Problem {
  title: string;
  text: string;
}

const unexpected: Problem = {
  title: 'Er ging iets mis',
  text: 'Dit hadden we niet verwacht. Probeer het over enkele minuten opnieuw; blijft het misgaan, geef dan het nummer hieronder door aan de helpdesk.',
};

const startAgain = 'Open de Google Drive-extensie opnieuw vanuit Banqup.';

const problems: Partial<Record<FailureCode, Problem>> = {
  notAuthenticated: { title: 'Je bent niet meer aangemeld', text: startAgain },
  noAccess: {
    title: 'Je hebt hier geen toegang toe',
    text: 'Alleen een beheerder van deze Partner Space kan de Google Drive-extensie instellen. Vraag het aan een beheerder van je kantoor.',
  },
  badRequest: { title: 'Deze link klopt niet', text: startAgain },
  notFound: { title: 'Deze pagina bestaat niet', text: startAgain },
  formExpired: {
    title: 'Deze pagina was niet meer geldig',
    text: `Je hebt je intussen opnieuw aangemeld, of de pagina stond te lang open. Er is niets veranderd. ${startAgain}`,
  },
  linkExpired: {
    title: 'Deze link is niet meer geldig',
    text: 'Een aanmelding geldt tien minuten, één keer, en in dezelfde browser. Er is niets veranderd. Begin opnieuw.',
  },
  loginCancelled: { title: 'Je hebt de aanmelding geannuleerd', text: `Er is niets veranderd. ${startAgain}` },
  googleCancelled: {
    title: 'Je hebt Google geen toestemming gegeven',
    text: 'Zonder toestemming kunnen we geen documenten in je Google Drive zetten. Er is niets veranderd. Je kan het gewoon opnieuw proberen.',
  },
  googleCodeRefused: {
    title: 'Google heeft de aanmelding niet aanvaard',
    text: 'Er is niets veranderd. Probeer het opnieuw.',
  },
  drivePermissionMissing: {
    title: 'De toestemming voor Google Drive ontbreekt',
    text: 'Laat bij Google het vinkje bij Google Drive staan: alleen dan kunnen we de documenten daar zetten. Er is niets bewaard. Probeer het opnieuw.',
  },
  refreshTokenMissing: {
    title: 'Google gaf geen blijvende toegang',
    text: 'Daardoor kunnen we niet op de achtergrond exporteren. Er is niets bewaard. Probeer het opnieuw.',
  },
  signInOvertaken: {
    title: 'Iemand anders was net sneller',
    text: 'De verbinding is op hetzelfde ogenblik door iemand anders gewijzigd. Kijk bij Beheren hoe ze er nu voor staat.',
  },
  stillDisconnecting: {
    title: 'De vorige verbinding wordt nog beëindigd',
    text: 'Dat duurt hoogstens tien minuten. Meld je daarna opnieuw aan met Google.',
  },
  drivePolicy: {
    title: 'Je organisatie laat dit niet toe',
    text: 'De beheerder van je Google Workspace staat deze app niet toe. Vraag hem of haar om Banqup toe te laten en probeer opnieuw.',
  },
  googleUnavailable: {
    title: 'Google antwoordt even niet',
    text: 'Probeer het over enkele minuten opnieuw.',
  },
  banqupUnavailable: {
    title: 'Banqup antwoordt even niet',
    text: 'Probeer het over enkele minuten opnieuw.',
  },
  storageUnavailable: {
    title: 'Dit lukt even niet',
    text: 'Probeer het over enkele minuten opnieuw.',
  },
};

/** What a person is told when a visit ends with this failure. */
export function problemOf(code: FailureCode): Problem {
  return problems[code] ?? unexpected;
}

const reasons: Partial<Record<NonNullable<Export['reason']>, string>> = {
  signInNeeded: 'Google weigert de toegang. Meld je opnieuw aan; daarna gaat het vanzelf verder.',
  paceLimited: 'Google vraagt om trager te gaan. Het gaat vanzelf verder.',
  driveFull: 'Je Google Drive is vol. Maak plaats; daarna gaat het vanzelf verder.',
  driveLimit:
    'Een limiet van Google Drive is bereikt. Verwijder wat je niet meer nodig hebt; daarna gaat het vanzelf verder.',
  drivePolicy: 'Je organisatie laat dit in Google Drive niet toe. Vraag het aan de beheerder van je Google Workspace.',
  documentNotFound: 'Banqup toont het document niet meer. We proberen het later opnieuw.',
  idRefusedTwice: 'Google weigerde het bestand. We proberen het over enkele minuten opnieuw.',
  ublMissing: 'Het document heeft nog geen UBL-bestand in Banqup. We proberen het vanzelf opnieuw.',
  ublTooLarge: 'Het UBL-bestand is te groot.',
  ublUnreadable: 'Het bestand is geen leesbare XML.',
  ublForbidden: 'Het bestand bevat XML die om veiligheidsredenen wordt geweigerd.',
  notUbl: 'Het bestand is geen UBL-factuur of -creditnota.',
  disconnected: 'Google Drive is losgekoppeld.',
  switchedOff: 'De extensie is voor deze klant uitgezet.',
};

/** Why a document waits, was rejected or cancelled. */
export function reasonOf(reason: Export['reason']): string {
  if (reason === undefined) return '';
  return reasons[reason] ?? 'Dit wordt nagekeken door Banqup.';
}

/** A ledger state in one word. */
export const states: Record<Export['state'], string> = {
  reserved: 'Bezig',
  updating: 'Bezig',
  parked: 'Wacht',
  done: 'In Drive',
  rejected: 'Geweigerd',
  cancelled: 'Geannuleerd',
};

/** `1 document`, `2 documenten`. */
export function documents(count: number): string {
  return `${count} ${count === 1 ? 'document' : 'documenten'}`;
}

/** A moment as a Belgian writes it. */
export function moment(date: Date): string {
  return new Intl.DateTimeFormat('nl-BE', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Europe/Brussels',
  }).format(date);
}

/** An amount in its currency; as it stands in the document where that is no amount. */
export function amount(value: string | undefined, currency: string | undefined): string {
  if (value === undefined) return '';
  const number = Number(value);
  if (!Number.isFinite(number) || !currency || !/^[A-Z]{3}$/.test(currency)) return value;
  return new Intl.NumberFormat('nl-BE', { style: 'currency', currency }).format(number);
}
