/**
 * The source map of what is deployed tells of our own files only: Node reads the whole map before it runs the first line, and
 * with all packages in it a function starts more slowly than without a bundle.
 */
import { decode, encode } from '@jridgewell/sourcemap-codec';

interface SourceMap {
  sources: string[];
  sourcesContent: string[];
  mappings: string;
}

/** The part of a source map (JSON) that leads to sources below a folder, such as `functions/`. */
export function onlySourcesBelow(folder: string, json: string): string {
  const map: SourceMap = JSON.parse(json);
  const kept = map.sources.flatMap((source, at) => (source.startsWith(folder) ? [at] : []));
  const place = new Map(kept.map((at, index) => [at, index]));
  let wasKept = false;
  const lines = decode(map.mappings).map((line) =>
    line.flatMap((segment): typeof line => {
      const source = place.get(segment[1] ?? -1);
      const follows = wasKept;
      wasKept = source !== undefined;
      if (segment.length !== 1 && source !== undefined) return [[segment[0], source, segment[2], segment[3]]];
      // Where ours ends has to be said: what follows would count as its last line.
      return follows ? [[segment[0]]] : [];
    }),
  );
  return JSON.stringify({
    ...map,
    sources: kept.map((at) => map.sources[at]),
    sourcesContent: kept.map((at) => map.sourcesContent[at]),
    names: [],
    mappings: encode(lines),
  });
}
