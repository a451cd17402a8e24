/** The pipeline runs the commands that a person runs, in an order that lets nothing untested through. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Step {
  id: string;
  name: string;
  entrypoint: string;
  args: string[];
}

interface Build {
  steps: Step[];
  timeout: string;
  options: { logging: string };
}

const plan: Build = parse(read('cloudbuild.yaml'));
const apply: Build = parse(read('infra/apply.yaml'));
const { scripts } = JSON.parse(read('package.json'));
const commandOf = ({ args }: Step) => args.join(' ');

describe('the pipeline', () => {
  test('installs, checks, tests, builds, uploads and plans, in this order', () => {
    const ids = plan.steps.map(({ id }) => id);
    expect(ids).toEqual(['install', 'check', 'test', 'test-infrastructure', 'build', 'upload', 'plan', 'keep-plan']);
  });

  test('runs npm scripts that there are', () => {
    const named = plan.steps.flatMap((step) => (step.entrypoint === 'npm' ? [commandOf(step)] : []));
    expect(named).toEqual(['ci', 'run check', 'run jest', 'run build']);
    for (const name of ['check', 'jest', 'build']) expect(scripts).toHaveProperty(name);
    // What `npm test` is, in two steps: which of them fails is seen at a glance.
    expect(scripts.test).toBe('npm run --silent check && npm run --silent jest');
  });

  test('plans with what it has built, and keeps the plan under the commit', () => {
    const artefact = 'echo "artefact = \\"functions/$(basename dist/functions-*.zip)\\"" > infra/artefact.auto.tfvars';
    expect(commandOf(plan.steps[5] as Step)).toContain(artefact);
    expect(commandOf(plan.steps[6] as Step)).toContain('terraform plan -input=false -out=plan\n');
    expect(commandOf(plan.steps[7] as Step)).toBe(
      'storage cp infra/plan infra/artefact.auto.tfvars gs://$_DEPLOY_BUCKET/plans/$COMMIT_SHA/',
    );
  });

  test('changes nothing before an approval: only apply.yaml applies, and only that plan', () => {
    expect(read('cloudbuild.yaml')).not.toMatch(/terraform (?:\S+ )*(?:apply|destroy|import)/);
    expect(apply.steps.map(({ id }) => id)).toEqual(['fetch-plan', 'apply', 'keep-artefact']);
    expect(commandOf(apply.steps[0] as Step)).toBe('storage cp gs://$_DEPLOY_BUCKET/plans/$COMMIT_SHA/* infra/');
    expect(commandOf(apply.steps[1] as Step)).toContain('terraform apply -input=false plan\n');
  });

  test('keeps what it has deployed where an apply by hand takes it from', () => {
    const kept = 'storage cp infra/artefact.auto.tfvars gs://$_DEPLOY_BUCKET/';
    expect(commandOf(apply.steps[2] as Step)).toBe(kept);
  });

  test.each([
    ['cloudbuild.yaml', plan],
    ['infra/apply.yaml', apply],
  ])('%s uses only substitutions that its trigger gives, and logs where its account may', (path, build) => {
    const used = new Set([...read(path).matchAll(/\$(_?[A-Z][A-Z_]*)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(['COMMIT_SHA', '_DEPLOY_BUCKET']);
    expect(read('infra/pipeline.tf')).toContain(`"${path}"`);
    expect(build.options.logging).toBe('CLOUD_LOGGING_ONLY');
  });
});
