/** Our sentences in Dutch. */
import { manageNl } from './manage-nl.ts';
import { plurals } from './plurals.ts';
import { privacyNl } from './privacy-nl.ts';
import type { Texts } from './texts.ts';

const { plural } = plurals('nl');

const startAgain = 'Open de Google Drive-extensie opnieuw vanuit Banqup.';
const later = 'Probeer het over enkele minuten opnieuw.';
const nothingChanged = 'Er is niets veranderd.';
const byItself = 'daarna gaat het vanzelf verder.';
const itself = 'We proberen het vanzelf opnieuw.';
const sendAgain = 'Wil je het document toch in Drive? Stuur het dan in Banqup opnieuw naar de integraties.';
const askForAnother = 'Vraag de afzender om een nieuwe versie, of verwerk het document in Banqup.';

export const nl: Texts = {
  ownName: 'Nederlands',
  forGoogleDrive: 'voor Google Drive',
  skip: 'Naar de inhoud',
  signOut: 'Afmelden',
  problems: {
    notAuthenticated: { title: 'Je bent niet meer aangemeld', text: startAgain },
    noAccess: {
      title: 'Je hebt hier geen toegang toe',
      text: 'Alleen een beheerder van deze Partner Space kan de Google Drive-extensie instellen. Vraag het aan een beheerder van je kantoor.',
    },
    badRequest: { title: 'Deze link klopt niet', text: startAgain },
    tooLarge: { title: 'Dat is te veel', text: `Wat je browser stuurde, is te groot. ${nothingChanged} ${startAgain}` },
    notFound: { title: 'Deze pagina bestaat niet', text: startAgain },
    formExpired: {
      title: 'Deze pagina was niet meer geldig',
      text: `Je hebt je intussen opnieuw aangemeld, of de pagina stond te lang open. ${nothingChanged} ${startAgain}`,
    },
    linkExpired: {
      title: 'Deze link is niet meer geldig',
      text: `Een aanmelding geldt tien minuten, één keer, en in dezelfde browser. ${nothingChanged} Begin opnieuw vanuit Banqup.`,
    },
    loginCancelled: { title: 'Je hebt de aanmelding geannuleerd', text: `${nothingChanged} ${startAgain}` },
    googleCancelled: {
      title: 'Je hebt Banqup geen toestemming gegeven',
      text: `Zonder toestemming kunnen we geen documenten in je Google Drive zetten. ${nothingChanged} Je kan het gewoon opnieuw proberen.`,
    },
    googleCodeRefused: {
      title: 'Google heeft de aanmelding niet aanvaard',
      text: `${nothingChanged} Probeer het opnieuw.`,
    },
    drivePermissionMissing: {
      title: 'De toestemming voor Google Drive ontbreekt',
      text: 'Vink op de pagina van Google het vakje bij Google Drive aan: alleen dan kunnen we de documenten daar zetten. Er is niets bewaard. Probeer het opnieuw.',
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
      text: 'De beheerder van je Google Workspace laat deze app niet toe. Vraag om Banqup toe te laten en probeer het daarna opnieuw.',
    },
    paceLimited: { title: 'Google vraagt om even te wachten', text: later },
    googleUnavailable: { title: 'Google antwoordt even niet', text: later },
    banqupUnavailable: { title: 'Banqup antwoordt even niet', text: later },
    storageUnavailable: { title: 'Dit lukt even niet', text: later },
    contended: { title: 'Dit lukt even niet', text: later },
    unexpected: {
      title: 'Er ging iets mis',
      text: 'Dit hadden we niet verwacht. Probeer het over enkele minuten opnieuw; blijft het misgaan, geef dan het nummer hieronder door aan de helpdesk.',
    },
  },
  helpdesk: 'Nummer voor de helpdesk:',
  reasons: {
    signInNeeded: { what: 'Google heeft de toegang ingetrokken.', next: `Meld je opnieuw aan; ${byItself}` },
    paceLimited: { what: 'Google vraagt ons om trager te werken.', next: 'Het gaat vanzelf verder.' },
    driveFull: { what: 'Je Google Drive is vol.', next: `Maak plaats; ${byItself}` },
    driveLimit: {
      what: 'Een limiet van Google Drive is bereikt.',
      next: `Verwijder uit je Drive wat je niet meer nodig hebt; ${byItself}`,
    },
    drivePolicy: {
      what: 'Je organisatie laat de export naar Google Drive niet toe.',
      next: `Vraag de beheerder van je Google Workspace om Banqup toe te laten; ${byItself}`,
    },
    banqupUnavailable: { what: 'Banqup antwoordt niet.', next: itself },
    documentNotFound: { what: 'We vinden het document niet in Banqup.', next: itself },
    idRefusedTwice: { what: 'Google heeft het bestand nog niet aanvaard.', next: itself },
    ublMissing: { what: 'Het document heeft nog geen UBL-bestand in Banqup.', next: itself },
    ublTooLarge: { what: 'Het UBL-bestand is te groot.', next: askForAnother },
    ublUnreadable: { what: 'We kunnen het bestand niet lezen: het is geen geldige XML.', next: askForAnother },
    ublForbidden: { what: 'Het bestand bevat XML-code die we om veiligheidsredenen weigeren.', next: askForAnother },
    notUbl: { what: 'Het bestand is geen UBL-factuur of -creditnota.', next: askForAnother },
    unexpected: {
      what: 'Er ging iets mis; we weten nog niet waarom.',
      next: 'Banqup kijkt het na; we proberen het vanzelf opnieuw.',
    },
    disconnected: {
      what: 'Google Drive werd uitgezet.',
      next: sendAgain,
    },
    switchedOff: {
      what: 'De extensie is voor deze klant uitgezet.',
      next: sendAgain,
    },
  },
  states: {
    reserved: 'Bezig',
    updating: 'Bezig',
    parked: 'Wacht',
    done: 'In Drive',
    rejected: 'Geweigerd',
    cancelled: 'Geannuleerd',
  },
  notPeppol: 'Niet in Peppol BIS 3.0-formaat.',
  next: { tryAgain: 'Opnieuw proberen', manage: 'Beheren', toBanqup: 'Naar Banqup' },
  signInButton: 'Aanmelden met Google Drive',
  setUp: {
    title: 'Verbind je Google Drive',
    lead: (partner) =>
      `De facturen van de klanten van ${partner} komen automatisch in je Google Drive. Je meldt je één keer aan en kiest je klanten; de rest gaat vanzelf.`,
    stepOf: (step, of) => `Stap ${step} van ${of}`,
    steps: ['Extensie installeren', 'Verbinden met Google', 'Activeren voor je klanten'],
    stepDone: 'klaar',
    does: {
      title: 'Wat er gebeurt',
      points: [
        'Elke goedgekeurde aankoopfactuur en elke verzonden verkoopfactuur komt één keer in je Drive, in de map Invoice_import.',
        'Alleen documenten die na de activatie worden goedgekeurd of verzonden, geen oudere.',
        'De originelen blijven in Banqup. Stoppen kan altijd, met één schakelaar.',
      ],
    },
    sees: {
      title: 'Wat we zien',
      yes: ['De mappen en bestanden die we zelf in je Drive zetten', 'Het e-mailadres van je Google-account'],
      no: ['Je andere mappen en bestanden', 'Je mail, je agenda of je wachtwoord'],
      yesLabel: 'Dit zien we',
      noLabel: 'Dit zien we niet',
    },
    warning: ['Krijg je een waarschuwing van Google? Klik dan op', 'Doorgaan', '.'],
  },
  installed: {
    title: 'De installatie is geslaagd',
    connected: 'Je Google Drive is verbonden.',
    activate: 'Activeer nu de extensie voor een klant',
    steps: [
      ['Ga naar', 'Klanten'],
      ['Dubbelklik op', 'een klant'],
      ['Ga naar het tabblad', 'Integraties'],
      ['Klik op', 'Integratie toevoegen'],
      ['Selecteer', 'Google Drive'],
    ],
    looksLike: 'Zo ziet het eruit in je Drive',
    purchases: 'aankoopfacturen',
    sales: 'verkoopfacturen',
    otherAccount: (email) =>
      `Je hebt een ander Google-account verbonden. Nieuwe documenten komen in een nieuwe map Invoice_import in dit account; wat eerder geëxporteerd is, blijft in de Drive van ${email}.`,
  },
  manage: manageNl,
  switchOff: {
    title: 'Google Drive uitzetten voor alle klanten?',
    titles: { stops: 'Wat stopt', stays: 'Wat blijft', cancelled: 'Wat wordt geannuleerd' },
    stops: [
      'Er worden geen documenten meer geëxporteerd, voor geen enkele klant.',
      'Banqup geeft zijn toegang tot je Google Drive op.',
    ],
    stays: 'Wat al in je Drive staat, blijft daar. De originelen blijven in Banqup.',
    waiting: plural('1 document wacht nog en wordt geannuleerd.', '# documenten wachten nog en worden geannuleerd.'),
    confirm: 'Uitzetten',
    cancel: 'Annuleren',
  },
  signedOut: {
    title: 'Je bent afgemeld',
    text: 'De export naar Google Drive loopt gewoon verder. Open de extensie vanuit Banqup om terug te komen.',
  },
  home: {
    title: 'Banqup zet e-facturen in je Google Drive',
    lead: 'Deze extensie van Banqup is voor accountantskantoren: de facturen van je klanten verschijnen automatisch in de Google Drive van je kantoor.',
    does: {
      title: 'Wat de extensie doet',
      points: [
        'Elke goedgekeurde aankoopfactuur en elke verzonden verkoopfactuur van een klant komt één keer in je Google Drive, in een map per klant.',
        'De documenten zijn in Peppol BIS 3.0 UBL-formaat, precies zoals ze in Banqup staan.',
        'Alleen documenten die na de activatie zijn goedgekeurd of verzonden. De originelen blijven in Banqup.',
      ],
    },
    start: {
      title: 'Zo begin je',
      steps: [
        'Zoek in de Banqup Store naar Google Drive en klik op Installeren.',
        'Meld je aan met je Google-account en geef toestemming.',
        'Voeg in Banqup bij een klant de integratie Google Drive toe.',
      ],
    },
    access: {
      title: 'Waarom we toegang tot je Google Drive vragen',
      text: 'Om de mappen en bestanden te maken, en om na te gaan of ze er nog zijn. We kunnen alleen bij wat de extensie zelf gemaakt heeft, niet bij de rest van je Drive. Het e-mailadres van je Google-account lezen we om je te tonen welk account verbonden is.',
    },
    ending: {
      title: 'Stoppen',
      text: 'Open de extensie in Banqup, klik op Beheren en zet Actief uit. Banqup geeft dan zijn toegang tot je Google Drive op; wat in je Drive staat, blijft daar.',
    },
    link: 'Over deze extensie',
  },
  contact: (operator) => `Vragen? Schrijf naar ${operator}:`,
  privacy: privacyNl,
};
