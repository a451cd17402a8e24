/** The privacy policy in French. */
import type { PrivacyPolicy } from './privacy.ts';

export const privacyFr: PrivacyPolicy = {
  title: 'Politique de confidentialité',
  intro: (operator) =>
    `${operator} exploite cette extension pour les fiduciaires qui travaillent avec Banqup. C'est la fiduciaire qui décide que les documents de ses clients vont dans Google Drive ; ${operator} traite les données pour son compte, en tant que sous-traitant au sens du RGPD.`,
  sections: {
    access: {
      title: "L'accès que nous demandons à Google",
      blocks: [
        "Nous demandons à Google une seule autorisation : drive.file. Elle nous donne accès uniquement aux dossiers et fichiers que cette extension a elle-même créés dans votre Google Drive. Nous ne pouvons ni voir, ni modifier, ni supprimer quoi que ce soit d'autre dans votre Drive.",
        "De votre compte Google, nous lisons l'adresse e-mail et l'identifiant sous lequel Google le connaît. Vous vous connectez chez Google même : nous ne voyons jamais votre mot de passe.",
      ],
    },
    use: {
      title: 'Ce que nous en faisons',
      blocks: [
        'Uniquement ceci :',
        [
          "créer les dossiers et y déposer les factures d'achat approuvées et les factures de vente envoyées ;",
          'vérifier que ces dossiers et fichiers sont toujours là et complets, et réécrire un fichier lorsque vous renvoyez son document depuis Banqup ;',
          'vous montrer, sur la page Gérer, quel compte est connecté et ce qui a été exporté.',
        ],
        "De ces fichiers, nous regardons le nom, le dossier, la taille, la somme de contrôle et le lien, et s'ils sont dans la corbeille ; jamais le contenu. Nous ne déplaçons ni ne supprimons jamais rien dans votre Drive.",
      ],
    },
    kept: {
      title: 'Ce que nous conservons',
      blocks: [
        [
          "De votre compte Google, et d'un compte que vous aviez connecté auparavant : l'adresse e-mail et l'identifiant. Du compte connecté, aussi la clé d'accès (refresh token) que Google nous donne.",
          "Des dossiers dans votre Drive : le nom et l'identifiant.",
          "De chaque document exporté : ses identifiants, s'il s'agit d'un achat ou d'une vente, d'une facture ou d'une note de crédit, son numéro, sa date, son montant et sa devise, et le nom de l'autre partie ; du fichier, le nom, le dossier, la taille, la somme de contrôle et le lien ; quand il a été exporté, ou pourquoi il ne l'a pas été.",
          "De chaque comparaison d'un mois avec la liste de Banqup, la nuit ou à votre demande : les nombres, et pour chaque document manquant ses identifiants, s'il s'agit d'un achat ou d'une vente, sa date, son numéro, le nom de l'autre partie et la raison.",
          "De vos clients : le nom de l'entreprise, le numéro de TVA et le numéro d'entreprise.",
          "De votre fiduciaire : l'identifiant de son Partner Space, votre langue et les avis que nous avons envoyés ; tant que vous êtes connecté, aussi le nom du Partner Space.",
          "Les messages de Banqup que nous n'avons pas pu lire, et un journal de ce que l'extension a fait et de ce qui n'a pas marché.",
        ],
        'Nous ne conservons pas les documents eux-mêmes. Ils passent par la mémoire de nos serveurs, sur leur chemin de Banqup vers votre Drive.',
      ],
    },
    retention: {
      title: 'Combien de temps nous le conservons',
      blocks: [
        [
          "La clé d'accès : jusqu'à ce que vous désactiviez Actif ou que vous vous reconnectiez avec Google. Elle est alors détruite.",
          'Votre visite sur nos pages : une heure. Une connexion que vous avez commencée : dix minutes. Ce qui a expiré est effacé automatiquement.',
          "Le journal : 30 jours. Les sauvegardes : 14 jours. La comparaison d'un mois : 400 jours après la dernière.",
          "Tout le reste : tant que votre fiduciaire utilise l'extension, et ensuite jusqu'à ce qu'elle nous demande de l'effacer. C'est ainsi que nous savons qu'un document est déjà dans votre Drive et qu'il n'y arrive pas deux fois.",
        ],
      ],
    },
    shared: {
      title: "Qui d'autre le reçoit",
      blocks: [
        [
          "Google : nos serveurs, notre base de données et les clés d'accès sont chez Google Cloud, et les documents vont dans votre Google Drive.",
          "Banqup : nous lui disons comment une exportation s'est terminée et quand quelque chose vous attend, comme une nouvelle connexion ou un Drive plein, pour qu'il puisse vous prévenir.",
          "Les administrateurs de votre Partner Space : sur la page Gérer, ils voient l'adresse e-mail du compte connecté, les clients et les documents.",
        ],
        "Personne d'autre ne reçoit quoi que ce soit, sauf si la loi nous y oblige. Nous ne vendons pas de données, nous ne les utilisons pas pour de la publicité et nous n'entraînons aucune intelligence artificielle avec elles.",
      ],
    },
    limitedUse: {
      title: 'Les règles de Google : Limited Use',
      blocks: [
        "L'utilisation par cette extension des informations reçues des API de Google, et leur transfert à toute autre application, respectent la Google API Services User Data Policy, y compris les exigences d'utilisation limitée (Limited Use) : https://developers.google.com/terms/api-services-user-data-policy",
        "Chez nous, personne ne lit ce que nous recevons de Google, sauf si vous y avez consenti (par exemple lorsque vous nous demandez de l'aide), si la sécurité l'exige ou si la loi l'impose.",
      ],
    },
    protection: {
      title: 'Comment il est protégé',
      blocks: [
        "Toutes les connexions sont chiffrées, tout comme ce que nous conservons chez Google Cloud. La clé d'accès est gardée à part de tout le reste, dans Google Secret Manager, et n'apparaît jamais sur une page ni dans le journal.",
      ],
    },
    ending: {
      title: 'Comment y mettre fin',
      blocks: [
        [
          "Dans Banqup : ouvrez l'extension Google Drive, cliquez sur Gérer et désactivez Actif. Plus rien n'est exporté, ce qui est en attente est annulé, nous renonçons à notre accès chez Google et détruisons la clé d'accès. Si un autre Partner Space utilise le même compte Google, son accès subsiste.",
          "Chez Google : supprimez l'accès sur https://myaccount.google.com/connections et plus rien ne pourra être exporté. Désactivez alors aussi Actif : cela met fin également à ce qui est en attente.",
        ],
        'Ce qui se trouve dans votre Drive y reste et vous appartient. Les originaux restent dans Banqup.',
      ],
    },
    rights: {
      title: 'Vos droits, et faire effacer des données',
      blocks: [
        "Envoyez-nous un e-mail pour consulter, corriger ou faire effacer ce que nous conservons sur vous ou votre fiduciaire. Nous le faisons dans le mois ; 14 jours plus tard, les données ont aussi disparu des sauvegardes. Votre entreprise figure ici comme cliente d'une fiduciaire ? Adressez-vous alors à cette fiduciaire.",
        "Vous pouvez aussi introduire une plainte auprès de l'autorité de protection des données, en Belgique sur https://www.autoriteprotectiondonnees.be",
      ],
    },
    cookies: {
      title: 'Cookies',
      blocks: [
        "Pour installer et gérer l'extension, trois cookies sont nécessaires : pour votre langue, pour votre navigateur pendant la connexion et pour votre visite. Nous ne suivons personne, et cette page ne dépose aucun cookie.",
      ],
    },
  },
  changed: 'Dernière modification le 26 novembre 2026.',
};
