/** The languages that we speak, and how the outside world names them (contract, 6.2). */

export const languages = ['nl', 'fr', 'en', 'de'] as const;

export type Language = (typeof languages)[number];

/** Where nobody says which: the help article's. */
export const defaultLanguage: Language = 'nl';

const locales = { nl: 'nl-BE', fr: 'fr-BE', en: 'en-GB', de: 'de-BE' } as const satisfies Record<Language, string>;

/** Banqup's name of a language, which is also how dates and amounts are written in it. */
export function localeOf(language: Language): string {
  return locales[language];
}

/** The language of a locale such as `fr-BE`, `nl` or `de_formal`; undefined: one that we do not speak. */
export function languageOf(locale: string | undefined): Language | undefined {
  const first = locale?.trim().toLowerCase().split(/[-_]/)[0];
  return languages.find((language) => language === first);
}
