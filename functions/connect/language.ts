/** In which language a page speaks: the one that Banqup named last, else the first that the browser asks for and we speak. */
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { getCookie, setCookie } from 'hono/cookie';
import { defaultLanguage, type Language, languageOf, languages } from '../domain/language.ts';

const options = { path: '/', httpOnly: true, secure: true, sameSite: 'Lax', prefix: 'host' } as const;

/** Keeps the language of Banqup's locale in the browser; a locale that we do not speak changes nothing. */
export function rememberLocale(c: Context, locale: string | undefined): void {
  const language = languageOf(locale);
  if (language) setCookie(c, 'language', language, options);
}

/** The language for this request. */
export function languageFor(c: Context): Language {
  const remembered = languageOf(getCookie(c, 'language', 'host'));
  return remembered ?? languageOf(accepts(c, acceptance)) ?? defaultLanguage;
}

/** `fr-BE` counts as `fr`; what the browser does not want at all, it says with q=0. */
const acceptance = {
  header: 'Accept-Language' as const,
  supports: [...languages],
  default: defaultLanguage,
  match: (asked: { type: string; q: number }[]) =>
    asked
      .filter(({ q }) => q > 0)
      .sort((a, b) => b.q - a.q)
      .map(({ type }) => languageOf(type))
      .find((language) => language !== undefined) ?? defaultLanguage,
};
