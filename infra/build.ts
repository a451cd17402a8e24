/** `npm run build`: makes dist/, which is what is deployed, and writes the path of its zip, alone, to standard output. */
import { buildArtefact } from './artefact.ts';

process.stdout.write(`${await buildArtefact('dist')}\n`);
