/** The scopes that the simulated consent knows, with what Google's page says about each (Dutch). */

export const driveFileScope = 'https://www.googleapis.com/auth/drive.file';

const consentTexts = new Map([
  [
    driveFileScope,
    'Alleen de specifieke Google Drive-bestanden die u met deze app gebruikt, bekijken, bewerken, maken en verwijderen.',
  ],
  [
    'https://www.googleapis.com/auth/drive.appdata',
    'De eigen configuratiegegevens van de app in uw Google Drive bekijken, maken en verwijderen.',
  ],
  ['https://www.googleapis.com/auth/userinfo.email', 'Uw primaire e-mailadres van uw Google-account bekijken.'],
]);

/** What the consent page says about a scope; undefined when the simulator does not know it. */
export function consentText(scope: string): string | undefined {
  return consentTexts.get(scope);
}
