// What the providers saw of all the calls before: their own key, and nothing of the caller's.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CLIENT_KEYS } from '../settings.mjs';
import { journal, refusals } from './upstream.mjs';

const KEY_HEADERS = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key'];

for (const name of ['first', 'second']) {
  describe(`the journal of the ${name} provider`, () => {
    test('every request carried the provider\'s key, and no other', async () => {
      const requests = await journal(name);
      assert.ok(requests.length > 5, `only ${requests.length} requests arrived`);
      assert.equal(await refusals(name), 0);
      for (const { headers } of requests) {
        assert.deepEqual(KEY_HEADERS.filter(header => header in headers), ['authorization']);
      }
    });

    test('no request held a key of ours anywhere', async () => {
      const everything = JSON.stringify(await journal(name));
      for (const key of Object.values(CLIENT_KEYS)) {
        assert.ok(!everything.includes(key));
        assert.ok(!everything.includes(Buffer.from(key).toString('base64')));
      }
    });

    test('no header that concerns only one connection or the caller was passed on', async () => {
      for (const { headers } of await journal(name)) {
        for (const header of ['cookie', 'x-stainless-lang', 'x-forwarded-for', 'proxy-authorization', 'te', 'upgrade']) {
          assert.ok(!(header in headers), `${header}: ${headers[header]}`);
        }
      }
    });
  });
}
