/**
 * What the deployed folder contains: npm's bill of materials (CycloneDX) cut down to it. npm's serial number, time and name of the
 * folder are left out, so that the same contents have the same bill.
 * https://docs.npmjs.com/cli/commands/npm-sbom
 */
import { npm } from './npm.ts';

interface Component {
  'bom-ref': string;
  type: string;
  name: string;
  version: string;
  purl: string;
  hashes?: object[];
  licenses?: object[];
}

interface Bill {
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/** The bill of some of a project's packages, given as `name@version`. Throws where npm does not know one of them. */
export async function billOf(project: { folder: string; name: string }, packages: ReadonlySet<string>) {
  // Without --omit=dev: it leaves out too what production and development have in common.
  const json = await npm(project.folder, 'sbom', '--sbom-format=cyclonedx', '--package-lock-only');
  const { metadata, components, dependencies }: Bill = JSON.parse(json);
  const known = new Set(components.map((component) => component['bom-ref']));
  const unknown = [...packages].filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`not in npm's bill of materials: ${unknown.join(', ')}`);

  const isInside = (name: string) => packages.has(name) || name === metadata.component['bom-ref'];
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: { ...essence(metadata.component), type: 'application', name: project.name },
    },
    components: components.filter((component) => isInside(component['bom-ref'])).map(essence),
    dependencies: dependencies
      .filter(({ ref }) => isInside(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isInside) })),
  };
}

/** Without what depends on the version of npm. */
function essence(component: Component): Component {
  const { type, name, version, purl, hashes, licenses } = component;
  return {
    'bom-ref': component['bom-ref'],
    type,
    name,
    version,
    purl,
    ...(hashes && { hashes }),
    ...(licenses && { licenses }),
  };
}
