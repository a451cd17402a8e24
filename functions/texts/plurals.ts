/** Numbers in sentences: as the language writes them, and in the form that it has for so many. */
import { type Language, localeOf } from '../domain/language.ts';

/** A sentence for so many. */
export type Counted = (count: number) => string;

/** How a language writes a number, and `plural`: the sentence for one and for others, with `#` where the number stands. */
export function plurals(language: Language) {
  const locale = localeOf(language);
  // To make them takes long, and the sentences of every language are read at the start.
  let numbers: Intl.NumberFormat | undefined;
  let rules: Intl.PluralRules | undefined;

  function number(count: number): string {
    numbers ??= new Intl.NumberFormat(locale);
    return numbers.format(count);
  }

  /** `none`: where there is another sentence for none at all. */
  function plural(one: string, other: string, none?: string): Counted {
    return (count) => {
      if (count === 0 && none !== undefined) return none;
      rules ??= new Intl.PluralRules(locale);
      return (rules.select(count) === 'one' ? one : other).replace('#', number(count));
    };
  }

  return { number, plural };
}
