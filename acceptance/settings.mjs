// The settings file of the gateway under test: a provider for every dialect, a model for every way of failing.
export const PROVIDER_KEYS = {
  first: 'sk-provider-first-5b1f',
  second: 'sk-provider-second-9c27',
  mock: 'sk-provider-mock-e640',
};
export const CLIENT_KEYS = { full: 'sk-acceptance-full-3ad0', narrow: 'sk-acceptance-narrow-77e4' };

const SECRETS = { first: 'FIRST_PROVIDER_KEY', second: 'SECOND_PROVIDER_KEY', mock: 'MOCK_PROVIDER_KEY' };

/** Name, kind, base URL behind the upstream's address, and whose key it takes. */
const PROVIDERS = [
  ['first', 'openai', 'first', '/v1'],
  ['second', 'openai', 'second', '/v1'],
  ['nobody', 'openai', 'nobody', '/v1', 'first'],
  ['claude', 'anthropic', 'first', '/v1'],
  ['gemini', 'gemini', 'second', '/v1beta'],
  ['replies', 'responses', 'second', '/v1'],
  ['llama', 'ollama', 'first', ''],
  ['mock-openai', 'openai', 'mock', '/v1'],
  ['mock-anthropic', 'anthropic', 'mock', '/v1'],
  ['mock-gemini', 'gemini', 'mock', '/v1beta'],
];

/** The name clients ask for, and its deployments in order: the provider, and its name for the model. */
const MODELS = {
  'gpt-4o': ['first gpt-4o'],
  'acme/gpt 4.1': ['first gpt-4.1-2025-04-14'],
  'o4-mini': ['first o4-mini'],
  'text-embedding-3-small': ['first text-embedding-3-small'],
  'two-places': ['first answers-first', 'second answers-second'],
  'nobody-listens': ['nobody gpt-4o', 'second gpt-4o'],
  claude: ['claude claude-sonnet-4-5-20250929'],
  gemini: ['gemini gemini-2.5-flash'],
  'gemini-embedding': ['gemini gemini-embedding-001'],
  replies: ['replies gpt-5'],
  llama: ['llama llama3.2:3b'],
  'two-dialects': ['claude claude-sonnet-4-5', 'second answers-second'],
  'mock-gpt': ['mock-openai gpt-4o'],
  'mock-claude': ['mock-anthropic claude-sonnet-4-5'],
  'mock-gemini': ['mock-gemini gemini-2.5-flash'],
};

/** The file's text; secrets come from the environment as in an installation. */
export function settings(upstreams) {
  const providers = PROVIDERS.map(([name, preset, upstream, path, key = upstream]) => `
  - name: ${name}
    preset: ${preset}
    base-url: ${upstreams[upstream]}${path}
    credentials:
      - {name: main, secret: "\${${SECRETS[key]}}"}`);
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
  const [provider, model] = place.split(' ');
  return `
      - {provider: ${provider}, model: "${model}", priority: ${index + 1}, weight: 1}`;
}

export function secrets() {
  return {
    FIRST_PROVIDER_KEY: PROVIDER_KEYS.first,
    SECOND_PROVIDER_KEY: PROVIDER_KEYS.second,
    MOCK_PROVIDER_KEY: PROVIDER_KEYS.mock,
    FULL_CLIENT_KEY: CLIENT_KEYS.full,
    NARROW_CLIENT_KEY: CLIENT_KEYS.narrow,
  };
}
