/** Our sentences in French. */
import { manageFr } from './manage-fr.ts';
import { plurals } from './plurals.ts';
import { privacyFr } from './privacy-fr.ts';
import type { Texts } from './texts.ts';

const { plural } = plurals('fr');

const startAgain = "Ouvrez à nouveau l'extension Google Drive depuis Banqup.";
const later = 'Réessayez dans quelques minutes.';
const nothingChanged = "Rien n'a changé.";
const byItself = 'tout reprendra ensuite automatiquement.';
const itself = 'Nous réessaierons automatiquement.';
const sendAgain = 'Vous voulez quand même ce document dans Drive ? Renvoyez-le aux intégrations dans Banqup.';
const askForAnother = "Demandez une nouvelle version à l'expéditeur, ou traitez le document dans Banqup.";

export const fr: Texts = {
  ownName: 'Français',
  forGoogleDrive: 'pour Google Drive',
  skip: 'Aller au contenu',
  signOut: 'Se déconnecter',
  problems: {
    notAuthenticated: { title: "Vous n'êtes plus connecté", text: startAgain },
    noAccess: {
      title: "Vous n'avez pas accès à cette page",
      text: "Seul un administrateur de ce Partner Space peut configurer l'extension Google Drive. Adressez-vous à un administrateur de votre fiduciaire.",
    },
    badRequest: { title: "Ce lien n'est pas correct", text: startAgain },
    tooLarge: {
      title: "C'est trop volumineux",
      text: `Ce que votre navigateur a envoyé est trop volumineux. ${nothingChanged} ${startAgain}`,
    },
    notFound: { title: "Cette page n'existe pas", text: startAgain },
    formExpired: {
      title: "Cette page n'était plus valable",
      text: `Vous vous êtes reconnecté entre-temps, ou la page est restée ouverte trop longtemps. ${nothingChanged} ${startAgain}`,
    },
    linkExpired: {
      title: "Ce lien n'est plus valable",
      text: `Une connexion est valable dix minutes, une seule fois et dans le même navigateur. ${nothingChanged} Recommencez depuis Banqup.`,
    },
    loginCancelled: { title: 'Vous avez annulé la connexion', text: `${nothingChanged} ${startAgain}` },
    googleCancelled: {
      title: "Vous n'avez pas donné d'autorisation à Banqup",
      text: `Sans autorisation, nous ne pouvons pas déposer de documents dans votre Google Drive. ${nothingChanged} Vous pouvez simplement réessayer.`,
    },
    googleCodeRefused: { title: "Google n'a pas accepté la connexion", text: `${nothingChanged} Réessayez.` },
    drivePermissionMissing: {
      title: "L'autorisation pour Google Drive manque",
      text: "Cochez la case Google Drive sur la page de Google : c'est nécessaire pour y déposer les documents. Rien n'a été enregistré. Réessayez.",
    },
    refreshTokenMissing: {
      title: "Google n'a pas donné d'accès durable",
      text: "Nous ne pouvons donc pas exporter en arrière-plan. Rien n'a été enregistré. Réessayez.",
    },
    signInOvertaken: {
      title: "Quelqu'un d'autre a été plus rapide",
      text: "La connexion a été modifiée au même moment par quelqu'un d'autre. Consultez son état actuel sous Gérer.",
    },
    stillDisconnecting: {
      title: 'La connexion précédente est en cours de clôture',
      text: 'Cela prend dix minutes au plus. Reconnectez-vous ensuite avec Google.',
    },
    drivePolicy: {
      title: "Votre organisation ne l'autorise pas",
      text: "L'administrateur de votre Google Workspace n'autorise pas cette application. Demandez-lui d'autoriser Banqup, puis réessayez.",
    },
    paceLimited: { title: 'Google demande de patienter un instant', text: later },
    googleUnavailable: { title: 'Google ne répond pas pour le moment', text: later },
    banqupUnavailable: { title: 'Banqup ne répond pas pour le moment', text: later },
    storageUnavailable: { title: 'Impossible pour le moment', text: later },
    contended: { title: 'Impossible pour le moment', text: later },
    unexpected: {
      title: "Une erreur s'est produite",
      text: "Nous ne nous y attendions pas. Réessayez dans quelques minutes ; si l'erreur persiste, communiquez le numéro ci-dessous au helpdesk.",
    },
  },
  helpdesk: 'Numéro pour le helpdesk :',
  reasons: {
    signInNeeded: { what: "Google a retiré l'accès.", next: `Reconnectez-vous ; ${byItself}` },
    paceLimited: { what: 'Google nous demande de ralentir.', next: 'Tout reprendra automatiquement.' },
    driveFull: { what: 'Votre Google Drive est plein.', next: `Libérez de l'espace ; ${byItself}` },
    driveLimit: {
      what: 'Une limite de Google Drive est atteinte.',
      next: `Supprimez de votre Drive ce dont vous n'avez plus besoin ; ${byItself}`,
    },
    drivePolicy: {
      what: "Votre organisation n'autorise pas l'exportation vers Google Drive.",
      next: `Demandez à l'administrateur de votre Google Workspace d'autoriser Banqup ; ${byItself}`,
    },
    banqupUnavailable: { what: 'Banqup ne répond pas.', next: itself },
    documentNotFound: { what: 'Nous ne trouvons pas le document dans Banqup.', next: itself },
    idRefusedTwice: { what: "Google n'a pas encore accepté le fichier.", next: itself },
    ublMissing: { what: "Le document n'a pas encore de fichier UBL dans Banqup.", next: itself },
    ublTooLarge: { what: 'Le fichier UBL est trop volumineux.', next: askForAnother },
    ublUnreadable: { what: "Nous ne pouvons pas lire le fichier : ce n'est pas du XML valide.", next: askForAnother },
    ublForbidden: {
      what: 'Le fichier contient du code XML que nous refusons pour des raisons de sécurité.',
      next: askForAnother,
    },
    notUbl: { what: "Le fichier n'est ni une facture ni une note de crédit UBL.", next: askForAnother },
    unexpected: {
      what: "Une erreur s'est produite ; nous n'en connaissons pas encore la cause.",
      next: 'Banqup examine ce cas ; nous réessaierons automatiquement.',
    },
    disconnected: {
      what: 'Google Drive a été désactivé.',
      next: sendAgain,
    },
    switchedOff: {
      what: "L'extension a été désactivée pour ce client.",
      next: sendAgain,
    },
  },
  states: {
    reserved: 'En cours',
    updating: 'En cours',
    parked: 'En attente',
    done: 'Dans Drive',
    rejected: 'Refusé',
    cancelled: 'Annulé',
  },
  notPeppol: 'Pas au format Peppol BIS 3.0.',
  next: { tryAgain: 'Réessayer', manage: 'Gérer', toBanqup: 'Aller vers Banqup' },
  signInButton: 'Se connecter avec Google Drive',
  setUp: {
    title: 'Connectez votre Google Drive',
    lead: (partner) =>
      `Les factures des clients de ${partner} arrivent automatiquement dans votre Google Drive. Vous vous connectez une seule fois et choisissez vos clients ; le reste se fait tout seul.`,
    stepOf: (step, of) => `Étape ${step} sur ${of}`,
    steps: ["Installer l'extension", 'Se connecter à Google', "L'activer pour vos clients"],
    stepDone: 'fait',
    does: {
      title: 'Ce qui se passe',
      points: [
        "Chaque facture d'achat approuvée et chaque facture de vente envoyée arrive une seule fois dans votre Drive, dans le dossier Invoice_import.",
        "Seulement les documents approuvés ou envoyés après l'activation, pas les documents antérieurs.",
        'Les originaux restent dans Banqup. Vous pouvez arrêter à tout moment, avec un seul interrupteur.',
      ],
    },
    sees: {
      title: 'Ce que nous voyons',
      yes: [
        'Les dossiers et fichiers que nous déposons nous-mêmes dans votre Drive',
        "L'adresse e-mail de votre compte Google",
      ],
      no: ['Vos autres dossiers et fichiers', 'Vos e-mails, votre agenda ou votre mot de passe'],
      yesLabel: 'Nous voyons ceci',
      noLabel: 'Nous ne voyons pas ceci',
    },
    warning: ['Google affiche un avertissement ? Cliquez sur', 'Continuer', '.'],
  },
  installed: {
    title: "L'installation a réussi",
    connected: 'Votre Google Drive est connecté.',
    activate: "Activez maintenant l'extension pour un client",
    steps: [
      ['Allez dans', 'Clients'],
      ['Double-cliquez sur', 'un client'],
      ["Ouvrez l'onglet", 'Intégrations'],
      ['Cliquez sur', 'Ajouter une intégration'],
      ['Sélectionnez', 'Google Drive'],
    ],
    looksLike: 'Voici à quoi cela ressemble dans votre Drive',
    purchases: "factures d'achat",
    sales: 'factures de vente',
    otherAccount: (email) =>
      `Vous avez connecté un autre compte Google. Les nouveaux documents arrivent dans un nouveau dossier Invoice_import de ce compte ; ce qui a été exporté auparavant reste dans le Drive de ${email}.`,
  },
  manage: manageFr,
  switchOff: {
    title: 'Désactiver Google Drive pour tous les clients ?',
    titles: { stops: "Ce qui s'arrête", stays: 'Ce qui reste', cancelled: 'Ce qui est annulé' },
    stops: [
      'Plus aucun document ne sera exporté, pour aucun client.',
      'Banqup renonce à son accès à votre Google Drive.',
    ],
    stays: 'Ce qui se trouve déjà dans votre Drive y reste. Les originaux restent dans Banqup.',
    waiting: plural(
      '# document est encore en attente et sera annulé.',
      '# documents sont encore en attente et seront annulés.',
    ),
    confirm: 'Désactiver',
    cancel: 'Annuler',
  },
  signedOut: {
    title: 'Vous êtes déconnecté',
    text: "L'exportation vers Google Drive continue. Ouvrez l'extension depuis Banqup pour revenir.",
  },
  home: {
    title: 'Banqup dépose les factures électroniques dans votre Google Drive',
    lead: 'Cette extension de Banqup est destinée aux fiduciaires : les factures de vos clients apparaissent automatiquement dans le Google Drive de votre fiduciaire.',
    does: {
      title: "Ce que fait l'extension",
      points: [
        "Chaque facture d'achat approuvée et chaque facture de vente envoyée d'un client arrive une seule fois dans votre Google Drive, dans un dossier par client.",
        "Les documents sont au format Peppol BIS 3.0 UBL, exactement tels qu'ils se trouvent dans Banqup.",
        "Seulement les documents approuvés ou envoyés après l'activation. Les originaux restent dans Banqup.",
      ],
    },
    start: {
      title: 'Pour commencer',
      steps: [
        'Cherchez Google Drive dans le Banqup Store et cliquez sur Installer.',
        'Connectez-vous avec votre compte Google et donnez votre autorisation.',
        "Dans Banqup, ajoutez l'intégration Google Drive chez un client.",
      ],
    },
    access: {
      title: "Pourquoi nous demandons l'accès à votre Google Drive",
      text: "Pour créer les dossiers et les fichiers, et pour vérifier qu'ils sont toujours là. Nous n'avons accès qu'à ce que l'extension a elle-même créé, pas au reste de votre Drive. Nous lisons l'adresse e-mail de votre compte Google pour vous montrer quel compte est connecté.",
    },
    ending: {
      title: 'Arrêter',
      text: "Ouvrez l'extension dans Banqup, cliquez sur Gérer et désactivez Actif. Banqup renonce alors à son accès à votre Google Drive ; ce qui se trouve dans votre Drive y reste.",
    },
    link: 'À propos de cette extension',
  },
  contact: (operator) => `Des questions ? Écrivez à ${operator} :`,
  privacy: privacyFr,
};
