/** The privacy policy in German. */
import type { PrivacyPolicy } from './privacy.ts';

export const privacyDe: PrivacyPolicy = {
  title: 'Datenschutzerklärung',
  intro: (operator) =>
    `${operator} betreibt diese Erweiterung für Kanzleien, die mit Banqup arbeiten. Die Kanzlei entscheidet, dass die Dokumente ihrer Kunden in Google Drive kommen; ${operator} verarbeitet die Daten in ihrem Auftrag, als Auftragsverarbeiter im Sinne der DSGVO.`,
  sections: {
    access: {
      title: 'Welchen Zugriff wir von Google verlangen',
      blocks: [
        'Wir bitten Google um eine einzige Berechtigung: drive.file. Damit erreichen wir nur die Ordner und Dateien, die diese Erweiterung selbst in Ihrem Google Drive angelegt hat. Alles andere in Ihrem Drive können wir weder sehen noch ändern noch löschen.',
        'Von Ihrem Google-Konto lesen wir die E-Mail-Adresse und die Kennung, unter der Google es führt. Sie melden sich bei Google selbst an: Ihr Passwort sehen wir nie.',
      ],
    },
    use: {
      title: 'Wofür wir ihn nutzen',
      blocks: [
        'Nur hierfür:',
        [
          'um die Ordner anzulegen und die genehmigten Einkaufsrechnungen und versendeten Verkaufsrechnungen hineinzulegen;',
          'um zu prüfen, ob diese Ordner und Dateien noch da und vollständig sind, und um eine Datei neu zu schreiben, wenn Sie ihr Dokument aus Banqup erneut senden;',
          'um Ihnen auf der Seite Verwalten zu zeigen, welches Konto verbunden ist und was exportiert wurde.',
        ],
        'Von diesen Dateien sehen wir uns Name, Ordner, Größe, Prüfsumme und Link an und ob sie im Papierkorb liegen; niemals den Inhalt. Wir verschieben oder löschen nie etwas in Ihrem Drive.',
      ],
    },
    kept: {
      title: 'Was wir speichern',
      blocks: [
        [
          'Von Ihrem Google-Konto und von einem Konto, das Sie zuvor verbunden hatten: die E-Mail-Adresse und die Kennung. Vom verbundenen Konto auch den Zugangsschlüssel (Refresh-Token), den Google uns gibt.',
          'Von den Ordnern in Ihrem Drive: den Namen und die Kennung.',
          'Von jedem exportierten Dokument: seine Kennungen, ob es Einkauf oder Verkauf, Rechnung oder Gutschrift ist, Nummer, Datum, Betrag und Währung sowie den Namen der Gegenpartei; von der Datei Name, Ordner, Größe, Prüfsumme und Link; wann es exportiert wurde oder warum nicht.',
          'Von jedem Vergleich eines Monats mit der Liste von Banqup, nachts oder auf Ihren Wunsch: die Anzahlen und von jedem fehlenden Dokument die Kennungen, ob es Einkauf oder Verkauf ist, Datum, Nummer, den Namen der Gegenpartei und den Grund.',
          'Von Ihren Kunden: Firmenname, MwSt.-Nummer und Unternehmensnummer.',
          'Von Ihrer Kanzlei: die Kennung ihres Partner Space, Ihre Sprache und die Meldungen, die wir gesendet haben; solange Sie angemeldet sind, auch den Namen des Partner Space.',
          'Nachrichten von Banqup, die wir nicht lesen konnten, und ein Protokoll dessen, was die Erweiterung getan hat und was schiefging.',
        ],
        'Die Dokumente selbst speichern wir nicht. Sie durchlaufen nur den Arbeitsspeicher unserer Server, auf dem Weg von Banqup in Ihr Drive.',
      ],
    },
    retention: {
      title: 'Wie lange wir es speichern',
      blocks: [
        [
          'Den Zugangsschlüssel: bis Sie Aktiv ausschalten oder sich erneut mit Google anmelden. Dann wird er vernichtet.',
          'Ihren Besuch auf unseren Seiten: eine Stunde. Eine begonnene Anmeldung: zehn Minuten. Was abgelaufen ist, wird automatisch gelöscht.',
          'Das Protokoll: 30 Tage. Sicherungskopien: 14 Tage. Den Vergleich eines Monats: 400 Tage nach dem letzten.',
          'Alles andere: solange Ihre Kanzlei die Erweiterung nutzt und danach, bis Ihre Kanzlei uns um Löschung bittet. Daran erkennen wir, dass ein Dokument schon in Ihrem Drive liegt, damit es nicht zweimal kommt.',
        ],
      ],
    },
    shared: {
      title: 'Wer es sonst noch erhält',
      blocks: [
        [
          'Google: Unsere Server, unsere Datenbank und die Zugangsschlüssel liegen bei Google Cloud, und die Dokumente kommen in Ihr Google Drive.',
          'Banqup: Wir melden, wie ein Export ausging und wann etwas auf Sie wartet, etwa eine neue Anmeldung oder ein volles Drive, damit Banqup Sie benachrichtigen kann.',
          'Die Administratoren Ihres Partner Space: Sie sehen auf der Seite Verwalten die E-Mail-Adresse des verbundenen Kontos, die Kunden und die Dokumente.',
        ],
        'Sonst erhält niemand etwas, es sei denn, das Gesetz verpflichtet uns dazu. Wir verkaufen keine Daten, nutzen sie nicht für Werbung und trainieren damit keine künstliche Intelligenz.',
      ],
    },
    limitedUse: {
      title: 'Die Regeln von Google: Limited Use',
      blocks: [
        'Bei der Nutzung von Informationen, die diese Erweiterung über Google-APIs erhält, und bei ihrer Weitergabe an andere Apps hält sie die Google API Services User Data Policy ein, einschließlich der Anforderungen zur eingeschränkten Nutzung (Limited Use): https://developers.google.com/terms/api-services-user-data-policy',
        'Niemand von uns liest, was wir von Google erhalten, es sei denn, Sie haben zugestimmt (zum Beispiel, wenn Sie uns um Hilfe bitten), die Sicherheit erfordert es oder das Gesetz schreibt es vor.',
      ],
    },
    protection: {
      title: 'Wie es geschützt ist',
      blocks: [
        'Alle Verbindungen sind verschlüsselt, ebenso alles, was wir bei Google Cloud speichern. Der Zugangsschlüssel liegt getrennt von allem anderen in Google Secret Manager und erscheint nie auf einer Seite oder im Protokoll.',
      ],
    },
    ending: {
      title: 'Wie Sie es beenden',
      blocks: [
        [
          'In Banqup: Öffnen Sie die Google-Drive-Erweiterung, klicken Sie auf Verwalten und schalten Sie Aktiv aus. Es wird nichts mehr exportiert, was noch wartet, wird abgebrochen, wir geben unseren Zugriff bei Google auf und vernichten den Zugangsschlüssel. Nutzt ein anderer Partner Space dasselbe Google-Konto, bleibt dessen Zugriff bestehen.',
          'Bei Google: Entfernen Sie den Zugriff auf https://myaccount.google.com/connections und von da an kann nichts mehr exportiert werden. Schalten Sie auch dann Aktiv aus: So endet auch, was noch wartet.',
        ],
        'Was in Ihrem Drive liegt, bleibt dort und gehört Ihnen. Die Originale bleiben in Banqup.',
      ],
    },
    rights: {
      title: 'Ihre Rechte und wie Sie Daten löschen lassen',
      blocks: [
        'Schreiben Sie uns eine E-Mail, um einzusehen, zu berichtigen oder löschen zu lassen, was wir über Sie oder Ihre Kanzlei speichern. Wir tun das innerhalb eines Monats; 14 Tage später ist es auch aus den Sicherungskopien verschwunden. Kommt Ihr Unternehmen hier als Kunde einer Kanzlei vor? Dann wenden Sie sich an diese Kanzlei.',
        'Sie können sich auch bei der Datenschutzbehörde beschweren, in Belgien unter https://www.dataprotectionauthority.be',
      ],
    },
    cookies: {
      title: 'Cookies',
      blocks: [
        'Um die Erweiterung einzurichten und zu verwalten, braucht es drei Cookies: für Ihre Sprache, für Ihren Browser während der Anmeldung und für Ihren Besuch. Wir verfolgen niemanden, und diese Seite setzt kein Cookie.',
      ],
    },
  },
  changed: 'Zuletzt geändert am 26. November 2026.',
};
