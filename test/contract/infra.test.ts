/**
 * The infrastructure as Terraform and the schema of Google's provider see it. The assertions are in infra/tests; here they are
 * run, and every right that is given is compared with a table, so that one too many is seen as well as one too few.
 * Terraform is taken where it is and the provider can be had; with REQUIRE_REAL=1 both must be.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';

const infra = join(import.meta.dirname, '../../infra');
/**
 * A copy, so that what `terraform init` leaves is not taken for ours (the provider's lock differs from machine to machine), and a person's
 * own variables not for the example's.
 */
const workingFolder = mkdtempSync(join(tmpdir(), 'infra-'));
afterAll(() => rmSync(workingFolder, { recursive: true }));
cpSync(infra, workingFolder, {
  recursive: true,
  filter: (path) => !/\.terraform|(?<!everything)\.tfvars$|\.tfstate/.test(path),
});

const needed = process.env['REQUIRE_REAL'] === '1';
const inMinutes = 5 * 60_000;

/** What it printed; throws with that where it fails. */
async function terraform(args: string[], cwd = workingFolder): Promise<string> {
  const options = {
    cwd,
    maxBuffer: 100_000_000,
    env: { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' },
  };
  const { stdout } = await promisify(execFile)('terraform', args, options).catch((error) => {
    throw new Error(`terraform ${args.join(' ')}: ${error.message}\n${error.stdout ?? ''}`);
  });
  return stdout;
}

const problem = await terraform(['init', '-backend=false', '-input=false', '-no-color']).then(
  () => undefined,
  (error: Error) => error,
);
if (problem && needed) throw problem;
if (problem)
  process.stderr.write(
    `LEFT OUT: tests of the infrastructure. Terraform or Google's provider cannot be had.\n${problem}\n`,
  );
const whereItIs = problem ? describe.skip : describe;

interface Resource {
  address: string;
  type: string;
  values: Record<string, unknown> & { member?: string; role?: string; condition?: { title: string }[] };
}

interface Line {
  type: string;
  test_state?: { root_module: { resources: Resource[] } };
  test_run?: { path: string; run: string; status?: string; progress?: string };
  diagnostic?: { summary: string; detail: string };
}

async function runTests(args: string[]): Promise<Line[]> {
  const output = await terraform([
    'test',
    '-json',
    '-var-file=terraform.tfvars.example',
    '-var-file=tests/everything.tfvars',
    ...args,
  ]).catch((error: Error) => {
    // Its lines say which assertion failed.
    throw new Error(diagnosticsOf(error.message) || error.message);
  });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function diagnosticsOf(output: string): string {
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  return lines
    .map((line) => (JSON.parse(line) as Line).diagnostic)
    .flatMap((diagnostic) => (diagnostic ? [`${diagnostic.summary}: ${diagnostic.detail}`] : []))
    .join('\n');
}

const pubsubAgent = 'service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com';

/** Who may do what on what; `if`: only under this condition. Nobody may do anything else. */
const rights = [
  // Reached from the internet.
  'allUsers · roles/run.invoker · connect',
  'connect@test · roles/datastore.user · acme-banqup-drive · if this database only',
  'connect@test · roles/pubsub.publisher · banqup-messages',
  'connect@test · roles/pubsub.publisher · own-messages',
  'connect@test · roles/secretmanager.secretAccessor · banqup-listener-key',
  'connect@test · roles/secretmanager.secretAccessor · banqup-login-client-secret',
  'connect@test · roles/secretmanager.secretAccessor · google-client-secret',
  'connect@test · makeConnectionSecrets · acme-banqup-drive',
  'connect@test · keepConnectionTokens · acme-banqup-drive · if connection secrets only',
  // Reached by Pub/Sub only.
  'pubsub-push@test · roles/run.invoker · export-document',
  'export-document@test · roles/datastore.user · acme-banqup-drive · if this database only',
  'export-document@test · roles/pubsub.publisher · notices',
  'export-document@test · roles/pubsub.publisher · own-messages',
  'export-document@test · roles/secretmanager.secretAccessor · banqup-client-secret',
  'export-document@test · roles/secretmanager.secretAccessor · google-client-secret',
  'export-document@test · useConnectionTokens · acme-banqup-drive · if connection secrets only',
  // Banqup.
  'messages@banqup-events.iam.gserviceaccount.com · roles/pubsub.publisher · banqup-messages',
  'notices@banqup-events.iam.gserviceaccount.com · roles/pubsub.subscriber · notices-for-banqup',
  // Pub/Sub itself.
  `${pubsubAgent} · roles/pubsub.serviceAgent · acme-banqup-drive`,
  `${pubsubAgent} · roles/pubsub.publisher · dead-letters`,
  `${pubsubAgent} · roles/pubsub.subscriber · export-banqup-messages`,
  `${pubsubAgent} · roles/pubsub.subscriber · export-own-messages`,
  // Building and deploying. The scheduler's account may do nothing at all.
  'function-build@test · roles/artifactregistry.writer · functions',
  'function-build@test · roles/logging.logWriter · acme-banqup-drive',
  'function-build@test · roles/storage.objectViewer · acme-banqup-drive',
  'deploy@test · roles/storage.admin · acme-banqup-drive-deploy',
  ...[
    'artifactregistry.admin',
    'cloudbuild.builds.editor',
    'cloudfunctions.admin',
    'cloudscheduler.admin',
    'compute.loadBalancerAdmin',
    'compute.viewer',
    'datastore.owner',
    'firebaserules.admin',
    'iam.roleAdmin',
    'iam.serviceAccountAdmin',
    'iam.serviceAccountUser',
    'logging.configWriter',
    'logging.logWriter',
    'monitoring.editor',
    'pubsub.admin',
    'resourcemanager.projectIamAdmin',
    'run.admin',
    'secretmanager.admin',
    'serviceusage.serviceUsageAdmin',
  ].map((role) => `deploy@test · roles/${role} · acme-banqup-drive`),
];

/** What a right is given on. */
function objectOf({ values }: Resource): unknown {
  const names = ['topic', 'subscription', 'secret_id', 'repository', 'bucket', 'name', 'project'];
  return names.map((name) => values[name]).find((value) => value !== undefined);
}

function rightOf(resource: Resource): string {
  const { member = '', role, condition = [] } = resource.values;
  const parts = [member.replace('serviceAccount:', ''), role, objectOf(resource)];
  return [...parts, ...condition.map(({ title }) => `if ${title}`)].join(' · ');
}

whereItIs('the infrastructure', () => {
  test('is formatted as Terraform formats', async () => {
    await terraform(['fmt', '-check', '-recursive', '-diff', '-no-color']);
  });

  test('is valid for Google’s provider', async () => {
    await terraform(['validate', '-no-color']);
  });

  const files = readdirSync(join(infra, 'tests')).filter((file) => file !== 'rights.tftest.hcl');
  test(
    'keeps what infra/tests asserts',
    async () => {
      const lines = await runTests(files.map((file) => `-filter=tests/${file}`));
      const ends = lines.flatMap(({ test_run: run }) => (run?.progress === 'complete' ? [run] : []));
      expect(ends.filter(({ status }) => status !== 'pass')).toEqual([]);
      const written = files.flatMap((file) => readFileSync(join(infra, 'tests', file), 'utf8').match(/^run "/gm) ?? []);
      expect(ends).toHaveLength(written.length);
    },
    inMinutes,
  );

  test(
    'gives each account its rights, and nobody any other',
    async () => {
      const lines = await runTests(['-filter=tests/rights.tftest.hcl', '-verbose']);
      const resources = lines.flatMap(({ test_state: state }) => state?.root_module.resources ?? []);
      expect(resources.length).toBeGreaterThan(100);
      const given = resources.filter(({ type }) => /_iam_(?!custom_role|audit_config)/.test(type));
      expect(given.map(rightOf).sort()).toEqual([...rights].sort());
      // An authoritative list would take rights from people that Terraform does not know.
      expect(given.filter(({ type }) => !type.endsWith('_iam_member'))).toEqual([]);
      // The value of a secret would be in the state.
      expect(resources.filter(({ type }) => type === 'google_secret_manager_secret_version')).toEqual([]);
      expect(resources.filter(({ type }) => type === 'google_service_account_key')).toEqual([]);
    },
    inMinutes,
  );
});
