// The settings file of the gateway under test: every way of failing has a model of its own.
export const PROVIDER_KEYS = { first: 'sk-provider-first-5b1f', second: 'sk-provider-second-9c27' };
export const CLIENT_KEYS = { full: 'sk-acceptance-full-3ad0', narrow: 'sk-acceptance-narrow-77e4' };

/** The file's text; secrets come from the environment as in an installation. */
export function settings({ first, second, nobody }) {
  return `version: 1
providers:
  - name: first
    dialect: openai
    base-url: ${first}/v1
    credentials:
      - {name: main, secret: "\${FIRST_PROVIDER_KEY}"}
  - name: second
    dialect: openai
    base-url: ${second}/v1
    credentials:
      - {name: main, secret: "\${SECOND_PROVIDER_KEY}"}
  - name: nobody
    dialect: openai
    base-url: ${nobody}/v1
    credentials:
      - {name: main, secret: "\${FIRST_PROVIDER_KEY}"}
models:
  - name: gpt-4o
    deployments:
      - {provider: first, model: gpt-4o, priority: 1, weight: 1}
    price: {input: 2.5, output: 10}
  - name: acme/gpt 4.1
    deployments:
      - {provider: first, model: gpt-4.1-2025-04-14, priority: 1, weight: 1}
    price: {input: 2, output: 8}
  - name: text-embedding-3-small
    deployments:
      - {provider: first, model: text-embedding-3-small, priority: 1, weight: 1}
    price: {input: 0.02, output: 0}
  - name: two-places
    deployments:
      - {provider: second, model: answers-second, priority: 2, weight: 1}
      - {provider: first, model: answers-first, priority: 1, weight: 1}
    price: {input: 1, output: 1}
  - name: nobody-listens
    deployments:
      - {provider: nobody, model: gpt-4o, priority: 1, weight: 1}
      - {provider: second, model: gpt-4o, priority: 2, weight: 1}
    price: {input: 1, output: 1}
teams:
  - {name: acceptance}
keys:
  - {name: full, team: acceptance, secret: "\${FULL_CLIENT_KEY}", models: ["*"]}
  - {name: narrow, team: acceptance, secret: "\${NARROW_CLIENT_KEY}", models: ["gpt-4o"]}
`;
}

export function secrets() {
  return {
    FIRST_PROVIDER_KEY: PROVIDER_KEYS.first,
    SECOND_PROVIDER_KEY: PROVIDER_KEYS.second,
    FULL_CLIENT_KEY: CLIENT_KEYS.full,
    NARROW_CLIENT_KEY: CLIENT_KEYS.narrow,
  };
}
