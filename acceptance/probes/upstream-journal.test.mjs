// What the providers saw of all the calls before: their own key, and nothing of the caller's.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CLIENT_KEYS, PROVIDER_KEYS } from '../settings.mjs';
import { requests } from './mockserver.mjs';
import { journal, refusals, talksJournal } from './upstream.mjs';

const KEY_HEADERS = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key'];

/** Where the API at a path wants its key. */
function keyHeader(path) {
  if (path.startsWith('/v1/messages')) {
    return 'x-api-key';
  }
  return path.startsWith('/v1beta/') ? 'x-goog-api-key' : 'authorization';
}

function assertWithoutClientKeys(requests) {
  const everything = JSON.stringify(requests);
  for (const key of Object.values(CLIENT_KEYS)) {
    assert.ok(!everything.includes(key));
    assert.ok(!everything.includes(Buffer.from(key).toString('base64')));
  }
}

for (const name of ['first', 'second']) {
  describe(`the journal of the ${name} provider`, () => {
    test('every request carried the provider\'s key, and no other', async () => {
      const requests = await journal(name);
      assert.ok(requests.length > 5, `only ${requests.length} requests arrived`);
      assert.equal(await refusals(name), 0);
      for (const { path, headers } of requests) {
        assert.deepEqual(KEY_HEADERS.filter(header => header in headers), [keyHeader(path)]);
        assert.ok(!path.includes('key='), path);
      }
    });

    test('no request held a key of ours anywhere', async () => {
      assertWithoutClientKeys(await journal(name));
    });

    test('no header that concerns only one connection or the caller was passed on', async () => {
      const kept = ['cookie', 'x-forwarded-for', 'proxy-authorization', 'te', 'upgrade', 'x-goog-api-client'];
      for (const { headers } of await journal(name)) {
        const passed = Object.keys(headers).filter(header => kept.includes(header) || header.startsWith('x-stainless-'));
        assert.deepEqual(passed, []);
      }
    });
  });
}

describe('the journals of the others', () => {
  test('the provider that keeps conversations saw its token, and no other key', async () => {
    const asked = await talksJournal();
    assert.ok(asked.length > 5, `only ${asked.length} requests arrived`);
    assertWithoutClientKeys(asked);
    const welcome = asked.filter(({ headers }) => headers.cookie === `token=${PROVIDER_KEYS.talks}`);
    assert.ok(asked.length - welcome.length <= 3, 'only one probe has another token');
    for (const { headers } of asked) {
      assert.deepEqual(KEY_HEADERS.filter(header => header in headers), []);
    }
  });

  test('MockServer saw no key of ours', async () => {
    const asked = await requests();
    assert.ok(asked.length > 5, `only ${asked.length} requests arrived`);
    assertWithoutClientKeys(asked);
  });
});
