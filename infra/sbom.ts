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
  // Older versions of npm name a package once for each place where it stands.
  const known = new Map(components.map((component) => [component['bom-ref'], component]));
  const needs = new Map(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const inside = [...packages].sort();
  const unknown = inside.filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`not in npm's bill of materials: ${unknown.join(', ')}`);

  const self = metadata.component['bom-ref'];
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: { ...essence(metadata.component), type: 'application', name: project.name },
    },
    components: inside.flatMap((name) => known.get(name) ?? []).map(essence),
    dependencies: [self, ...inside].map((ref) => ({
      ref,
      dependsOn: (needs.get(ref) ?? []).filter((name) => packages.has(name)),
    })),
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
