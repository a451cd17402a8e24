/** Puts a mutation into the code as it is read, in this thread alone; the files stay as they are. */
import { registerHooks } from 'node:module';
import { mutations } from './mutations.ts';

const root = new URL('../../', import.meta.url).href;

/** From here on modules of the files it changes are read with its changes. Throws where it does not fit the code any more. */
export function applyMutation(name: string): void {
  const mutation = mutations.find((one) => one.name === name);
  if (!mutation) throw new Error(`there is no mutation "${name}"`);
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const changes = mutation.changes.filter(({ file }) => url === root + file);
      if (changes.length === 0) return loaded;
      let source = String(loaded.source);
      for (const { file, from, to } of changes) {
        const times = source.split(from).length - 1;
        if (times !== 1) throw new Error(`"${name}": ${file} has ${times} times: ${from}`);
        source = source.replace(from, () => to);
      }
      return { ...loaded, source };
    },
  });
}
