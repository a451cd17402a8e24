/** Our sentences in French. */
import { privacyFr } from './privacy-fr.ts';
import type { Texts } from './texts.ts';

const startAgain = "Ouvrez à nouveau l'extension Google Drive depuis Banqup.";
const later = 'Réessayez dans quelques minutes.';
const nothingChanged = "Rien n'a changé.";
const byItself = 'tout reprendra ensuite automatiquement.';

export const fr: Texts = {
  ownName: 'Français',
  forGoogleDrive: 'pour Google Drive',
  signOut: 'Se déconnecter',
  problems: {
    notAuthenticated: { title: "Vous n'êtes plus connecté", text: startAgain },
    noAccess: {
      title: "Vous n'avez pas accès à cette page",
      text: "Seul un administrateur de ce Partner Space peut configurer l'extension Google Drive. Adressez-vous à un administrateur de votre bureau.",
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
      text: `Une connexion est valable dix minutes, une seule fois et dans le même navigateur. ${nothingChanged} Recommencez.`,
    },
    loginCancelled: { title: 'Vous avez annulé la connexion', text: `${nothingChanged} ${startAgain}` },
    googleCancelled: {
      title: "Vous n'avez pas donné votre autorisation à Google",
      text: `Sans autorisation, nous ne pouvons pas déposer de documents dans votre Google Drive. ${nothingChanged} Vous pouvez simplement réessayer.`,
    },
    googleCodeRefused: { title: "Google n'a pas accepté la connexion", text: `${nothingChanged} Réessayez.` },
    drivePermissionMissing: {
      title: "L'autorisation pour Google Drive manque",
      text: "Laissez la case Google Drive cochée chez Google : c'est nécessaire pour y déposer les documents. Rien n'a été enregistré. Réessayez.",
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
    signInNeeded: `Google refuse l'accès. Reconnectez-vous ; ${byItself}`,
    paceLimited: 'Google demande de ralentir. Tout reprendra automatiquement.',
    driveFull: `Votre Google Drive est plein. Libérez de l'espace ; ${byItself}`,
    driveLimit: `Une limite de Google Drive est atteinte. Supprimez ce dont vous n'avez plus besoin ; ${byItself}`,
    drivePolicy:
      "Votre organisation ne l'autorise pas dans Google Drive. Demandez-le à l'administrateur de votre Google Workspace.",
    banqupUnavailable: 'Banqup ne nous répond pas. Nous réessaierons de nous-mêmes.',
    documentNotFound: 'Banqup ne montre plus le document. Nous réessaierons plus tard.',
    idRefusedTwice: 'Google a refusé le fichier. Nous réessaierons dans quelques minutes.',
    ublMissing: "Le document n'a pas encore de fichier UBL dans Banqup. Nous réessaierons automatiquement.",
    ublTooLarge: 'Le fichier UBL est trop volumineux.',
    ublUnreadable: "Le fichier n'est pas un XML lisible.",
    ublForbidden: 'Le fichier contient du XML refusé pour des raisons de sécurité.',
    notUbl: "Le fichier n'est ni une facture ni une note de crédit UBL.",
    unexpected: 'Banqup examine ce cas.',
    disconnected: 'Google Drive a été déconnecté.',
    switchedOff: "L'extension a été désactivée pour ce client.",
  },
  states: {
    reserved: 'En cours',
    updating: 'En cours',
    parked: 'En attente',
    done: 'Dans Drive',
    rejected: 'Refusé',
    cancelled: 'Annulé',
  },
  documents: (count) => `${count} ${count < 2 ? 'document' : 'documents'}`,
  notPeppol: 'Pas du Peppol BIS 3.0.',
  next: { tryAgain: 'Réessayer', manage: 'Gérer', toBanqup: 'Vers Banqup' },
  signInButton: 'Se connecter avec Google Drive',
  setUp: {
    title: 'Connectez votre Google Drive',
    before:
      "Une fois connecté, nous déposons automatiquement dans votre Google Drive les factures d'achat approuvées et les factures de vente envoyées des clients de",
    after: '.',
    points: [
      'Nous ne voyons que les dossiers et fichiers que nous créons, rien d’autre dans votre Drive.',
      'Seulement les documents approuvés ou envoyés à partir de maintenant, pas les plus anciens.',
      'Les originaux restent dans Banqup.',
    ],
    warning: ['Google affiche un avertissement ? Cliquez sur', 'Continuer', '.'],
  },
  installed: {
    title: "L'installation a réussi",
    connected: 'Votre Google Drive est connecté :',
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
  manage: {
    title: (partner) => `Google Drive de ${partner}`,
    account: 'Compte Google',
    since: 'Actif depuis',
    waiting: 'En attente',
    on: 'Actif',
    turnOff: 'Désactiver',
    needsSignIn: 'Reconnectez-vous',
    needsSignInText:
      "Google refuse l'accès. Reconnectez-vous ; ce qui est en attente sera ensuite exporté automatiquement.",
    disconnecting: 'Clôture en cours',
    disconnectingText: "Plus rien n'est exporté. Tout sera clôturé dans dix minutes au plus.",
    finishNow: 'Terminer maintenant',
    off: 'Désactivé',
    offText: 'Google Drive est déconnecté. Plus rien ne sera ajouté ; ce qui se trouve dans votre Drive y reste.',
    newTree: (moment) =>
      `Google ne nous montrait plus l'ancien dossier Invoice_import. Il y en a donc un nouveau depuis le ${moment}. Ce qui se trouve dans l'ancien y reste.`,
    clients: 'Clients',
    noClients: "Pas encore de clients. Ajoutez dans Banqup l'intégration Google Drive chez un client.",
    clientCount: (count) => `${count} ${count < 2 ? 'client' : 'clients'}`,
    nextClients: 'Clients suivants',
    latest: 'Derniers documents',
    noDocuments:
      "Pas encore de documents. Dès qu'une facture d'achat est approuvée ou qu'une facture de vente est envoyée, elle apparaît ici.",
    columns: {
      date: 'Date',
      document: 'Document',
      client: 'Client',
      direction: 'Dossier',
      amount: 'Montant',
      status: 'Statut',
    },
  },
  switchOff: {
    title: 'Désactiver Google Drive pour tous les clients ?',
    points: [
      'Plus aucun document ne sera exporté, pour aucun client.',
      'Banqup renonce à son accès à votre Google Drive.',
      'Ce qui se trouve déjà dans votre Drive y reste. Les originaux restent dans Banqup.',
    ],
    waiting: (count) => {
      if (count === 0) return 'Aucun document en attente.';
      return count === 1
        ? '1 document est encore en attente et sera annulé.'
        : `${count} documents sont encore en attente et seront annulés.`;
    },
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
