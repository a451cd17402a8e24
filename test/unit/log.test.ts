/** What really comes out of standard output: the log runs in a process of its own, as it does in the cloud. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';

const log = join(import.meta.dirname, '../../functions/log.ts');
const secret = 'ya29.this-must-never-be-seen';

/** Each entry is logged by one statement, and told apart by its message. */
const statements = `
  const secret = ${JSON.stringify(secret)};
  const request = { url: 'https://drive.example', headers: { Authorization: 'Bearer ' + secret }, data: { refresh_token: secret } };
  const refused = () => Object.assign(new Error('Request failed with status code 401'), { config: request, response: { config: request } });

  log.info('plain', { partnerSpace: 'p1', count: 3 });
  log.warn('a warning');
  log.error('an error', { error: new Error('it broke', { cause: new TypeError('deep down') }) });
  for (const name of ['token', 'accessToken', 'refreshToken', 'code', 'codeVerifier', 'cookie', 'authorization',
    'Authorization', 'access_token', 'refresh_token', 'id_token', 'code_verifier', 'client_secret', 'clientSecret',
    'set-cookie', 'formToken', 'sessionKey', 'secret']) {
    log.info('secret ' + name, { [name]: secret, kept: 'kept' });
    log.info('deep secret ' + name, { a: { b: { c: [{ [name]: secret, kept: 'kept' }] } } });
  }
  log.error('library error', { error: refused() });
  log.error('library error as cause', { error: new Error('could not', { cause: refused() }) });
  log.error('library error by another name', { err: refused(), failure: refused(), nested: { problem: refused() } });
  log.error('several errors', { error: new AggregateError([refused()], 'all failed') });
  log.error('thrown text', { error: 'just text' });
  const ring = { name: 'ring' };
  ring.self = ring;
  log.info('a ring', ring);
  const failure = new Error('its own cause');
  failure.cause = failure;
  log.error('an error that is its own cause', { error: failure });
  log.info('two\\nlines', { text: 'a\\nb' });
  log.info('a moment', { at: new Date('2026-03-02T09:00:00Z'), bytes: new Uint8Array(2) });

  traceRequests('a-project');
  const server = createServer(async (request, response) => {
    const name = request.headers['x-name'];
    log.info(name);
    await new Promise((resolve) => setTimeout(resolve, 5));
    log.info('later ' + name);
    response.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ask = (name, headers) =>
    fetch('http://127.0.0.1:' + server.address().port, { headers: { 'x-name': name, ...headers } }).then((answer) => answer.text());
  const traceparent = (id) => ({ traceparent: '00-' + id.repeat(32) + '-b7ad6b7169203331-01' });
  await Promise.all([ask('in a trace', traceparent('a')), ask('in another trace', traceparent('b'))]);
  await ask('in no trace', {});
  await ask('in a broken trace', { traceparent: '00-nonsense"}-01' });
  log.info('outside any request');
  server.close();
  server.closeAllConnections();
`;

let output: string;
let lines: string[];

beforeAll(() => {
  const script = `
    import { createServer } from 'node:http';
    import { createLog, traceRequests } from ${JSON.stringify(log)};
    { const log = createLog('info'); ${statements} }
    { const log = createLog('warn'); log.info('below the level'); log.warn('at the level'); }
  `;
  output = execFileSync(process.execPath, ['--input-type=module'], { input: script, encoding: 'utf8' });
  lines = output.trimEnd().split('\n');
});

/** The entry with this message. */
function entry(message: string): Record<string, unknown> {
  const found = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((one) => one['message'] === message);
  expect(found).toHaveLength(1);
  return found[0] ?? {};
}

describe('an entry', () => {
  test('is one line of JSON, whatever is in it', () => {
    expect(() => lines.map((line) => JSON.parse(line))).not.toThrow();
    expect(entry('two\nlines')).toMatchObject({ text: 'a\nb' });
  });

  test.each([
    ['plain', 'INFO'],
    ['a warning', 'WARNING'],
    ['an error', 'ERROR'],
  ])('%s has the severity %s', (message, severity) => {
    expect(entry(message)['severity']).toBe(severity);
  });

  test('has its time and its fields, and nothing of the process', () => {
    const { time, ...rest } = entry('plain');
    expect(rest).toEqual({ severity: 'INFO', message: 'plain', partnerSpace: 'p1', count: 3 });
    expect(new Date(String(time)).toISOString()).toBe(time);
  });

  test('below the level is not written', () => {
    expect(output).not.toContain('below the level');
    expect(entry('at the level')['severity']).toBe('WARNING');
  });

  test('with a ring in its fields is written all the same', () => {
    expect(entry('a ring')['name']).toBe('ring');
  });

  test('shows moments as they are written everywhere', () => {
    expect(entry('a moment')['at']).toBe('2026-03-02T09:00:00.000Z');
  });
});

describe('secrets', () => {
  test('never come out', () => {
    expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  });

  test('take nothing else with them', () => {
    expect(entry('secret refreshToken')['kept']).toBe('kept');
    expect(entry('deep secret refreshToken')['a']).toEqual({ b: { c: [expect.objectContaining({ kept: 'kept' })] } });
  });
});

describe('an error', () => {
  test('has its name, message and stack, and those of its cause', () => {
    const error = entry('an error')['error'];
    expect(error).toMatchObject({
      name: 'Error',
      message: 'it broke',
      stack: expect.stringContaining('it broke'),
      cause: { name: 'TypeError', message: 'deep down' },
    });
  });

  test('of a library does not bring its request along', () => {
    expect(entry('library error')['error']).toEqual({
      name: 'Error',
      message: 'Request failed with status code 401',
      stack: expect.any(String),
    });
  });

  test('is one under any name', () => {
    const { err, nested } = entry('library error by another name');
    expect(err).toMatchObject({ message: 'Request failed with status code 401' });
    expect(nested).toMatchObject({ problem: { message: 'Request failed with status code 401' } });
  });

  test('that was thrown as text is shown', () => {
    expect(entry('thrown text')['error']).toBe('just text');
  });

  test('that is its own cause ends somewhere', () => {
    expect(entry('an error that is its own cause')['error']).toMatchObject({ message: 'its own cause' });
  });
});

describe('a trace', () => {
  const field = 'logging.googleapis.com/trace';

  test.each([
    ['in a trace', 'a'],
    ['in another trace', 'b'],
  ])('is on every entry of its own request, also after a wait: %s', (message, id) => {
    expect(entry(message)[field]).toBe(`projects/a-project/traces/${id.repeat(32)}`);
    expect(entry(`later ${message}`)[field]).toBe(entry(message)[field]);
  });

  test.each(['in no trace', 'in a broken trace', 'later in no trace', 'outside any request'])(
    'is not on an entry %s',
    (message) => {
      expect(entry(message)).not.toHaveProperty([field]);
    },
  );
});
