/** The privacy policy in Dutch. */
import type { PrivacyPolicy } from './privacy.ts';

export const privacyNl: PrivacyPolicy = {
  title: 'Privacybeleid',
  intro: (operator) =>
    `${operator} beheert deze extensie voor accountantskantoren die met Banqup werken. Het kantoor beslist dat de documenten van zijn klanten naar Google Drive gaan; ${operator} verwerkt de gegevens in opdracht van het kantoor, als verwerker in de zin van de AVG (GDPR).`,
  sections: {
    access: {
      title: 'Welke toegang we aan Google vragen',
      blocks: [
        'We vragen Google één toestemming: drive.file. Daarmee kunnen we alleen bij de mappen en bestanden die deze extensie zelf in je Google Drive heeft gemaakt. De rest van je Drive kunnen we niet zien, wijzigen of verwijderen.',
        'Van je Google-account lezen we het e-mailadres en het kenmerk waaronder Google het kent. Je meldt je aan bij Google zelf: je wachtwoord zien we nooit.',
      ],
    },
    use: {
      title: 'Waarvoor we ze gebruiken',
      blocks: [
        'Alleen hiervoor:',
        [
          'om de mappen te maken en er de goedgekeurde aankoopfacturen en verzonden verkoopfacturen in te zetten;',
          'om na te gaan of die mappen en bestanden er nog zijn en volledig zijn, en om een bestand opnieuw te schrijven als je het document vanuit Banqup opnieuw verzendt;',
          'om je op de pagina Beheren te tonen welk account verbonden is en wat er geëxporteerd is.',
        ],
        'Van die bestanden bekijken we de naam, de map, de grootte, de controlesom en de link, en of ze in de prullenbak zitten; nooit de inhoud. We verplaatsen of verwijderen nooit iets in je Drive.',
      ],
    },
    kept: {
      title: 'Wat we bewaren',
      blocks: [
        [
          'Van je Google-account, en van een account dat je eerder verbonden had: het e-mailadres en het kenmerk. Van het verbonden account ook de toegangssleutel (refresh token) die Google ons geeft.',
          'Van de mappen in je Drive: de naam en het kenmerk.',
          'Van elk geëxporteerd document: de kenmerken, of het een aankoop of een verkoop, een factuur of een creditnota is, het nummer, de datum, het bedrag en de munt, en de naam van de tegenpartij; van het bestand de naam, de map, de grootte, de controlesom en de link; wanneer het geëxporteerd is, of waarom niet.',
          'Van elke vergelijking van een maand met de lijst van Banqup, ’s nachts of op jouw vraag: de aantallen, en van elk document dat ontbreekt de kenmerken, of het een aankoop of een verkoop is, de datum, het nummer, de naam van de tegenpartij en de reden.',
          'Van je klanten: de bedrijfsnaam, het btw-nummer en het ondernemingsnummer.',
          'Van je kantoor: het kenmerk van de Partner Space, je taal en de meldingen die we gestuurd hebben; zolang je aangemeld bent ook de naam van de Partner Space.',
          'Berichten van Banqup die we niet konden lezen, en een logboek van wat de extensie deed en wat er misging.',
        ],
        'De documenten zelf bewaren we niet. Ze gaan door het geheugen van onze servers, op weg van Banqup naar je Drive.',
      ],
    },
    retention: {
      title: 'Hoelang we het bewaren',
      blocks: [
        [
          'De toegangssleutel: tot je Actief uitzet of je opnieuw aanmeldt met Google. Dan wordt hij vernietigd.',
          'Je bezoek aan onze pagina’s: één uur. Een aanmelding die je begonnen bent: tien minuten. Wat verlopen is, wordt automatisch gewist.',
          'Het logboek: 30 dagen. Back-ups: 14 dagen. De vergelijking van een maand: 400 dagen na de laatste keer.',
          'Al de rest: zolang je kantoor de extensie gebruikt, en daarna tot je kantoor ons vraagt om het te wissen. Zo weten we dat een document al in je Drive staat, en komt het er geen tweede keer.',
        ],
      ],
    },
    shared: {
      title: 'Wie het nog krijgt',
      blocks: [
        [
          'Google: onze servers, onze databank en de toegangssleutels staan bij Google Cloud, en de documenten gaan naar je Google Drive.',
          'Banqup: we melden hoe een export afliep, en wanneer er iets op jou wacht, zoals een nieuwe aanmelding of een volle Drive, zodat Banqup het je kan laten weten.',
          'De beheerders van je Partner Space: zij zien op de pagina Beheren het e-mailadres van het verbonden account, de klanten en de documenten.',
        ],
        'Niemand anders krijgt iets, tenzij de wet ons verplicht. We verkopen geen gegevens, gebruiken ze niet voor reclame en trainen er geen artificiële intelligentie mee.',
      ],
    },
    limitedUse: {
      title: 'De regels van Google: Limited Use',
      blocks: [
        'Deze extensie houdt zich bij het gebruik van informatie uit Google-API’s, en bij de doorgifte ervan aan andere apps, aan de Google API Services User Data Policy, met inbegrip van de vereisten voor beperkt gebruik (Limited Use): https://developers.google.com/terms/api-services-user-data-policy',
        'Niemand van ons leest wat we van Google krijgen, tenzij jij daarmee instemt (bijvoorbeeld als je ons om hulp vraagt), tenzij het nodig is voor de veiligheid, of tenzij de wet het eist.',
      ],
    },
    protection: {
      title: 'Hoe het beschermd is',
      blocks: [
        'Alle verbindingen zijn versleuteld, en ook alles wat we bij Google Cloud bewaren. De toegangssleutel ligt apart van al de rest, in Google Secret Manager, en verschijnt nooit op een pagina of in het logboek.',
      ],
    },
    ending: {
      title: 'Hoe je het beëindigt',
      blocks: [
        [
          'In Banqup: open de Google Drive-extensie, klik op Beheren en zet Actief uit. Er wordt niets meer geëxporteerd, wat nog wacht wordt geannuleerd, we geven onze toegang bij Google op en vernietigen de toegangssleutel. Gebruikt een andere Partner Space hetzelfde Google-account, dan blijft de toegang van die Partner Space bestaan.',
          'Bij Google: verwijder de toegang op https://myaccount.google.com/connections en er kan vanaf dan niets meer geëxporteerd worden. Zet ook dan Actief uit: zo stopt ook wat nog wacht.',
        ],
        'Wat in je Drive staat, blijft daar en is van jou. De originelen blijven in Banqup.',
      ],
    },
    rights: {
      title: 'Je rechten, en gegevens laten wissen',
      blocks: [
        'Stuur ons een e-mail om in te kijken, te verbeteren of te wissen wat we over jou of je kantoor bewaren. We doen dat binnen een maand; 14 dagen later is het ook uit de back-ups verdwenen. Komt je bedrijf hier voor als klant van een accountantskantoor? Vraag het dan aan dat kantoor.',
        'Je kan ook een klacht indienen bij de gegevensbeschermingsautoriteit, in België op https://www.gegevensbeschermingsautoriteit.be',
      ],
    },
    cookies: {
      title: 'Cookies',
      blocks: [
        'Om de extensie in te stellen en te beheren zijn drie cookies nodig: voor je taal, voor je browser tijdens het aanmelden, en voor je bezoek. We volgen niemand, en deze pagina plaatst geen cookie.',
      ],
    },
  },
  changed: 'Laatst gewijzigd op 26 november 2026.',
};
