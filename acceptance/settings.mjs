// The settings file of the gateway under test: a provider for every dialect, a model for every way of failing.
export const PROVIDER_KEYS = {
  first: 'sk-provider-first-5b1f',
  second: 'sk-provider-second-9c27',
  mock: 'sk-provider-mock-e640',
  talks: 'token-of-the-talks-41d8',
  amazon: 'AKIAACCEPTANCE000001:provider/secret+key/0000000000000000000',
  session: 'ASIAACCEPTANCE000002:session/secret+key/00000000000000000000:a-session-s-token-8c30',
  stranger: 'AKIAACCEPTANCE000001:another/secret+key/00000000000000000000',
};
export const AMAZON_REGION = 'eu-west-3';
export const CLIENT_KEYS = { full: 'sk-acceptance-full-3ad0', narrow: 'sk-acceptance-narrow-77e4' };

const variable = key => `${key.toUpperCase()}_PROVIDER_KEY`;

/** Name, kind, base URL behind the upstream's address, and whose key it takes. */
const PROVIDERS = [
  ['first', 'openai', 'first', '/v1'],
  ['second', 'openai', 'second', '/v1'],
  ['nobody', 'openai', 'nobody', '/v1', 'first'],
  ['claude', 'anthropic', 'first', '/v1'],
  ['gemini', 'gemini', 'second', '/v1beta'],
  ['replies', 'responses', 'second', '/v1'],
  ['llama', 'ollama', 'first', ''],
  ['amazon', 'bedrock', 'amazon', ''],
  ['amazon-session', 'bedrock', 'amazon', '', 'session'],
  ['amazon-stranger', 'bedrock', 'amazon', '', 'stranger'],
  ['amazon-key', 'bedrock', 'first', ''],
  ['talks', 'conversation', 'talks', ''],
  ['talks-stranger', 'conversation', 'talks', '', 'stranger'],
  ['mock-openai', 'openai', 'mock', '/v1'],
  ['mock-anthropic', 'anthropic', 'mock', '/v1'],
  ['mock-gemini', 'gemini', 'mock', '/v1beta'],
  ['mock-replies', 'responses', 'mock', '/v1'],
  ['mock-llama', 'ollama', 'mock', ''],
];

const OPTIONS = { bedrock: `{region: ${AMAZON_REGION}}` };

/** The name clients ask for, and its deployments in order: the provider, and its name for the model. */
const MODELS = {
  'gpt-4o': ['first gpt-4o'],
  'acme/gpt 4.1': ['first gpt-4.1-2025-04-14'],
  'o4-mini': ['first o4-mini'],
  'text-embedding-3-small': ['first text-embedding-3-small'],
  'two-places': ['first answers-first', 'second answers-second'],
  'two-places-streamed': ['first answers-first', 'second answers-second'],
  'two-places-down': ['first answers-first', 'second answers-second'],
  'two-places-picky': ['first answers-first', 'second answers-second'],
  'busy-for-long': ['first busy-for-long'],
  'nobody-listens': ['nobody gpt-4o', 'second gpt-4o'],
  claude: ['claude claude-sonnet-4-5-20250929'],
  gemini: ['gemini gemini-2.5-flash'],
  'gemini-embedding': ['gemini gemini-embedding-001'],
  replies: ['replies gpt-5'],
  llama: ['llama llama3.2:3b'],
  amazon: ['amazon us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
  'amazon-nova': ['amazon amazon.nova-lite-v1:0'],
  'amazon-session': ['amazon-session amazon.nova-lite-v1:0'],
  'amazon-stranger': ['amazon-stranger amazon.nova-lite-v1:0'],
  'amazon-key': ['amazon-key amazon.nova-lite-v1:0'],
  talk: ['talks Talk v1.5-Default'],
  'talk-stranger': ['talks-stranger t'],
  'two-dialects': ['claude claude-sonnet-4-5', 'second answers-second'],
  'mock-gpt': ['mock-openai gpt-4o'],
  'mock-claude': ['mock-anthropic claude-sonnet-4-5'],
  'mock-gemini': ['mock-gemini gemini-2.5-flash'],
  'mock-replies': ['mock-replies gpt-5'],
  'mock-llama': ['mock-llama llama3.2:3b'],
};

/** The file's text; secrets come from the environment as in an installation. */
export function settings(upstreams) {
  const providers = PROVIDERS.map(([name, preset, upstream, path, key = upstream]) => `
  - name: ${name}
    preset: ${preset}
    base-url: ${upstreams[upstream]}${path}
    options: ${OPTIONS[preset] ?? '{}'}
    credentials:
      - {name: main, secret: "\${${variable(key)}}"}`);
  const models = Object.entries(MODELS).map(([name, deployments]) => `
  - name: ${name}
    price: {input: 2.5, output: 10}
    deployments:${deployments.map(deployment).join('')}`);
  return `version: 1
providers:${providers.join('')}
models:${models.join('')}
teams:
  - {name: acceptance}
keys:
  - {name: full, team: acceptance, secret: "\${FULL_CLIENT_KEY}", models: ["*"]}
  - {name: narrow, team: acceptance, secret: "\${NARROW_CLIENT_KEY}", models: ["gpt-4o"]}
`;
}

function deployment(place, index) {
  const [provider, ...words] = place.split(' ');
  const model = words.join(' ');
  return `
      - {provider: ${provider}, model: "${model}", priority: ${index + 1}, weight: 1}`;
}

export function secrets() {
  return {
    ...Object.fromEntries(Object.entries(PROVIDER_KEYS).map(([key, secret]) => [variable(key), secret])),
    FULL_CLIENT_KEY: CLIENT_KEYS.full,
    NARROW_CLIENT_KEY: CLIENT_KEYS.narrow,
  };
}
