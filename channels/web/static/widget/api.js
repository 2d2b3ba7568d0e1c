// The server said no. status: HTTP's; after: seconds until it may say yes; facts: its JSON.
class Refusal extends Error {
  constructor(status, after, facts) {
    super(facts.error ?? "");
    Object.assign(this, { status, after, facts });
  }
}

// Asks the server. Raises Refusal where it refuses, TypeError where it cannot be reached.
async function ask(path, { json, body = json && JSON.stringify(json), type, signal, method } = {}) {
  const headers = {};
  if (body) headers["Content-Type"] = type ?? "application/json";
  if (store.get("token")) headers.Authorization = `Bearer ${store.get("token")}`;
  const address = `${HOST}api/v1/${path}`;
  const answer = await fetch(address, {
    method: method ?? (body ? "POST" : "GET"),
    headers,
    body,
    signal,
  });
  if (answer.ok) return answer;
  const facts = await answer.json().catch(() => ({}));
  throw new Refusal(answer.status, Number(answer.headers.get("Retry-After")) || 0, facts);
}

async function askJson(path, options) {
  return keepToken(await (await ask(path, options)).json());
}

function keepToken(facts) {
  if (facts.visitor_token) store.set("token", facts.visitor_token);
  return facts;
}

// Makes sure that this visitor has a token.
async function becomeVisitor(site_token) {
  if (store.get("token") && !site_token) return;
  const { name } = await askJson("visitors", { json: { site_token } });
  if (name) remember({ name });
}

// data-site-token on the tag is the host site's word on who is logged in there. Who logs out is
// nobody we know.
async function recognise() {
  const token = TAG.dataset.siteToken ?? null;
  if (token === store.get("site")) return;
  if (token) await becomeVisitor(token);
  else ["token", "thread", "contact"].forEach(store.drop);
  store.set("site", token);
}

// What the visitor told about themselves: {name, phone, proved}.
function contact() {
  return store.get("contact") ?? {};
}

function remember(facts) {
  store.set("contact", { ...contact(), ...facts });
}
