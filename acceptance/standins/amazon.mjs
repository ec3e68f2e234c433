// Amazon's door before an upstream that speaks Converse: whoever signed the request well (Signature Version 4) goes
// through to it, with the key the upstream wants in place of the signature.
import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';
import { pipeline } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { serve } from '../processes.mjs';

const SIGNED = /^AWS4-HMAC-SHA256 Credential=(\w+)\/((\d{8})\/([\w-]+)\/bedrock\/aws4_request), SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;
const PATIENCE_MS = 5 * 60_000;

const hash = bytes => createHash('sha256').update(bytes).digest('hex');
const mac = (key, text) => createHmac('sha256', key).update(text).digest();

/** Credentials are written as the gateway wants them: the access key's id, its secret, and a session's token. */
export function startAmazon({ upstream, key, region, credentials }) {
  const known = new Map(credentials.map(credential => credential.split(':')).map(([id, ...rest]) => [id, rest]));
  return serve(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const wrong = objection(incoming, body, region, known);
    if (wrong) {
      outgoing.writeHead(403, { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' });
      outgoing.end(JSON.stringify({ message: wrong }));
      return;
    }
    const headers = { ...incoming.headers, authorization: `Bearer ${key}` };
    const onward = request(upstream + incoming.url, { method: incoming.method, headers }, answer => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      pipeline(answer, outgoing, () => {}); // an answer that breaks off breaks off here too
    });
    onward.on('error', () => outgoing.destroy());
    onward.end(body);
  });
}

/** What is wrong with a request's signature; nothing when it is good. */
function objection({ method, url, headers }, body, region, known) {
  const said = SIGNED.exec(headers.authorization ?? '');
  if (!said) {
    return 'The request is not signed.';
  }
  const [, id, scope, day, where, names, signature] = said;
  const [secret, token] = known.get(id) ?? [];
  if (!secret || headers['x-amz-security-token'] !== token) {
    return 'Nobody has this access key.';
  }
  const signed = names.split(';');
  const wanted = ['host', ...Object.keys(headers).filter(name => name.startsWith('x-amz-'))];
  const date = headers['x-amz-date'] ?? '';
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (where !== region || !date.startsWith(day) || !(Math.abs(Date.now() - at) < PATIENCE_MS)) {
    return 'The signature is of another place or time.';
  }
  if (wanted.some(name => !signed.includes(name)) || signed.some(name => !(name in headers))) {
    return 'Not all is signed that has to be.';
  }
  const lines = signed.map(name => `${name}:${headers[name].trim()}`);
  const canonical = [method, url.replaceAll('%', '%25'), '', ...lines, '', names, hash(body)].join('\n');
  const signingKey = scope.split('/').reduce(mac, `AWS4${secret}`);
  const expected = mac(signingKey, ['AWS4-HMAC-SHA256', date, scope, hash(canonical)].join('\n')).toString('hex');
  return signature === expected ? undefined : 'The signature is not the one of this request.';
}
